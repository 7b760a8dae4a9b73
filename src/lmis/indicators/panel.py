"""The same people at two times: one round of a survey matched with the next, or asked in retrospect."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np

from lmis.errors import Invalid
from lmis.indicators.concepts import employed, unemployed, working_age
from lmis.indicators.frame import Category, Codes, Mask, Persons

STATES: Final = ("EMP", "UNE", "OLF")  # employed, unemployed, outside the labour force
BEFORE: Final = "status_before"
ASKED: Final = "status_a_year_ago"


class PersonTwice(Invalid):
    """A round of a panel has the same person more than once, so nobody can be matched."""


def status(persons: Persons) -> Category:
    """The labour-force status now: EMP, UNE or OLF; none below working age and without a status."""
    codes = np.full(persons.rows, -1, dtype=np.int64)
    codes[working_age(persons)] = 2
    codes[unemployed(persons)] = 1
    codes[employed(persons)] = 0
    return Category(codes, STATES)


def flow(persons: Persons) -> Category:
    """From which status to which: EMP>UNE and so on; none where one of the two is not known."""
    before, now = _before(persons), status(persons).codes
    labels = tuple(f"{first}>{second}" for first in STATES for second in STATES)
    return Category(np.where((before >= 0) & (now >= 0), before * len(STATES) + now, -1), labels)


def matched(persons: Persons) -> Mask:
    """Is of working age with a known status now and before.

    Missing: who could not be matched, or was below working age before, leaves every flow.
    """
    return flow(persons).codes >= 0


def before_employed(persons: Persons) -> Mask:
    """Is matched and was employed before. Missing: as for `matched`."""
    return matched(persons) & np.equal(_before(persons), 0)


def before_unemployed(persons: Persons) -> Mask:
    """Is matched and was unemployed before. Missing: as for `matched`."""
    return matched(persons) & np.equal(_before(persons), 1)


def before_outside(persons: Persons) -> Mask:
    """Is matched and was outside the labour force before. Missing: as for `matched`."""
    return matched(persons) & np.equal(_before(persons), 2)


def _before(persons: Persons) -> Codes:
    category = persons.category(BEFORE)
    places = [STATES.index(label) if label in STATES else -1 for label in category.labels]
    return np.array([*places, -1], dtype=np.int64)[category.codes]


def in_retrospect(persons: Persons) -> Persons:
    """The people with the status that they said to have had a year ago, where the questionnaire asks it."""
    if BEFORE in persons.columns or ASKED not in persons.columns:
        return persons
    return replace(persons, columns={**persons.columns, BEFORE: persons.columns[ASKED]})


def joined(earlier: Persons, later: Persons, key: str = "person") -> Persons:
    """The later round with each person's status in the earlier one; its weights are those of the later round.

    Both rounds must be seen by the same standard (see `standards.under`).

    Args:
        key: the categorical variable that names a person in both rounds.

    Raises:
        PersonTwice: with how many names are not unique.
    """
    first, second = earlier.category(key), later.category(key)
    for category in (first, second):
        counts = np.bincount(category.codes[category.codes >= 0], minlength=1)
        if (counts > 1).any():
            raise PersonTwice(count=int((counts > 1).sum()))
    before = dict(zip(_names(first), status(earlier).codes.tolist(), strict=True))
    codes = np.array([-1 if name is None else before.get(name, -1) for name in _names(second)], dtype=np.int64)
    return replace(later, columns={**later.columns, BEFORE: Category(codes, STATES)})


def _names(category: Category) -> list[str | None]:
    return [None if code < 0 else category.labels[code] for code in category.codes.tolist()]
