"""`python -m lmis` is `lmis`."""

from lmis.cli import app

if __name__ == "__main__":
    app()
