"""Files in trouble: wrong bytes, crashes, other counters, spreadsheets, missing numbers, contradictions."""

from __future__ import annotations

import io
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from conftest import actor
from factories.register import a_seeker, a_vacancy
from lmis.commands.seekers import AmendSeeker
from lmis.imports.read import NotUtf8
from lmis.model.access import AccessedPerson, AccessEvent
from lmis.model.batches import ImportBatch
from lmis.model.people import Person
from lmis.model.placements import Placement
from lmis.model.referrals import Referral
from lmis.model.session import Database
from lmis.model.vacancies import Vacancy
from lmis.services.carrying_out import SERVICES
from lmis.services.employers import register_employers
from lmis.services.import_batches import ImportTakenBack
from lmis.services.importing import ImportReport, import_file
from lmis.services.seekers import amend_seekers
from lmis.services.undoing import undo_batch
from lmis.services.writing import Status
from lmis.text.numbers import serial_text
from lmis.vocabulary import Actor, Purpose, Role

BY = actor(role=Role.HEAD)
SYSTEM = actor(role=Role.SYSTEM, office=None)
HEADER = "number,family_name,sex,birth_year,identity_missing_reason,province,registered_on,wanted_occupations\n"
GOOD = "1,Sok,F,1990,lost,Battambang,2026-09-01,8153\n2,Chan,M,1985,lost,KH02,2026-09-02,\n"


def send(database: Database, text: str | bytes, kind: str = "job-seekers", **options: Any) -> ImportReport:
    """Import a text for real."""
    content = io.BytesIO(text.encode() if isinstance(text, str) else text)
    return import_file(database, BY, kind, content, file_name=f"{kind}.csv", for_real=True, **options)


def count(database: Database, entity: Any) -> int:
    """How many rows a table has."""
    with database.open(SYSTEM, Purpose.NONE, "count", write=False) as session:
        counting = select(func.count()).select_from(entity)
        return session.scalar(counting.execution_options(people="aggregate")) or 0


def test_a_byte_that_is_no_text_refuses_the_file_before_anything_is_written(database: Database) -> None:
    legacy = (HEADER + GOOD + ",,,,,,,\n" * 8000).encode() + b"3,S\xf6k,F,1990,lost,KH02,2026-09-01,\n"
    with pytest.raises(NotUtf8) as refused:
        send(database, legacy)
    assert refused.value.values == {"line": 8004}
    assert (count(database, Person), count(database, ImportBatch)) == (0, 0)


def test_an_import_that_died_can_be_taken_back_as_far_as_it_came(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lmis.services.importing.CHUNK", 1)
    batch: list[UUID] = []

    def take_back(_report: ImportReport) -> None:
        with database.open(BY, Purpose.IMPORT, "look") as session:
            batch.extend(session.scalars(select(ImportBatch.id)))
            assert undo_batch(session, BY, batch[0]).status is Status.UPDATED

    with pytest.raises(ImportTakenBack):
        send(database, HEADER + GOOD, progress=take_back)
    assert count(database, Person) == 0
    with database.open(BY, Purpose.NONE, "look", write=False) as session:
        told = session.get_one(ImportBatch, batch[0])
        assert (told.state, told.report["created"]) == ("undone", 1)


def test_what_another_counter_wrote_while_the_file_ran_is_not_lost_when_it_is_taken_back(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lmis.services.importing.CHUNK", 1)

    def amend(report: ImportReport) -> None:
        if report.lines == 1:
            with database.open(BY, Purpose.COUNSELLING, "amend") as session:
                amend_seekers(session, BY, [AmendSeeker(seeker="1", education=3)])

    report = send(database, HEADER + GOOD, progress=amend)
    assert report.batch_id is not None
    with database.open(BY, Purpose.IMPORT, "undo") as session:
        outcome = undo_batch(session, BY, report.batch_id)
    assert outcome.refusal is not None
    assert outcome.refusal.error.values["built"].keys() == {"amend-seeker"}


def test_rejected_referrals_keep_their_own_reason_and_can_be_mended(database: Database) -> None:
    with database.open(BY, Purpose.REGISTRATION, "make") as session:
        a_seeker(session, BY, own_number="1")
        a_vacancy(session, BY, own_number="V1")
    rejects = io.StringIO()
    text = (
        "number;seeker;vacancy;referred_on;state;answered_on;reason\n"
        "R1;1;V9;2026-09-10;refused;2026-09-12;lacks_experience\n"
    )
    assert send(database, text, "referrals", rejects=rejects).rejected == 1
    header, row = rejects.getvalue().splitlines()
    assert header.endswith("answered_on;reason;line;column;reason")
    assert row.startswith("R1;1;V9;2026-09-10;refused;2026-09-12;lacks_experience;2;vacancy;")
    mended = send(database, rejects.getvalue().replace("V9", "V1"), "referrals")
    assert (mended.created, mended.ignored_columns) == (1, [])
    with database.open(BY, Purpose.REFERRAL, "look", write=False) as session:
        assert session.scalars(select(Referral)).one().reason == "lacks_experience"


def test_a_spreadsheet_shows_rejected_cells_as_they_are_and_they_come_back_unchanged(database: Database) -> None:
    rejects = io.StringIO()
    header = "number,family_name,sex,birth_year,identity_missing_reason,province,phone\n"
    send(database, header + "=1+2,'Sok,X,1990,lost,KH02,+855 12 345 678\n", rejects=rejects)
    assert "'=1+2,''Sok,X,1990,lost,KH02,'+855 12 345 678" in rejects.getvalue()
    assert send(database, rejects.getvalue().replace(",X,", ",F,")).created == 1
    with database.open(BY, Purpose.REGISTRATION, "look", write=False) as session:
        person = session.scalars(select(Person)).one()
    assert (person.own_number, person.family_name, person.phone) == ("=1+2", "'Sok", "+85512345678")


def test_the_hotlines_five_fields_go_in_once_without_numbers_and_currencies(database: Database) -> None:
    surge = "name,age,province,sector,wage\nSok Dara,30,Battambang,14,200\nសុខ ដារ៉ា,31,បាត់ដំបង,01,800000\n"
    twins = surge + "Sok Dara,30,Battambang,14,200\n"
    assert send(database, twins).created == 3
    assert send(database, twins).unchanged == 3
    reordered = "age,wage,name,sector,province\n30,200,Sok Dara,14,Battambang\n"
    assert send(database, reordered).unchanged == 1
    with database.open(BY, Purpose.REGISTRATION, "look", write=False) as session:
        wages = [(p.wage_currency, p.wage_amount) for p in session.scalars(select(Person).order_by(Person.serial))]
    assert wages == [("USD", 20_000), ("KHR", 80_000_000), ("USD", 20_000)]
    unclear = "name,age,province,sector,wage\nChan,30,Battambang,14,9000\n"
    ((line, column, error),) = send(database, unclear).refusals
    assert (line, column, error.name) == (2, "wage", "currency-not-said")


def test_two_rows_with_one_identity_number_are_not_two_people(database: Database) -> None:
    header = "number,family_name,sex,birth_year,identity_number,province\n"
    text = header + "1,Sok,F,1990,012 345 678,KH02\n2,Sok,F,1990,012345678,KH02\n"
    report = send(database, text)
    assert (report.created, report.rejected) == (1, 1)
    assert (report.refusals[0][0], report.refusals[0][1]) == (3, "identity_number")
    assert report.refusals[0][2].name == "already-registered"


def test_a_row_that_the_database_itself_refuses_stops_nobody_else(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def careless(session: Any, by: Actor, commands: list[Any]) -> Any:
        outcomes = register_employers(session, by, commands)
        if any(command.name == "Bad" for command in commands):
            raise IntegrityError("careless", None, Exception())
        return outcomes

    monkeypatch.setitem(SERVICES, "RegisterEmployer", careless)
    rows = "".join(f"{n},{'Bad' if n == 3 else 'Good'},14,KH02\n" for n in range(1, 8))
    report = send(database, "number,name,sector,province\n" + rows, "employers")
    assert (report.created, report.rejected) == (6, 1)
    assert (report.refusals[0][0], report.refusals[0][2].name) == (4, "contradicts")


def test_a_cell_of_several_lines_keeps_its_lines(database: Database) -> None:
    send(database, "number,name,sector,province\nE1,Needle,14,KH02\n", "employers")
    header = "number,employer,title,description,occupation,province,posted_on,closes_on"
    row = 'V1,E1,Sewing,"First\r\nSecond",8153,KH02,2026-09-01,2026-12-31'
    assert send(database, f"{header}\r\n{row}\r\n", "vacancies").created == 1
    with database.open(BY, Purpose.NONE, "look", write=False) as session:
        assert session.scalars(select(Vacancy.description)).one() == "First\nSecond"


def test_a_long_rehearsal_keeps_no_counter_waiting(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lmis.services.importing.CHUNK", 2)
    monkeypatch.setattr(database, "lock_timeout_ms", 50)
    with database.open(BY, Purpose.REGISTRATION, "test") as session:
        known = a_seeker(session, BY, own_number="1")
    lines = HEADER + GOOD + "3,Sok,F,1990,lost,KH02,2026-09-01,\n" * 2 + "9,,,,,,,\n"
    made = []

    def counter_works(_report: ImportReport) -> None:
        with database.open(BY, Purpose.REGISTRATION, "test") as session:
            made.append(a_seeker(session, BY))

    rehearsed = import_file(
        database, BY, "job-seekers", io.BytesIO(lines.encode()), file_name="f.csv", progress=counter_works
    )
    assert len(made) == 3
    assert count(database, Person) == 4
    real = send(database, lines)
    told = [(r.lines, r.created, r.updated, r.unchanged, r.rejected) for r in (rehearsed, real)]
    assert told == [(5, 2, 1, 1, 1)] * 2, "a later chunk of a rehearsal knows what an earlier one brought"
    with database.open(SYSTEM, Purpose.NONE, "test", write=False) as session:
        seen = select(AccessedPerson.person_id).join(AccessEvent).where(AccessEvent.operation == "import-job-seekers")
        assert known in session.scalars(seen.order_by(AccessEvent.at)).all()


def test_rows_that_name_one_person_in_two_ways_are_one_person(database: Database) -> None:
    with database.open(BY, Purpose.REGISTRATION, "test") as session:
        seeker = a_seeker(session, BY, own_number="17")
        a_vacancy(session, BY, own_number="V-1", openings=2)
        serial = serial_text("S", session.get_one(Person, seeker).serial)
    names = ["17", serial, str(seeker)]
    rows = "".join(f"{name},V-1,2026-09-10\n" for name in names)
    report = send(database, f"seeker,vacancy,referred_on\n{rows}", "referrals")
    assert (report.created, report.unchanged, report.rejected) == (1, 2, 0)
    rows = "".join(f"{name},V-1,2026-09-12,employer\n" for name in names)
    report = send(database, f"seeker,vacancy,started_on,confirmed_by\n{rows}", "placements")
    assert report.created == 1
    assert count(database, Placement) == 1
