"""Which records are certainly one person, which an officer looks at, and which are let alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lmis.duplicates.criteria import CRITERIA, birth
from lmis.duplicates.names import STEPS, agreement
from lmis.duplicates.traits import Names, Traits
from lmis.duplicates.weigh import SCALE, Verdict, weigh

SOK_DARA = Names("Sok", "Dara", "សុខ", "ដារ៉ា")
ONE = Traits(
    id=UUID(int=1), office=UUID(int=9), names=SOK_DARA, sex="F", birth_date=date(1995, 4, 13), birth_year=1995,
    identity_kind=None, identity=None, phone=b"a", province="KH02", district="KH0203",
)  # fmt: skip
TWIN = replace(ONE, id=UUID(int=2))


def verdict(**changed: object) -> Verdict:
    return weigh(ONE, replace(TWIN, **changed)).verdict  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "names",
    [
        SOK_DARA,
        Names("Dara", "Sok", "ដារ៉ា", "សុខ"),
        Names("Sokh", "Dara"),
        Names(None, None, "សុខ", "ដារ៉ា"),
        Names("Sok Dara"),
    ],
)
def test_phone_birth_date_and_name_in_any_script_or_order_are_certain(names: Names) -> None:
    assert verdict(names=names) is Verdict.CERTAIN


def test_without_the_same_phone_or_number_nothing_is_certain() -> None:
    most = sum(max(steps.values()) for name, steps in SCALE.points.items() if name not in ("phone", "identity"))
    assert SCALE.possible <= most < SCALE.certain
    assert verdict(phone=None) is Verdict.POSSIBLE
    assert verdict(phone=b"b") is Verdict.POSSIBLE


def test_a_family_with_one_phone_is_not_one_person() -> None:
    sister = {"names": Names("Sok", "Sophea", "សុខ", "សុភា"), "birth_date": date(1997, 8, 2), "birth_year": 1997}
    assert verdict(**sister) is Verdict.DIFFERENT
    assert verdict(**sister, sex="M") is Verdict.DIFFERENT
    mother = {"birth_date": date(1970, 8, 2), "birth_year": 1970}
    assert verdict(**mother) is Verdict.DIFFERENT


def test_twins_who_share_a_phone_are_never_certain() -> None:
    for given_name, native in (("Dany", "ដានី"), ("Dalin", "ដាលីន"), ("Sophea", "សុភា"), ("Darith", "ដារិទ្ធ")):
        assert verdict(names=Names("Sok", given_name, "សុខ", native)) is not Verdict.CERTAIN
    assert verdict(sex="M") is not Verdict.CERTAIN


def test_two_numbers_of_one_kind_of_paper_are_not_certain() -> None:
    one = replace(ONE, identity_kind="national_id", identity=b"x")
    other = replace(TWIN, identity_kind="national_id", identity=b"y")
    assert weigh(one, other).verdict is Verdict.POSSIBLE
    assert weigh(one, replace(other, identity_kind="passport")).verdict is Verdict.CERTAIN


def test_a_year_alone_or_a_slip_in_the_birth_date_is_for_an_officer() -> None:
    assert verdict(birth_date=None) is Verdict.POSSIBLE
    assert verdict(birth_date=date(1985, 4, 13), birth_year=1985) is Verdict.POSSIBLE


@pytest.mark.parametrize(
    ("one", "other", "step"),
    [
        (date(1995, 4, 3), date(1995, 4, 3), "same"),
        (date(1995, 4, 3), date(1995, 3, 4), "slip"),
        (date(1995, 4, 3), date(1959, 4, 3), "slip"),
        (date(1995, 4, 3), date(1994, 4, 3), "slip"),
        (date(2000, 4, 3), date(1999, 4, 3), "slip"),
        (date(2001, 4, 3), date(1991, 4, 3), "slip"),
        (date(2538, 4, 3), date(1995, 4, 3), "slip"),
        (date(1995, 4, 3), date(1995, 4, 13), "slip"),
        (date(1995, 4, 3), date(1988, 11, 21), "different"),
        (date(1995, 1, 1), date(1995, 1, 1), "year"),
        (date(1995, 1, 1), date(1995, 7, 12), "year"),
        (None, date(1995, 7, 12), "year"),
        (None, date(1996, 7, 12), "near"),
        (None, date(1999, 7, 12), "different"),
    ],
)
def test_birth_dates(one: date | None, other: date, step: str) -> None:
    ours = replace(ONE, birth_date=one, birth_year=one.year if one else 1995)
    assert birth(ours, replace(TWIN, birth_date=other, birth_year=other.year)) == step


@pytest.mark.parametrize(
    ("one", "other", "step"),
    [
        (Names("Sok", "Dara"), Names("DARA", "sok"), "same"),
        (Names("Kim", "Sreymom"), Names("Keum", "Srey Mom"), "close"),
        (Names("Sok", "Dara"), Names("Sok", "Vanna"), "part"),
        (Names("Sok", "Dara"), Names("Chan", "Vanna"), "other"),
        (Names("Sok", "Dara", "សុខ", "តារា"), SOK_DARA, "sounds"),
        (Names("Vongsa", "Vila"), Names(None, None, "ວົງສາ", "ວິລະ"), "sounds"),
    ],
)
def test_names(one: Names, other: Names, step: str) -> None:
    assert agreement(one, other) == agreement(other, one) == step


def test_every_step_has_its_points() -> None:
    assert SCALE.points.keys() == CRITERIA.keys()
    assert set(SCALE.points["names"]) == set(STEPS)


text = (
    st.none() | st.sampled_from(["Sok", "Dara", "Kim", "Keum", "សុខ", "ວົງສາ", "Aou", "៛", " - "]) | st.text(max_size=9)
)
people = st.builds(
    Traits,
    id=st.uuids(), office=st.just(UUID(int=9)), names=st.builds(Names, text, text, text, text),
    sex=st.sampled_from([None, "F", "M"]), birth_date=st.none() | st.dates(date(1920, 1, 1), date(2020, 1, 1)),
    birth_year=st.integers(1920, 2020), identity_kind=st.sampled_from([None, "passport", "national_id"]),
    identity=st.sampled_from([None, b"x", b"y"]), phone=st.sampled_from([None, b"a", b"b"]),
    province=st.sampled_from(["KH02", "KH12"]), district=st.sampled_from([None, "KH0203"]),
)  # fmt: skip


@given(people, people)
def test_points_add_up_and_whoever_comes_first_makes_no_difference(one: Traits, other: Traits) -> None:
    told = weigh(one, other)
    assert told.points == sum(reason.points for reason in told.reasons)
    assert told == weigh(other, one)
