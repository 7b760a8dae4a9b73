"""Each criterion against its table, with points worked out by hand for the default weights."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from lmis.matching.criteria.occupation import shared_digits
from lmis.matching.criteria.place import nearness
from lmis.matching.profiles import SeekerProfile, VacancyProfile
from lmis.matching.rank import Reason, explain
from lmis.matching.weights import DEFAULT_WEIGHTS

SEEKER = SeekerProfile(UUID(int=1))
MOST = DEFAULT_WEIGHTS.most
VACANCY = VacancyProfile(UUID(int=2), occupation="7531", country="KH", district="KH0102", province="KH01")


def reason(criterion: str, seeker: dict[str, Any], vacancy: dict[str, Any] | None = None) -> Reason:
    """What one criterion says of a person and a vacancy that differ from empty ones as stated."""
    reasons = explain(replace(SEEKER, **seeker), replace(VACANCY, **vacancy or {}), DEFAULT_WEIGHTS)
    return next(reason for reason in reasons if reason.criterion == criterion)


def summary(found: Reason) -> tuple[int, int, bool]:
    """Points, of how many, and known or not."""
    return found.points, found.max, found.known


@pytest.mark.parametrize(
    ("one", "other", "digits"),
    [("7531", "7531", 4), ("7531", "7532", 3), ("75", "7531", 2), ("8", "7531", 0), ("", "7", 0)],
)
def test_shared_digits(one: str, other: str, digits: int) -> None:
    assert shared_digits(one, other) == shared_digits(other, one) == digits


@pytest.mark.parametrize(
    ("wanted", "experience", "points", "through"),
    [
        (("7531",), {}, 32, "wanted"),
        (("7532",), {}, 22, "wanted"),
        (("75",), {}, 12, "wanted"),
        (("7",), {}, 4, "wanted"),
        (("5223",), {}, 0, None),
        ((), {"7531": 6}, 25, "done"),
        ((), {"7532": 6}, 17, "done"),
        (("7",), {"7532": 6}, 17, "done"),
        (("7532",), {"7531": 6}, 25, "done"),
        (("7531",), {"7531": 6}, 32, "wanted"),
    ],
)
def test_occupation(wanted: tuple[str, ...], experience: dict[str, int], points: int, through: str | None) -> None:
    found = reason("occupation", {"wanted": wanted, "experience": experience})
    assert summary(found) == (points, 32, True)
    if through:
        assert found.values["through"] == through


def test_occupation_is_unknown_without_wishes_and_work() -> None:
    found = reason("occupation", {})
    assert summary(found) == (0, 32, False)
    nothing = {"shared_digits": 0, "through": None, "code": None, "related": False}
    assert found.values == nothing | {"occupation": "7531"}


@pytest.mark.parametrize(
    ("wanted", "experience", "hundredths", "counted"),
    [
        (("8153",), {}, 55, ("wanted", "8153", True)),
        ((), {"8153": 6}, 45, ("done", "8153", True)),
        (("8153", "7532"), {}, 70, ("wanted", "7532", False)),  # three digits are nearer
        (("75",), {"8153": 6}, 45, ("done", "8153", True)),
        (("8156",), {}, 0, ("wanted", "8156", False)),
    ],
)
def test_related_work_counts_between_two_digits_and_three(
    wanted: tuple[str, ...], experience: dict[str, int], hundredths: int, counted: tuple[str, str, bool]
) -> None:
    vacancy = {"related": frozenset({"8153"})}
    found = reason("occupation", {"wanted": wanted, "experience": experience}, vacancy)
    assert found.points == MOST["occupation"] * hundredths // 100
    assert tuple(found.values[name] for name in ("through", "code", "related")) == counted


def test_skills_that_few_people_have_count_more() -> None:
    asked = {
        "required_skills": frozenset({"sewing", "overlock"}),
        "useful_skills": frozenset({"autocad"}),
        "scarce": frozenset({"overlock", "welding"}),
        "rare": frozenset({"autocad"}),
    }
    one, other = (reason("skills", {"skills": frozenset({skill})}, asked) for skill in ("sewing", "overlock"))
    assert one.points == MOST["skills"] * 2 // 9  # 2 + 4 + 3 parts
    assert other.points == MOST["skills"] * 4 // 9
    assert (other.values["scarce"], other.values["rare"]) == (["autocad", "overlock"], ["autocad"])


@pytest.mark.parametrize(
    ("available", "hundredths"), [((2026, 11, 5), 100), ((2026, 11, 6), 50), ((2026, 12, 5), 50), ((2026, 12, 6), 0)]
)
def test_availability(available: tuple[int, int, int], hundredths: int) -> None:
    found = reason("availability", {"available_from": date(*available)}, {"needed_from": date(2026, 11, 5)})
    assert summary(found) == (MOST["availability"] * hundredths // 100, MOST["availability"], True)


@pytest.mark.parametrize(
    ("needs", "offers", "hundredths"),
    [({"ramp"}, {"ramp", "transport"}, 100), ({"ramp", "transport"}, {"ramp"}, 40)],
)
def test_accommodations_raise(needs: set[str], offers: set[str], hundredths: int) -> None:
    found = reason("accommodations", {"needs": frozenset(needs)}, {"offers": frozenset(offers)})
    assert summary(found) == (MOST["accommodations"] * hundredths // 100, MOST["accommodations"], True)


@pytest.mark.parametrize(("needs", "offers"), [(set(), {"ramp"}), ({"ramp"}, set()), ({"ramp"}, {"transport"})])
def test_accommodations_never_lower(needs: set[str], offers: set[str]) -> None:
    found = reason("accommodations", {"needs": frozenset(needs)}, {"offers": frozenset(offers)})
    assert summary(found) == (0, 0, True)


def test_skills_count_required_twice() -> None:
    asked = {"required_skills": frozenset({"sewing", "cutting"}), "useful_skills": frozenset({"english"})}
    found = reason("skills", {"skills": frozenset({"sewing", "english", "driving"})}, asked)
    assert summary(found) == (9, 16, True)  # three parts of five
    assert found.values == {
        "matched": ["sewing"],
        "missing": ["cutting"],
        "useful_matched": ["english"],
        "useful_missing": [],
        "scarce": [],
        "rare": [],
    }


def test_skills_round_down() -> None:
    asked = {"required_skills": frozenset({"a", "b", "c"})}
    assert summary(reason("skills", {"skills": frozenset({"a", "b"})}, asked)) == (10, 16, True)  # 10 2/3


@pytest.mark.parametrize(
    ("criterion", "asked"),
    [
        ("skills", {"required_skills": frozenset({"sewing"})}),
        ("education", {"education": 2}),
        ("experience", {"experience_months": 12}),
        ("languages", {"languages": {"en": 2}}),
        ("wage", {"wage": 20_000}),
        ("hours", {"hours": "full_time"}),
        ("availability", {"needed_from": date(2026, 11, 5)}),
        ("place", {}),
    ],
)
def test_what_is_asked_and_not_recorded_is_unknown(criterion: str, asked: dict[str, Any]) -> None:
    assert summary(reason(criterion, {}, asked)) == (0, DEFAULT_WEIGHTS.most[criterion], False)


@pytest.mark.parametrize("criterion", ["skills", "education", "experience", "languages", "availability"])
def test_what_is_not_asked_cannot_be_won(criterion: str) -> None:
    rich = {
        "skills": frozenset({"sewing"}),
        "education": 8,
        "experience": {"7531": 99},
        "languages": {"en": 4},
        "available_from": date(2026, 1, 1),
    }
    found = reason(criterion, rich)
    assert summary(found) == (0, 0, True)
    assert found.values == {}


@pytest.mark.parametrize("criterion", ["wage", "hours", "place"])
def test_what_the_vacancy_should_say_and_does_not_is_unknown(criterion: str) -> None:
    seeker = {"wage": 20_000, "hours": "full_time", "province": "KH01", "mobility": "province"}
    silent = {"wage": None, "hours": None, "province": None, "district": None}
    assert summary(reason(criterion, seeker, silent)) == (0, DEFAULT_WEIGHTS.most[criterion], False)


@pytest.mark.parametrize(
    ("district", "province", "mobility", "points"),
    [
        ("KH0102", "KH01", "district", 20),
        ("KH0101", "KH01", "district", 4),
        ("KH0101", "KH01", "province", 18),
        ("KH0101", "KH01", None, 12),
        (None, "KH02", "district", 0),
        (None, "KH02", "province", 4),
        (None, "KH02", "country", 18),
        (None, "KH12", "province", 0),
        (None, "KH12", "country", 14),
        (None, "KH12", "abroad", 18),
        (None, "LA16", "country", 0),
        (None, "LA16", "abroad", 12),
        (None, "LA01", "abroad", 8),
    ],
)
def test_place(district: str | None, province: str, mobility: str | None, points: int) -> None:
    seeker = {"district": district, "province": province, "mobility": mobility}
    found = reason("place", seeker, {"neighbours": frozenset({"KH02", "LA16"})})
    assert summary(found) == (points, 20, True)


def test_a_far_place_is_unknown_only_while_nothing_says_how_far() -> None:
    far = {"province": "KH12"}
    assert not reason("place", far).known
    assert summary(reason("place", far | {"wanted_provinces": frozenset({"KH01"})})) == (18, 20, True)
    assert summary(reason("place", far | {"wanted_provinces": frozenset({"KH03"})})) == (0, 20, True)
    assert summary(reason("place", {"wanted_provinces": frozenset({"KH01"})})) == (18, 20, True)


def test_a_wanted_province_never_lowers_the_place() -> None:
    home = {"district": "KH0102", "province": "KH01", "wanted_provinces": frozenset({"KH01"})}
    assert reason("place", home).points == 20


def test_nearness_across_the_border() -> None:
    vacancy = replace(VACANCY, neighbours=frozenset({"LA16"}))
    assert nearness(replace(SEEKER, province="LA16"), vacancy) == "across_the_border"
    assert nearness(replace(SEEKER, province="LA01"), vacancy) == "other_country"


@pytest.mark.parametrize(("level", "points"), [(8, 10), (3, 10), (2, 5), (1, 2), (0, 0)])
def test_education(level: int, points: int) -> None:
    assert summary(reason("education", {"education": level}, {"education": 3})) == (points, 10, True)


@pytest.mark.parametrize(
    ("experience", "points"),
    [
        ({"7531": 240}, 6),
        ({"7531": 24}, 6),
        ({"7531": 12, "7533": 12}, 6),  # one minor group
        ({"7531": 23}, 4),
        ({"7531": 12}, 3),
        ({"7531": 6}, 1),
        ({"7531": 5}, 0),
        ({"7541": 99}, 0),  # another minor group
    ],
)
def test_experience(experience: dict[str, int], points: int) -> None:
    assert summary(reason("experience", {"experience": experience}, {"experience_months": 24})) == (
        points,
        6,
        True,
    )


def test_languages() -> None:
    asked = {"languages": {"km": 3, "en": 2, "zh": 1}}
    found = reason("languages", {"languages": {"km": 4, "en": 1, "th": 4}}, asked)
    assert summary(found) == (1, 3, True)  # three parts of six
    assert found.values == {"met": ["km"], "below": ["en"], "missing": ["zh"]}


@pytest.mark.parametrize(
    ("offered", "points"), [(30_000, 5), (20_000, 5), (19_999, 3), (18_000, 3), (16_000, 1), (15_999, 0)]
)
def test_wage(offered: int, points: int) -> None:
    assert summary(reason("wage", {"wage": 20_000}, {"wage": offered})) == (points, 5, True)


@pytest.mark.parametrize(
    ("wanted", "offered", "points"),
    [("full_time", "full_time", 3), ("full_time", "part_time", 0), ("any", "part_time", 3), ("any", None, 3)],
)
def test_hours(wanted: str, offered: str | None, points: int) -> None:
    assert summary(reason("hours", {"hours": wanted}, {"hours": offered})) == (points, 3, True)
