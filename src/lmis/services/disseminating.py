"""Published figures of the register, or of surveys, as a source of observations, as the public may see them.

What is hidden is hidden by `queries.editions`: it comes here without a number and leaves without one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import Any, Final, Literal, TypeAlias

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from lmis.exchange.classifications import CLASS, STANDARD
from lmis.exchange.flows import Flow, Say, flows_of
from lmis.exchange.lists import AREAS, FREQUENCIES, Words
from lmis.exchange.observations import STATUS, Observation, Selection, Series, sdmx_period
from lmis.exchange.structures import Item
from lmis.indicators.catalogue import CATALOGUE
from lmis.indicators.definitions.register import REGISTER
from lmis.indicators.register.dimensions import dimensions_of
from lmis.model.figures import PES, Edition, Figure
from lmis.queries.editions import ANY_SURVEY, DRAFT, Audience, editions_holding, figures_held, of_source
from lmis.services.figure_codes import LISTS, SURVEY_LISTS
from lmis.vocabulary import Country

Note = Callable[[int, str, str], str]
"""Number, period and state of an edition → what is said of where a figure comes from."""

IN_ALL: Final = frozenset({CLASS, STANDARD})
"""Columns of cells that have a value in figures of every breakdown."""

AT_ONCE: Final = 1000
"""Rows that are taken from the database at once."""

Origin: TypeAlias = Literal["register", "survey"]


@dataclass
class EditionSource:
    """The figures of editions, read in one session."""

    session: Session
    say: Say
    words: Words
    note: Note
    audience: Audience = Audience.PUBLIC
    origin: Origin = "register"
    _flows: Sequence[Flow] = field(default=())

    def flows(self) -> Sequence[Flow]:
        """One for each indicator of the register, or of surveys."""
        of_register = self.origin == "register"
        self._flows = self._flows or flows_of(
            REGISTER if of_register else (), () if of_register else CATALOGUE, self.say
        )  # fmt: skip
        return self._flows

    @property
    def sources(self) -> str:
        """The editions that are meant; see `queries.editions.of_source`."""
        return PES if self.origin == "register" else ANY_SURVEY

    def series(self, flow: Flow, wanted: Selection) -> Iterator[Series]:
        """The series of a dataflow that may be wanted, a country, a frequency and a breakdown at a time.

        So the first ones are there while the others are not yet looked for.
        """
        conditions = {name: _condition(flow, name, wanted) for name in sorted(flow.breakdowns)}
        if all(condition is None for condition in conditions.values()):
            return
        for ours, area in AREAS.items():
            for frequency in FREQUENCIES:
                if _may(wanted, "REF_AREA", area) and _may(wanted, "FREQ", frequency):
                    query = editions_holding(Country(ours), flow.indicator, frequency, self.sources)
                    if wanted.updated_after is not None:
                        query = query.where(Edition.published_at > wanted.updated_after)
                    held = self.session.execute(query).all()
                    for breakdown, condition in conditions.items():
                        if held and condition is not None:
                            yield from self._series(flow, area, frequency, held, breakdown, condition)

    def updated(self, flow: Flow | None = None) -> datetime | None:
        """When the last edition was published that has figures of the dataflow."""
        query = select(func.max(Edition.published_at)).where(of_source(self.sources), Edition.state != DRAFT)
        if flow is not None:
            held = select(Figure.id).where(Figure.indicator == flow.indicator, Figure.breakdown == "total")
            query = query.where(held.where(Figure.edition_id == Edition.id).exists())  # looked up edition by edition
        return self.session.scalar(query)

    def codes(self, origin: str, column: str) -> Iterable[Item]:
        """The codes of a column of figures: of its list, or those that occur in figures."""
        if origin != self.origin:
            return ()
        made = (LISTS if origin == "register" else SURVEY_LISTS).get(column)
        return made(self) if made is not None else self._occurring(column)

    def _occurring(self, column: str) -> Iterator[Item]:
        entity = getattr(Figure, column, None)
        if entity is not None:
            for code in self.session.scalars(select(entity).where(entity.is_not(None)).distinct().order_by(entity)):
                yield Item(str(code), self.words(column, str(code)))

    def _series(
        self,
        flow: Flow,
        area: str,
        frequency: str,
        held: Sequence[Any],
        breakdown: str,
        condition: ColumnElement[bool],
    ) -> Iterator[Series]:
        """The series of one breakdown, a row of figures at a time."""
        columns = _columns(flow, breakdown)
        pairs = [(one.edition_id, one.period) for one in held]
        wanted = (*columns, "period", "value", "status", "lower", "upper", "source")
        query = figures_held(pairs, [flow.indicator], breakdown, self.audience, wanted).where(condition)
        notes = {one.period: self.note(one.number, one.edition_period, one.state) for one in held}
        preliminary = {one.period for one in held if one.state == "preliminary"}
        attributes, last = flow.series_attributes(), len(columns)

        def read(row: Sequence[Any]) -> Observation:
            period, value, status, lower, upper, source = row[last:]
            how, confidential = STATUS.get(status, ("A", "F"))
            if how == "A" and period in preliminary:
                how = "P"
            if value is None:
                lower = upper = None
            return Observation(
                sdmx_period(period), value, (how, confidential, lower, upper, source or PES, notes[period])
            )  # fmt: skip

        found = self.session.connection().execute(query.execution_options(yield_per=AT_ONCE))
        for cell, rows in groupby(found, key=lambda row: row[:last]):
            key = flow.key(area, frequency, dict(zip(columns, cell, strict=True)))
            yield Series(key, attributes, [read(row) for row in rows])


def _columns(flow: Flow, breakdown: str) -> list[str]:
    """The columns of a dataflow that may have a code in a breakdown."""
    named = {name.removesuffix("_2") for name in dimensions_of(breakdown)}
    return [one.column for one in flow.classifications if one.column in named | IN_ALL]


def _may(wanted: Selection, dimension: str, code: str) -> bool:
    codes = wanted.codes.get(dimension)
    return codes is None or code in codes


def _condition(flow: Flow, breakdown: str, wanted: Selection) -> ColumnElement[bool] | None:
    """What rows of a breakdown may be wanted; None where none may."""
    columns = [name.removesuffix("_2") for name in dimensions_of(breakdown)]
    by_column = {one.column: one for one in flow.classifications}
    dimensions = {by_column[name].dimension: by_column[name] for name in columns}
    dimensions |= {one.dimension: one for one in flow.classifications if one.column in IN_ALL}
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
            column = getattr(Figure, one.column)
            none = [column.is_(None)] if one.column in IN_ALL and one.total in codes else []
            if not ours and not none:
                return None
            found.append(or_(column.in_(ours), *none))
    return and_(*found)
