"""Answers about records that may be one person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from lmis.locale.words import label
from lmis.model.duplicates import PossibleDuplicate
from lmis.model.people import Person
from lmis.vocabulary import Language, PairState
from lmis.web.outs.base import Out
from lmis.web.outs.people import SeekerLine, SeekerOut


class AgreementOut(Out):
    """What one criterion found; its points are below zero where it contradicts."""

    criterion: str
    step: str
    points: int
    words: str

    @classmethod
    def all(cls, reasons: Iterable[list[object]], language: Language) -> list[AgreementOut]:
        """Each [criterion, step, points]."""
        return [
            cls(criterion=str(name), step=str(step), points=int(str(points)), words=_words(name, step, language))
            for name, step, points in reasons
        ]


def _words(criterion: object, step: object, language: Language) -> str:
    return f"{label('alike', str(criterion), language)}: {label('alike', f'{criterion}.{step}', language)}"


class PairLine(Out):
    """Two records of the queue; `points` add up the reasons."""

    id: UUID
    points: int
    certain: bool
    state: PairState
    recorded_at: datetime
    first: SeekerLine
    second: SeekerLine

    @classmethod
    def line(cls, row: PossibleDuplicate, people: Mapping[UUID, Person], offices: Mapping[UUID, str]) -> PairLine:
        """A pair of a list."""
        return PairLine(
            **_plain(row),
            first=SeekerLine.line(people[row.first_id], offices),
            second=SeekerLine.line(people[row.second_id], offices),
        )


class PairOut(Out):
    """Two records side by side, and why they may be one person; `kept` names the one that others were merged into."""

    id: UUID
    points: int
    certain: bool
    state: PairState
    recorded_at: datetime
    reasons: list[AgreementOut]
    scale: str
    first: SeekerOut
    second: SeekerOut
    kept: UUID | None
    decided_by: UUID | None
    decided_at: datetime | None

    @classmethod
    def of(cls, row: PossibleDuplicate, first: SeekerOut, second: SeekerOut, language: Language) -> PairOut:
        """A pair with both records."""
        return cls(
            **_plain(row),
            reasons=AgreementOut.all(row.reasons, language),
            scale=row.scale,
            first=first,
            second=second,
            kept=row.kept_id,
            decided_by=row.decided_by,
            decided_at=row.decided_at,
        )


def _plain(row: PossibleDuplicate) -> dict[str, object]:
    return {
        "id": row.id,
        "points": row.points,
        "certain": row.certain,
        "state": PairState(row.state),
        "recorded_at": row.recorded_at,
    }
