"""Suggestions both ways: gates, the whole pool by reason, and who was read."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import select, update

from conftest import actor
from factories.register import a_placement, a_referral, a_seeker, a_vacancy
from lmis.matching.weights import DEFAULT_WEIGHTS
from lmis.model.access import AccessedPerson, AccessEvent
from lmis.model.people import Person
from lmis.model.session import Database
from lmis.services.codes import codes
from lmis.services.profiles import cents_a_month
from lmis.services.suggesting import suggest_seekers, suggest_vacancies
from lmis.vocabulary import Purpose, Role

BY = actor()


def test_everybody_is_suggested_or_counted_with_a_reason(database: Database) -> None:
    with database.open(BY, Purpose.MATCHING, "given") as session:
        vacancy = a_vacancy(session, BY, required_skills=["sewing"])
        best, cook = a_seeker(session, BY), a_seeker(session, BY, wanted_occupations=["5120"], skills=["cooking"])
        referred = a_seeker(session, BY)
        a_referral(session, BY, referred, vacancy)
        a_seeker(session, BY, closed_on=date(2026, 9, 20), closed_because="found_work")
    with database.open(BY, Purpose.MATCHING, "match", write=False) as session:
        found = suggest_seekers(session, BY, str(vacancy), top=1)
    ranking = found.ranking
    assert [suggestion.id for suggestion in ranking.suggestions] == [best]
    assert ranking.considered == 3
    assert ranking.not_suggested == {"already_referred": 1, "occupation": 1}
    assert ranking.suggestions[0].points == sum(reason.points for reason in ranking.suggestions[0].reasons)
    assert cook not in found.records


def test_only_those_who_are_suggested_were_read_by_the_officer(database: Database) -> None:
    with database.open(BY, Purpose.MATCHING, "given") as session:
        vacancy, best = a_vacancy(session, BY), a_seeker(session, BY)
        a_seeker(session, BY, wanted_occupations=["5120"])
    with database.open(BY, Purpose.MATCHING, "match", write=False) as session:
        suggest_seekers(session, BY, str(vacancy), top=1)
    with database.engine.connect() as connection:
        events = connection.execute(select(AccessEvent.kind).where(AccessEvent.operation == "match")).scalars().all()
        join = AccessedPerson.event_id == AccessEvent.id
        query = select(AccessedPerson.person_id).join(AccessEvent, join).where(AccessEvent.operation == "match")
        assert connection.execute(query).scalars().all() == [best]
    assert sorted(events) == ["engine", "person"]


def test_closed_and_full_vacancies_are_counted_and_never_suggested(database: Database) -> None:
    with database.open(BY, Purpose.MATCHING, "test") as session:
        seeker, other = a_seeker(session, BY), a_seeker(session, BY)
        fits, full = a_vacancy(session, BY), a_vacancy(session, BY, openings=1)
        a_vacancy(session, BY, closes_on=date(2026, 9, 30))
        a_vacancy(session, BY, withdrawn_on=date(2026, 9, 20))
        a_placement(session, BY, other, full)
        found = suggest_vacancies(session, BY, str(seeker)).ranking
    assert [suggestion.id for suggestion in found.suggestions] == [fits]
    assert found.not_suggested == {"closed": 2, "full": 1}
    assert found.considered == 4


def test_another_offices_people_are_not_in_the_pool(database: Database) -> None:
    other, all_offices = actor("KH-JC-12"), actor("KH-MIN", role=Role.COORDINATOR)
    with database.open(BY, Purpose.MATCHING, "test") as session:
        vacancy = a_vacancy(session, BY)
        a_seeker(session, other)
        assert suggest_seekers(session, BY, str(vacancy)).ranking.considered == 0
        assert suggest_seekers(session, all_offices, str(vacancy)).ranking.considered == 1


@pytest.mark.parametrize(
    ("amount", "currency", "period", "cents"),
    [
        (20_800, "USD", "month", 20_800),
        (100, "USD", "hour", 20_800),
        (1_000, "USD", "day", 26_000),
        (None, "USD", "month", None),
        (100, None, "month", None),
    ],
)
def test_wages_are_compared_in_cents_a_month(
    database: Database, amount: int | None, currency: str | None, period: str, cents: int | None
) -> None:
    with database.open(BY, Purpose.NONE, "test", write=False) as session:
        assert cents_a_month(amount, currency, period, codes(session), date(2026, 9, 1)) == cents


def test_riel_are_converted_at_the_days_rate(database: Database) -> None:
    with database.open(BY, Purpose.NONE, "test", write=False) as session:
        known = codes(session)
    rate = known.per_usd("KHR", date(2026, 7, 1))
    assert rate is not None
    whole = 1_000_000 * 10 ** known.currencies["KHR"]
    got = cents_a_month(whole, "KHR", "month", known, date(2026, 7, 1))
    assert got == int((Decimal(1_000_000) / rate * 100).quantize(Decimal(1)))


def test_what_a_person_asked_for_raises_what_offers_it_and_nobody_sees_it_in_a_vacancys_list(
    database: Database,
) -> None:
    with database.open(BY, Purpose.MATCHING, "test") as session:
        seeker = a_seeker(session, BY, accommodations=["ramp"], disability=["walking"])
        without = a_seeker(session, BY)
        offers, other = a_vacancy(session, BY, accommodations=["ramp"]), a_vacancy(session, BY)
        found = suggest_vacancies(session, BY, str(seeker)).ranking.suggestions
        plain = suggest_vacancies(session, BY, str(without)).ranking.suggestions
        people = suggest_seekers(session, BY, str(offers)).ranking.suggestions
    most = DEFAULT_WEIGHTS.most["accommodations"]
    points, without_it = ({one.id: one.points for one in some} for some in (found, plain))
    assert points == {offers: without_it[offers] + most, other: without_it[other]}
    assert found[0].id == offers
    told = {reason.criterion: reason for reason in found[0].reasons}["accommodations"]
    assert (told.points, told.max, told.values) == (most, most, {"offered": ["ramp"], "not_offered": []})
    assert {one.points for one in people} == {points[other]}
    assert {reason.max for one in people for reason in one.reasons if reason.criterion == "accommodations"} == {0}


def test_after_consent_is_withdrawn_nothing_that_was_asked_for_is_read(database: Database) -> None:
    with database.open(BY, Purpose.MATCHING, "test") as session:
        seeker = a_seeker(session, BY, accommodations=["ramp"])
        a_vacancy(session, BY, accommodations=["ramp"])
        withdrawn = update(Person).where(Person.id == seeker).values(consent_withdrawn_on=BY.today)
        session.execute(withdrawn.execution_options(audited=True))
        (one,) = suggest_vacancies(session, BY, str(seeker)).ranking.suggestions
    assert {reason.max for reason in one.reasons if reason.criterion == "accommodations"} == {0}
