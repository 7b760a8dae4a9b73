"""An import can be taken back as one unit, as long as nothing was built on it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor, wait
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from conftest import NOW, actor
from factories.batches import PEOPLE, bring, content, undo
from factories.register import a_placement, a_referral, a_vacancy
from factories.trail import tellings
from lmis.commands.seekers import AmendSeeker
from lmis.model.batches import ImportBatch
from lmis.model.people import Person
from lmis.model.session import Database
from lmis.services import built_upon, trail, undoing
from lmis.services.seekers import amend_seekers
from lmis.services.undoing import BatchNotFound, BuiltUpon
from lmis.services.writing import Status, one
from lmis.vocabulary import Purpose, Role


def test_leaves_the_register_as_it_was(database: Database) -> None:
    before = content(database)
    report = bring(database, PEOPLE)
    assert content(database) != before
    assert undo(database, report.batch_id).status is Status.UPDATED
    assert content(database) == before


def test_puts_changed_values_back_and_tells_that_the_record_moved(database: Database) -> None:
    bring(database, PEOPLE)
    before = content(database)
    later = actor(at=NOW + timedelta(minutes=5))
    changed = PEOPLE.replace("012345678", "098765432").replace("Dara", "Darith")
    report = bring(database, changed, by=later)
    assert (report.updated, report.unchanged) == (1, 1)
    undo(database, report.batch_id)
    assert content(database) == before
    with database.open(actor(), Purpose.COUNSELLING, "look", write=False) as session:
        person = session.scalars(select(Person).where(Person.own_number == "1")).one()
        assert (person.phone, person.version) == ("+85512345678", 3)


def test_is_itself_audited_and_looked_up(database: Database) -> None:
    report = bring(database, PEOPLE)
    undo(database, report.batch_id)
    with database.open(actor(), Purpose.NONE, "look", write=False) as session:
        batch = session.get_one(ImportBatch, report.batch_id)
        assert (batch.state, batch.undone_at) == ("undone", NOW + timedelta(hours=1))
    assert tellings(database, "undo-import") == 3, "two people and the batch"


def test_undoing_again_changes_nothing(database: Database) -> None:
    report = bring(database, PEOPLE)
    undo(database, report.batch_id)
    assert undo(database, report.batch_id).status is Status.UNCHANGED


def test_the_same_file_may_come_again_afterwards(database: Database) -> None:
    report = bring(database, PEOPLE)
    undo(database, report.batch_id)
    assert bring(database, PEOPLE).created == 2


def test_refuses_where_somebody_was_referred_since_and_says_what_is_in_the_way(database: Database) -> None:
    report = bring(database, PEOPLE)
    by = actor(at=NOW + timedelta(minutes=5))
    with database.open(by, Purpose.REFERRAL, "refer") as session:
        seeker = session.scalars(select(Person).where(Person.own_number == "1")).one().id
        referral = a_referral(session, by, seeker, a_vacancy(session, by))
    before = content(database)
    outcome = undo(database, report.batch_id)
    with pytest.raises(BuiltUpon) as refused:
        one([outcome])
    assert refused.value.values["built"]["referral"] == {"count": 1, "ids": [str(referral)]}
    assert content(database) == before


def test_refuses_where_a_placement_ended_the_registration(database: Database) -> None:
    report = bring(database, PEOPLE)
    by = actor(at=NOW + timedelta(minutes=5))
    with database.open(by, Purpose.PLACEMENT, "place") as session:
        seeker = session.scalars(select(Person).where(Person.own_number == "2")).one().id
        a_placement(session, by, seeker, a_vacancy(session, by), happened_on=date(2026, 9, 20))
    outcome = undo(database, report.batch_id)
    assert outcome.refusal is not None
    assert outcome.refusal.error.values["built"]["placement"]["count"] == 1


def test_refuses_where_a_record_was_amended_since(database: Database) -> None:
    report = bring(database, PEOPLE)
    by = actor(at=NOW + timedelta(minutes=5))
    with database.open(by, Purpose.COUNSELLING, "amend") as session:
        seeker = session.scalars(select(Person).where(Person.own_number == "2")).one().id
        amend_seekers(session, by, [AmendSeeker(seeker=str(seeker), education=3)])
    outcome = undo(database, report.batch_id)
    assert outcome.refusal is not None
    assert outcome.refusal.error.values["built"]["amend-seeker"]["ids"] == [str(seeker)]


def test_an_import_on_top_is_undone_first(database: Database) -> None:
    first = bring(database, PEOPLE)
    second = bring(database, PEOPLE.replace("Dara", "Darith"), by=actor(at=NOW + timedelta(minutes=5)))
    assert undo(database, first.batch_id).refusal is not None
    assert undo(database, second.batch_id).refusal is None
    assert undo(database, first.batch_id).refusal is None
    with database.open(actor(role=Role.SYSTEM), Purpose.STATISTICS, "count", write=False) as session:
        count = select(func.count()).select_from(Person).execution_options(people="aggregate")
        assert session.scalar(count) == 0


EMPLOYERS = "number,name,sector,province,notified_on\nE1,Needle,14,KH02,2026-09-01\n"
VACANCIES = (
    "number,employer,posted_on,title,occupation,openings,province,closes_on\n"
    "V1,E1,2026-09-01,Sewing,8153,1,KH02,2026-12-31\n"
)
PLACEMENTS = (
    "number,seeker,vacancy,started_on,cancelled_on,cancelled_because\n"
    "P1,1,V1,2026-09-20,2026-09-25,did_not_start\nP2,2,V1,2026-09-26,,\n"
)


def test_placements_give_their_openings_and_registrations_back(database: Database) -> None:
    bring(database, PEOPLE)
    bring(database, EMPLOYERS, "employers")
    bring(database, VACANCIES, "vacancies")
    bring(database, "number,seeker,vacancy,referred_on\nR1,1,V1,2026-09-10\n", "referrals")
    before = content(database)
    report = bring(database, PLACEMENTS, "placements")
    assert report.created == 2
    undo(database, report.batch_id)
    assert content(database) == before


@pytest.mark.parametrize("size", [1, 2, 3])
def test_a_batch_of_many_blocks_goes_newest_first(
    database: Database, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    monkeypatch.setattr(trail, "BLOCK", size)
    closed = "2,2026-09-01,Chan,Vanny,M,1990,lost,KH02,\n3,2026-09-01,Keo,Bopha,F,1991,lost,KH02,\n"
    header = PLACEMENTS.splitlines()[0]
    placed, cancelled = "P1,1,V1,2026-09-20,,", "P1,1,V1,2026-09-20,2026-09-25,did_not_start"
    files = [
        ("job-seekers", PEOPLE),
        ("employers", EMPLOYERS),
        ("vacancies", VACANCIES + "V2,E1,2026-09-01,Ironing,8153,3,KH02,2026-12-31\n"),
        ("referrals", "number,seeker,vacancy,referred_on\nR1,1,V1,2026-09-10\nR2,2,V1,2026-09-11\n"),
        # one batch places a person, cancels it, and places the person again in the opening that came back
        ("placements", f"{header}\n{placed}\n{cancelled}\nP2,1,V1,2026-09-26,,\n"),
        ("placements", f"{header}\nP2,1,V1,2026-09-26,2026-09-27,did_not_start\n"),
        ("placements", f"{header}\nP3,2,V1,2026-09-28,,\n"),
        ("job-seekers", PEOPLE + closed + closed.replace("Vanny", "Vanna").replace("Bopha", "Boupha")),
        ("vacancies", VACANCIES.replace("8153,1", "8153,4")),
    ]
    before, batches = [], []
    for minute, (kind, text) in enumerate(files):
        before.append(content(database))
        report = bring(database, text, kind, actor(at=NOW + timedelta(minutes=minute)))
        assert (report.rejected, report.refusals) == (0, [])
        batches.append(report.batch_id)
    while batches:
        assert undo(database, batches.pop()).refusal is None
        assert content(database) == before.pop()


def test_nothing_is_taken_back_where_the_database_refuses_a_part(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = bring(database, PEOPLE)
    by = actor(at=NOW + timedelta(minutes=5))
    with database.open(by, Purpose.REFERRAL, "refer") as session:
        seeker = session.scalars(select(Person).where(Person.own_number == "1")).one().id
        a_referral(session, by, seeker, a_vacancy(session, by))
    before, looks = content(database), iter([{}])
    monkeypatch.setattr(trail, "BLOCK", 1)
    # the referral came after the first look
    monkeypatch.setattr(undoing, "built_upon", lambda *told: next(looks, None) or built_upon.built_upon(*told))
    outcome = undo(database, report.batch_id)
    assert outcome.refusal is not None
    assert outcome.refusal.error.values["built"]["referral"]["count"] == 1
    assert content(database) == before


def test_what_is_written_while_a_batch_is_taken_back_is_not_lost(database: Database) -> None:
    bring(database, PEOPLE)
    report = bring(database, PEOPLE.replace("012345678", "098765432"), by=actor(at=NOW + timedelta(minutes=5)))
    by = actor(at=NOW + timedelta(minutes=6))
    with ThreadPoolExecutor() as pool:
        with database.open(by, Purpose.COUNSELLING, "amend") as session:
            seeker = session.scalars(select(Person).where(Person.own_number == "1")).one().id
            amend_seekers(session, by, [AmendSeeker(seeker=str(seeker), family_name="Keo")])
            undone = pool.submit(undo, database, report.batch_id)
            wait([undone], timeout=0.5)  # it waits for the record, or (on SQLite) for its turn
            assert not undone.done()
        outcome = undone.result(timeout=20)
    assert outcome.refusal is not None
    assert outcome.refusal.error.values["built"]["amend-seeker"]["ids"] == [str(seeker)]
    with database.open(actor(), Purpose.COUNSELLING, "look", write=False) as session:
        person = session.get_one(Person, seeker)
        assert (person.family_name, person.phone) == ("Keo", "+85598765432")


def test_another_office_finds_no_such_import(database: Database) -> None:
    report = bring(database, PEOPLE)
    with pytest.raises(BatchNotFound):
        undo(database, report.batch_id, actor("KH-JC-03"))


def test_places_are_taken_back_unless_somebody_lives_there(database: Database) -> None:
    by = actor(office=None, role=Role.SYSTEM)
    places = "code,kind,parent,name_en\nKH020101,commune,KH0201,Kantueu Muoy\n"
    before = content(database)
    report = bring(database, places, "places", by)
    assert (report.created, undo(database, report.batch_id, by).refusal) == (1, None)
    after = content(database)
    assert after["place"] == before["place"]
