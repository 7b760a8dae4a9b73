"""One cell of a survey's table: as text, as number, and compared with what a mapping file says."""

from __future__ import annotations

from collections.abc import Sequence


def is_one_of(text: str, wanted: Sequence[str | float]) -> bool:
    """Is the cell one of the wanted texts, or the number of one of the wanted numbers?"""
    return any(text == one if isinstance(one, str) else number_of(text) == one for one in wanted)


def number_of(text: str) -> float:
    """The number that a cell holds, NaN if it holds none; infinity is none, nor is what only Python reads."""
    if not text or not set(text) <= set("0123456789.+-eE"):
        return float("nan")
    try:
        number = float(text)
    except ValueError:
        return float("nan")
    return number if abs(number) < float("inf") else float("nan")


def plain_number(text: str) -> str:
    """A number in its shortest form (1 for 01 and 1.0); any other text as it is."""
    number = number_of(text)
    if number != number:
        return text
    return str(int(number)) if number == int(number) and abs(number) < 1e15 else repr(number)
