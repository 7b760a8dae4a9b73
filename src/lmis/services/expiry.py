"""Bringing the ledger of ended vacancies to zero: what nobody filled has expired, or was withdrawn."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from lmis.queries.vacancies import entries_of, locked_ends, to_settle
from lmis.services.openings import ENDINGS, enter
from lmis.services.writing import Draft, write
from lmis.vocabulary import Actor, OpeningEntryKind

PART: Final = 500

Entry = tuple[str, int, date]
"""Kind, openings with their sign, day."""


def expire_vacancies(session: Session, by: Actor) -> int:
    """Settle every vacancy whose last day has passed; returns by how many openings the ledger fell.

    Late files leave the ledger out of step (a placement that is reported after the vacancy has expired, or cancelled
    afterwards); settling enters the difference on the right days, and again changes nothing.
    """
    ended = list(session.scalars(to_settle(by.today)))
    drafts = []
    for start in range(0, len(ended), PART):
        locked = session.execute(locked_ends(ended[start : start + PART], by.today))
        part = [(id_, closes_on, closed_on) for id_, closes_on, closed_on in locked]
        entries: dict[UUID, list[Entry]] = defaultdict(list)
        for vacancy_id, kind, openings, day in session.execute(entries_of(id_ for id_, _, _ in part)):
            entries[vacancy_id].append((kind, openings, day))
        drafts += [_settle(by, id_, closes, closed, entries[id_]) for id_, closes, closed in part]
    write(session, by, drafts)
    return -sum(int(change.new["openings"]) for draft in drafts for change in draft.changes if change.new)


def _settle(by: Actor, vacancy_id: UUID, closes_on: date, closed_on: date | None, entries: Sequence[Entry]) -> Draft:
    draft = Draft("settle-vacancy", vacancy_id)
    kind = OpeningEntryKind.WITHDRAWN if closed_on else OpeningEntryKind.EXPIRED
    last, end = (closed_on, closed_on) if closed_on else (closes_on, closes_on + timedelta(days=1))
    for day, openings in sorted(endings_due(entries, last, end).items()):
        if openings:
            enter(draft, by, vacancy_id, kind, openings, day)
    return draft


def endings_due(entries: Iterable[Entry], last: date, end: date) -> Counter[date]:
    """Day → openings (with their sign) that the ledger still lacks, so that it is never negative and ends at zero.

    On `end` everything goes that nobody takes later; an opening that is given back after the last day goes on the day
    it comes back, unless somebody takes it later still. Endings before `end` are of an earlier closing day, and stand.

    Args:
        entries: the vacancy's whole ledger; endings from `end` on are counted as done.
        last: the last day on which the vacancy was open.
        end: the day on which what is left goes.
    """
    entries = list(entries)
    due: Counter[date] = Counter()
    moves = sorted((day, -openings) for kind, openings, day in entries if kind not in ENDINGS and day > last)
    left = sum(openings for kind, openings, day in entries if day <= last and (kind not in ENDINGS or day < end))
    needed = [0]
    for _, taken in reversed(moves):
        needed.append(max(needed[-1] + taken, 0))
    needed.reverse()
    for day, taken, need in [(end, 0, needed[0]), *((d, t, n) for (d, t), n in zip(moves, needed[1:], strict=True))]:
        left -= taken
        due[day] -= left - need
        left = need
    for kind, openings, day in entries:
        if kind in ENDINGS and day >= end:
            due[day] -= openings
    return due
