"""Files that counters send: kept sealed, and worked on as a job."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy import delete, insert
from sqlalchemy.orm import Session

from lmis.errors import Forbidden, Invalid, NotFound
from lmis.imports.definitions import KINDS
from lmis.model.batches import StoredFile
from lmis.model.jobs import Job
from lmis.model.types import keyring_of
from lmis.services.importing import UnknownKind
from lmis.services.jobs import enqueue, job_in_sight
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
    file = keep_file(session, by, upload.file_name, upload.content)
    payload = {"file": str(file), "kind": upload.kind, "file_name": upload.file_name, "for_real": upload.for_real}
    return enqueue(session, by, "import", payload | {"office": upload.office})


def keep_file(session: Session, by: Actor, name: str, content: bytes) -> UUID:
    """Keep a file sealed, because it tells about people; returns its id."""
    file, sealed = uuid4(), keyring_of(session.get_bind().dialect).seal("answer", content)
    row = {"id": file, "office_id": by.office_id, "name": name, "content": sealed, "recorded_at": by.at}
    session.execute(insert(StoredFile), [row])
    return file


def file_content(session: Session, file: UUID) -> bytes:
    """What was kept, opened."""
    stored = session.get_one(StoredFile, file)
    return keyring_of(session.get_bind().dialect).unseal("answer", bytes(stored.content))


def forget_files(session: Session, by: Actor, *, older_than: timedelta = KEPT_FOR) -> int:
    """Remove files that nobody fetched for so long; returns how many."""
    old = delete(StoredFile).where(StoredFile.recorded_at < by.at - older_than)
    return int(session.execute(old).rowcount)  # type: ignore[attr-defined]


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
    return file_content(session, held.id).decode()
