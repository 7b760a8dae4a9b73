"""The file of a form."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Annotated

from fastapi import Depends
from starlette.datastructures import UploadFile

from lmis.errors import Invalid
from lmis.services.uploading import Upload
from lmis.web.pages.desk.admission import Form


class NoFileChosen(Invalid):
    """Choose a file first."""


async def read_upload(form: Form) -> Upload | None:
    """The file that was chosen, read whole before a transaction begins; None where there is none."""
    file = form.get("file")
    if not isinstance(file, UploadFile) or not file.filename:
        return None
    name = "".join(sign for sign in file.filename.replace("\\", "/") if sign.isprintable())
    office = str(form.get("office", "")).strip()[:20] or None
    return Upload(str(form.get("kind", ""))[:40], PurePosixPath(name).name[-200:] or "?", await file.read(), office)


Sent = Annotated[Upload | None, Depends(read_upload, scope="function")]
