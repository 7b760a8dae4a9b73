"""Publishing: late files, transfers, cancellations, cut-offs, revisions, and the sums that must agree."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import delete, func, insert, select

from conftest import actor
from factories.register import a_placement, a_referral, a_seeker, a_vacancy
from factories.trail import told
from lmis.commands.placements import CancelPlacement
from lmis.commands.seekers import CloseRegistration, RegisterQuickly, ReopenRegistration, TransferSeeker
from lmis.indicators.register.balance import NotBalanced
from lmis.indicators.register.periods import UnknownPeriod
from lmis.model.figures import Edition, Figure
from lmis.model.people import RegistrationStay
from lmis.model.reading import UnauditedWrite
from lmis.model.session import Busy, Database, open_engine
from lmis.model.vacancies import OpeningEntry
from lmis.queries.editions import edition_numbered, latest_edition
from lmis.services.placements import cancel_placements
from lmis.services.publishing import PeriodNotBegun, PeriodNotOver, PublishReport, UnknownState, publish
from lmis.services.registrations import close_registrations, reopen_registrations, transfer_seekers
from lmis.services.seekers import register_quickly
from lmis.services.writing import one
from lmis.vocabulary import Actor, Country, Purpose, Role

BY = actor()  # Battambang, 5 October 2026
LATER = datetime(2026, 10, 20, 2, 0, tzinfo=UTC)


def ministry(at: datetime = BY.at) -> Actor:
    """Who publishes."""
    return actor("KH-MIN", Role.COORDINATOR, at)


def published(database: Database, period: str, at: datetime = BY.at, **given: Any) -> PublishReport:
    """Publish in a transaction of its own."""
    by = ministry(at)
    with database.open(by, Purpose.STATISTICS, "test") as session:
        return publish(session, by, period, Country.KH, **given)


def values(
    database: Database, report: PublishReport, indicator: str, breakdown: str = "total", period: str | None = None
) -> dict[Any, float | None]:
    """Cell → true value of an edition."""
    query = select(Figure).where(
        Figure.edition_id == report.edition_id, Figure.indicator == indicator, Figure.breakdown == breakdown
    )
    with database.open(ministry(), Purpose.NONE, "test", write=False) as session:
        period = period or session.get_one(Edition, report.edition_id).period
        found = session.scalars(query.where(Figure.period == period)).all()
    names = () if breakdown == "total" else breakdown.replace("_2", "").split("-")
    cells = {tuple(getattr(figure, name) for name in names): figure.value for figure in found}
    return {key[0] if len(key) == 1 else key: value for key, value in cells.items()}


def total(database: Database, report: PublishReport, indicator: str, period: str | None = None) -> float | None:
    """The total of an indicator."""
    return values(database, report, indicator, period=period)[()]


@pytest.fixture
def world(database: Database) -> Database:
    """Five people and two vacancies of Battambang, third quarter of 2026.

    Ana (F, 31) has been registered since May; Bo (M, 31) from 3 to 20 August; Chan (F, 24 until tomorrow) since
    1 September; Dara (M, 25 today, names no occupation) since 5 September; Em (sex not stated, 40) since 6 September.
    Vacancy X: 3 openings since 1 July; Y: 1 opening from 10 to 31 August, nobody comes. Ana and Chan are referred to
    X on 10 September, Ana starts on 20 September.
    """
    with database.open(BY, Purpose.REGISTRATION, "test") as session:
        ana = a_seeker(session, BY, own_number="ana", happened_on=date(2026, 5, 4))
        a_seeker(
            session, BY, own_number="bo", sex="M", wanted_occupations=["5223"], happened_on=date(2026, 8, 3),
            closed_on=date(2026, 8, 20), closed_because="found_work",
        )  # fmt: skip
        chan = a_seeker(session, BY, own_number="chan", birth_date=date(2001, 9, 2))
        a_seeker(
            session, BY, own_number="dara", sex="M", birth_date=date(2001, 9, 5), wanted_occupations=[],
            happened_on=date(2026, 9, 5),
        )  # fmt: skip
        quick = RegisterQuickly(own_number="em", name="Em", age=40, province="KH02", happened_on=date(2026, 9, 6))
        one(register_quickly(session, BY, [quick]))
        x = a_vacancy(session, BY, openings=3, happened_on=date(2026, 7, 1))
        a_vacancy(session, BY, openings=1, happened_on=date(2026, 8, 10), closes_on=date(2026, 8, 31))
        a_referral(session, BY, ana, x)
        a_referral(session, BY, chan, x)
        a_placement(session, BY, ana, x, own_number="p1")
    return database


def test_counts_the_quarter_as_worked_by_hand(world: Database) -> None:
    report = published(world, "2026Q3")
    codes = [
        "PES_SEEK_STK", "PES_SEEK_IN", "PES_SEEK_OUT", "PES_PERS", "PES_PERS_ON",
        "PES_VAC_STK", "PES_VAC_IN", "PES_VAC_BACK", "PES_VAC_OUT",
        "PES_REF", "PES_REF_PERS", "PES_PLC", "PES_PLC_PERS", "PES_PLC_CXL",
    ]  # fmt: skip
    assert [total(world, report, code) for code in codes] == [3, 4, 2, 4, 5, 2, 4, 0, 2, 2, 2, 1, 1, 0]


def test_gives_every_placement_rate_with_its_denominator(world: Database) -> None:
    report = published(world, "2026Q3")
    rates = {
        "PES_PLRATE_REG": 25.0,  # 1 of 4 who registered
        "PES_PLRATE_ON": 20.0,  # 1 of 5 on the register
        "PES_PLRATE_REF": 50.0,  # 1 of 2 referred
        "PES_PLRATE_VAC": 25.0,  # 1 for 4 openings
        "PES_FILL": 50.0,  # 1 filled, 1 expired
        "PES_FILL_NEW": 25.0,
        "PES_DSR": 1.0,  # 4 openings, 4 registrations
    }
    assert {code: total(world, report, code) for code in rates} == rates


def test_holds_the_months_of_a_quarter(world: Database) -> None:
    report = published(world, "2026Q3")
    months = ("2026M07", "2026M08", "2026M09")
    seekers = [[total(world, report, f"PES_SEEK_{what}", month) for month in months] for what in ("IN", "OUT", "STK")]
    openings = [[total(world, report, f"PES_VAC_{what}", month) for month in months] for what in ("IN", "OUT", "STK")]
    assert seekers == [[0, 1, 3], [0, 1, 1], [1, 1, 3]]
    assert openings == [[3, 1, 0], [0, 0, 2], [3, 4, 2]]


def test_shows_what_is_not_stated_as_a_category(world: Database) -> None:
    report = published(world, "2026Q3")
    assert values(world, report, "PES_SEEK_IN", "sex") == {"F": 1, "M": 2, "_U": 1}
    assert values(world, report, "PES_SEEK_IN", "occupation") == {"5": 1, "8": 1, "_U": 2}
    assert values(world, report, "PES_SEEK_IN", "occupation_2") == {"52": 1, "81": 1, "_U": 2}
    assert values(world, report, "PES_VAC_IN", "sector") == {"C": 4}
    assert values(world, report, "PES_DSR", "occupation") == {"5": 0, "8": 4, "_U": 0}


def test_takes_the_age_of_the_day_of_registration(world: Database) -> None:
    report = published(world, "2026Q3")
    assert values(world, report, "PES_SEEK_STK", "age_group") == {"Y15-24": 1, "Y25-34": 1, "Y35-44": 1}
    assert values(world, report, "PES_SEEK_STK", "sex-age_group") == {
        ("F", "Y15-24"): 1, ("M", "Y25-34"): 1, ("_U", "Y35-44"): 1,
    }  # fmt: skip


def test_a_transfer_leaves_one_office_and_enters_another(world: Database) -> None:
    by = actor(at=LATER)
    with world.open(by, Purpose.REGISTRATION, "test") as session:
        moved = TransferSeeker(seeker="chan", office="KH-JC-12", happened_on=date(2026, 9, 15))
        one(transfer_seekers(session, by, [moved]))
    report = published(world, "2026Q3", LATER)
    assert values(world, report, "PES_SEEK_IN", "office") == {"KH-JC-02": 4, "KH-JC-12": 1}
    assert values(world, report, "PES_SEEK_OUT", "office") == {"KH-JC-02": 3}
    assert values(world, report, "PES_SEEK_STK", "office") == {"KH-JC-02": 2, "KH-JC-12": 1}
    assert values(world, report, "PES_PERS", "office") == {"KH-JC-02": 4}
    assert [total(world, report, code) for code in ("PES_SEEK_IN", "PES_SEEK_OUT")] == [4, 2]


def test_a_cancelled_placement_is_reported_apart_and_its_opening_stands_again(world: Database) -> None:
    cancel(world, BY)
    report = published(world, "2026Q3")
    codes = ("PES_PLC", "PES_PLC_CXL", "PES_VAC_BACK", "PES_VAC_OUT", "PES_VAC_STK", "PES_FILL", "PES_PLRATE_REF")
    assert [total(world, report, code) for code in codes] == [0, 1, 1, 2, 3, 0, 0]
    seekers = ("PES_SEEK_IN", "PES_SEEK_OUT", "PES_SEEK_STK", "PES_PERS")  # Ana is registered again
    assert [total(world, report, code) for code in seekers] == [5, 2, 4, 5]


def cancel(world: Database, by: Actor) -> None:
    """Ana's placement is cancelled on 25 September."""
    with world.open(by, Purpose.PLACEMENT, "test") as session:
        command = CancelPlacement(placement="p1", because="did_not_start", happened_on=date(2026, 9, 25))
        one(cancel_placements(session, by, [command]))


def test_counts_only_what_was_recorded_by_the_cut_off(world: Database) -> None:
    first = published(world, "2026Q3")
    late = actor(at=LATER)
    cancel(world, late)
    with world.open(late, Purpose.REGISTRATION, "test") as session:
        a_seeker(session, late, happened_on=date(2026, 7, 15))
        one(close_registrations(session, late, [
            CloseRegistration(seeker="chan", because="health", happened_on=date(2026, 9, 30))
        ]))  # fmt: skip
    again = published(world, "2026Q3")
    assert (again.changed, again.edition_id) == (False, first.edition_id)


def test_a_late_file_counts_in_its_own_quarter_in_a_new_edition(world: Database) -> None:
    first = published(world, "2026Q3")
    late = actor(at=LATER)
    with world.open(late, Purpose.REGISTRATION, "test") as session:
        a_seeker(session, late, happened_on=date(2026, 7, 15))
    second = published(world, "2026Q3", LATER)
    assert (first.number, second.number, second.changed) == (1, 2, True)
    assert total(world, first, "PES_SEEK_IN") == 4
    assert total(world, second, "PES_SEEK_IN") == 5
    assert total(world, second, "PES_SEEK_IN", "2026M07") == 1
    with world.open(ministry(), Purpose.NONE, "test", write=False) as session:
        latest = session.scalars(latest_edition(Country.KH, "2026Q3")).one()
        old = session.scalars(edition_numbered(Country.KH, "2026Q3", 1)).one()
    assert (latest.id, old.id) == (second.edition_id, first.edition_id)


def test_publishing_again_changes_nothing(world: Database) -> None:
    first = published(world, "2026Q3")
    second = published(world, "2026Q3", LATER)
    assert second == PublishReport(first.edition_id, 1, first.figures, first.records, changed=False)
    with world.open(ministry(), Purpose.NONE, "test", write=False) as session:
        assert session.scalar(select(func.count()).select_from(Edition)) == 1
        assert session.scalar(select(func.count()).select_from(Figure)) == first.figures


def test_an_edition_is_on_the_trail_with_its_digest_and_without_its_figures(world: Database) -> None:
    report = published(world, "2026Q3")
    published(world, "2026Q3", LATER)
    ((event, [[table, _key, old, new], *frozen]),) = told(world, "publish-figures")
    assert {one[0] for one in frozen} == {"frozen_records"}
    assert all(set(one[3]["content"]) == {"sha256", "bytes"} for one in frozen)
    assert (event.subject_id, event.office_id) == (report.edition_id, ministry().office_id)
    assert (table, old, new["period"], new["number"], new["records"]) == ("edition", None, "2026Q3", 1, report.records)
    assert len(new["digest"]) == 64


@pytest.mark.parametrize("entity", [Edition, Figure])
def test_no_edition_or_figure_changes_without_an_audit_event(world: Database, entity: type[Any]) -> None:
    published(world, "2026Q3")
    with pytest.raises(UnauditedWrite), world.open(ministry(), Purpose.NONE, "test") as session:
        session.execute(delete(entity))


@pytest.mark.parametrize(("state", "number"), [("preliminary", 1), ("final", 2)])
def test_who_publishes_at_the_same_time_waits_and_then_sees_the_others_edition(
    world: Database, state: str, number: int
) -> None:
    by = ministry()
    with ThreadPoolExecutor(1) as beside:
        with world.open(by, Purpose.STATISTICS, "test") as session:
            first = publish(session, by, "2026Q3", Country.KH)
            other = beside.submit(published, world, "2026Q3", state=state, because="its day was moved")
            with suppress(TimeoutError):
                other.result(timeout=0.5)  # long enough to run into this one, which is not committed yet
        second = other.result()
    assert (second.number, second.changed) == (number, number == 2)
    assert (second.edition_id == first.edition_id) == (number == 1)


def test_who_has_waited_too_long_for_another_publication_is_told_that_it_is_busy(world: Database) -> None:
    by, url = ministry(), world.engine.url.render_as_string(hide_password=False)
    hasty = replace(world, engine=open_engine(url, world.keyring, 50), lock_timeout_ms=50)
    with ThreadPoolExecutor(1) as beside, world.open(by, Purpose.STATISTICS, "test") as session:
        publish(session, by, "2026Q3", Country.KH)
        with pytest.raises(Busy):
            beside.submit(published, hasty, "2026Q3").result()
    hasty.engine.dispose()


def test_a_final_edition_follows_the_preliminary_one(world: Database) -> None:
    published(world, "2026Q3")
    final = published(world, "2026Q3", state="final", because="no province could be reached")
    assert (final.number, final.changed) == (2, True)


def test_a_year_counts_persons_once(world: Database) -> None:
    with world.open(BY, Purpose.REGISTRATION, "test") as session:
        one(reopen_registrations(session, BY, [ReopenRegistration(seeker="bo", happened_on=date(2026, 10, 1))]))
    year = published(world, "2026")
    quarters = [published(world, quarter) for quarter in ("2026Q1", "2026Q2", "2026Q3", "2026Q4")]
    assert total(world, year, "PES_SEEK_IN") == 6
    assert total(world, year, "PES_PERS") == 5
    assert [total(world, quarter, "PES_PERS") for quarter in quarters] == [0, 1, 4, 1]
    assert [total(world, quarter, "PES_SEEK_STK") for quarter in quarters] == [0, 1, 3, 4]


def test_refuses_stays_that_do_not_add_up(world: Database) -> None:
    with world.open(BY, Purpose.REGISTRATION, "test") as session:
        running = delete(RegistrationStay).where(RegistrationStay.until.is_(None))
        session.execute(running.execution_options(audited=True))
    with pytest.raises(NotBalanced) as refusal:
        published(world, "2026Q3")
    assert refusal.value.values["by"] == "office"
    with world.open(ministry(), Purpose.NONE, "test", write=False) as session:
        assert session.scalar(select(func.count()).select_from(Edition)) == 0


@pytest.mark.parametrize(("openings", "what"), [(-1, "openings filled = placements begun"), (-9, "openings")])
def test_refuses_a_ledger_that_does_not_add_up(world: Database, openings: int, what: str) -> None:
    with world.open(BY, Purpose.PLACEMENT, "test") as session:
        entry = session.scalars(select(OpeningEntry).where(OpeningEntry.kind == "filled")).one()
        planted = {"id": uuid4(), "vacancy_id": entry.vacancy_id, "kind": "filled", "openings": openings}
        days = {"happened_on": date(2026, 9, 21), "recorded_at": BY.at}
        session.execute(insert(OpeningEntry).values(**planted, **days).execution_options(audited=True))
    with pytest.raises(NotBalanced) as refusal:
        published(world, "2026Q3")
    assert (refusal.value.values["sum"], refusal.value.values["period"]) == (what, "2026Q3")


@pytest.mark.parametrize(("period", "given", "error"), [
    ("2026Q5", {}, UnknownPeriod),
    ("2026-07", {}, UnknownPeriod),
    ("2026Q3", {"state": "ready"}, UnknownState),
    ("2026Q4", {"state": "final"}, PeriodNotOver),
    ("2027", {}, PeriodNotBegun),
])  # fmt: skip
def test_refuses_what_is_too_early_or_unknown(
    database: Database, period: str, given: dict[str, Any], error: type[Exception]
) -> None:
    with pytest.raises(error):
        published(database, period, **given)


def test_another_country_has_its_own_figures(world: Database) -> None:
    with world.open(ministry(), Purpose.STATISTICS, "test") as session:
        report = publish(session, ministry(), "2026Q3", Country.LA)
    assert (report.number, report.records) == (1, 0)
    assert total(world, report, "PES_SEEK_STK") == 0
    assert total(world, report, "PES_PLRATE_REG") is None
