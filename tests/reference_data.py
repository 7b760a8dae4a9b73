"""Where the third-party reference data lies; tests that need it skip loudly without it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


def reference_data() -> Path | None:
    """The folder of reference data: `LMIS_REFERENCE_DATA`, or `../shared/data` beside the project."""
    given = os.environ.get("LMIS_REFERENCE_DATA")
    folder = Path(given) if given else Path(__file__).resolve().parents[2] / "shared" / "data"
    return folder if folder.is_dir() else None


def needs_reference_data() -> Path:
    """The folder of reference data, or skip the test with the reason."""
    folder = reference_data()
    if folder is None:
        pytest.skip("no reference data: set LMIS_REFERENCE_DATA or put it at ../shared/data")
    return folder
