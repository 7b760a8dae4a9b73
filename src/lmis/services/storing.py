"""Storing a night's suggestions: the run, its rows, whose turn it was; and what is kept no longer goes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any, Final, cast
from uuid import UUID

from sqlalchemy import Table, delete, insert, literal, select
from sqlalchemy.orm import Session

from lmis.model.copying import insert_rows
from lmis.model.suggestions import PersonTurn, Suggestion, SuggestionRun, VacancyTurn
from lmis.queries.suggestions import runs_before
from lmis.services.spreading import Night, columns
from lmis.services.writing import Draft, record, write
from lmis.vocabulary import Actor

PART: Final = 20_000
"""Rows that are written at once."""

ROWS: Final = cast(Table, Suggestion.__table__)


def store_suggestions(session: Session, by: Actor, night: Night, keep: timedelta) -> UUID:
    """Store a night under the version of its weights, under one audit event; runs older than `keep` go.

    Whose turn it was stays when a run goes. Returns the id of the run.
    """
    draft = Draft("store-suggestions")
    draft.subject = run_id = draft.insert(SuggestionRun, **_told(night))
    gone = list(session.scalars(runs_before(by.at - keep)))
    for run in gone:
        draft.delete(SuggestionRun, run.id, record(run))
    write(session, by, [draft])
    _forget(session, (run.id for run in gone))
    for start in range(0, len(night.places), PART):
        insert_rows(session, ROWS, _rows(run_id, night, start))
    _take_turns(session, run_id, night)
    return run_id


def _told(night: Night) -> dict[str, Any]:
    weights, report = night.weights, night.report
    return {
        "made_at": night.at,
        "weights": weights.version,
        "most": dict(weights.most),
        "least": weights.least,
        "top": night.top,
        "cap": night.cap,
        "country": night.country,
        "office_id": night.office_id,
        "people": report.seekers,
        "vacancies": report.vacancies,
        "suggestions": report.suggestions,
        "capped": report.capped,
    }


def _rows(run_id: UUID, night: Night, start: int) -> list[dict[str, Any]]:
    return [
        {
            "run_id": run_id,
            "vacancy_id": UUID(bytes=vacancy),
            "rank": rank,
            "person_id": UUID(bytes=person),
            "points": points,
            "capped": capped,
        }
        for vacancy, rank, person, points, capped in zip(*columns(night, start, start + PART), strict=True)
    ]


def _forget(session: Session, runs: Iterable[UUID]) -> None:
    for run_id in runs:
        session.execute(delete(ROWS).where(ROWS.c.run_id == run_id).execution_options(audited=True))


def _take_turns(session: Session, run_id: UUID, night: Night) -> None:
    """Write down that those who are suggested had their turn; those whom the cap left out did not need one more."""
    for turn, key in ((PersonTurn, ROWS.c.person_id), (VacancyTurn, ROWS.c.vacancy_id)):
        table = cast(Table, turn.__table__)
        had = select(key).where(ROWS.c.run_id == run_id, ~ROWS.c.capped).distinct()
        session.execute(delete(table).where(table.c[key.name].in_(had)).execution_options(audited=True))
        at = literal(night.at, table.c.last_suggested_at.type)
        new = had.add_columns(at)
        session.execute(insert(table).from_select([key.name, "last_suggested_at"], new).execution_options(audited=True))
