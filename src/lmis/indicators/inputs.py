"""Dated input tables: what a labour force survey cannot tell and others publish (accounts, prices, injuries …).

A CSV file in UTF-8 with the columns `series`, `ref_area`, `period`, `value`, `unit`, `source` and `retrieved_on`, one
figure in a line. Every figure that is made with it names the source and the day.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from math import isfinite
from typing import Final

from lmis.errors import Invalid
from lmis.text.nearest import nearest

COLUMNS: Final = ("series", "ref_area", "period", "value", "unit", "source", "retrieved_on")

SERIES: Final[Mapping[str, str]] = {
    "GDP_REAL": "gross domestic product at constant prices, a year, in currency",
    "GDP_REAL_PPP": "gross domestic product at constant prices, a year, in international dollars",
    "EMPLOYMENT": "employed persons on the average of a year, as published",
    "EXCHANGE_RATE_USD": "units of the national currency for one US dollar, average of the period",
    "PPP": "units of the national currency for one international dollar, private consumption",
    "INJURIES_FATAL": "fatal occupational injuries in a year",
    "INJURIES_NON_FATAL": "non-fatal occupational injuries in a year",
    "LABOUR_RIGHTS_SCORE": "national compliance with labour rights, 0 best to 10, as the ILO publishes it",
    "SOCIAL_PROTECTION_COVERED": "persons covered by at least one social protection benefit",
    "SOCIAL_PROTECTION_TARGET": "persons who should be covered by at least one social protection benefit",
    "WORKING_POOR": "employed persons who live below the poverty line",
}
"""The series that definitions ask for, and what each holds."""

PERIOD: Final = r"(19|20)\d\d(-Q[1-4]|-(0[1-9]|1[0-2]))?"


class InputsNotText(Invalid):
    """A table of inputs is a CSV file in UTF-8."""


class InputColumnMissing(Invalid):
    """A table of inputs lacks this column."""


class UnknownSeries(Invalid):
    """There is no input series of this name."""


class InputNotAccepted(Invalid):
    """A cell of a table of inputs cannot be read as what its column holds."""


class InputTwice(Invalid):
    """A table of inputs gives two figures for the same series, place and period."""


@dataclass(frozen=True, slots=True)
class Input:
    """One figure that somebody else published."""

    series: str
    ref_area: str  # ISO 3166-1 alpha-3, as in SDMX: KHM
    period: str  # SDMX: 2022, 2022-Q1, 2022-02
    value: float
    unit: str
    source: str
    retrieved_on: date

    @property
    def told(self) -> str:
        """What it is and where it comes from."""
        return f"{self.series} {self.period}: {self.source}, {self.retrieved_on.isoformat()}"


@dataclass(frozen=True, slots=True)
class Inputs:
    """Figures of others, by series, place and period."""

    held: Mapping[tuple[str, str, str], Input] = field(default_factory=dict)

    def find(self, series: str, ref_area: str, period: str) -> Input | None:
        """The figure of the period itself, else that of its year."""
        exact = self.held.get((series, ref_area, period))
        return exact or self.held.get((series, ref_area, period[:4]))

    def __or__(self, others: Inputs) -> Inputs:
        """Both together; of the same figure that of the others."""
        return Inputs({**self.held, **others.held})


def inputs_of(figures: Iterable[Input]) -> Inputs:
    """Inputs of single figures. Raises InputTwice."""
    held: dict[tuple[str, str, str], Input] = {}
    for one in figures:
        key = one.series, one.ref_area, one.period
        if key in held:
            raise InputTwice(series=one.series, ref_area=one.ref_area, period=one.period)
        held[key] = one
    return Inputs(held)


def read_inputs(content: bytes) -> Inputs:
    """Read a table of inputs.

    Raises:
        InputsNotText, InputColumnMissing; UnknownSeries, InputNotAccepted, InputTwice: with the line, from 1 for the
        header, and what would do.
    """
    try:
        rows = csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True)
        names = [name.strip() for name in rows.fieldnames or ()]
        lacking = [name for name in COLUMNS if name not in names]
        if lacking:
            raise InputColumnMissing(column=lacking[0], given=names)
        rows.fieldnames = names
        return inputs_of(_input(row, rows.line_num) for row in rows)
    except (UnicodeDecodeError, csv.Error) as error:
        raise InputsNotText(reason=type(error).__name__) from error


def _input(row: Mapping[str, str | None], line: int) -> Input:
    cells = {name: (row[name] or "").strip() for name in COLUMNS}
    if cells["series"] not in SERIES:
        raise UnknownSeries(value=cells["series"], line=line, nearest=nearest(cells["series"], dict(SERIES)))
    for column, shape in (("ref_area", r"[A-Z]{3}"), ("period", PERIOD), ("unit", ".+"), ("source", ".+")):
        if re.fullmatch(shape, cells[column]) is None:
            raise InputNotAccepted(line=line, column=column, value=cells[column])
    return Input(
        cells["series"],
        cells["ref_area"],
        cells["period"],
        _value(cells["value"], line),
        cells["unit"],
        cells["source"],
        _day(cells["retrieved_on"], line),
    )


def _value(text: str, line: int) -> float:
    if re.fullmatch(r"-?\d+(\.\d+)?([eE][-+]?\d+)?", text) is None or not isfinite(float(text)):
        raise InputNotAccepted(line=line, column="value", value=text)
    return float(text)


def _day(text: str, line: int) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise InputNotAccepted(line=line, column="retrieved_on", value=text) from error


def periods_needed(series: Sequence[str], period: str, *, growth: bool) -> tuple[tuple[str, str], ...]:
    """The series with the periods in which a figure of this period needs them: for growth, the year before too."""
    if not growth:
        return tuple((name, period) for name in series)
    before = str(int(period[:4]) - 1)
    return (series[0], period), *((name, before) for name in series)
