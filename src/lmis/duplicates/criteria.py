"""What speaks for one person and what against it: each criterion finds a step, and a table gives its points."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

from lmis.duplicates.names import agreement
from lmis.duplicates.traits import Traits

SLIPS_OF_YEAR: Final = (1, 10, 543)
"""Years apart: last year, the wrong decade, and a Buddhist year that was taken for one of the common era."""


def identity(one: Traits, other: Traits) -> str:
    """Numbers of one kind of paper; of two kinds they say nothing."""
    if one.identity is None or other.identity is None:
        return "unknown"
    if one.identity == other.identity:
        return "same"
    return "different" if one.identity_kind == other.identity_kind else "unknown"


def phone(one: Traits, other: Traits) -> str:
    """The same telephone is a family's as well; another one is a reason for little: people change it."""
    if one.phone is None or other.phone is None:
        return "unknown"
    return "same" if one.phone == other.phone else "different"


def names(one: Traits, other: Traits) -> str:
    """The names, across scripts, spellings and orders."""
    return agreement(one.names, other.names)


def birth(one: Traits, other: Traits) -> str:
    """Birth dates; a first of January is what is written down where only the year is known."""
    if one.birth_date is None or other.birth_date is None:
        return _years(one.birth_year, other.birth_year)
    if _placeholder(one.birth_date) or _placeholder(other.birth_date):
        return _years(one.birth_year, other.birth_year)
    if one.birth_date == other.birth_date:
        return "same"
    return "slip" if _slipped(one.birth_date, other.birth_date) else "different"


def _placeholder(day: date) -> bool:
    return (day.month, day.day) == (1, 1)


def _years(one: int, other: int) -> str:
    return "year" if one == other else "near" if abs(one - other) == 1 else "different"


def _slipped(one: date, other: date) -> bool:
    """Day and month exchanged, or one of day, month and year apart from the other by a slip of the keyboard."""
    if one.year == other.year and (one.day, one.month) == (other.month, other.day):
        return True
    parts = [(a, b) for a, b in zip(_written(one), _written(other), strict=True) if a != b]
    if len(parts) != 1:
        return False
    if abs(one.year - other.year) in SLIPS_OF_YEAR:
        return True
    ((ours, theirs),) = parts
    wrong = [(a, b) for a, b in zip(ours, theirs, strict=True) if a != b]
    return len(wrong) == 1 or (len(wrong) == 2 and wrong[0] == wrong[1][::-1])


def _written(day: date) -> tuple[str, str, str]:
    return f"{day.year:04}", f"{day.month:02}", f"{day.day:02}"


def sex(one: Traits, other: Traits) -> str:
    """Sex as registered."""
    if one.sex is None or other.sex is None:
        return "unknown"
    return "same" if one.sex == other.sex else "different"


def place(one: Traits, other: Traits) -> str:
    """Where they live."""
    if one.province != other.province:
        return "other"
    return "district" if one.district is not None and one.district == other.district else "province"


CRITERIA: Final[Mapping[str, Callable[[Traits, Traits], str]]] = {
    "identity": identity,
    "phone": phone,
    "names": names,
    "birth": birth,
    "sex": sex,
    "place": place,
}
"""In the order in which they are shown."""
