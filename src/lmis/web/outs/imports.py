"""Answers about imported files."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from lmis.model.batches import ImportBatch
from lmis.web.outs.base import Out, office_code


class BatchOut(Out):
    """One file that was imported, and what came of its lines."""

    id: UUID
    kind: str
    office: str | None
    staff: UUID | None
    file_name: str
    digest: str
    state: str
    report: dict[str, Any]
    recorded_at: datetime
    undone_at: datetime | None

    @classmethod
    def of(cls, row: ImportBatch, offices: Mapping[UUID, str]) -> BatchOut:
        """A batch."""
        return cls(
            id=row.id,
            kind=row.kind,
            office=office_code(offices, row.office_id),
            staff=row.staff_id,
            file_name=row.file_name,
            digest=row.digest,
            state=row.state,
            report=row.report,
            recorded_at=row.recorded_at,
            undone_at=row.undone_at,
        )
