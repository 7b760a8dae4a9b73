"""The form that a page sent, read into memory: no file of people's data is laid on a disk beside the database."""

from __future__ import annotations

from contextlib import aclosing
from typing import Final

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request

MOST_FIELDS: Final = 20_000
"""Fields of a form: a page of lines, all cells of which may be open."""
NEVER: Final = 0
"""The size from which a file would be laid on a disk."""


async def read_form(request: Request) -> FormData:
    """The fields of a form, and at most one file.

    Raises:
        HTTPException: it cannot be read (400).
    """
    if not request.headers.get("content-type", "").lower().startswith("multipart/form-data"):
        return await request.form(max_files=0, max_fields=MOST_FIELDS)
    async with aclosing(request.stream()) as stream:
        parser = MultiPartParser(request.headers, stream, max_files=1, max_fields=MOST_FIELDS)
        parser.spool_max_size = NEVER
        try:
            return await parser.parse()
        except MultiPartException:
            raise HTTPException(400) from None
