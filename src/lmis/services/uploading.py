"""Files that counters send: kept sealed, and worked on as a job."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from lmis.errors import Forbidden, Invalid, NotFound
from lmis.imports.definitions import KINDS
from lmis.model.batches import StoredFile
from lmis.model.jobs import Job
from lmis.services.importing import UnknownKind
from lmis.services.jobs import enqueue, job_in_sight
from lmis.services.writing import Draft, write
from lmis.text.nearest import nearest
from lmis.vocabulary import Actor, Role


class FileEmpty(Invalid):
    """The file is empty."""


class PlacesAreForCoordinators(Forbidden):
    """Only a coordinator brings the country's places."""


class RejectsNotFound(NotFound):
    """This work has no rejected rows."""


KEPT_FOR: Final = timedelta(days=90)
"""Rejected rows wait so long to be fetched and mended."""


@dataclass(frozen=True)
class Upload:
    """A file as it was sent."""

    kind: str
    file_name: str
    content: bytes
    office: str | None = None
    for_real: bool = False


def upload_file(session: Session, by: Actor, upload: Upload) -> UUID:
    """Keep a file sealed and put its import in the queue; returns the id of the job.

    Raises:
        UnknownKind, FileEmpty, PlacesAreForCoordinators.
    """
    if upload.kind not in KINDS:
        raise UnknownKind(value=upload.kind, nearest=nearest(upload.kind, list(KINDS)) or list(KINDS))
    if upload.kind == "places" and by.role is not Role.COORDINATOR:
        raise PlacesAreForCoordinators()
    if not upload.content:
        raise FileEmpty()
    file = keep_file(session, by, "upload-file", upload.file_name, upload.content)
    payload = {"file": str(file), "kind": upload.kind, "file_name": upload.file_name, "for_real": upload.for_real}
    return enqueue(session, by, "import", payload | {"office": upload.office})


def keep_file(session: Session, by: Actor, act: str, name: str, content: bytes) -> UUID:
    """Keep a file sealed, because it tells about people; returns its id. Its event tells name, digest and size."""
    draft = Draft(act, uuid4())
    values = {"office_id": by.office_id, "name": name, "content": content, "recorded_at": by.at}
    file = draft.insert(StoredFile, id=draft.subject, **values)
    write(session, by, [draft])
    return file


def file_content(session: Session, file: UUID) -> bytes:
    """What was kept, opened."""
    return session.get_one(StoredFile, file).content


def forget_files(session: Session, by: Actor, *, older_than: timedelta = KEPT_FOR) -> int:
    """Remove files that nobody fetched for so long; returns how many."""
    return _remove(session, by, StoredFile.recorded_at < by.at - older_than)


def remove_file(session: Session, by: Actor, file: UUID) -> None:
    """Remove a file that nobody needs any more."""
    _remove(session, by, StoredFile.id == file)


def _remove(session: Session, by: Actor, which: ColumnElement[bool]) -> int:
    drafts = []
    for file, name in session.execute(select(StoredFile.id, StoredFile.name).where(which)):
        draft = Draft("remove-file", file)
        draft.delete(StoredFile, file, {"name": name})
        drafts.append(draft)
    return len(write(session, by, drafts))


def rejects_of(session: Session, by: Actor, job_id: UUID) -> str:
    """The rejected rows of an import as the file that is mended and sent again.

    Raises:
        JobNotFound: no such job in sight. RejectsNotFound: it rejected nothing, is not done, or too old.
    """
    job: Job = job_in_sight(session, by, job_id)
    file = (job.result or {}).get("rejects")
    held = session.get(StoredFile, UUID(file)) if job.kind == "import" and file else None
    if held is None:
        raise RejectsNotFound(value=str(job_id))
    return held.content.decode()
