"""What the readers of others need before they read anything."""

from __future__ import annotations

from contextlib import suppress

with suppress(ImportError):  # sdmx1 makes its reader of 3.0 out of that of 2.1, as it was before the first message
    import sdmx.reader.xml.v30  # noqa: F401
