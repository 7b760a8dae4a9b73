"""Scales with round steps."""

from __future__ import annotations

from math import floor, log10
from typing import Final

from lmis.web.pages.charts.canvas import LINE, QUIET, WIDTH, Canvas
from lmis.web.pages.charts.words import Words

ROUND: Final = (1, 2, 2.5, 5, 10)
MOST: Final = 5
"""Steps of a scale."""


def steps(low: float, high: float) -> list[float]:
    """Round values that hold both ends between them."""
    span = high - low or abs(high) or 1.0
    size = 10 ** floor(log10(span / MOST))
    step = next((size * one for one in ROUND if span <= size * one * MOST), size * ROUND[-1])
    first = floor(low / step + 1e-9)
    count = 1
    while (first + count) * step < high - 1e-9 * step:
        count += 1
    return [(first + at) * step for at in range(count + 1)]


def decimals(values: list[float]) -> int:
    """How many decimals tell these steps apart."""
    step = values[1] - values[0]
    return next((places for places in range(4) if abs(step * 10**places - round(step * 10**places)) < 1e-9), 4)


def rows(canvas: Canvas, words: Words, values: list[float], left: float, top: float, height: float, unit: str) -> None:
    """Level lines with their values."""
    for at, value in enumerate(values):
        y = top + height - height * at / (len(values) - 1)
        canvas.line(left, y, WIDTH, y, LINE)
        written = words.value(value, unit, decimals(values), short=True)
        canvas.text(left - 5, y + 3.5, written, size=10, anchor="end", colour=QUIET)
