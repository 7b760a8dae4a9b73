"""No read of a person without an access record: whole rows, single columns and raw SQL alike."""

from __future__ import annotations

from uuid import UUID

import pytest
from sqlalchemy import Executable, create_engine, false, func, literal_column, select, text, union_all
from sqlalchemy.orm import aliased

from conftest import actor
from factories.register import a_seeker, a_vacancy
from lmis.model.access import AccessedPerson, AccessEvent
from lmis.model.audit import AuditEvent
from lmis.model.base import Base
from lmis.model.offices import Office
from lmis.model.people import Person, Registration
from lmis.model.reading import UnauditedWrite, UnrecordedRead, WatchedCursor
from lmis.model.session import Database
from lmis.model.statements import personal_tables
from lmis.vocabulary import Purpose
from watching import Watcher, reads_people

BY = actor()
OTHER = aliased(Person, name="other")


@pytest.fixture
def seeker(database: Database) -> UUID:
    with database.open(BY, Purpose.REGISTRATION, "given") as session:
        return a_seeker(session, BY)


def records(database: Database, operation: str) -> list[tuple[str, UUID | None]]:
    """(kind, person) of every access record of an operation."""
    with database.engine.connect() as connection:
        query = (
            select(AccessEvent.kind, AccessedPerson.person_id)
            .outerjoin(AccessedPerson, AccessedPerson.event_id == AccessEvent.id)
            .where(AccessEvent.operation == operation)
        )
        return [tuple(row) for row in connection.execute(query)]


def test_a_whole_row_is_recorded_with_who_and_why(database: Database, seeker: UUID) -> None:
    with database.open(BY, Purpose.COUNSELLING, "look", write=False) as session:
        session.scalars(select(Person)).all()
    assert records(database, "look") == [("person", seeker)]
    with database.engine.connect() as connection:
        row = connection.execute(select(AccessEvent).where(AccessEvent.operation == "look")).one()
    assert (row.purpose, row.office_id, row.people) == ("counselling", BY.office_id, 1)


def test_a_row_of_any_personal_table_is_recorded(database: Database, seeker: UUID) -> None:
    with database.open(BY, Purpose.COUNSELLING, "look", write=False) as session:
        session.execute(select(Registration.person_id, Registration.opened_on)).all()
    assert records(database, "look") == [("person", seeker)]


def test_the_record_stays_when_the_request_fails(database: Database, seeker: UUID) -> None:
    with (
        pytest.raises(RuntimeError, match="afterwards"),
        database.open(BY, Purpose.COUNSELLING, "fails") as session,
    ):
        session.get(Person, seeker)
        raise RuntimeError("afterwards")
    assert records(database, "fails") == [("person", seeker)]


def test_a_single_column_without_the_person_is_refused(database: Database, seeker: UUID) -> None:
    with pytest.raises(UnrecordedRead), database.open(BY, Purpose.COUNSELLING, "column") as session:
        session.scalars(select(Person.family_name)).all()


def test_raw_sql_needs_the_person_too(database: Database, seeker: UUID) -> None:
    with pytest.raises(UnrecordedRead), database.open(BY, Purpose.COUNSELLING, "raw") as session:
        session.execute(text("SELECT family_name FROM person")).all()
    with database.open(BY, Purpose.COUNSELLING, "raw with id", write=False) as session:
        session.execute(text("SELECT id AS person_id, family_name FROM person")).all()
    assert records(database, "raw with id") == [("person", seeker)]


def test_the_drivers_own_cursor_is_no_way_around(database: Database, seeker: UUID) -> None:
    with pytest.raises(UnrecordedRead), database.open(BY, Purpose.COUNSELLING, "driver") as session:
        raw = session.connection().connection.dbapi_connection
        assert raw is not None
        raw.cursor().execute("SELECT id AS person_id, family_name FROM person")


def test_a_connection_without_a_reading_reads_no_person(database: Database, seeker: UUID) -> None:
    with pytest.raises(UnrecordedRead), database.engine.connect() as connection:
        connection.execute(select(Person.id, Person.family_name)).all()


def test_an_aggregate_is_one_system_event_and_may_tell_nobody(database: Database, seeker: UUID) -> None:
    with database.open(BY, Purpose.STATISTICS, "count", write=False) as session:
        counting = select(Person.province, func.count()).group_by(Person.province)
        assert session.execute(counting.execution_options(people="aggregate")).all() == [("KH02", 1)]
    assert records(database, "count") == [("aggregate", None)]
    with pytest.raises(UnrecordedRead), database.open(BY, Purpose.STATISTICS, "names") as session:
        session.scalars(select(Person.family_name).execution_options(people="aggregate")).all()


def test_a_question_that_returns_nothing_of_a_person_is_no_reading(database: Database, seeker: UUID) -> None:
    with database.open(BY, Purpose.REGISTRATION, "vacancy") as session:
        vacancy = a_vacancy(session, BY)
    assert vacancy
    assert records(database, "vacancy") == []


def test_nothing_is_answered_when_the_record_cannot_be_written(
    database: Database, seeker: UUID, watcher: Watcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise OSError("no room for the record")

    answer = None
    with monkeypatch.context() as patch, pytest.raises(OSError, match="no room"):
        patch.setattr("lmis.model.reading.Reading.record", broken)
        with database.open(BY, Purpose.COUNSELLING, "unrecorded", write=False) as session:
            held = session.get(Person, seeker)
        answer = held
    assert answer is None
    assert [sighting.operation for sighting in watcher.unrecorded(database)] == ["unrecorded"]


def test_a_write_without_an_audit_event_is_refused(database: Database, seeker: UUID) -> None:
    with pytest.raises(UnauditedWrite), database.open(BY, Purpose.COUNSELLING, "write") as session:
        session.execute(text("UPDATE person SET family_name = 'X'"))


@pytest.mark.parametrize(
    "statement",
    [
        union_all(select(Office.code, Office.name_en), select(Person.family_name, Person.given_name)),
        text("SELECT family_name FROM PERSON"),
        select(Person.family_name, Registration.person_id).outerjoin(Registration, false()),
        select(func.max(Person.family_name)).execution_options(people="aggregate"),
        select(func.max(Person.birth_date)).execution_options(people="aggregate"),
        select(Person.birth_year, Person.sex).execution_options(people="aggregate"),
        text("SELECT max(family_name) FROM person").execution_options(people="aggregate"),
        select(func.max(Person.birth_date)),
        select(Person.id, OTHER.family_name).join(OTHER, OTHER.office_id == Person.office_id),
        select(literal_column("family_name")).select_from(Person),
        select(Office.code, func.upper(text("person.family_name"))).join(Person, Person.office_id == Office.id),
        select(literal_column("family_name")).select_from(Person).execution_options(people="aggregate"),
    ],
    ids=str,
)
def test_no_form_of_statement_is_a_way_around(database: Database, seeker: UUID, statement: Executable) -> None:
    with pytest.raises(UnrecordedRead), database.open(BY, Purpose.COUNSELLING, "around") as session:
        session.execute(statement).all()


def test_a_row_that_hides_whose_it_is_is_refused_as_it_is_fetched(
    database: Database, seeker: UUID, watcher: Watcher
) -> None:
    with pytest.raises(UnrecordedRead), database.open(BY, Purpose.COUNSELLING, "around") as session:
        session.execute(text("SELECT NULL AS person_id, family_name FROM person")).all()
    assert len(watcher.unrecorded(database)) == 1


@pytest.mark.parametrize(
    "statement",
    ["UPDATE PERSON SET sex = 'M'", "/* x */ UPDATE person SET sex = 'M'", "DELETE FROM registration"],
)
def test_no_form_of_raw_write_is_a_way_around(database: Database, seeker: UUID, statement: str) -> None:
    with pytest.raises(UnauditedWrite), database.open(BY, Purpose.COUNSELLING, "around") as session:
        session.execute(text(statement))


CHANGES = select(AuditEvent.changes).subquery()


@pytest.mark.parametrize(
    "statement",
    [
        select(AuditEvent),
        select(AuditEvent.subject_id, AuditEvent.changes),
        select(func.length(AuditEvent.changes)),
        select(CHANGES.c.changes),
        select(func.count(), select(AuditEvent.changes).limit(1).scalar_subquery()).select_from(AuditEvent),
        select(literal_column("changes")).select_from(AuditEvent),
        select(func.length(text("changes"))).select_from(AuditEvent),
        select(func.coalesce(AuditEvent.id, literal_column("length(changes)"))),
        union_all(select(AuditEvent.id), select(func.length(AuditEvent.changes))),
        select(AuditEvent.changes).execution_options(people="aggregate"),
        text("SELECT changes FROM audit_event"),
        text("SELECT subject_id AS person_id, changes FROM Audit_Event"),
    ],
    ids=str,
)
def test_the_changes_of_the_trail_are_no_way_around(database: Database, seeker: UUID, statement: Executable) -> None:
    with pytest.raises(UnrecordedRead), database.open(BY, Purpose.COUNSELLING, "around") as session:
        session.execute(statement).all()


@pytest.mark.parametrize("statement", [select(AuditEvent), text("SELECT changes FROM audit_event")], ids=str)
def test_a_declared_scan_reads_the_changes_of_the_trail_on_the_record(
    database: Database, seeker: UUID, statement: Executable
) -> None:
    with database.open(BY, Purpose.ADMINISTRATION, "scan", write=False) as session:
        assert len(session.execute(statement.execution_options(people="engine")).all()) == 1
    assert records(database, "scan") == [("engine", None)]
    with pytest.raises(UnrecordedRead), database.engine.connect() as connection:
        connection.execute(statement.execution_options(people="engine")).all()


def test_who_did_what_and_when_is_read_from_the_trail_without_a_declaration(database: Database, seeker: UUID) -> None:
    columns = select(AuditEvent.act, AuditEvent.subject_id, func.count()).group_by(
        AuditEvent.act, AuditEvent.subject_id
    )
    with database.open(BY, Purpose.ADMINISTRATION, "who", write=False) as session:
        assert session.execute(columns).all() == [("register-seeker", seeker, 1)]
        assert session.scalar(select(func.count()).select_from(AuditEvent)) == 1
    assert records(database, "who") == []


def test_every_table_that_names_a_person_is_a_personal_one() -> None:
    naming = {table.name for table in Base.metadata.sorted_tables if "person_id" in table.columns}
    assert naming - set(personal_tables()) == {"accessed_person"}


def test_the_watcher_of_the_suite_sees_a_route_that_goes_around(
    database: Database, seeker: UUID, watcher: Watcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert watcher.unrecorded(database) == []
    around = create_engine(database.engine.url)
    with around.connect() as connection:
        connection.execute(text("SELECT family_name FROM person")).all()
    around.dispose()
    assert [s.statement for s in watcher.unrecorded(database)] == ["SELECT family_name FROM person"]

    with monkeypatch.context() as patch, database.open(BY, Purpose.COUNSELLING, "blind", write=False) as session:
        patch.setattr(WatchedCursor, "_noted", lambda _self, rows: rows)
        session.scalars(select(Person)).all()
    assert len(watcher.unrecorded(database)) == 1


@pytest.mark.parametrize(
    ("statement", "reads"),
    [
        ("SELECT person.id, person.sex FROM person", True),
        ("SELECT family_name FROM person", True),
        ("SELECT vacancy.id, referral.state FROM vacancy JOIN referral ON 1=1", True),
        ("SELECT vacancy.id FROM vacancy JOIN referral ON referral.vacancy_id = vacancy.id", False),
        ("SELECT opening.id FROM opening WHERE NOT (EXISTS (SELECT placement.id FROM placement))", False),
        ("SELECT count(*) FROM registration", True),
        ("UPDATE person SET sex='F' RETURNING id", True),
        ("INSERT INTO person (id) VALUES (?)", False),
        ("SELECT audit_event.act, audit_event.changes FROM audit_event", True),
        ("SELECT * FROM staff JOIN audit_event ON true", True),
        ("SELECT count(*) AS n FROM audit_event", False),
        ("SELECT audit_event.id, audit_event.act FROM audit_event WHERE changes IS NOT NULL", False),
    ],
)
def test_the_watcher_knows_a_reading_by_its_text(statement: str, reads: bool) -> None:
    assert reads_people(statement) is reads
