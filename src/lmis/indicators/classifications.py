"""The classifications by which a figure is told as part of its definition; each is a variable, or groups of one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np

from lmis.indicators.frame import Category, Persons

# Source: 20th ICLS (2018), Resolution I, §21-28: the two hierarchies of ICSE-18.
AUTHORITY: Final = {"independent": ("11", "12", "21", "22"), "dependent": ("30", "41", "42", "43", "44", "51")}
RISK: Final = {"profit": ("12", "22", "30", "51"), "pay": ("11", "21", "41", "42", "43", "44")}


def status_in_employment(persons: Persons) -> Category:
    """Status in the main job. Source: ICSE-93."""
    return persons.category("status_in_employment")


def status_icse18(persons: Persons) -> Category:
    """Status in the main job. Source: ICSE-18, 20th ICLS (2018), Resolution I."""
    return persons.category("status_icse18")


def authority(persons: Persons) -> Category:
    """Independent or dependent workers. Source: ICSE-18-A, 20th ICLS (2018), Resolution I."""
    return grouped(persons.category("status_icse18"), AUTHORITY)


def economic_risk(persons: Persons) -> Category:
    """Workers for profit or for pay. Source: ICSE-18-R, 20th ICLS (2018), Resolution I."""
    return grouped(persons.category("status_icse18"), RISK)


def industry(persons: Persons) -> Category:
    """Section of the main job. Source: ISIC Rev.4."""
    return persons.category("industry")


def economic_activity(persons: Persons) -> Category:
    """Aggregate of the sections: AGR, MAN, CON, MEL, MKT, PUB. Source: ILO."""
    return persons.category("economic_activity")


def isic2(persons: Persons) -> Category:
    """Division of the main job. Source: ISIC Rev.4."""
    return persons.category("isic2")


def occupation(persons: Persons) -> Category:
    """Major group of the main job. Source: ISCO-08."""
    return persons.category("occupation")


def isco2(persons: Persons) -> Category:
    """Sub-major group of the main job. Source: ISCO-08."""
    return persons.category("isco2")


def skill_level(persons: Persons) -> Category:
    """Skill level of the occupation: L1 low, L2 medium, L3-4 high. Source: ISCO-08."""
    return persons.category("skill_level")


def education(persons: Persons) -> Category:
    """Highest level completed. Source: ISCED 2011."""
    return persons.category("education")


def hours_band(persons: Persons) -> Category:
    """Hours actually worked in the reference week, in bands. Source: ILO."""
    return persons.category("hours_band")


def duration_of_search(persons: Persons) -> Category:
    """How long without work and seeking it, in bands. Source: ILO."""
    return persons.category("duration_of_search")


def grouped(category: Category, groups: Mapping[str, tuple[str, ...]]) -> Category:
    """The groups in which the labels stand; a label of no group has none."""
    names = tuple(groups)
    place = {label: position for position, name in enumerate(names) for label in groups[name]}
    positions = [place.get(label, -1) for label in category.labels]
    return Category(np.array([*positions, -1], dtype=np.int64)[category.codes], names)
