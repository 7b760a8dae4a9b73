"""Which records meet at all."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from lmis.duplicates.keys import MOST, block_words, candidates, consonants
from lmis.duplicates.traits import Names, Traits

DAY = date(1995, 4, 13)


def words(*names: str | None) -> set[str | None]:
    return set(block_words(Names(*names), DAY, 1995, "KH", "KH02", "F"))


def person(number: int, phone: bytes | None = None, keys: tuple[bytes | None, ...] = ()) -> Traits:
    names = Names("Sok", "Dara")
    return Traits(UUID(int=number), UUID(int=0), names, "F", DAY, 1995, None, None, phone, "KH02", None, keys)


def test_scripts_spellings_and_orders_of_a_name_meet() -> None:
    usual = words("Kim", "Dara")
    for other in (("Dara", "Kim"), ("Keum", "Tara"), (None, None, "គឹម", "ដារ៉ា"), ("Kim Dara",), (None, "Kim Dara")):
        assert words(*other) == usual, other
    assert consonants("Vila") == consonants("Vira")


def test_a_name_without_a_space_meets_by_its_whole() -> None:
    assert words(None, None, "គឹមដារ៉ា", None) & words("Kim", "Dara") - {None}


def test_a_slip_in_one_part_leaves_the_other() -> None:
    assert words("Kim", "Dara") & words("Kim", "Drana") - {None}


def test_a_year_alone_meets_a_date_by_the_whole_name() -> None:
    assert block_words(Names("Kim", "Dara"), None, 1995, "KH", "KH02", "F")[0] in words("Kim", "Dara")
    assert block_words(Names("Kim", "Dara"), None, 1995, "KH", "KH02", "F")[1:] == (None, None, None)


def test_where_the_day_speaks_sex_and_for_a_part_the_province_are_the_same() -> None:
    here, moved, other = (
        block_words(Names("Kim", "Dara"), DAY, 1995, "KH", province, sex)
        for province, sex in (("KH02", "F"), ("KH12", "F"), ("KH02", "M"))
    )
    assert set(here) & set(moved) == {here[3]}, "the whole name and the day, wherever they live"
    assert set(here) & set(other) == {here[0]}, "the whole name and the year, in one province"


def test_countries_never_meet() -> None:
    assert not words("Kim", "Dara") & set(block_words(Names("Kim", "Dara"), DAY, 1995, "LA", "LA01", "F"))


def test_a_name_of_signs_has_no_keys() -> None:
    assert block_words(Names("-", "៛"), DAY, 1995, "KH", "KH02", "F")[1:] == (None, None, None)


def test_each_pair_comes_once_and_only_about_the_new() -> None:
    people = [person(number, b"a", (b"x", b"y", None)) for number in range(3)]
    assert len(list(candidates(people))) == 3
    assert len(list(candidates(people, [UUID(int=2)]))) == 2


def test_a_phone_that_half_a_village_uses_says_nothing() -> None:
    assert not list(candidates(person(number, b"a") for number in range(MOST + 1)))
