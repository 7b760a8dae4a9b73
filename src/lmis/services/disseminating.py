"""Published figures of the register as a source of observations, as the public may see them.

What is hidden is hidden by `queries.editions`: it comes here without a number and leaves without one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import Any, Final

import numpy as np
from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from lmis.exchange.flows import Flow, Say, flows_of
from lmis.exchange.lists import AREAS, FREQUENCIES, Words
from lmis.exchange.observations import STATUS, Observation, Selection, Series, sdmx_period
from lmis.exchange.structures import Item, Names
from lmis.indicators.definitions.register import REGISTER
from lmis.indicators.register.dimensions import AGES, dimensions_of
from lmis.indicators.surveys.derive import BANDS, banded
from lmis.model.figures import Edition, Figure
from lmis.model.offices import Office
from lmis.model.reference import EducationLevel, Industry, Occupation, Place
from lmis.queries.editions import DRAFT, Audience, series_of
from lmis.vocabulary import Country, Sex

Note = Callable[[int, str, str], str]
"""Number, period and state of an edition → what is said of where a figure comes from."""

LANGUAGES: Final = ("en", "km", "lo")
PES: Final = "PES"
"""The code of the register in CL_SOURCE."""


@dataclass
class EditionSource:
    """The figures of editions, read in one session."""

    session: Session
    say: Say
    words: Words
    note: Note
    audience: Audience = Audience.PUBLIC
    _flows: Sequence[Flow] = field(default=())

    def flows(self) -> Sequence[Flow]:
        """One for each indicator of the register."""
        self._flows = self._flows or flows_of(REGISTER, (), self.say)
        return self._flows

    def series(self, flow: Flow, wanted: Selection) -> Iterator[Series]:
        """The series of a dataflow that may be wanted, a country and a frequency at a time."""
        conditions = [one for one in (_condition(flow, name, wanted) for name in flow.breakdowns) if one is not None]
        if not conditions:
            return
        for ours, area in AREAS.items():
            for frequency in FREQUENCIES:
                if _may(wanted, "REF_AREA", area) and _may(wanted, "FREQ", frequency):
                    query = series_of(Country(ours), flow.indicator, self.audience, None, frequency)
                    query = query.where(or_(*conditions))
                    if wanted.updated_after is not None:
                        query = query.where(Edition.published_at > wanted.updated_after)
                    yield from self._series(flow, area, frequency, query)

    def updated(self, flow: Flow | None = None) -> datetime | None:
        """When the last edition was published that has figures of the dataflow."""
        query = select(func.max(Edition.published_at)).where(Edition.state != DRAFT)
        if flow is not None:
            held = select(Figure.edition_id).where(Figure.indicator == flow.indicator, Figure.breakdown == "total")
            query = query.where(Edition.id.in_(held))
        return self.session.scalar(query)

    def codes(self, origin: str, column: str) -> Iterable[Item]:
        """The codes of a column of figures: of its list, or those that occur in figures."""
        if origin != "register":
            return ()
        made = LISTS.get(column)
        return made(self) if made is not None else self._occurring(column)

    def _occurring(self, column: str) -> Iterator[Item]:
        entity = getattr(Figure, column, None)
        if entity is not None:
            for code in self.session.scalars(select(entity).where(entity.is_not(None)).distinct().order_by(entity)):
                yield Item(str(code), self.words(column, str(code)))

    def _series(self, flow: Flow, area: str, frequency: str, query: Select[*tuple[Any, ...]]) -> Iterator[Series]:
        found = self.session.connection().execute(query)
        place = {name: at for at, name in enumerate(found.keys())}
        columns = [one.column for one in flow.classifications]
        at = (place["breakdown"], *(place[name] for name in columns))
        attributes, read = flow.series_attributes(), self._reader(place)
        for (_, *cell), rows in groupby(found, key=itemgetter(*at) if len(at) > 1 else lambda row: (row[at[0]],)):
            key = flow.key(area, frequency, dict(zip(columns, cell, strict=True)))
            yield Series(key, attributes, [read(row) for row in rows])

    def _reader(self, place: Mapping[str, int]) -> Callable[[Sequence[Any]], Observation]:
        """How a row of figures becomes an observation; bounds are there where figures have them."""
        period, value, status = place["period"], place["value"], place["status"]
        edition = place["edition"], place["edition_period"], place["state"]
        lower, upper = place.get("lower"), place.get("upper")
        notes: dict[tuple[Any, ...], str] = {}

        def read(row: Sequence[Any]) -> Observation:
            source = row[edition[0]], row[edition[1]], row[edition[2]]
            if source not in notes:
                notes[source] = self.note(*source)
            how, confidential = STATUS.get(row[status], ("A", "F"))
            if how == "A" and source[2] == "preliminary":
                how = "P"
            number = row[value]
            bounds = (row[lower] if lower else None, row[upper] if upper else None)
            if number is None:
                bounds = (None, None)
            told = (how, confidential, *bounds, PES, notes[source])
            return Observation(sdmx_period(row[period]), number, told)

        return read


def _may(wanted: Selection, dimension: str, code: str) -> bool:
    codes = wanted.codes.get(dimension)
    return codes is None or code in codes


def _condition(flow: Flow, breakdown: str, wanted: Selection) -> ColumnElement[bool] | None:
    """What rows of a breakdown may be wanted; None where none may."""
    columns = [name.removesuffix("_2") for name in dimensions_of(breakdown)]
    by_column = {one.column: one for one in flow.classifications}
    dimensions = {by_column[name].dimension: by_column[name] for name in columns}
    if not _may(wanted, "MEASURE", flow.indicator):
        return None
    found = [Figure.breakdown == breakdown]
    for one in flow.classifications:
        codes = wanted.codes.get(one.dimension)
        if codes is None:
            continue
        if one.dimension not in dimensions:
            if one.total not in codes:
                return None
        elif dimensions[one.dimension] is one:
            ours = [code for code in map(one.ours, sorted(codes)) if code is not None]
            if not ours:
                return None
            found.append(getattr(Figure, one.column).in_(ours))
    return and_(*found)


def _named(row: Any) -> Names:
    names = {language: getattr(row, f"name_{language}") for language in LANGUAGES}
    return {language: name for language, name in names.items() if name} or {"en": row.code}


def _rows(source: EditionSource, entity: Any, *conditions: Any) -> Sequence[Any]:
    return source.session.scalars(select(entity).where(*conditions).order_by(entity.code)).all()


def _occupations(source: EditionSource) -> Iterator[Item]:
    for row in _rows(source, Occupation, Occupation.level <= 2):
        yield Item(row.code, _named(row), parent=row.parent)


def _sections(source: EditionSource) -> Iterator[Item]:
    for row in _rows(source, Industry, Industry.level == "section"):
        yield Item(row.code, _named(row))


def _provinces(source: EditionSource) -> Iterator[Item]:
    for row in _rows(source, Place, Place.kind == "province"):
        yield Item(row.code, _named(row))


def _offices(source: EditionSource) -> Iterator[Item]:
    for row in _rows(source, Office):
        yield Item(row.code, _named(row))


def _levels(source: EditionSource) -> Iterator[Item]:
    for row in _rows(source, EducationLevel):
        yield Item(str(row.code), _named(row))


def _sexes(source: EditionSource) -> Iterator[Item]:
    for one in Sex:
        yield Item(one.value, source.words("sex", one.value))


def _ages(lowest: tuple[int, ...]) -> Callable[[EditionSource], Iterator[Item]]:
    def ages(source: EditionSource) -> Iterator[Item]:
        for code in banded(np.zeros(0), lowest).labels:
            years = code.removeprefix("YGE") + "+" if code.startswith("YGE") else code[1:].replace("-", "–")
            yield Item(code, dict.fromkeys(LANGUAGES, years))

    return ages


LISTS: Final[Mapping[str, Callable[[EditionSource], Iterable[Item]]]] = {
    "occupation": _occupations,
    "sector": _sections,
    "industry": _sections,
    "province": _provinces,
    "office": _offices,
    "education": _levels,
    "sex": _sexes,
    "age_group": _ages(AGES),
    **{name: _ages(lowest) for name, lowest in BANDS.items() if name != "age_group"},
}
"""Columns of figures whose codes stand in a list."""
