"""The row of an import's batch: how far it came, and whether somebody takes it back meanwhile."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from lmis.errors import Conflict
from lmis.model.batches import ImportBatch
from lmis.services.import_reports import ImportReport
from lmis.services.writing import Draft, record, write
from lmis.vocabulary import Actor


class ImportTakenBack(Conflict):
    """This import was taken back while it was running."""


@dataclass(frozen=True)
class Batch:
    """One file that is imported for real, and its report as it grows."""

    id: UUID
    by: Actor
    report: ImportReport

    def begin(self, session: Session, home: UUID | None, file_name: str, digest: str) -> None:
        """Make the row."""
        draft = Draft("import-batch", self.id)
        draft.insert(
            ImportBatch,
            id=self.id,
            kind=self.report.kind,
            office_id=home,
            staff_id=self.by.staff_id,
            file_name=file_name,
            digest=digest,
            state="running",
            report=self.report.as_json(),
            recorded_at=self.by.at,
            undone_at=None,
        )
        write(session, self.by, [draft])

    def running(self, session: Session) -> dict[str, Any]:
        """The row, locked for this transaction.

        Raises:
            ImportTakenBack: it was undone since the chunk before.
        """
        held = session.scalars(select(ImportBatch).where(ImportBatch.id == self.id).with_for_update()).one()
        if held.state != "running":
            raise ImportTakenBack(batch=str(self.id))
        return record(held)

    def keep(self, session: Session, held: dict[str, Any], state: str) -> None:
        """Take down how far it came, in the transaction of what was done."""
        draft = Draft("import-batch", self.id)
        draft.update(ImportBatch, self.id, held, state=state, report=self.report.as_json())
        write(session, self.by, [draft])
