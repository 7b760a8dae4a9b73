"""The row of an import's batch: how far it came, who goes on where it broke off, whether somebody takes it back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from lmis.errors import Conflict
from lmis.model.batches import ImportBatch, StoredFile
from lmis.model.ids import new_id
from lmis.model.session import Busy
from lmis.services.files import file_content, keep_file, remove_files
from lmis.services.import_reports import ImportReport
from lmis.services.writing import Draft, record, write
from lmis.vocabulary import Actor

UNFINISHED: Final = ("running", "failed")

TAKEN_UP_FOR: Final = timedelta(days=30)
"""So long a file that broke off is gone on with: its rejected rows are still kept. Later it begins anew."""


class ImportTakenBack(Conflict):
    """This import was taken back while it was running."""


class ImportUnderWay(Busy):
    """This file is being imported at this moment: wait until that is done."""


@dataclass(frozen=True)
class Sending:
    """What makes a file that is sent again the same one."""

    kind: str
    office_id: UUID | None
    staff_id: UUID | None
    digest: str


def broken_off(session: Session, by: Actor, sending: Sending) -> ImportBatch | None:
    """The batch in which the same file was imported last, if it never came to its end."""
    same = (
        ImportBatch.kind == sending.kind,
        ImportBatch.office_id.is_not_distinct_from(sending.office_id),
        ImportBatch.staff_id.is_not_distinct_from(sending.staff_id),
        ImportBatch.digest == sending.digest,
        ImportBatch.recorded_at > by.at - TAKEN_UP_FOR,
    )
    last = select(ImportBatch).where(*same).order_by(ImportBatch.recorded_at.desc(), ImportBatch.id.desc()).limit(1)
    found = session.scalars(last).one_or_none()
    return found if found is not None and found.state in UNFINISHED else None


@dataclass
class Batch:
    """One file that is imported for real, and its report as it grows."""

    by: Actor
    report: ImportReport
    id: UUID
    done: int = 0
    """Lines that stand in the database; who finds others there has been overtaken."""

    @classmethod
    def begin(cls, session: Session, by: Actor, report: ImportReport, sending: Sending, file_name: str) -> Batch:
        """Make the row."""
        batch = cls(by, report, new_id())
        draft = Draft("import-batch", batch.id)
        report.batch_id = batch.id
        draft.insert(
            ImportBatch,
            id=batch.id,
            kind=sending.kind,
            office_id=sending.office_id,
            staff_id=sending.staff_id,
            file_name=file_name,
            digest=sending.digest,
            state="running",
            report=report.as_json(),
            recorded_at=by.at,
            undone_at=None,
        )
        write(session, by, [draft])
        return batch

    @classmethod
    def take_up(cls, session: Session, by: Actor, report: ImportReport, id: UUID) -> Batch:
        """Go on with a batch that broke off; `report` was taken over from it.

        Raises:
            ImportTakenBack: it was undone meanwhile.
        """
        batch = cls(by, report, id, report.lines)
        report.batch_id = id
        report.resumed.append(report.lines)
        batch.keep(session, batch._held(session, UNFINISHED))
        return batch

    def running(self, session: Session) -> dict[str, Any]:
        """The row, locked for this transaction.

        Raises:
            ImportTakenBack: it was undone since the chunk before. ImportUnderWay: somebody else went on with it.
        """
        return self._held(session, ("running",))

    def _held(self, session: Session, states: tuple[str, ...]) -> dict[str, Any]:
        held = session.scalars(select(ImportBatch).where(ImportBatch.id == self.id).with_for_update()).one()
        if held.state == "undone":
            raise ImportTakenBack(batch=str(self.id))
        if held.state not in states or held.report["lines"] != self.done:
            raise ImportUnderWay(batch=str(self.id))
        return record(held)

    def keep(self, session: Session, held: dict[str, Any], state: str = "running", page: str = "") -> None:
        """Take down how far it came, in the transaction of what was done.

        Args:
            page: the rejected rows of this chunk; they wait sealed until the import has come to its end.
        """
        if page:
            keep_file(session, self.by, "keep-rejects", f"{self._pages} {self.report.lines:09}", page.encode())
        if state == "done":
            remove_files(session, self.by, StoredFile.name.startswith(self._pages))
        draft = Draft("import-batch", self.id)
        draft.update(ImportBatch, self.id, held, state=state, report=self.report.as_json())
        write(session, self.by, [draft])

    def break_off(self, session: Session) -> None:
        """Take down that it came no further; what it had done till then stays as it was kept."""
        draft = Draft("import-batch", self.id)
        draft.update(ImportBatch, self.id, self.running(session), state="failed")
        write(session, self.by, [draft])

    def pages(self, session: Session) -> Iterator[str]:
        """The rejected rows of the chunks before it broke off, in order."""
        for file in session.scalars(self._kept()).all():
            yield file_content(session, file).decode()

    def _kept(self) -> Select[UUID]:
        pages = select(StoredFile.id).where(StoredFile.name.startswith(self._pages))
        return pages.order_by(StoredFile.name)

    @property
    def _pages(self) -> str:
        return f"rejects of {self.id}"
