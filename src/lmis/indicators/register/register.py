"""From the register's records, as the database gives them, to tables of numbers: days, persons, codes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, TypeAlias

import numpy as np
import pandas as pd

from lmis.indicators.frame import Category, Codes
from lmis.indicators.register.dimensions import (
    DIMENSIONS,
    FIXED_LABELS,
    UNKNOWN,
    age_groups,
    days,
    grouped,
    wage_bands,
)
from lmis.indicators.register.records import Records
from lmis.indicators.register.table import NEVER, Register, Table

PERSON: Final = ("person", "sex", "birth_date", "birth_year")
PLACES: Final = ("office", "province", "occupation", "sector")
TOLD: Final = ("education", "disability")
"""What is known of a person beside sex and age."""

OFFER: Final = ("education", "contract", "wage", "employer_size")
"""What is known of a vacancy beside its place, occupation and sector; `wage` is US dollars a month."""

SPELLS: Final = (*PERSON, *TOLD, "opened_on", "closed_on", "exit_reason", "labour_status", *PLACES)
STAYS: Final = ("person", "opened_on", "closed_on", "since", "until", "office")
LEDGER: Final = ("vacancy", "kind", "openings", "happened_on", "posted_on", *PLACES, *OFFER)
REFERRALS: Final = (*PERSON, "vacancy", "happened_on", "interviewed_on", *PLACES)
PLACEMENTS: Final = (
    *(*PERSON, *TOLD, "vacancy", "happened_on", "cancelled", "confirmation", "opened_on", "posted_on"),
    *(*PLACES, "vacancy_office"),
    *(f"seeker_{name}" for name in PLACES),
)
SERVICES: Final = (*PERSON, "kind", "happened_on", "office")
COUNSELLORS: Final = ("office", "since", "until")

UNEMPLOYED: Final = "unemployed"


def register_of(
    spells: pd.DataFrame,
    stays: pd.DataFrame,
    ledger: pd.DataFrame,
    referrals: pd.DataFrame,
    placements: pd.DataFrame,
    services: pd.DataFrame,
    counsellors: pd.DataFrame,
) -> Register:
    """Number everything: one code list per dimension for all tables, `_U` (not stated) last.

    The records themselves are numbered through all tables, in the column `record` (see `records.Records.starts`).

    Args:
        spells: one row per registration, columns `SPELLS`.
        stays: one row per stay of a registration at an office, columns `STAYS`; the office is all that they tell.
        ledger: openings moved, per vacancy, kind and day added up, columns `LEDGER`; `happened_on` is empty for the
            openings outstanding before everything else.
        referrals: columns `REFERRALS`; places and occupation are those of the job.
        placements: columns `PLACEMENTS`; places and occupation are those of the job, `seeker_` those of the spell.
        services: services given to people, columns `SERVICES`.
        counsellors: one row per member of staff who counsels, columns `COUNSELLORS`.
    """
    records = Records(spells, stays, ledger, referrals, placements, services, counsellors)
    starts = records.starts()
    tables = [
        MADE[name](table.assign(record=np.arange(starts[name], starts[name] + len(table))))
        for name, table in records.tables().items()
    ]
    found: dict[str, set[str]] = {name: set() for name in DIMENSIONS}
    for _numbers, categories in tables:
        for name, values in categories.items():
            found[_dimension(name)].update(values.labels)
    labels = {name: (*FIXED_LABELS.get(name, sorted(values)), UNKNOWN) for name, values in found.items()}
    done = [
        Table(numbers | {n: _numbered(c, labels[_dimension(n)]) for n, c in held.items()}) for numbers, held in tables
    ]
    return Register(labels, _kinds(ledger), _kinds(services), *done)


def _kinds(table: pd.DataFrame) -> tuple[str, ...]:
    return tuple(str(kind) for kind in pd.Categorical(table["kind"]).categories)


Raw: TypeAlias = tuple[dict[str, Codes], dict[str, Category]]


def _spells(table: pd.DataFrame) -> Raw:
    numbers = {
        "record": _whole(table["record"]),
        "person": _whole(table["person"]),
        "opened": _day(table["opened_on"]),
        "closed": _day(table["closed_on"]),
        "unemployed": np.asarray(table["labour_status"] == UNEMPLOYED, dtype=np.int64),
    }
    more = _told(table) | {"exit_reason": grouped(table["exit_reason"], "exit_reason")}
    return numbers, _person(table, "opened_on") | _places(table) | more


def _stays(table: pd.DataFrame) -> Raw:
    """A stay lasts no longer than its spell; one that would begin after the spell's end is none."""
    closed, since, office = _day(table["closed_on"]), _day(table["since"]), grouped(table["office"], "office")
    inside = since <= closed
    numbers = {
        "record": _whole(table["record"]),
        "person": _whole(table["person"]),
        "since": since,
        "until": np.minimum(_day(table["until"]), closed),
        "opened": _day(table["opened_on"]),
    }
    return {name: n[inside] for name, n in numbers.items()}, {"office": Category(office.codes[inside], office.labels)}


def _ledger(table: pd.DataFrame) -> Raw:
    numbers = {
        "record": _whole(table["record"]),
        "vacancy": _whole(table["vacancy"]),
        "amount": _whole(table["openings"]),
        "day": _day(table["happened_on"], -NEVER),
        "posted": _day(table["posted_on"]),
        "kind": pd.Categorical(table["kind"]).codes.astype(np.int64),
        "cents": _cents(table["wage"]),
    }
    offer = {name: grouped(table[name], name) for name in ("education", "contract", "employer_size")}
    return numbers, _places(table) | offer | {"wage_band": wage_bands(_dollars(table["wage"]))}


def _referrals(table: pd.DataFrame) -> Raw:
    """Records that were frozen before interviews were read have none."""
    numbers = {name: _whole(table[name]) for name in ("record", "person", "vacancy")} | {
        "day": _day(table["happened_on"]),
        "interviewed": _day(table["interviewed_on"]) if "interviewed_on" in table else np.full(len(table), NEVER),
    }
    return numbers, _person(table, "happened_on") | _places(table)


def _placements(table: pd.DataFrame) -> Raw:
    numbers = {
        "record": _whole(table["record"]),
        "person": _whole(table["person"]),
        "vacancy": _whole(table["vacancy"]),
        "day": _day(table["happened_on"]),
        "posted": _day(table["posted_on"]),
        "cancelled": table["cancelled"].to_numpy(dtype=np.bool_).astype(np.int64),
    }
    seeker = {f"seeker_{name}": held for name, held in (_person(table, "opened_on") | _told(table)).items()}
    return numbers, (
        _person(table, "happened_on") | _places(table) | _told(table) | seeker | _places(table, "seeker_")
        | {"vacancy_office": grouped(table["vacancy_office"], "office")}
        | {"confirmation": grouped(table["confirmation"], "confirmation")}
    )  # fmt: skip


def _services(table: pd.DataFrame) -> Raw:
    numbers = {
        "record": _whole(table["record"]),
        "person": _whole(table["person"]),
        "day": _day(table["happened_on"]),
        "kind": pd.Categorical(table["kind"]).codes.astype(np.int64),
    }
    return numbers, _person(table, "happened_on") | {"office": grouped(table["office"], "office")}


def _counsellors(table: pd.DataFrame) -> Raw:
    numbers = {"record": _whole(table["record"])} | {name: _day(table[name]) for name in ("since", "until")}
    return numbers, {"office": grouped(table["office"], "office")}


MADE: Final[Mapping[str, Callable[[pd.DataFrame], Raw]]] = {
    "spells": _spells,
    "stays": _stays,
    "ledger": _ledger,
    "referrals": _referrals,
    "placements": _placements,
    "services": _services,
    "counsellors": _counsellors,
}
"""How each table becomes numbers and categories."""


def _person(table: pd.DataFrame, on: str) -> dict[str, Category]:
    ages = age_groups(days(table[on]), days(table["birth_date"]), _whole(table["birth_year"]))
    return {"sex": grouped(table["sex"], "sex"), "age_group": ages}


def _told(table: pd.DataFrame) -> dict[str, Category]:
    return {name: grouped(table[name], name) for name in TOLD}


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


def _dollars(column: pd.Series[Any]) -> Any:
    return column.to_numpy(dtype=np.float64, na_value=np.nan)


def _cents(column: pd.Series[Any]) -> Codes:
    """Whole US cents a month, -1 where the vacancy does not say."""
    return np.where(np.isnan(_dollars(column)), -1, np.rint(np.nan_to_num(_dollars(column)) * 100)).astype(np.int64)


def _day(column: pd.Series[Any], missing: int = NEVER) -> Codes:
    numbers = days(column)
    return np.where(np.isnat(numbers), missing, numbers.astype(np.int64))
