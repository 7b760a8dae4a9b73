"""Argentina's EPH, 2013: a country whose denominators are people of all ages, with definitions of its own."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

import pytest

from lmis.indicators.estimate import estimate
from lmis.indicators.frame import Mask, Persons
from lmis.indicators.indicator import Concept, Ratio
from lmis.indicators.surveys import harmonise, read_mapping, read_table
from reference_data import needs_reference_data

MAPPINGS = Path(__file__).resolve().parents[2] / "seeds" / "surveys"


def employed(persons: Persons) -> Mask:
    return persons["worked"]


def active(persons: Persons) -> Mask:
    return persons["worked"] | persons["sought_work"]


def unemployed(persons: Persons) -> Mask:
    return persons["sought_work"]


def underemployed(persons: Persons) -> Mask:
    return employed(persons) & persons["wants_more_hours"]


def underemployed_seeking(persons: Persons) -> Mask:
    return underemployed(persons) & persons["sought_more_hours"]


def underemployed_content(persons: Persons) -> Mask:
    return underemployed(persons) & ~persons["sought_more_hours"]


def everyone(persons: Persons) -> Mask:
    return persons.known("worked")


def rate(code: str, of: Concept, among: Concept) -> Ratio:
    return Ratio(
        code=code, title=code, of=of, among=among, unit="%", by=("sex",), source="INDEC",
        since=date(2003, 1, 1), definition="national",
    )  # fmt: skip


RATES = [
    rate("activity", active, everyone),
    rate("employment", employed, everyone),
    rate("unemployment", unemployed, active),
    rate("underemployed_seeking", underemployed_seeking, active),
    rate("underemployed_not_seeking", underemployed_content, active),
]


@cache
def rates(file: str) -> dict[str, float]:
    folder = needs_reference_data() / "surveys" / "arg_eph"
    quarter = {"a13t3.tsv.gz": "q3", "a13t4.tsv.gz": "q4"}[file]
    mapping = read_mapping(MAPPINGS / f"arg_eph_2013_{quarter}.yml")
    persons, report = harmonise(mapping, [read_table(mapping, folder / file)])
    assert report.kept < report.read
    assert report.errors == ()
    return dict(estimate(persons, RATES, by=())[["indicator", "value"]].to_numpy().tolist())


@pytest.mark.parametrize(
    ("file", "published"),
    [("a13t3.tsv.gz", (46.1, 42.9, 6.8, 5.8, 2.9)), ("a13t4.tsv.gz", (45.6, 42.7, 6.4, 5.1, 2.7))],
)
def test_published_figures(file: str, published: tuple[float, ...]) -> None:
    found = [round(value, 1) for value in rates(file).values()]
    assert found == list(published)


def test_the_office_adds_rounded_parts() -> None:
    parts = [rates("a13t3.tsv.gz")[f"underemployed_{how}"] for how in ("seeking", "not_seeking")]
    assert round(sum(parts), 1) == 8.8
    assert round(sum(round(part, 1) for part in parts), 1) == 8.7
