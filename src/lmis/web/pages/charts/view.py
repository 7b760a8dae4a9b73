"""Published figures as a chart asks for them: of an edition, by some dimensions, with the filters of the address."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache, cached_property
from itertools import combinations
from types import MappingProxyType
from typing import Any, Final, Literal, TypeAlias
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from lmis.exchange.flows import decimals_of
from lmis.exchange.messages import best
from lmis.indicators.catalogue import CATALOGUE
from lmis.indicators.definitions.register import REGISTER
from lmis.indicators.indicator import Indicator
from lmis.indicators.publication import breakdowns_of, named
from lmis.indicators.register.dimensions import TOTAL, dimensions_of
from lmis.indicators.register.measure import Definition
from lmis.indicators.register.periods import period_of
from lmis.locale.catalogue import label
from lmis.locale.names import names_of, names_under
from lmis.model.figures import Edition
from lmis.model.reference import Place
from lmis.queries.editions import ANY_SURVEY, Audience, editions_of
from lmis.services.disseminating import EditionSource
from lmis.vocabulary import Language
from lmis.web.pages.charts.choice import Choice
from lmis.web.pages.charts.reading import Held, Reading
from lmis.web.pages.charts.table import Cell, Column, cell_of

Origin: TypeAlias = Literal["register", "survey"]
Defined: TypeAlias = Definition | Indicator
CLASS: Final = "class_code"
STANDARDS: Final = ("19", "13")
"""The newer first: where a survey tells both, that is shown."""
AVAILABLE: Final = "EMP_TEMP_NB"
"""By this figure it is seen which standards a survey can tell: who works, every survey asks."""


LATEST: Final = 13
"""Periods of a series that are looked up, the latest ones: what a chart draws, and of months the year before."""


@dataclass(frozen=True, slots=True)
class Found:
    """Cells of an indicator by the codes of their dimensions; and the filters by which it is not published."""

    indicator: str
    cells: Mapping[tuple[str, ...], Cell]
    unapplied: frozenset[str] = frozenset()

    def at(self, *codes: str) -> Cell:
        """The figure of a cell; nothing, where it has no row."""
        return self.cells.get(codes) or Cell(indicator=self.indicator)

    def codes(self, place: int = 0) -> list[str]:
        """The codes of a dimension that occur, in the order of their list."""
        return list(dict.fromkeys(codes[place] for codes in self.cells))


@dataclass
class View:
    """What one reader sees of a country: its editions, the filters, and the names of codes."""

    session: Session
    choice: Choice
    language: Language
    audience: Audience = Audience.PUBLIC
    draft: Edition | None = None
    """A draft that is looked at in place of the register's edition."""
    _held: dict[Any, Found] = field(default_factory=dict)
    _lists: dict[tuple[str, str], dict[str, str]] = field(default_factory=dict)
    _series: dict[Origin, Held] = field(default_factory=dict)

    @cached_property
    def reading(self) -> Reading:
        """The rows of figures."""
        return Reading(self.session, self.audience, lasting=self.draft is None)

    @cached_property
    def published(self) -> Sequence[Edition]:
        """The editions of the register, the latest first."""
        return self.session.scalars(editions_of(self.choice.country)).all()

    @cached_property
    def surveyed(self) -> Sequence[Edition]:
        """The editions of surveys, the latest published first."""
        return self.session.scalars(editions_of(self.choice.country, source=ANY_SURVEY)).all()

    @cached_property
    def register(self) -> Edition | None:
        """The edition of the register: of the period that is asked for, else the latest."""
        if self.draft is not None:
            return self.draft
        if self.choice.period and not self.choice.period_is_one:
            return None
        period = self.choice.period or next(iter(self.periods), None)
        return next((one for one in self.published if one.period == period), None)

    @cached_property
    def periods(self) -> list[str]:
        """The periods with an edition, the latest first; quarters, or whatever there is where none is published."""
        ends: dict[str, date] = {}
        for edition in self.published:
            ends.setdefault(edition.period, edition.ends_on)
        quarters = [period for period in ends if "Q" in period]
        return sorted(quarters or ends, key=lambda period: (ends[period], period), reverse=True)

    @cached_property
    def survey(self) -> Edition | None:
        """The latest edition of the latest survey that was over when the register's period was."""
        last = self.register.ends_on if self.register is not None else date.max
        over = [one for one in self.surveyed if one.ends_on <= last]
        return max(over, key=lambda one: (one.ends_on, one.published_at, one.number), default=None)

    def edition(self, origin: Origin) -> Edition | None:
        """The edition that figures of this origin are taken from."""
        return self.register if origin == "register" else self.survey

    @cached_property
    def standard(self) -> str:
        """The ICLS by which figures of surveys are told: that of the address, else the newest that there is."""
        if self.choice.standard or self.survey is None:
            return self.choice.standard or STANDARDS[0]
        rows = self._figures(self.survey, AVAILABLE, TOTAL)
        told = {row.standard for row in rows if row.status != "not_available"}
        return next((one for one in STANDARDS if one in told), STANDARDS[0])

    def found(self, indicator: str, *dimensions: str) -> Found:
        """The figures of an indicator by some dimensions, narrowed by as many filters as it is published by."""
        origin, edition = origin_of(indicator), self.edition(origin_of(indicator))
        key = (indicator, dimensions)
        if key not in self._held:
            breakdown, applied, missed = self.breakdown(indicator, dimensions)
            rows = self._figures(edition, indicator, breakdown, applied) if edition and breakdown else []
            kept = [row for row in rows if origin == "register" or row.standard == self.standard]
            cells = {tuple(str(getattr(row, name)) for name in dimensions): cell_of(row) for row in kept}
            self._held[key] = Found(indicator, cells, missed)
        return self._held[key]

    def holds(self, indicator: str) -> bool:
        """Whether the edition tells this figure at all: its total always has a row."""
        edition = self.edition(origin_of(indicator))
        return edition is not None and bool(self._figures(edition, indicator, TOTAL))

    def series(self, indicator: str, **cell: str) -> dict[str, tuple[Cell, str | None]]:
        """An indicator over time up to the period that is looked at: period → figure and its standard.

        Of a survey that cannot tell the standard of this view, the other one is taken.
        """
        origin, edition = origin_of(indicator), self.edition(origin_of(indicator))
        breakdown, applied, _ = self.breakdown(indicator, tuple(cell))
        if edition is None or not breakdown:
            return {}
        narrowed = tuple(sorted((applied | cell).items()))
        rows = self.reading.rows(self._held_by(origin, edition), indicator, breakdown, narrowed)
        found: dict[str, tuple[Cell, str | None]] = {}
        for row in rows:
            if row.class_code is not None:
                continue
            held = found.get(row.period)
            told = row.status != "not_available"
            if held is None or (told and (row.standard == self.standard or held[0].status == "not_available")):
                found[row.period] = cell_of(row), row.standard
        return found

    def _held_by(self, origin: Origin, edition: Edition) -> Held:
        """Where the latest periods of the edition's kind stand, up to its own: (edition, period), in order of time.

        A quarter or a year stands in its own editions alone, a month in its quarter's too. What was published last
        holds; of several surveys, too.
        """
        if (held := self._series.get(origin)) is None:
            monthly, length = "M" in edition.period, len(edition.period)
            places: dict[str, tuple[Any, UUID]] = {}
            for one in self.published if origin == "register" else self.surveyed:
                for period in _told_by(one) if monthly else (one.period,):
                    rank = (one.published_at, one.period == period, one.number)
                    if len(period) == length and (period not in places or places[period][0] < rank):
                        places[period] = rank, one.id
            if self.draft is not None and origin == "register":
                places[self.draft.period] = (), self.draft.id
            past = sorted(period for period in places if period <= edition.period)[-LATEST:]
            held = self._series[origin] = tuple((places[period][1], period) for period in past)
        return held

    def breakdown(self, indicator: str, dimensions: Sequence[str]) -> tuple[str, dict[str, str], frozenset[str]]:
        """By what an indicator is looked up: its breakdown, the filters that it serves, and those that it does not.

        The breakdown is empty where the indicator is not told by these dimensions at all.
        """
        held = _by_dimensions(indicator)
        wanted = frozenset(dimensions) - {CLASS}
        asked = {column: code for column, code in self.choice.cells.items() if column not in wanted}
        known = {column: code for column, code in asked.items() if code in self.names(origin_of(indicator), column)}
        for size in range(len(known), -1, -1):
            for some in combinations(known, size):
                if (one := held.get(wanted | set(some))) is not None:
                    return one, {name: asked[name] for name in some}, frozenset(asked) - set(some)
        return "", {}, frozenset(asked)

    def _figures(
        self, edition: Edition, indicator: str, breakdown: str, applied: Mapping[str, str] = MappingProxyType({})
    ) -> Sequence[Any]:
        narrowed = tuple(sorted(applied.items()))
        return self.reading.rows(((edition.id, edition.period),), indicator, breakdown, narrowed)

    def listen(self, *reads: Callable[[View], object]) -> None:
        """Read together what these will ask for: they are tried once without any figure, to hear what it is."""
        _ = self.standard  # the choice of a standard rests on figures
        with self.reading.listening():
            for read in reads:
                read(self)
        self._held.clear()

    def names(self, origin: Origin, column: str) -> dict[str, str]:
        """The codes of a column with their names, in the order of their list; of provinces those of the country."""
        if column == "province":
            return self.provinces
        if (origin, column) not in self._lists:
            source = EditionSource(self.session, names_of, names_under, lambda *_: "", self.audience, origin)
            items = source.codes(origin, column)
            self._lists[origin, column] = {item.id: best(item.names, self.language) for item in items}
        return self._lists[origin, column]

    @cached_property
    def provinces(self) -> dict[str, str]:
        """The provinces of the country, by code."""
        own = getattr(Place, f"name_{self.language.value}")
        query = select(Place.code, own, Place.name_en).where(
            Place.kind == "province", Place.country == self.choice.country.value
        )
        return {code: name or english for code, name, english in self.session.execute(query.order_by(Place.code))}

    @cached_property
    def iso(self) -> dict[str, str]:
        """The provinces of the country by code, with their ISO 3166-2 codes."""
        query = select(Place.code, Place.iso).where(
            Place.kind == "province", Place.country == self.choice.country.value
        )
        return {code: iso or "" for code, iso in self.session.execute(query)}

    def name(self, origin: Origin, column: str, code: str) -> str:
        """The name of a code."""
        return self.names(origin, column).get(code) or label("cell", code, self.language)

    def column(self, indicator: str, name: str, *key: str) -> Column:
        """A column of a table: figures of an indicator."""
        unit = definition(indicator).unit
        return Column(name, indicator, unit, decimals_of(unit), key)


def _told_by(edition: Edition) -> Iterator[str]:
    """The months of which an edition tells."""
    if "M" in edition.period:
        yield edition.period
    elif "Q" in edition.period:
        yield from (month.text for month in period_of(edition.period).months)


DEFINED: Final[Mapping[str, Defined]] = {one.code: one for one in (*CATALOGUE, *REGISTER)}
REGISTERED: Final = frozenset(one.code for one in REGISTER)


def definition(indicator: str) -> Defined:
    """What an indicator is: of several definitions of a code, the latest."""
    return DEFINED[indicator]


def origin_of(indicator: str) -> Origin:
    """Whether an indicator is of the register or of a survey."""
    return "register" if indicator in REGISTERED else "survey"


def breakdowns(indicator: str) -> tuple[str, ...]:
    """By what an indicator is published."""
    one = definition(indicator)
    if indicator in REGISTERED:
        return tuple(one.by)
    return tuple(named(some) for some in breakdowns_of(one))  # type: ignore[arg-type]


@cache
def _by_dimensions(indicator: str) -> Mapping[frozenset[str], str]:
    """The breakdowns of an indicator by their dimensions."""
    return {frozenset(dimensions_of(one)): one for one in breakdowns(indicator)}
