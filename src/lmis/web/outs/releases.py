"""Answers about drafts, approvals, the release calendar, and why figures changed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from lmis.model.figures import Approval, Release
from lmis.services.listing import RecordLine
from lmis.services.releasing import Approvals
from lmis.web.outs.base import Out


class ReleaseOut(Out):
    """A day of the release calendar."""

    id: UUID
    country: str
    period: str
    kind: str
    planned_on: date
    note: str | None

    @classmethod
    def of(cls, row: Release) -> ReleaseOut:
        """A day."""
        return cls.model_validate(row, from_attributes=True)


class ApprovalOut(Out):
    """A province that stands by its figures of a draft."""

    province: str
    remark: str | None
    approved_at: datetime

    @classmethod
    def of(cls, row: Approval) -> ApprovalOut:
        """An approval."""
        return cls.model_validate(row, from_attributes=True)


class StandingOut(Out):
    """How the provinces that report stand to a draft: approved, approved other figures, or not at all."""

    approved: list[ApprovalOut]
    changed: list[str]
    missing: list[str]

    @classmethod
    def of(cls, standing: Approvals, rows: list[Approval]) -> StandingOut:
        """The approvals of these very figures, and who else is to be asked."""
        approved = [ApprovalOut.of(row) for row in rows if row.province in standing.approved]
        return cls(approved=approved, changed=list(standing.changed), missing=list(standing.missing))


class ChangedRecordOut(Out):
    """A record that changed a figure; of a corrected one the columns that differ, without what stands there."""

    amount: int
    record: str
    change: str
    person: str | None
    vacancy: str | None
    office: str | None
    day: date | None
    corrected: list[str]

    @classmethod
    def of(cls, line: RecordLine) -> ChangedRecordOut:
        """A line of the list."""
        told = {"person": line.person, "vacancy": line.vacancy, "office": line.office, "day": line.day}
        columns = [name for name, _, _ in line.corrections]
        return cls(amount=line.amount, record=line.table, change=line.change, corrected=columns, **told)


class ChangedFigureOut(Out):
    """A figure that is another one than in the earlier edition, and the records that made it so."""

    indicator: str
    period: str
    breakdown: str
    cell: dict[str, str]
    before: float | None
    after: float | None
    definition: str | None
    given: list[str]
    hiding: bool
    records: list[ChangedRecordOut]

    @classmethod
    def of(cls, figure: Mapping[str, Any], **more: Any) -> ChangedFigureOut:
        """A figure with its records."""
        named = {name: figure[name] for name in ("indicator", "period", "breakdown")}
        values = {side: _number(figure[f"value_{side}"]) for side in ("before", "after")}
        return cls(**named, **values, **more)


def _number(value: Any) -> float | None:
    return None if value is None or value != value else float(value)
