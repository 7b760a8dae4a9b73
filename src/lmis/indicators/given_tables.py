"""Tables of figures from outside the register.

A CSV file in UTF-8 with the columns `series`, `period` (2026M07, 2026Q3, 2026; also as SDMX writes them), `value` and
`source`, and columns of cells where a figure is not of all: `province`, `sex`, `sector`, `employer_size`.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from math import isfinite
from typing import Final

from lmis.errors import Invalid
from lmis.indicators.given import LABOUR_FORCE, OCCUPIED_POSTS, SURVEY_VACANCIES, UNEMPLOYED, Given
from lmis.indicators.inputs import InputColumnMissing, InputNotAccepted, InputsNotText, InputTwice, UnknownSeries
from lmis.indicators.register.periods import SHAPE, text_of_sdmx
from lmis.text.nearest import nearest

SERIES: Final = (UNEMPLOYED, LABOUR_FORCE, OCCUPIED_POSTS, SURVEY_VACANCIES)
TOTAL: Final = "_T"
COLUMNS: Final = ("series", "period", "value", "source")
CELLS: Final = ("province", "sex", "sector", "employer_size")
"""Columns of cells that a table may have: dimensions by which some definition takes a figure from outside."""


class InputColumnUnknown(Invalid):
    """A table of inputs has a column that is no breakdown of figures from outside."""


def read_given(content: bytes) -> tuple[Given, ...]:
    """Read a table of figures from outside the register.

    Raises:
        InputsNotText, InputColumnMissing, InputColumnUnknown; UnknownSeries, InputNotAccepted, InputTwice: with the
        line, from 1 for the header, and what would do.
    """
    try:
        rows = csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True)
        names = [name.strip() for name in rows.fieldnames or ()]
        if lacking := [name for name in COLUMNS if name not in names]:
            raise InputColumnMissing(column=lacking[0], given=names)
        if others := [name for name in names if name not in (*COLUMNS, *CELLS)]:
            raise InputColumnUnknown(value=others[0], nearest=nearest(others[0], CELLS), allowed=list(CELLS))
        rows.fieldnames = names
        return tuple(_once(_given(row, rows.line_num) for row in rows))
    except (UnicodeDecodeError, csv.Error) as error:
        raise InputsNotText(reason=type(error).__name__) from error


def _given(row: Mapping[str, str | None], line: int) -> Given:
    told = {name: (row.get(name) or "").strip() for name in (*COLUMNS, *CELLS)}
    if told["series"] not in SERIES:
        raise UnknownSeries(value=told["series"], line=line, nearest=nearest(told["series"], SERIES))
    period = text_of_sdmx(told["period"])
    if SHAPE.fullmatch(period) is None:
        raise InputNotAccepted(line=line, column="period", value=told["period"])
    number = re.fullmatch(r"\d+(\.\d+)?([eE][-+]?\d+)?", told["value"])
    if number is None or not isfinite(float(told["value"])):
        raise InputNotAccepted(line=line, column="value", value=told["value"])
    if not told["source"]:
        raise InputNotAccepted(line=line, column="source", value="")
    cell = {name: told[name] for name in CELLS if told[name]}
    return Given(told["series"], float(told["value"]), period, told["source"], cell)


def _once(figures: Iterable[Given]) -> Iterator[Given]:
    """Raises InputTwice where two figures stand for one place."""
    seen = set()
    for one in figures:
        key = one.series, one.period, frozenset(one.cell.items())
        if key in seen:
            place = ", ".join(one.cell.values()) or TOTAL
            raise InputTwice(series=one.series, ref_area=place, period=one.period)
        seen.add(key)
        yield one
