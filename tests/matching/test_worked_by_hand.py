"""docs/matching.md works one vacancy by hand; the criteria give the same points."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from uuid import UUID

from lmis.matching.profiles import SeekerProfile, VacancyProfile
from lmis.matching.rank import explain
from lmis.matching.weights import DEFAULT_WEIGHTS

PAGE = (Path(__file__).parents[2] / "docs" / "matching.md").read_text("utf-8")
FACTORY = VacancyProfile(
    UUID(int=1),
    occupation="8153",
    country="KH",
    required_skills=frozenset({"sewing", "quality control"}),
    useful_skills=frozenset({"english"}),
    district="KH0204",
    province="KH02",
    education=2,
    experience_months=12,
    languages={"km": 3, "en": 1},
    wage=240_00,
    hours="full_time",
    related=frozenset({"7531", "7536"}),
    scarce=frozenset({"quality control"}),
    needed_from=date(2026, 11, 5),
)
TAILOR = SeekerProfile(
    UUID(int=2),
    wanted=("8153",),
    experience={"7531": 20, "8157": 7},
    skills=frozenset({"sewing", "ironing"}),
    district="KH0203",
    province="KH02",
    mobility="province",
    education=1,
    languages={"km": 4},
    wage=260_00,
    available_from=date(2026, 11, 20),
)


def test_the_page_and_the_criteria_give_the_same_points() -> None:
    worked = PAGE.partition("worked by hand")[2]
    on_paper = {name: int(points) for name, points in re.findall(r"^\| (\w+) \|.*\| (\d+) \|$", worked, re.MULTILINE)}
    reasons = explain(TAILOR, FACTORY, DEFAULT_WEIGHTS)
    assert on_paper == {one.criterion: one.points for one in reasons if one.known}
    assert [one.criterion for one in reasons if not one.known] == ["hours"]
    assert f"**{sum(one.points for one in reasons)}**" in worked


def test_the_page_tells_the_weights_that_are_in_force() -> None:
    told = {name: int(most) for name, most in re.findall(r"^\| (\w+) \| (\d+) \|", PAGE, re.MULTILINE)}
    assert told == dict(DEFAULT_WEIGHTS.most)
    assert f"Weights {DEFAULT_WEIGHTS.version}, at most {DEFAULT_WEIGHTS.total} points" in PAGE
