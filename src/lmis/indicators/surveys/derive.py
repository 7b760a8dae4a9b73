"""Breakdowns that follow from the harmonised variables: bands of age, groups of occupation and industry."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

import numpy as np

from lmis.indicators.frame import Category, Column, Numbers, Quantity

BANDS: dict[str, tuple[int, ...]] = {  # lowest ages of the bands; the last one is open
    "age_group": (0, 15, 25, 55, 65),  # ILO's aggregate bands
    "age_youth": (0, 15, 25),
    "age_5yr": tuple(range(0, 70, 5)),
}
# Source: ISIC Rev.4, the divisions of each section.
SECTIONS: dict[str, tuple[int, int]] = {
    "A": (1, 3),
    "B": (5, 9),
    "C": (10, 33),
    "D": (35, 35),
    "E": (36, 39),
    "F": (41, 43),
    "G": (45, 47),
    "H": (49, 53),
    "I": (55, 56),
    "J": (58, 63),
    "K": (64, 66),
    "L": (68, 68),
    "M": (69, 75),
    "N": (77, 82),
    "O": (84, 84),
    "P": (85, 85),
    "Q": (86, 88),
    "R": (90, 93),
    "S": (94, 96),
    "T": (97, 98),
    "U": (99, 99),
}
SECTORS = {"AGR": "A", "IND": "BCDEF", "SER": "GHIJKLMNOPQRSTU"}  # Source: ILO, broad sectors


def derived(columns: Mapping[str, Column]) -> dict[str, Column]:
    """Those that these columns give: age_group, age_youth, age_5yr, occupation, industry, sector."""
    found: dict[str, Column] = {}
    age, isco, isic = (columns.get(name) for name in ("age", "isco2", "isic2"))
    if isinstance(age, Quantity):
        found |= {name: banded(age.values, lowest) for name, lowest in BANDS.items()}
    if isinstance(isco, Category):
        found["occupation"] = regrouped(isco, {label: label[0] for label in isco.labels})
    if isinstance(isic, Category):
        sections = {label: section_of(label) for label in isic.labels}
        found["industry"] = regrouped(isic, sections)
        found["sector"] = regrouped(isic, {label: sector_of(section) for label, section in sections.items()})
    return found


def banded(age: Numbers, lowest: tuple[int, ...]) -> Category:
    """Ages in bands named as ILOSTAT does (Y15-24, YGE65); no band without an age."""
    tops = [f"Y{low}-{high - 1}" for low, high in pairwise(lowest)]
    codes = np.searchsorted(np.array(lowest), age, side="right").astype(np.int64) - 1
    return Category(np.where(np.isnan(age), -1, codes), (*tops, f"YGE{lowest[-1]}"))


def regrouped(category: Category, group_of: Mapping[str, str | None]) -> Category:
    """The groups of the labels; None leaves a record without a group."""
    groups = tuple(sorted({group for group in group_of.values() if group is not None}))
    positions = [-1 if (group := group_of[label]) is None else groups.index(group) for label in category.labels]
    return Category(np.array([*positions, -1], dtype=np.int64)[category.codes], groups)


def section_of(division: str) -> str | None:
    """The ISIC section of a division."""
    return next((name for name, (first, last) in SECTIONS.items() if first <= int(division) <= last), None)


def sector_of(section: str | None) -> str | None:
    """The broad sector of an ISIC section."""
    return next((name for name, sections in SECTORS.items() if section is not None and section in sections), None)
