"""What the world is made of: trades, skills, names, phrases and provinces, read from the tables beside this file."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

COUNTRIES: Final = ("KH", "LA")
NATIVE: Final = {"KH": "km", "LA": "lo"}
LAK_PER_USD: Final = 21_600.0


@dataclass(frozen=True, slots=True)
class Trade:
    """One trade; shares are per thousand, pay is a month's in USD, both in the order of ``COUNTRIES``."""

    isco: str
    sector: str
    isic: str
    share: tuple[float, float]
    women: float
    pay: tuple[tuple[float, float], tuple[float, float]]
    schooling: int
    openings: float
    daily: bool
    skills: tuple[str, ...]
    titles: dict[str, str]


@dataclass(frozen=True, slots=True)
class Skill:
    """One skill with its labels by language; a general one belongs to no trade."""

    key: str
    general: bool
    labels: dict[str, str]


@dataclass(frozen=True, slots=True)
class Name:
    """A family or given name in its own script, and two Latin spellings of it."""

    kind: str
    native: str
    spellings: tuple[str, str]


@dataclass(frozen=True, slots=True)
class ProvinceFacts:
    """Population (thousand) and what multiplies it: for registering, for jobs, for returnees."""

    people: float
    registering: float
    jobs: float
    returnees: float
    urban: bool


def _table(name: str) -> list[dict[str, str]]:
    text = files("lmis.sample").joinpath("tables", f"{name}.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def _worded(row: dict[str, str]) -> dict[str, str]:
    return {language: row[language] for language in ("en", "km", "lo")}


def _trade(row: dict[str, str]) -> Trade:
    lak = tuple(float(row[f"lak_thousand_{end}"]) * 1000 / LAK_PER_USD for end in ("low", "high"))
    return Trade(
        isco=row["isco"],
        sector=row["sector"],
        isic=row["isic"],
        share=(float(row["share_kh"]), float(row["share_la"])),
        women=float(row["women"]),
        pay=((float(row["usd_low"]), float(row["usd_high"])), (lak[0], lak[1])),
        schooling=int(row["schooling"]),
        openings=float(row["openings"]),
        daily=row["daily"] == "yes",
        skills=tuple(row["skills"].split(";")),
        titles=_worded(row),
    )


@cache
def trades() -> tuple[Trade, ...]:
    """All trades, ordered by sector, so that a sector is a slice.

    Source: wage ranges as offered in 2025 (Cambodian garment minimum USD 208, Lao minimum LAK 2.5 million).
    """
    return tuple(sorted(map(_trade, _table("trades")), key=lambda trade: (trade.sector, trade.isco)))


@cache
def skills() -> tuple[Skill, ...]:
    """All skills, in the order of the table."""
    return tuple(Skill(row["key"], row["general"] == "yes", _worded(row)) for row in _table("skills"))


@cache
def names(country: str, kind: str) -> tuple[Name, ...]:
    """The names of one kind (family, women, men) of a country."""
    return tuple(
        Name(row["kind"], row["native"], (row["spelling"], row["other_spelling"]))
        for row in _table(f"names_{country.lower()}")
        if row["kind"] == kind
    )


@cache
def provinces() -> dict[str, ProvinceFacts]:
    """Facts of each province by place code.

    Source: population censuses of Cambodia (2019) and Lao PDR (2015), rounded to thousands.
    """
    return {
        row["code"]: ProvinceFacts(
            float(row["people_thousand"]),
            float(row["registering"]),
            float(row["jobs"]),
            float(row["returnees"]),
            row["urban"] == "yes",
        )
        for row in _table("provinces")
    }


@cache
def phrases(part: str) -> tuple[dict[str, str], ...]:
    """Phrases of notices and of employers' names, by language."""
    return tuple(_worded(row) for row in _table("notices") if row["part"] == part)
