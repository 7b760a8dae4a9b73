"""Openings and their ledger: how each movement is entered."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from lmis.commands.vacancies import ChangeOpenings
from lmis.errors import Conflict, Invalid
from lmis.model.vacancies import Opening, OpeningEntry, Vacancy
from lmis.queries.vacancies import entries_of, free_openings, last_ordinals, opening_counts
from lmis.services.checks import future_fault
from lmis.services.resolving import VacancyNotFound, resolve_vacancies
from lmis.services.writing import Draft, Outcome, record, write
from lmis.vocabulary import Actor, OpeningEntryKind

ENDINGS: Final = frozenset({OpeningEntryKind.EXPIRED, OpeningEntryKind.WITHDRAWN})
"""Entries that end what nobody filled; `services.expiry` makes them follow from the others."""


class FewerThanFilled(Conflict):
    """More openings are filled than would be left."""


class NotOpenThatDay(Conflict):
    """The vacancy was not open on that day."""


class BeforeItWasPosted(Invalid):
    """This day lies before the vacancy was posted."""


def least_stock(moves: Iterable[tuple[date, int]], day: date, until: date | None = None) -> int:
    """The fewest openings that the ledger leaves on any day from `day` on (before `until`): what may still be taken.

    Args:
        moves: (day, openings with their sign) of the ledger without its endings, which follow from the rest.
    """
    moves = list(moves)
    days = {day, *(moved for moved, _ in moves if moved > day and (until is None or moved < until))}
    return min(sum(openings for moved, openings in moves if moved <= when) for when in days)


def enter(
    draft: Draft,
    by: Actor,
    vacancy_id: UUID,
    kind: OpeningEntryKind,
    openings: int,
    day: date,
    placement_id: UUID | None = None,
) -> None:
    """Plan one entry of the ledger; `openings` has its sign."""
    draft.insert(
        OpeningEntry,
        vacancy_id=vacancy_id,
        kind=kind,
        openings=openings,
        happened_on=day,
        placement_id=placement_id,
        recorded_at=by.at,
    )


def notify(draft: Draft, by: Actor, vacancy_id: UUID, openings: int, day: date, withdrawn_on: date | None) -> None:
    """Plan the openings of a new vacancy: a row each, and their entries."""
    add_rows(draft, vacancy_id, openings, 0, is_open=withdrawn_on is None)
    enter(draft, by, vacancy_id, OpeningEntryKind.NOTIFIED, openings, day)
    if withdrawn_on is not None:
        enter(draft, by, vacancy_id, OpeningEntryKind.WITHDRAWN, -openings, withdrawn_on)


def add_rows(draft: Draft, vacancy_id: UUID, openings: int, after: int, *, is_open: bool = True) -> None:
    """Plan rows of openings, numbered after `after`."""
    for ordinal in range(after + 1, after + openings + 1):
        draft.insert(Opening, vacancy_id=vacancy_id, ordinal=ordinal, open=is_open)


def shut(draft: Draft, openings: Iterable[Opening]) -> None:
    """Plan that free openings can be taken no more (the database refuses it for one that is held)."""
    for opening in openings:
        draft.update(Opening, opening.id, record(opening), open=False)


def reverse_expiry(draft: Draft, by: Actor, vacancy: Vacancy, balance: int, free: int, day: date) -> None:
    """Plan that expired openings stand again from `day` on, because the closing day moves; a sweep comes again."""
    if vacancy.closed_on is None and balance < free:
        expired_on = vacancy.closes_on + timedelta(days=1)
        enter(draft, by, vacancy.id, OpeningEntryKind.EXPIRED, free - balance, max(expired_on, day))


def change_openings(session: Session, by: Actor, commands: Sequence[ChangeOpenings]) -> list[Outcome]:
    """The employer wants more or fewer people; never fewer than are placed already."""
    held = resolve_vacancies(session, by, [command.vacancy for command in commands], lock=True)
    ids = [vacancy.id for vacancy in held.values()]
    counts = {id_: (n, filled) for id_, n, filled in session.execute(opening_counts(ids))}
    ordinals = dict(session.execute(last_ordinals(ids)).all())
    moves: dict[UUID, list[tuple[date, int]]] = {}
    for vacancy_id, kind, number, moved in session.execute(entries_of(ids)):
        if kind not in ENDINGS:
            moves.setdefault(vacancy_id, []).append((moved, number))
    free: dict[UUID, list[Opening]] = {}
    for opening in session.scalars(free_openings(ids)):
        free.setdefault(opening.vacancy_id, []).append(opening)
    drafts = []
    for command in commands:
        draft, vacancy = Draft("change-openings"), held.get(command.vacancy)
        drafts.append(draft)
        if vacancy is None:
            draft.refuse(VacancyNotFound(value=command.vacancy), "#/vacancy")
            continue
        draft.subject = vacancy.id
        decide(
            draft,
            by,
            command,
            vacancy,
            counts.get(vacancy.id, (0, 0)),
            free.get(vacancy.id, []),
            ordinals.get(vacancy.id, 0),
            moves.get(vacancy.id, []),
        )
    return write(session, by, drafts)


def decide(
    draft: Draft,
    by: Actor,
    command: ChangeOpenings,
    vacancy: Vacancy,
    counts: tuple[int, int],
    free: list[Opening],
    last: int,
    moves: Sequence[tuple[date, int]],
) -> Draft:
    """Apply the rules to one change; `counts` is (open openings, of these filled), `moves` as in `least_stock`."""
    day, (openings, filled) = command.happened_on or by.today, counts
    if fault := future_fault(by, day, "#/happened_on"):
        return draft.refuse(*fault)
    if day < vacancy.posted_on:
        return draft.refuse(BeforeItWasPosted(value=day, posted_on=vacancy.posted_on), "#/happened_on")
    if vacancy.closed_on is not None or day > vacancy.closes_on:
        return draft.refuse(NotOpenThatDay(value=day, closed_on=vacancy.closed_on or vacancy.closes_on), "#/vacancy")
    if command.openings < filled or least_stock(moves, day) < openings - command.openings:
        return draft.refuse(FewerThanFilled(filled=filled, value=command.openings), "#/openings")
    move(draft, by, vacancy.id, command.openings - openings, free, last, day)
    return draft


def move(draft: Draft, by: Actor, vacancy_id: UUID, difference: int, free: list[Opening], last: int, day: date) -> None:
    """Plan more openings, or that the last free ones are taken back; their rows and their entry."""
    if difference > 0:
        add_rows(draft, vacancy_id, difference, last)
        enter(draft, by, vacancy_id, OpeningEntryKind.RAISED, difference, day)
    elif difference < 0:
        shut(draft, free[difference:])
        enter(draft, by, vacancy_id, OpeningEntryKind.LOWERED, difference, day)
