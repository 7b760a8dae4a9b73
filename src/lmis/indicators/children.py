"""Child labour: children aged 5 to 17 in work that is too long, or hazardous, for their age."""

from __future__ import annotations

from typing import Final

import numpy as np

from lmis.indicators.frame import Mask, Numbers, Persons

LONG: Final = ((5, 11, 1.0), (12, 14, 14.0))
"""Ages, and the hours of economic activity in a week from which on it is child labour."""

VERY_LONG: Final = 43.0
"""At 15 to 17: more hours than these."""

LONG_CHORES: Final = 21.0
"""At 5 to 14: from so many hours of household chores on."""


def children(persons: Persons) -> Mask:
    """Is 5 to 17 years old, and known to have worked in the reference week or not.

    Missing: who was not asked whether he or she worked leaves the share.
    """
    return _aged(persons, 5, 17) & persons.known("worked")


def in_child_labour(persons: Persons) -> Mask:
    """Worked 1 hour or more at 5 to 11, 14 or more at 12 to 14, more than 43 at 15 to 17, or in hazardous work.

    Missing: who worked, but not known how long, counts at 5 to 11 only; no answer on hazardous work counts as no.
    Source: 18th ICLS (2008), Resolution II; SDG metadata, 8.7.1.
    """
    hours = _hours(persons)
    long = np.zeros(persons.rows, dtype=np.bool_)
    for lowest, highest, least in LONG:
        long |= _aged(persons, lowest, highest) & (hours >= least)
    long |= _aged(persons, 15, 17) & (hours > VERY_LONG)
    return children(persons) & persons["worked"] & (long | persons["hazardous_work"])


def in_child_labour_or_chores(persons: Persons) -> Mask:
    """Is in child labour, or does 21 hours or more of household chores at 5 to 14.

    Missing: as for `in_child_labour`; no answer on chores counts as none.
    Source: 18th ICLS (2008), Resolution II; SDG metadata, 8.7.1.
    """
    chores = _aged(persons, 5, 14) & (persons.number("chores_hours") >= LONG_CHORES)
    return in_child_labour(persons) | (children(persons) & chores)


def _hours(persons: Persons) -> Numbers:
    """Hours in all jobs, else in the main one, else one hour, of those who worked."""
    everywhere, main = persons.number("actual_hours_all_jobs"), persons.number("actual_hours")
    told = np.where(np.isnan(everywhere), main, everywhere)
    return np.where(np.isnan(told), 1.0, told)


def _aged(persons: Persons, lowest: int, highest: int) -> Mask:
    age = persons.number("age")
    return (age >= lowest) & (age < highest + 1)
