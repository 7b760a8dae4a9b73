"""Lists as the seeds hold them, for tests of cells."""

from __future__ import annotations

import csv

from lmis.config import Settings
from lmis.imports.definition import Lookups
from lmis.imports.lists import Listing, PlaceListing

NAMES = ("name_en", "name_km", "name_lo")


def seed(name: str) -> list[dict[str, str]]:
    """The rows of a seed file."""
    with (Settings().seeds / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def place_listing(rows: list[dict[str, str]]) -> Listing:
    """Places with their names, spellings and national codes, told in English."""
    names = {row["code"]: [*(row[name] for name in NAMES), *row.get("spellings", "").split("|")] for row in rows}
    codes = {row["code"]: (row.get("iso"), row["national_code"], row["national_code"].lstrip("0")) for row in rows}
    return PlaceListing(names, {row["code"]: row["name_en"] for row in rows}, codes)


def lookups(country: str) -> Lookups:
    """Places of a country and the minor units of some currencies; no code lists."""
    provinces = [row for row in seed("provinces") if row["country"] == country]
    districts = {row["code"]: [one for one in seed("districts") if one["province"] == row["code"]] for row in provinces}
    return Lookups(
        country,
        place_listing(provinces),
        {code: place_listing(rows) for code, rows in districts.items()},
        minor_units={"KHR": 2, "LAK": 2, "USD": 2, "VND": 0},
        office_countries={"KH-JC-02": "KH", "LA-JC-01": "LA"},
    )
