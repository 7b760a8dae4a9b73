"""A profile cannot hold what may not decide: the type has no room for it."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, fields
from typing import Any
from uuid import UUID

import pytest

from lmis.matching.gates import SeekerGates, VacancyGates
from lmis.matching.profiles import SeekerProfile, VacancyProfile

PROTECTED = {
    "sex", "gender", "age", "birth", "birth_date", "birth_year", "ethnicity", "nationality", "religion",
    "disability", "accommodations", "marital_status", "pregnancy", "children", "name", "family_name",
    "given_name", "photo", "identity_number", "phone", "political_opinion", "union", "returnee_from",
    "months_without_work",
}  # fmt: skip
ID = UUID(int=1)


@pytest.mark.parametrize("profile", [SeekerProfile, VacancyProfile, SeekerGates, VacancyGates])
def test_no_protected_attribute_is_a_field(profile: type[Any]) -> None:
    names = {field.name for field in fields(profile)}
    assert not names & PROTECTED
    assert set(profile.__slots__) == names


@pytest.mark.parametrize("attribute", sorted(PROTECTED))
def test_a_protected_attribute_cannot_be_passed_or_set(attribute: str) -> None:
    extra: dict[str, Any] = {attribute: "x"}
    with pytest.raises(TypeError):
        SeekerProfile(id=ID, **extra)
    with pytest.raises((AttributeError, TypeError)):
        setattr(SeekerProfile(id=ID), attribute, "x")
    with pytest.raises(AttributeError):
        object.__setattr__(SeekerProfile(id=ID), attribute, "x")


def test_a_profile_cannot_be_changed() -> None:
    seeker = SeekerProfile(id=ID)
    attribute = "wage"
    with pytest.raises(FrozenInstanceError):
        setattr(seeker, attribute, 1)


def test_a_skill_that_is_required_is_not_also_useful() -> None:
    vacancy = VacancyProfile(
        ID,
        "7531",
        "KH",
        required_skills=frozenset({"sewing"}),
        useful_skills=frozenset({"sewing", "english"}),
    )
    assert vacancy.useful_skills == {"english"}


def test_what_gives_points_and_what_gates_ask_about_a_person_have_only_the_id_in_common() -> None:
    points, gates = ({field.name for field in fields(kind)} for kind in (SeekerProfile, SeekerGates))
    assert points & gates == {"id"}
    assert gates == {"id", "old_enough_from", "adult_from", "licences"}
