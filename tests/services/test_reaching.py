"""Who is reached: everybody counted once, by group, sealed facts only as numbers, and nobody's record read."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from conftest import NOW, actor
from factories.register import a_seeker, a_vacancy, register_seeker
from lmis.commands.placements import PlaceSeeker
from lmis.commands.referrals import ReferSeeker
from lmis.commands.seekers import CloseRegistration
from lmis.fairness.report import Line
from lmis.indicators.register.periods import UnknownPeriod
from lmis.model.access import AccessedPerson, AccessEvent
from lmis.model.session import Database
from lmis.model.suggestions import Suggestion
from lmis.queries.editions import Audience
from lmis.services.placements import place_seekers
from lmis.services.publishing import PeriodNotBegun
from lmis.services.reaching import ReachReport, reach_report
from lmis.services.referrals import refer_seekers
from lmis.services.registrations import close_registrations
from lmis.services.seekers import register_seekers
from lmis.services.spreading import spread_all
from lmis.services.storing import store_suggestions
from lmis.services.writing import one
from lmis.vocabulary import Actor, Country, Purpose, Role

BY = actor()
SYSTEM = actor(role=Role.SYSTEM, office=None)


def reported(
    database: Database, period: str = "2026Q4", by: Actor = SYSTEM, audience: Audience = Audience.MINISTRY
) -> ReachReport:
    with database.open(by, Purpose.STATISTICS, "fairness-report", write=False) as session:
        return reach_report(session, by, period, Country.KH, audience)


def line(report: ReachReport, breakdown: str, code: str) -> Line:
    (found,) = [one for one in report.lines if (one.breakdown, one.code) == (breakdown, code)]
    return found


@pytest.fixture
def register(database: Database) -> Database:
    """Sixty people, 24 of them women; 20 told of a disability; a night's suggestions, 40 referrals, 12 placements."""
    october = date(2026, 10, 2)
    with database.open(BY, Purpose.NONE, "test") as session:
        seekers = [
            register_seeker(
                sex="F" if at < 24 else "M",
                family_name=f"Sok{at}",
                birth_date=date(1990, 1, 1 + at % 28),
                disability=["walking"] if at % 3 == 0 else [],
                wanted_occupations=["8153"] if at < 50 else ["2142"],
            )
            for at in range(60)
        ]
        people = [str(made.id) for made in register_seekers(session, BY, seekers)]
        vacancy = a_vacancy(session, BY, openings=60)
        pairs = [{"seeker": person, "vacancy": str(vacancy), "happened_on": october} for person in people]
        refer_seekers(session, BY, [ReferSeeker.model_validate(pair) for pair in pairs[:40]])
        place_seekers(session, BY, [PlaceSeeker.model_validate(pair) for pair in pairs[:12]])
        other = a_vacancy(session, BY, openings=60)
    assert other != vacancy
    with database.open(SYSTEM, Purpose.MATCHING, "night", write=False) as session:
        night = spread_all(session, SYSTEM, 10, None)
    with database.open(SYSTEM, Purpose.MATCHING, "store") as session:
        store_suggestions(session, SYSTEM, night, timedelta(days=14))
    return database


def test_everybody_counts_once_at_each_stage(register: Database) -> None:
    with register.open(SYSTEM, Purpose.MATCHING, "test", write=False) as session:
        shown = select(func.count(Suggestion.person_id.distinct())).where(~Suggestion.capped)
        suggested = session.scalar(shown.execution_options(people="aggregate"))
    report = reported(register)
    assert dict(line(report, "total", "total").people) == {
        "registered": 60, "suggested": suggested, "referred": 40, "placed": 12,
    }  # fmt: skip
    assert suggested
    women, men = line(report, "sex", "F"), line(report, "sex", "M")
    assert (women.people["registered"], men.people["registered"]) == (24, 36)
    assert (women.people["referred"], men.people["referred"]) == (24, 16)
    ratio = men.ratios["referred"]
    assert ratio is not None
    assert ratio.value == pytest.approx((16 / 36) / (24 / 24))


def test_disability_is_a_number_and_nobody_is_read(register: Database) -> None:
    report = reported(register)
    told, rest = line(report, "disability", "told"), line(report, "disability", "not_told")
    assert (told.people["registered"], rest.people["registered"]) == (20, 40)
    assert told.people["referred"] == 14
    assert told.hidden == rest.hidden == {"placed"}, "four of those placed told of one"
    with register.open(SYSTEM, Purpose.NONE, "test", write=False) as session:
        events = session.execute(
            select(AccessEvent.kind, AccessEvent.purpose, AccessEvent.id).where(
                AccessEvent.operation == "fairness-report"
            )
        ).all()
        read = session.scalar(
            select(func.count())
            .select_from(AccessedPerson)
            .where(AccessedPerson.event_id.in_([event.id for event in events]))
            .execution_options(people="aggregate")
        )
    assert {event.kind for event in events} == {"aggregate", "engine"}
    assert {event.purpose for event in events} == {Purpose.STATISTICS.value}
    assert read == 0


def test_the_public_sees_less(register: Database) -> None:
    assert line(reported(register), "disability", "told").people["referred"] == 14
    assert line(reported(register, audience=Audience.PUBLIC), "disability", "told").people["referred"] is None


def test_who_was_suggested_is_not_known_without_a_stored_run(register: Database) -> None:
    report = reported(register, "2026Q3")
    assert report.runs == 0
    total = line(report, "total", "total")
    assert (total.people["registered"], total.people["suggested"], total.people["referred"]) == (60, None, 0)
    assert "suggested" not in total.hidden


def test_a_person_stays_suggested_in_the_period_when_the_newer_run_only_is_kept(register: Database) -> None:
    before = line(reported(register), "total", "total").people["suggested"]
    later = actor(role=Role.SYSTEM, office=None, at=NOW + timedelta(days=20))
    with register.open(later, Purpose.MATCHING, "night", write=False) as session:
        night = spread_all(session, later, 1, None)
    with register.open(later, Purpose.MATCHING, "store") as session:
        store_suggestions(session, later, night, timedelta(days=14))
    report = reported(register, by=later)
    assert report.runs == 1
    after = line(report, "total", "total").people["suggested"]
    assert before is not None
    assert after is not None
    assert after >= before > 5


def test_who_left_before_the_period_is_not_counted(database: Database) -> None:
    with database.open(BY, Purpose.NONE, "test") as session:
        for at in range(6):
            a_seeker(session, BY, family_name=f"Keo{at}", birth_date=date(1980, 1, 1 + at))
        gone = a_seeker(session, BY)
        close = CloseRegistration(seeker=str(gone), because="own_wish", happened_on=date(2026, 9, 20))
        one(close_registrations(session, BY, [close]))
    assert line(reported(database, "2026Q3"), "total", "total").people["registered"] == 7
    assert line(reported(database, "2026Q4"), "total", "total").people["registered"] == 6


def test_what_cannot_be_asked(database: Database) -> None:
    with pytest.raises(UnknownPeriod):
        reported(database, "third")
    with pytest.raises(PeriodNotBegun):
        reported(database, "2027Q1")


def test_nobody_registered_is_a_report_of_noughts(database: Database) -> None:
    report = reported(database)
    assert [one.people["registered"] for one in report.lines] == [0, 0, 0]
