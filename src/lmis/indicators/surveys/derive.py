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
    "age_10yr": (0, 15, 25, 35, 45, 55, 65),
}
# Source: ILO, bands of weekly hours: none at all, then up to the next band's lowest.
HOURS = {"H00": 0.0, "H01-14": 0.0001, "H15-29": 15.0, "H30-34": 30.0, "H35-39": 35.0, "H40-48": 40.0, "HGE49": 49.0}
# Source: ILO, bands of the duration of unemployment, in completed months.
MONTHS = {"MLT1": 0.0, "M1-2": 1.0, "M3-5": 3.0, "M6-11": 6.0, "M12-23": 12.0, "MGE24": 24.0}
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
# Source: ILO, aggregate economic activity.
ACTIVITIES = {"AGR": "A", "MAN": "C", "CON": "F", "MEL": "BDE", "MKT": "GHIJKLMN", "PUB": "OPQRSTU"}
SKILLS = {"L1": "9", "L2": "45678", "L3-4": "123"}  # Source: ILO, skill levels of the ISCO-08 major groups
LEVELS = {"LTB": "0", "BAS": "12", "INT": "34", "ADV": "5678"}  # Source: ILO, aggregate levels of ISCED 2011
STATUSES = {"EES": "1", "SLF": "2345"}  # Source: ILO, aggregate status in employment
FINER = {"isco2": "isco4", "isic2": "isic4"}


def derived(columns: Mapping[str, Column]) -> dict[str, Column]:
    """The breakdowns that these columns give, and coarser codes where only finer ones were mapped.

    What a mapping makes itself is left as it is. The names are in `variables.DERIVED`.
    """
    found = {coarse: _first_two(columns, fine) for coarse, fine in FINER.items() if coarse not in columns}
    known: dict[str, Column] = dict(columns) | {name: one for name, one in found.items() if one is not None}
    made = _bands(known) | _groups(known)
    return {name: one for name, one in (known | made).items() if name not in columns}


def _bands(columns: Mapping[str, Column]) -> dict[str, Column]:
    found: dict[str, Column] = {}
    age, months = columns.get("age"), columns.get("months_seeking")
    if isinstance(age, Quantity):
        found |= {name: banded(age.values, lowest) for name, lowest in BANDS.items()}
    if isinstance(months, Quantity):
        found["duration_of_search"] = in_bands(months.values, MONTHS)
    for name in ("actual_hours", "actual_hours_all_jobs"):  # the latter, where there is one
        if isinstance(hours := columns.get(name), Quantity) and not np.isnan(hours.values).all():
            found["hours_band"] = in_bands(hours.values, HOURS)
    return found


def _groups(columns: Mapping[str, Column]) -> dict[str, Column]:
    found: dict[str, Column] = {}
    if isinstance(isco := columns.get("isco2"), Category):
        found["occupation"] = regrouped(isco, {label: label[0] for label in isco.labels})
        found["skill_level"] = regrouped(isco, {label: group_of(label[0], SKILLS) for label in isco.labels})
    if isinstance(isic := columns.get("isic2"), Category):
        sections = {label: section_of(label) for label in isic.labels}
        found["industry"] = regrouped(isic, sections)
        for name, groups in (("sector", SECTORS), ("economic_activity", ACTIVITIES)):
            found[name] = regrouped(isic, {label: group_of(section, groups) for label, section in sections.items()})
    for name, source, groups in (
        ("education_group", "education", LEVELS),
        ("status_group", "status_in_employment", STATUSES),
    ):
        if isinstance(detail := columns.get(source), Category):
            found[name] = regrouped(detail, {label: group_of(label, groups) for label in detail.labels})
    return found


def _first_two(columns: Mapping[str, Column], fine: str) -> Category | None:
    detail = columns.get(fine)
    return regrouped(detail, {label: label[:2] for label in detail.labels}) if isinstance(detail, Category) else None


def banded(age: Numbers, lowest: tuple[int, ...]) -> Category:
    """Ages in bands named as ILOSTAT does (Y15-24, YGE65); no band without an age."""
    bands = {f"Y{low}-{high - 1}": float(low) for low, high in pairwise(lowest)}
    return in_bands(age, bands | {f"YGE{lowest[-1]}": float(lowest[-1])})


def in_bands(values: Numbers, lowest: Mapping[str, float]) -> Category:
    """Numbers in bands, each from its lowest value to the next band's; no band without a number, or below all."""
    codes = np.searchsorted(np.array(list(lowest.values())), values, side="right").astype(np.int64) - 1
    return Category(np.where(np.isnan(values), -1, codes), tuple(lowest))


def regrouped(category: Category, groups_of: Mapping[str, str | None]) -> Category:
    """The groups of the labels; None leaves a record without a group."""
    groups = tuple(sorted({group for group in groups_of.values() if group is not None}))
    positions = [-1 if (group := groups_of[label]) is None else groups.index(group) for label in category.labels]
    return Category(np.array([*positions, -1], dtype=np.int64)[category.codes], groups)


def section_of(division: str) -> str | None:
    """The ISIC section of a division."""
    return next((name for name, (first, last) in SECTIONS.items() if first <= int(division) <= last), None)


def group_of(label: str | None, groups: Mapping[str, str]) -> str | None:
    """The group in whose letters or digits the label stands."""
    return next((name for name, members in groups.items() if label is not None and label in members), None)
