"""The gates in the register: who is held and why, what one licence costs, and what no referral may do."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from conftest import actor
from factories.register import a_placement, a_referral, a_seeker, a_vacancy
from lmis.errors import LmisError
from lmis.model.session import Database
from lmis.services.suggested import Suggested
from lmis.services.suggesting import suggest_seekers, suggest_vacancies
from lmis.vocabulary import Actor, Purpose

BY = actor()
LAOS = actor("LA-JC-01")
TURNS_15_IN_NOVEMBER = {"birth_date": date(2011, 11, 1)}
AGED_16 = {"birth_date": date(2010, 4, 3)}


def told(found: Suggested) -> dict[str, Any]:
    """Who is suggested and why the others are not, beside what one gate costs."""
    ids = {suggestion.id for suggestion in found.ranking.suggestions}
    return {"ids": ids, "not": found.ranking.not_suggested, "relaxed": {g.value: n for g, n in found.relaxed.items()}}


def for_vacancy(session: Session, given: dict[str, Any], by: Actor = BY, **more: Any) -> dict[str, Any]:
    """What comes of a vacancy of an office whose people are there already."""
    return told(suggest_seekers(session, by, str(a_vacancy(session, by, **given)), **more))


def test_the_law_holds_the_young_before_any_points(database: Database) -> None:
    with database.open(BY, Purpose.MATCHING, "test") as session:
        adult = a_seeker(session, BY)
        young = a_seeker(session, BY, **AGED_16)
        a_seeker(session, BY, **TURNS_15_IN_NOVEMBER)
        year_only = a_seeker(session, BY, birth_date=None, birth_year=2008)  # may turn 18 on 31 December
        assert for_vacancy(session, {}) == {
            "ids": {adult, young, year_only}, "not": {"below_legal_age": 1}, "relaxed": {"below_legal_age": 1},
        }  # fmt: skip
        assert for_vacancy(session, {"hazardous": False})["ids"] == {adult, young, year_only}
        assert for_vacancy(session, {"hazardous": True}) == {
            "ids": {adult},
            "not": {"below_legal_age": 1, "hazardous_under_18": 2},
            "relaxed": {"hazardous_under_18": 2},
        }


def test_the_law_is_that_of_the_country_of_the_work(database: Database) -> None:
    with database.open(LAOS, Purpose.MATCHING, "test") as session:
        there = a_seeker(session, LAOS, birth_date=date(2012, 9, 1), province="LA01")
        found = for_vacancy(session, {"province": "LA01"}, LAOS)
    assert (found["ids"], found["not"]) == ({there}, {})


def test_a_licence_that_is_not_on_record_holds_back_and_its_price_is_told(database: Database) -> None:
    with database.open(BY, Purpose.MATCHING, "test") as session:
        driver = a_seeker(session, BY, licences=["driving_truck", "driving_car"])
        a_seeker(session, BY, licences=["driving_car"])
        a_seeker(session, BY)
        a_seeker(session, BY, **TURNS_15_IN_NOVEMBER)
        found = for_vacancy(session, {"licences": ["driving_truck"]})
    assert found["ids"] == {driver}
    assert found["not"] == {"below_legal_age": 1, "licence_missing": 2}
    assert found["relaxed"] == {"licence_missing": 2}


def test_a_vacancy_that_is_closed_full_or_knows_the_person_is_for_nobody(database: Database) -> None:
    with database.open(BY, Purpose.MATCHING, "test") as session:
        seeker, other = a_seeker(session, BY), a_seeker(session, BY, wanted_occupations=["5120"])
        full = a_vacancy(session, BY, openings=1)
        a_referral(session, BY, seeker, full)
        assert told(suggest_seekers(session, BY, str(full)))["not"] == {"already_referred": 1}
        assert for_vacancy(session, {"withdrawn_on": date(2026, 9, 20)})["not"] == {"closed": 2}
        a_placement(session, BY, other, full)
        found = told(suggest_seekers(session, BY, str(full)))
    assert (found["not"], found["relaxed"]) == ({"full": 1}, {})  # the one who is left is referred already, too


def test_vacancies_for_a_person_pass_the_same_gates(database: Database) -> None:
    with database.open(BY, Purpose.MATCHING, "test") as session:
        young = a_seeker(session, BY, licences=["driving_motorcycle"], **AGED_16)
        fits = {a_vacancy(session, BY), a_vacancy(session, BY, licences=["driving_motorcycle"])}
        a_vacancy(session, BY, hazardous=True)
        a_vacancy(session, BY, hazardous=True, licences=["welder"])
        a_vacancy(session, BY, licences=["welder"])
        a_vacancy(session, BY, closes_on=date(2026, 9, 30))
        found = told(suggest_vacancies(session, BY, str(young)))
    assert found == {
        "ids": fits,
        "not": {"closed": 1, "hazardous_under_18": 2, "licence_missing": 1},
        "relaxed": {"closed": 1, "hazardous_under_18": 1, "licence_missing": 1},
    }


@pytest.mark.parametrize("licences", [[], ["driving_car"]])
def test_the_number_of_statements_does_not_grow_with_people(database: Database, licences: list[str]) -> None:
    counts = []
    with database.open(BY, Purpose.MATCHING, "test") as session:
        vacancy = str(a_vacancy(session, BY, licences=licences))
        seeker = str(a_seeker(session, BY, licences=["driving_car"]))
        for more in (1, 6):
            for _ in range(more):
                a_seeker(session, BY, licences=["driving_car"])
                a_vacancy(session, BY)
            counts.append(_statements(session, vacancy, seeker))
    assert counts[0] == counts[1] < 25


def _statements(session: Session, vacancy: str, seeker: str) -> int:
    seen: list[str] = []
    engine = session.get_bind()

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        seen.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    suggest_seekers(session, BY, vacancy)
    suggest_vacancies(session, BY, seeker)
    event.remove(engine, "before_cursor_execute", note)
    return len(seen)


@pytest.mark.parametrize(
    ("person", "work", "error", "pointer", "values"),
    [
        (TURNS_15_IN_NOVEMBER, {}, "below-legal-age", "#/seeker", {"lowest": 15, "law": "Labour Law (1997), art. 177"}),
        (TURNS_15_IN_NOVEMBER, {"hazardous": True}, "below-legal-age", "#/seeker", {"lowest": 15}),
        (AGED_16, {"hazardous": True}, "hazardous-for-the-young", "#/vacancy", {"lowest": 18}),
    ],
)
def test_no_child_is_referred_to_work_that_the_law_forbids(
    database: Database, person: dict[str, Any], work: dict[str, Any], error: str, pointer: str, values: dict[str, Any]
) -> None:
    with database.open(BY, Purpose.REFERRAL, "test") as session:
        seeker, vacancy = a_seeker(session, BY, **person), a_vacancy(session, BY, **work)
        with pytest.raises(LmisError) as refused:
            a_referral(session, BY, seeker, vacancy)
    assert (refused.value.name, refused.value.pointer) == (error, pointer)
    assert values.items() <= refused.value.values.items()
    assert "2011" not in str(refused.value.values)


def test_the_age_is_that_of_the_day_of_the_referral(database: Database) -> None:
    with database.open(BY, Purpose.REFERRAL, "test") as session:
        vacancy = a_vacancy(session, BY, hazardous=True)
        seeker = a_seeker(session, BY, birth_date=date(2008, 9, 10))
        with pytest.raises(LmisError, match="HazardousForTheYoung"):
            a_referral(session, BY, seeker, vacancy, happened_on=date(2026, 9, 9))
        assert a_referral(session, BY, seeker, vacancy, happened_on=date(2026, 9, 10))


def test_a_licence_that_is_not_on_record_does_not_refuse_a_referral(database: Database) -> None:
    with database.open(BY, Purpose.REFERRAL, "test") as session:
        assert a_referral(session, BY, a_seeker(session, BY), a_vacancy(session, BY, licences=["driving_truck"]))
