"""The register's records as tables of numbers: days, persons, and where each row falls."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd

from lmis.indicators.frame import Category, Codes, Mask
from lmis.indicators.register.dimensions import DIMENSIONS, UNKNOWN, age_groups, days, grouped

NEVER: Final = 10**9
"""The day, since 1970, of what has not happened."""

PERSON: Final = ("person", "sex", "birth_date", "birth_year")
PLACES: Final = ("office", "province", "occupation", "sector")

SPELLS: Final = (*PERSON, "opened_on", "closed_on", *PLACES)
STAYS: Final = ("person", "closed_on", "since", "until", "office")
LEDGER: Final = ("kind", "openings", "happened_on", "posted_on", *PLACES)
REFERRALS: Final = (*PERSON, "happened_on", *PLACES)
PLACEMENTS: Final = (
    *(*PERSON, "happened_on", "cancelled", "opened_on", "posted_on", *PLACES, "vacancy_office"),
    *(f"seeker_{name}" for name in PLACES),
)


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """The rows that a measure counts: the code of each in every dimension it has, its person and its amount."""

    codes: Mapping[str, Codes]
    person: Codes | None = None
    amount: Codes | None = None  # None: each row counts one


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """Columns of whole numbers; a dimension's column holds codes into `Register.labels`."""

    columns: Mapping[str, Codes]

    def __getitem__(self, name: str) -> Codes:
        """A column."""
        return self.columns[name]

    def rows(self, mask: Mask, prefix: str = "", **other: str) -> Rows:
        """The rows of a mask.

        Args:
            prefix: whose codes: those of the record itself, or those of its `seeker_`.
            other: dimension → the column that stands for it.
        """
        where = np.flatnonzero(mask)
        names = {name: f"{prefix}{name}" for name in DIMENSIONS if f"{prefix}{name}" in self.columns} | other
        codes = {name: self.columns[column][where] for name, column in names.items()}
        return Rows(codes, *(self.columns[key][where] if key in self.columns else None for key in ("person", "amount")))


@dataclass(frozen=True, slots=True, eq=False)
class Register:
    """What the register of a country knows about some months: spells, stays, openings, referrals, placements."""

    labels: Mapping[str, tuple[str, ...]]
    spells: Table
    stays: Table
    ledger: Table
    kinds: tuple[str, ...]
    referrals: Table
    placements: Table

    @property
    def records(self) -> int:
        """How many records the figures rest on: spells, movements of openings, referrals and placements."""
        tables = (self.spells["opened"], self.ledger["day"], self.referrals["day"], self.placements["day"])
        return sum(len(column) for column in tables)

    def of_kind(self, *kinds: str) -> Mask:
        """The ledger's entries of these kinds."""
        return np.isin(self.ledger["kind"], [self.kinds.index(kind) for kind in kinds if kind in self.kinds])


def register_of(
    spells: pd.DataFrame,
    stays: pd.DataFrame,
    ledger: pd.DataFrame,
    referrals: pd.DataFrame,
    placements: pd.DataFrame,
) -> Register:
    """Number everything: one code list per dimension for all tables, `_U` (not stated) last.

    Args:
        spells: one row per registration, columns `SPELLS`.
        stays: one row per stay of a registration at an office, columns `STAYS`; the office is all that they tell.
        ledger: openings moved, per vacancy, kind and day added up, columns `LEDGER`; `happened_on` is empty for the
            openings outstanding before everything else.
        referrals: columns `REFERRALS`; places and occupation are those of the job.
        placements: columns `PLACEMENTS`; places and occupation are those of the job, `seeker_` those of the spell.
    """
    tables = [_spells(spells), _stays(stays), _ledger(ledger), _referrals(referrals), _placements(placements)]
    found: dict[str, set[str]] = {name: set() for name in DIMENSIONS}
    for _numbers, categories in tables:
        for name, values in categories.items():
            found[_dimension(name)].update(values.labels)
    labels = {name: (*sorted(values), UNKNOWN) for name, values in found.items()}
    done = [
        Table(numbers | {n: _numbered(c, labels[_dimension(n)]) for n, c in held.items()}) for numbers, held in tables
    ]
    kinds = tuple(str(kind) for kind in pd.Categorical(ledger["kind"]).categories)
    return Register(labels, done[0], done[1], done[2], kinds, done[3], done[4])


Raw = tuple[dict[str, Codes], dict[str, Category]]


def _spells(table: pd.DataFrame) -> Raw:
    numbers = {
        "person": _whole(table["person"]),
        "opened": _day(table["opened_on"]),
        "closed": _day(table["closed_on"]),
    }
    return numbers, _person(table, "opened_on") | _places(table)


def _stays(table: pd.DataFrame) -> Raw:
    """A stay lasts no longer than its spell; one that would begin after the spell's end is none."""
    closed, since, office = _day(table["closed_on"]), _day(table["since"]), grouped(table["office"], "office")
    inside = since <= closed
    numbers = {"person": _whole(table["person"]), "since": since, "until": np.minimum(_day(table["until"]), closed)}
    return {name: n[inside] for name, n in numbers.items()}, {"office": Category(office.codes[inside], office.labels)}


def _ledger(table: pd.DataFrame) -> Raw:
    numbers = {
        "amount": _whole(table["openings"]),
        "day": _day(table["happened_on"], -NEVER),
        "posted": _day(table["posted_on"]),
        "kind": pd.Categorical(table["kind"]).codes.astype(np.int64),
    }
    return numbers, _places(table)


def _referrals(table: pd.DataFrame) -> Raw:
    numbers = {"person": _whole(table["person"]), "day": _day(table["happened_on"])}
    return numbers, _person(table, "happened_on") | _places(table)


def _placements(table: pd.DataFrame) -> Raw:
    numbers = {
        "person": _whole(table["person"]),
        "day": _day(table["happened_on"]),
        "posted": _day(table["posted_on"]),
        "cancelled": table["cancelled"].to_numpy(dtype=np.bool_).astype(np.int64),
    }
    seeker = {f"seeker_{name}": held for name, held in _person(table, "opened_on").items()}
    return numbers, (
        _person(table, "happened_on") | _places(table) | seeker | _places(table, "seeker_")
        | {"vacancy_office": grouped(table["vacancy_office"], "office")}
    )  # fmt: skip


def _person(table: pd.DataFrame, on: str) -> dict[str, Category]:
    ages = age_groups(days(table[on]), days(table["birth_date"]), _whole(table["birth_year"]))
    return {"sex": grouped(table["sex"], "sex"), "age_group": ages}


def _places(table: pd.DataFrame, prefix: str = "") -> dict[str, Category]:
    """Province, office, occupation at both depths, and sector."""
    held = {f"{prefix}{name}": grouped(table[f"{prefix}{name}"], name) for name in PLACES}
    return held | {f"{prefix}occupation_2": grouped(table[f"{prefix}occupation"], "occupation_2")}


def _dimension(column: str) -> str:
    return "office" if column == "vacancy_office" else column.removeprefix("seeker_")


def _numbered(values: Category, labels: tuple[str, ...]) -> Codes:
    position = {label: at for at, label in enumerate(labels)}
    places = np.array([*(position[label] for label in values.labels), position[UNKNOWN]], dtype=np.int64)
    return places[values.codes]


def _whole(column: pd.Series[Any]) -> Codes:
    return column.to_numpy(dtype=np.int64, copy=False)


def _day(column: pd.Series[Any], missing: int = NEVER) -> Codes:
    numbers = days(column)
    return np.where(np.isnat(numbers), missing, numbers.astype(np.int64))
