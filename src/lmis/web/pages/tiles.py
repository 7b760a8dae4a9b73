"""The headline figures, each with its change, its terms, its way through time and its definition."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lmis.indicators.definitions.register import REGISTER
from lmis.indicators.register.measure import Definition
from lmis.web.pages import reading
from lmis.web.pages.reading import Board
from lmis.web.pages.writer import NAMES, PERIODS_SHOWN, Writer


@dataclass(frozen=True, slots=True)
class Tile:
    """One headline figure with all that explains it."""

    code: str
    name: str
    value: str
    hidden: bool
    change: str
    terms: str
    part: float | None  # of 100, for a gauge
    trend: str  # the path of a small line, 100 wide and 24 high
    definition: Definition


def tiles_of(board: Board, writer: Writer) -> dict[str, Tile]:
    """The headline figures by code."""
    return {code: _tile(board, code, writer) for code in reading.SHOWN}


def _tile(board: Board, code: str, writer: Writer) -> Tile:
    cell, period = board.totals.get(code, reading.NO_RATIO), board.edition.period
    before = board.series[code].get(previous(period), reading.NO_RATIO)
    rate = code == reading.FILL or code in reading.RATES
    values = [one.value for one in list(board.series[code].values())[-PERIODS_SHOWN:]]
    return Tile(
        code=code,
        name=writer.said(NAMES[code]),
        value=writer.figure(code, cell),
        hidden=cell.hidden,
        change=writer.change(code, cell, before, period),
        terms=writer.terms(code, cell),
        part=min(cell.value, 100.0) if rate and cell.value is not None else None,
        trend=trend(values),
        definition=_definition(code, cell.version),
    )


def _definition(code: str, version: str) -> Definition:
    """The definition that the figure was computed by."""
    known = [one for one in REGISTER if one.code == code]
    return next((one for one in known if one.version == version), known[-1])


def previous(period: str) -> str:
    """The period before: `2026Q1` follows `2025Q4`."""
    year, letter, part = int(period[:4]), period[4:5], int(period[5:] or 0)
    if not letter:
        return str(year - 1)
    last = 4 if letter == "Q" else 12
    year, part = (year, part - 1) if part > 1 else (year - 1, last)
    return f"{year}{letter}{part}" if letter == "Q" else f"{year}{letter}{part:02}"


def trend(values: Sequence[float | None]) -> str:
    """The path of a line through the values, in a box of 100 × 24; empty where fewer than two stand in a row."""
    known = [value for value in values if value is not None]
    if len(known) < 2:
        return ""
    low, high = min(known), max(known)
    span, step = (high - low) or 1.0, 100 / (len(values) - 1)
    path, pen = [], "M"
    for at, value in enumerate(values):
        if value is None:
            pen = "M"
            continue
        path.append(f"{pen}{at * step:.1f},{22 - 20 * (value - low) / span:.1f}")
        pen = "L"
    return "".join(path)
