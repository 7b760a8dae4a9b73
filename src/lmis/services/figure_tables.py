"""An edition as tables for people: a sheet for each breakdown, or one tidy list."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby
from typing import Any, Final, get_args

from sqlalchemy.orm import Session

from lmis.exchange.classifications import CLASS
from lmis.exchange.flows import Flow, decimals_of
from lmis.exchange.lists import Words
from lmis.exchange.messages import best
from lmis.exchange.spreadsheets import Cell, Sheet
from lmis.indicators.publication import CLASSES
from lmis.indicators.register.dimensions import TOTAL, dimensions_of
from lmis.indicators.register.measure import Counted
from lmis.model.figures import PES, Edition
from lmis.queries.editions import Audience, figures_of
from lmis.services.disseminating import EditionSource

SIGNS: Final = {"hidden": ":c", "not_available": ":", "unreliable": "u"}
"""What stands for a number, or beside it. Source: the flags of Eurostat (c confidential, u low reliability, : none)."""

COUNTED: Final = frozenset(get_args(Counted))
"""Units of counts: where nothing was counted there is no row, and the number is 0."""


@dataclass
class EditionTables:
    """The figures of an edition as an audience may see them, with the words of one language."""

    session: Session
    edition: Edition
    audience: Audience
    source: EditionSource
    words: Words
    said: Callable[..., str]  # a sentence of the catalogues with its values
    period_words: Callable[[str], str]
    language: str
    _codes: dict[str, dict[str, str]] = field(default_factory=dict)

    @cached_property
    def flows(self) -> dict[str, Flow]:
        """The indicators, by their codes."""
        return {flow.indicator: flow for flow in self.source.flows()}

    def _word(self, context: str, key: str) -> str:
        return best(self.words(context, key), self.language)

    def name(self, column: str, code: str | None) -> str:
        """The name of a code."""
        if code is None:
            return self._word("cell", "_T")
        if column not in self._codes:
            items = self.source.codes(self.source.origin, column)
            self._codes[column] = {item.id: best(item.names, self.language) for item in items}
        return self._codes[column].get(code) or self._word("cell", code)

    def title(self, indicator: str) -> str:
        """The title of an indicator, with its unit."""
        flow = self.flows.get(indicator)
        return f"{best(flow.names, self.language)} ({self._word('unit', flow.unit)})" if flow else indicator

    def about(self) -> list[str]:
        """Of which country, period and edition the figures are, and where they come from."""
        one = self.edition
        return [
            f"{self._word('country', one.country)}, {self.period_words(one.period)}",
            self.said(
                "Edition {number}, {state}, published on {day}",
                number=one.number,
                state=self._word("edition_state", one.state),
                day=one.published_at.date().isoformat(),
            ),
            f"{self._word('concept', 'SOURCE')}: {self.source_name}",
        ]

    @cached_property
    def source_name(self) -> str:
        """The register, or the title of the survey."""
        if self.edition.source == PES:
            return self._word("figure_source", PES)
        return self.name("source", self.edition.source)

    def signs(self) -> list[str]:
        """What the signs mean."""
        return [f"{sign}  {self._word('figure_status', status)}" for status, sign in SIGNS.items()]

    def sheets(self) -> Iterator[Sheet]:
        """A sheet for each breakdown: a row for each period and cell, a column for each indicator."""
        rows = self.session.execute(figures_of(self.edition.id, self.audience)).all()
        for breakdown, held in groupby(sorted(rows, key=_by_breakdown), key=lambda row: row.breakdown):
            yield self._sheet(breakdown, list(held))

    def _sheet(self, breakdown: str, rows: Sequence[Any]) -> Sheet:
        columns = [name.removesuffix("_2") for name in dimensions_of(breakdown)]
        columns += [name for name in CLASSES if any(getattr(row, name) is not None for row in rows)]
        indicators = list(dict.fromkeys(sorted(row.indicator for row in rows)))
        table: dict[tuple[str | None, ...], dict[str, Any]] = {}
        for row in rows:
            table.setdefault((row.period, *(getattr(row, name) for name in columns)), {})[row.indicator] = row
        lines: list[list[Cell]] = []
        for (period, *cell), held in table.items():
            known = dict(zip(columns, cell, strict=True))
            named = [part for name, code in known.items() for part in (code, self._named(name, code, known))]
            values = [part for code in indicators for part in self._value(code, held.get(code))]
            lines.append([self.period_words(str(period)), *named, *values])
        kinds = [part for name in columns for part in (self._breakdown(name), "")]
        decimals: list[int | None] = [None] * (1 + len(kinds))
        for code in indicators:
            decimals += [decimals_of(self.flows[code].unit) if code in self.flows else 2, None]
        titles = [part for code in indicators for part in (self.title(code), "")]
        return Sheet(
            name=self._breakdown(breakdown),
            title=self._breakdown(breakdown),
            about=self.about(),
            headers=[self._word("concept", "TIME_PERIOD"), *kinds, *titles],
            rows=lines,
            notes=[*self.signs(), *(self._note(code) for code in indicators if code in self.flows)],
            decimals=decimals,
        )  # fmt: skip

    def _named(self, column: str, code: str | None, cell: Mapping[str, str | None]) -> str:
        """The name of a code; of a class, by the classification beside it."""
        if column in CLASSES and code is None:
            return ""
        if column == "classification":
            return self._breakdown(code or "")
        return self.name(str(cell.get("classification")) if column == CLASS else column, code)

    def _breakdown(self, name: str) -> str:
        """The name of a breakdown; of two variables that stand in no catalogue together, both names."""
        known = self.words("breakdown", name)
        if len(known) > 1 or "-" not in name:  # what stands in no catalogue has a name in English alone
            return best(known, self.language)
        return " × ".join(self._word("breakdown", part) for part in name.split("-"))

    def _note(self, indicator: str) -> str:
        notes = self.flows[indicator].notes
        told = " ".join(best(one, self.language) for one in notes.values())
        return f"{self.title(indicator)}: {told}"

    def _value(self, indicator: str, row: Any) -> tuple[Cell, Cell]:
        """Number and sign; a count without a row counted nobody, a quotient without one has nothing to divide by."""
        if row is None and self.edition.source != PES:
            return None, None
        if row is None:
            counts = indicator in self.flows and self.flows[indicator].unit in COUNTED
            return (0, None) if counts else (None, SIGNS["not_available"])
        return row.value, SIGNS.get(row.status)

    def headers(self) -> list[str]:
        """The columns of the tidy list: names of programs, the same in every language."""
        return [
            "country", "period", "edition", "state", "indicator", "title", "unit", "breakdown",
            *(part for name in self._columns for part in (name, f"{name}_name")),
            "value", "se", "lower", "upper", "records", "sign", "note", "source",
        ]  # fmt: skip

    @cached_property
    def _columns(self) -> list[str]:
        held = {one.column for flow in self.flows.values() for one in flow.classifications}
        return sorted(held | ({"classification"} if CLASS in held else set()))

    def lines(self) -> Iterator[list[Cell]]:
        """One line for each figure."""
        one, source = self.edition, self.source_name
        for row in self.session.execute(figures_of(one.id, self.audience)):
            codes = [(name, getattr(row, name, None)) for name in self._columns]
            known = dict(codes)
            cell = [part for name, code in codes for part in (code, self._named(name, code, known) if code else None)]
            flow = self.flows.get(row.indicator)
            title = best(flow.names, self.language) if flow else row.indicator
            unit = self._word("unit", flow.unit) if flow else ""
            yield [
                one.country, row.period, one.number, one.state, row.indicator, title, unit, row.breakdown, *cell,
                row.value, row.se, row.lower, row.upper, row.records, SIGNS.get(row.status), row.note, source,
            ]  # fmt: skip


def _by_breakdown(row: Any) -> tuple[bool, str]:
    return row.breakdown != TOTAL, row.breakdown
