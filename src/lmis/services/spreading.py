"""A night whose suggestions are spread: after the exact ranking nobody stands in more lists than a cap allows."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from sqlalchemy.orm import Session

from lmis.matching.engine.blocks import Asked, Ranked, blocks
from lmis.matching.engine.engine import Engine
from lmis.matching.engine.packing import NEVER
from lmis.matching.engine.spreading import BELOW, CAPPED, GIVEN, Places, spread
from lmis.matching.weights import Weights
from lmis.services.codes import codes
from lmis.services.crews import Crew, on_this_machine
from lmis.services.night import COLUMNS, NightReport, one_for_all, open_vacancies, table, whole_table
from lmis.services.pools import everybody_of, turns_of
from lmis.vocabulary import Actor

CAP: Final = 20
"""For how many vacancies a person is suggested in one night, unless it is said otherwise: as many as a list holds."""

DEEPER: Final = 8
"""How many times as deep as its list is long a ranking is looked at, where the cap leaves too many out."""

PART: Final = 100_000
"""Rows that are written to a file at once."""

Progress = Callable[[NightReport], object]


@dataclass(frozen=True)
class Night:
    """The suggestions of a night: places in exact rankings by vacancy and rank, and which of them the cap left out."""

    at: datetime
    weights: Weights
    top: int
    cap: int | None
    country: str | None
    office_id: UUID | None
    vacancies: Sequence[bytes]
    people: Sequence[bytes]
    """Ids by the numbers in `places`."""
    places: Places
    capped: NDArray[Any]
    report: NightReport


def spread_all(
    session: Session,
    by: Actor,
    top: int = 20,
    cap: int | None = CAP,
    weights: Weights | None = None,
    crew: Crew = on_this_machine,
    progress: Progress | None = None,
) -> Night:
    """Rank everybody for every open vacancy, and give each person at most `cap` places.

    Rankings are exact, and looked at deeper than `top` where the cap leaves somebody out; a list is its ranking without
    those who stood in `cap` better-suited lists.
    """
    known = codes(session)
    turns = turns_of(session, by)
    engine, asked = everybody_of(session, by, known, turns), open_vacancies(session, by, known)
    report = NightReport(len(engine), len(asked))
    weights = one_for_all(session, by, asked, weights)
    rankings = _Rankings(asked, engine, weights, crew, report, progress)
    places, fates = rankings.spread(turns, top, cap)
    office = None if by.sees_all_offices else by.office_id
    country = by.country.value if by.country else None
    kept = fates != BELOW
    report.suggestions, report.capped = int((fates == GIVEN).sum()), int((fates == CAPPED).sum())
    return Night(
        at=by.at, weights=weights, top=top, cap=cap, country=country, office_id=office,
        vacancies=rankings.vacancies, people=rankings.people, places=_chosen(places, kept),
        capped=fates[kept] == CAPPED, report=report,
    )  # fmt: skip


def write_night(night: Night, out: Path) -> None:
    """Write a night as a Parquet table: the columns of `match_all`, and whether the cap left the person out."""
    told = {"weights": night.weights.version, "at": night.at.isoformat(), "top": str(night.top)}
    schema = COLUMNS.append(pa.field("capped", pa.bool_())).with_metadata(told | {"cap": str(night.cap or "")})
    with whole_table(out, schema) as writer:
        for start in range(0, len(night.places), PART):
            writer.write_table(table(columns(night, start, start + PART), schema))


def columns(night: Night, start: int, end: int) -> tuple[Sequence[Any], ...]:
    """Some rows of a night: ids of vacancies, ranks, ids of people, points, and whether the cap left them out."""
    some = night.places
    return (
        [night.vacancies[at] for at in some.vacancies[start:end].tolist()],
        some.ranks[start:end].tolist(),
        [night.people[at] for at in some.people[start:end].tolist()],
        some.points[start:end].tolist(),
        night.capped[start:end].tolist(),
    )


def _chosen(places: Places, which: NDArray[Any]) -> Places:
    return Places(places.vacancies[which], places.people[which], places.ranks[which], places.points[which])


class _Rankings:
    """Exact rankings, each as deep as it has been looked at so far."""

    def __init__(
        self,
        asked: Sequence[Asked],
        engine: Engine,
        weights: Weights,
        crew: Crew,
        report: NightReport,
        progress: Progress | None,
    ) -> None:
        """Nothing is ranked yet."""
        self.asked, self.engine, self.weights, self.crew = asked, engine, weights, crew
        self.report, self.progress = report, progress
        self.vacancies = [one.vacancy.id.bytes for one in asked]
        self.people: list[bytes] = []
        self._numbers = {id_: at for at, id_ in enumerate(self.vacancies)}
        self._found: dict[bytes, int] = {}
        self._depths = np.zeros(len(self.asked), np.int32)
        self._columns = (array("i"), array("i"), array("h"), array("h"))

    def spread(self, turns: Mapping[UUID, int], top: int, cap: int | None) -> tuple[Places, NDArray[Any]]:
        """All places that were looked at, by vacancy and rank, and what becomes of each.

        A vacancy whose list stays short is looked at twice as deep, and everything is spread again, until nobody's is:
        then the result is that of whole rankings.
        """
        depth = top if cap is None else 2 * top
        deepest = max(depth, DEEPER * top)
        behind = np.arange(len(self.asked))
        while True:
            self._rank(behind, depth)
            places = self._places(turns)
            fates = spread(places, len(self.asked), len(self.people), top, cap or len(self.asked) + 1)
            short = self._short(places, fates, top)
            behind = short[self._depths[short] < deepest]
            if not len(behind):
                self.report.short = len(short)
                return places, fates
            depth = min(2 * depth, deepest)

    def _rank(self, which: NDArray[Any], depth: int) -> None:
        """Look at rankings as deep as asked; what was seen of them before is there already."""
        asked = [self.asked[at] for at in which.tolist()]
        first = not self._depths.any()
        for ranked in self.crew(self.engine, blocks(iter(asked)), self.weights, depth):
            self._take(ranked)
            if first:
                self.report.done += ranked.asked
                if self.progress is not None:
                    self.progress(self.report)
        self._depths[which] = depth

    def _take(self, ranked: Ranked) -> None:
        vacancies, people, ranks, points = self._columns
        rows = zip(ranked.vacancies, ranked.seekers, ranked.ranks, ranked.points, strict=True)
        for id_, person, rank, has in rows:
            vacancy = self._numbers[id_]
            if rank > self._depths[vacancy]:
                vacancies.append(vacancy)
                people.append(self._found.setdefault(person, len(self._found)))
                ranks.append(rank)
                points.append(has)

    def _places(self, turns: Mapping[UUID, int]) -> Places:
        """The places in the order of vacancies and ranks; people are numbered by turn and id."""
        last = {id_.bytes: at for id_, at in turns.items()}
        self.people = sorted(self._found, key=lambda id_: (last.get(id_, NEVER), id_))
        number = np.empty(len(self.people), np.int32)
        number[[self._found[id_] for id_ in self.people]] = np.arange(len(self.people), dtype=np.int32)
        vacancies, people, ranks, points = (np.array(one) for one in self._columns)
        order = np.lexsort((ranks, vacancies))
        return Places(vacancies[order], number[people[order]], ranks[order], points[order])

    def _short(self, places: Places, fates: NDArray[Any], top: int) -> NDArray[Any]:
        """The vacancies whose list is not full though their ranking may go on."""
        seen = np.bincount(places.vacancies, minlength=len(self.asked))
        given = np.bincount(places.vacancies[fates == GIVEN], minlength=len(self.asked))
        return np.flatnonzero((given < top) & (seen == self._depths))
