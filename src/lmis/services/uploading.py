"""Files that counters send: kept sealed, and worked on as a job."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from lmis.errors import Forbidden, Invalid, NotFound
from lmis.imports.definitions import KINDS
from lmis.imports.profiles import checked
from lmis.imports.rejects import RejectsFile
from lmis.model.batches import StoredFile
from lmis.model.jobs import Job
from lmis.services.files import keep_file
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


@dataclass(frozen=True)
class Upload:
    """A file as it was sent."""

    kind: str
    file_name: str
    content: bytes
    office: str | None = None
    for_real: bool = False
    headers: Mapping[str, str] = field(default_factory=dict)
    """The office's own headers → names of columns."""
    remember: bool = False


def upload_file(session: Session, by: Actor, upload: Upload) -> UUID:
    """Keep a file sealed and put its import in the queue; returns the id of the job.

    Raises:
        UnknownKind, FileEmpty, PlacesAreForCoordinators; UnknownColumn, HeaderKnown, MappedTwice (of the headers).
    """
    return enqueue(session, by, "import", kept_upload(session, by, upload))


def kept_upload(session: Session, by: Actor, upload: Upload) -> dict[str, Any]:
    """Keep a file sealed; returns what the job that imports it has to know.

    Raises:
        UnknownKind, FileEmpty, PlacesAreForCoordinators.
    """
    if upload.kind not in KINDS:
        raise UnknownKind(value=upload.kind, nearest=nearest(upload.kind, list(KINDS)) or list(KINDS))
    if upload.kind == "places" and by.role is not Role.COORDINATOR:
        raise PlacesAreForCoordinators()
    if not upload.content:
        raise FileEmpty()
    more = {"headers": checked(upload.headers, KINDS[upload.kind]), "remember": upload.remember}
    file = keep_file(session, by, "upload-file", upload.file_name, upload.content)
    payload = {"file": str(file), "kind": upload.kind, "file_name": upload.file_name, "for_real": upload.for_real}
    return payload | {"office": upload.office} | more


def rejects_of(session: Session, by: Actor, job_id: UUID) -> RejectsFile:
    """The rejected rows of an import, with their faults as they are kept.

    Raises:
        JobNotFound: no such job in sight. RejectsNotFound: it rejected nothing, is not done, or too old.
    """
    job: Job = job_in_sight(session, by, job_id)
    file = (job.result or {}).get("rejects")
    held = session.get(StoredFile, UUID(file)) if job.kind == "import" and file else None
    if held is None:
        raise RejectsNotFound(value=str(job_id))
    return RejectsFile.of(held.content.decode())
