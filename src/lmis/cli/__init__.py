"""DOOR: the command line. Text in, text out; here time, identity and transactions begin.

Exit codes: 0 when the work was done (also with rejected rows), 1 when nothing was done, with the reasons, 2 for wrong
usage.
"""

from lmis.cli.app import app

__all__ = ["app"]
