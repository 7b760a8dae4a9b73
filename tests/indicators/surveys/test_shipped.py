"""The mappings of Cambodia 2012 and Lao PDR 2017 over made-up people, so many that every rule decides both ways."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from lmis.indicators import concepts
from lmis.indicators.frame import Answers, Mask, Persons
from lmis.indicators.surveys import Report, harmonise, read_mapping, read_table
from lmis.indicators.surveys.harmonise import UnknownColumn

SURVEYS = Path(__file__).resolve().parents[3] / "seeds" / "surveys"

PEOPLE = Path(__file__).parent / "people"
TABLES = ("khm_lfs_2012", "lao_lfs_2017")


def table(name: str) -> list[list[str]]:
    """The made-up people, a line each, the names of the columns first; - is an empty cell."""
    lines = (PEOPLE / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return [["" if cell == "-" else cell for cell in line.split()] for line in lines]


@cache
def survey(name: str) -> tuple[Persons, Report, tuple[str, ...]]:
    rows = table(name)
    text = "\n".join(",".join(row) for row in rows)
    mapping = read_mapping(SURVEYS / f"{name}.yml")
    persons, report = harmonise(mapping, [read_table(mapping, text.encode())])
    return persons, report, tuple(row[0] for row in rows[1:])


def whom(name: str, mask: Mask) -> set[str]:
    return {who for who, inside in zip(survey(name)[2], mask.tolist(), strict=True) if inside}


@pytest.mark.parametrize("name", TABLES)
def test_every_rule_decides_more_than_one_way(name: str) -> None:
    persons, report, _ = survey(name)
    assert report.errors == ()
    plain: list[str] = []
    for variable in read_mapping(SURVEYS / f"{name}.yml").rules:
        column: Any = persons.columns[variable]
        known = persons.known(variable)
        values = (
            column.yes if isinstance(column, Answers) else getattr(column, "codes", getattr(column, "values", None))
        )
        if len(np.unique(values[known])) < 2 and variable not in ("weight", "available_for_more"):
            plain.append(variable)
    assert plain == []


@pytest.mark.parametrize(
    ("concept", "who"),
    [
        (concepts.employed, "farmer trader boss clerk casual unsure unsure_too helper on_leave"),
        (concepts.unemployed, "starts_soon seeker"),
        (concepts.unemployed_nationally, "starts_soon laid_off seeker"),
        (concepts.potential_labour_force, "laid_off busy_seeker"),
        (concepts.time_related_underemployed, "farmer"),
    ],
)
def test_cambodia_sorts_people(concept: Any, who: str) -> None:
    assert whom("khm_lfs_2012", concept(survey("khm_lfs_2012")[0])) == set(who.split())


@pytest.mark.parametrize(
    ("concept", "who"),
    [
        (concepts.employed, "clerk maid unsure market_farmer shop helper on_leave"),
        (concepts.unemployed, "seeker starts_soon own_seeker"),
        (concepts.time_related_underemployed, "market_farmer"),
    ],
)
def test_lao_sorts_people(concept: Any, who: str) -> None:
    persons = survey("lao_lfs_2017")[0]
    if "own_use_work" in persons.columns and concept is concepts.employed:
        assert whom("lao_lfs_2017", persons["own_use_work"]) == {"own_farmer", "own_seeker"}
    assert whom("lao_lfs_2017", concept(persons)) == set(who.split())


@pytest.mark.parametrize(
    ("name", "informal", "formal"),
    [
        ("khm_lfs_2012", "farmer boss casual unsure_too helper", "trader clerk unsure on_leave"),
        ("lao_lfs_2017", "maid unsure market_farmer helper", "clerk shop on_leave"),
    ],
)
def test_informal_jobs(name: str, informal: str, formal: str) -> None:
    persons = survey(name)[0]
    assert whom(name, persons["informal_job"]) == set(informal.split())
    assert whom(name, persons.known("informal_job") & ~persons["informal_job"]) == set(formal.split())


@pytest.mark.parametrize("name", TABLES)
def test_what_is_not_confirmed_is_told(name: str) -> None:
    told = [one.values["variables"] for one in survey(name)[1].findings if one.kind == "to_confirm"]
    assert told == [list(read_mapping(SURVEYS / f"{name}.yml").to_confirm)]
    assert len(told[0]) > 5


def test_a_column_whose_name_is_not_known_stops_the_loading() -> None:
    mapping = read_mapping(SURVEYS / "lao_lfs_2017.yml")
    text = "\n".join(",".join(row) for row in table("lao_lfs_2017")).replace("TO_CONFIRM_", "q")
    with pytest.raises(UnknownColumn) as refusal:
        harmonise(mapping, [read_table(mapping, text.encode())])
    assert refusal.value.values["column"].startswith("TO_CONFIRM_")
