"""Registering, completing and correcting people's records."""

from __future__ import annotations

import threading
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError

from conftest import actor
from factories.register import a_seeker, register_seeker
from lmis.commands.base import Wage
from lmis.commands.seekers import AmendSeeker, RegisterQuickly, RegisterSeeker, WithdrawConsent
from lmis.errors import LmisError
from lmis.model.audit import AuditEvent
from lmis.model.people import Person, Registration, SupportNeed
from lmis.model.session import Database
from lmis.services.codes import UnknownCode
from lmis.services.consents import withdraw_consent
from lmis.services.seekers import amend_seekers, register_quickly, register_seekers
from lmis.services.writing import Status, one
from lmis.vocabulary import Actor, Purpose, Role, WagePeriod

BY = actor()
NEXT_DOOR = actor("KH-JC-12")
QUICK = RegisterQuickly(
    own_number="Q-1", name="Chan Sophea", age=31, province="KH02", sector="14", happened_on=date(2026, 7, 30),
    wage=Wage(amount=20000, currency="USD", period=WagePeriod.MONTH), returnee_from="TH",
)  # fmt: skip


def test_the_same_command_twice_changes_nothing(database: Database) -> None:
    command = register_seeker(own_number="17", phone="+85512345678", disability=["hearing"])
    with database.open(BY, Purpose.REGISTRATION, "test") as session:
        first = one(register_seekers(session, BY, [command]))
        events = len(session.scalars(select(AuditEvent.id)).all())
        again = one(register_seekers(session, BY, [command]))
        assert len(session.scalars(select(AuditEvent.id)).all()) == events == 1
    assert (first.status, again.status, again.id) == (Status.CREATED, Status.UNCHANGED, first.id)


def test_what_is_not_said_is_left_as_it_is(database: Database) -> None:
    with database.open(BY, Purpose.REGISTRATION, "test") as session:
        seeker = a_seeker(session, BY, own_number="17", education=3)
        one(register_seekers(session, BY, [register_seeker(own_number="17", phone="+85512345678")]))
        person = session.get_one(Person, seeker)
        assert (person.education, person.phone, person.version) == (3, "+85512345678", 2)


def test_identity_phone_and_disability_do_not_stand_in_the_database_in_clear(database: Database) -> None:
    with database.open(BY, Purpose.REGISTRATION, "test") as session:
        given = {"identity_number": "012345678", "phone": "+85598765432", "disability": ["seeing"]}
        a_seeker(session, BY, identity_missing_reason=None, **given)
        names = ("identity_number", "identity_index", "phone", "phone_index")
        raw = session.execute(text(f"SELECT id AS person_id, {', '.join(names)} FROM person")).one()
        needs = session.execute(text("SELECT person_id, disability FROM support_need")).one()
        assert session.scalars(select(SupportNeed)).one().disability == '["seeing"]'
    stored = b"".join(bytes(value) for value in (*raw[1:], needs.disability))
    assert not any(secret in stored for secret in (b"012345678", b"98765432", b"seeing"))


def test_an_identity_number_that_is_registered_already_is_a_conflict(database: Database) -> None:
    with database.open(BY, Purpose.REGISTRATION, "test") as session:
        seeker = a_seeker(session, BY, identity_number="012 345 678")
        with pytest.raises(LmisError) as refused:
            a_seeker(session, BY, identity_number="០១២៣៤៥៦៧៨")
    assert refused.value.name == "already-registered"
    assert refused.value.values["seeker"] == str(seeker)


def test_another_office_is_told_of_a_taken_number_and_nothing_of_the_person(database: Database) -> None:
    with database.open(BY, Purpose.REGISTRATION, "test") as session:
        a_seeker(session, BY, identity_number="012345678")
    for by in (NEXT_DOOR, actor("KH-JC-03")):
        with database.open(by, Purpose.REGISTRATION, "test") as session, pytest.raises(LmisError) as refused:
            a_seeker(session, by, identity_number="012 345 678")
        assert (refused.value.name, refused.value.values) == ("registered-elsewhere", {})
        assert refused.value.pointer == "#/identity_number"
    ministry = actor("KH-JC-03", Role.COORDINATOR)
    with database.open(ministry, Purpose.REGISTRATION, "test") as session, pytest.raises(LmisError) as refused:
        a_seeker(session, ministry, identity_number="012345678")
    assert refused.value.name == "already-registered"
    abroad = actor("LA-JC-01")
    with database.open(abroad, Purpose.REGISTRATION, "test") as session:
        assert a_seeker(session, abroad, identity_number="012345678", province="LA01")


def test_a_correction_cannot_take_somebody_elses_number(database: Database) -> None:
    with database.open(NEXT_DOOR, Purpose.REGISTRATION, "test") as session:
        a_seeker(session, NEXT_DOOR, identity_number="099999999")
    with database.open(BY, Purpose.REGISTRATION, "test") as session:
        first = a_seeker(session, BY, identity_number="012345678")
        second = str(a_seeker(session, BY))
        for number, error in (("012 345 678", "already-registered"), ("099999999", "registered-elsewhere")):
            (outcome,) = amend_seekers(session, BY, [AmendSeeker(seeker=second, identity_number=number)])
            assert outcome.refusal is not None
            assert (outcome.refusal.error.name, outcome.refusal.pointer) == (error, "#/identity_number")
        again = AmendSeeker(seeker=str(first), identity_number="012345678", family_name="Chea")
        assert one(amend_seekers(session, BY, [again])).status is Status.UPDATED


def test_two_counters_at_the_same_instant_register_one_number_once(bare_database: Database) -> None:
    """On the bare database: the watcher asks every question again, and in a race the answer may be another."""
    database = bare_database
    together, ends = threading.Barrier(4), []

    def register(by: Actor) -> None:
        together.wait()
        try:
            with database.open(by, Purpose.REGISTRATION, "race") as session:
                a_seeker(session, by, identity_number="012345678")
            ends.append("created")
        except (LmisError, IntegrityError) as error:
            ends.append(error.name if isinstance(error, LmisError) else "refused by the database")

    counters = [threading.Thread(target=register, args=[by]) for by in (BY, NEXT_DOOR, BY, NEXT_DOOR)]
    for counter in counters:
        counter.start()
    for counter in counters:
        counter.join()
    assert ends.count("created") == 1
    assert set(ends) <= {"created", "already-registered", "registered-elsewhere", "refused by the database"}
    with database.open(BY, Purpose.NONE, "test", write=False) as session:
        count = select(func.count(Person.sex)).execution_options(people="aggregate")
        assert session.scalar(count) == 1


def test_an_unknown_code_answers_with_the_nearest(database: Database) -> None:
    with database.open(BY, Purpose.REGISTRATION, "test") as session, pytest.raises(UnknownCode) as refused:
        a_seeker(session, BY, wanted_occupations=["8159", "8158"])
    assert refused.value.pointer == "#/wanted_occupations/1"
    assert any(found.startswith("815") for found in refused.value.values["nearest"])


def test_an_unknown_licence_answers_with_the_nearest_and_a_known_one_is_held_once(database: Database) -> None:
    with database.open(BY, Purpose.REGISTRATION, "test") as session:
        seeker = a_seeker(session, BY, licences=["driving_car", "welder", "driving_car"])
        assert session.get_one(Person, seeker).licences == ["driving_car", "welder"]
        with pytest.raises(UnknownCode) as refused:
            one(amend_seekers(session, BY, [AmendSeeker(seeker=str(seeker), licences=("welder", "driving_lorry"))]))
        one(amend_seekers(session, BY, [AmendSeeker(seeker=str(seeker), licences=("driving_truck",))]))
        assert session.get_one(Person, seeker).licences == ["driving_truck"]
    assert refused.value.pointer == "#/licences/1"
    assert any("driving" in found for found in refused.value.values["nearest"])


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({"birth_date": date(2015, 1, 1)}, "below-working-age"),
        ({"birth_date": date(1890, 1, 1)}, "birth-cannot-be"),
        ({"happened_on": date(2027, 1, 1)}, "in-the-future"),
        ({"district": "KH0102"}, "place-does-not-fit"),
        ({"province": "LA99"}, "unknown-code"),
        ({"closed_on": date(2026, 8, 1), "closed_because": "other"}, "closed-before-opened"),
        ({"identity_missing_reason": "no_such_reason"}, "unknown-code"),
    ],
)
def test_refuses_what_cannot_be(database: Database, given: dict[str, object], error: str) -> None:
    with database.open(BY, Purpose.REGISTRATION, "test") as session:
        with pytest.raises(LmisError) as refused:
            a_seeker(session, BY, **given)
        assert session.scalars(select(Person)).all() == []
    assert refused.value.name == error


def test_a_good_command_goes_in_beside_a_bad_one(database: Database) -> None:
    bad, good = register_seeker(province="KH99"), register_seeker()
    with database.open(BY, Purpose.REGISTRATION, "test") as session:
        outcomes = register_seekers(session, BY, [bad, good])
        assert len(session.scalars(select(Person)).all()) == 1
    assert [outcome.status for outcome in outcomes] == [Status.REJECTED, Status.CREATED]


def test_a_quick_registration_is_completed_and_counts_once(database: Database) -> None:
    with database.open(BY, Purpose.REGISTRATION, "test") as session:
        quick = one(register_quickly(session, BY, [QUICK]))
        full = register_seeker(own_number="Q-1", birth_date=date(1995, 2, 3), happened_on=date(2026, 8, 20))
        assert one(register_seekers(session, BY, [full])).id == quick.id
        spells = session.scalars(select(Registration)).all()
        again = one(register_quickly(session, BY, [QUICK]))
        person = session.get_one(Person, quick.id)
    assert [(spell.opened_on, spell.quick, spell.occupation) for spell in spells] == [
        (date(2026, 7, 30), False, "8153")
    ]
    assert (person.sex, person.returnee_from, person.wage_amount) == ("F", "TH", 20000)
    assert again.status is Status.UNCHANGED


def test_a_person_who_comes_back_gets_a_new_spell(database: Database) -> None:
    with database.open(BY, Purpose.REGISTRATION, "test") as session:
        first = {"happened_on": date(2026, 1, 5), "closed_on": date(2026, 3, 1), "closed_because": "found_work"}
        seeker = a_seeker(session, BY, own_number="17", **first)
        assert a_seeker(session, BY, own_number="17", happened_on=date(2026, 5, 1)) == seeker
        days = session.execute(select(Registration.person_id, Registration.opened_on, Registration.closed_on)).all()
        with pytest.raises(LmisError) as refused:
            a_seeker(session, BY, own_number="17", happened_on=date(2026, 2, 1))
    assert [row[1:] for row in sorted(days, key=lambda row: row[1])] == [
        (date(2026, 1, 5), date(2026, 3, 1)),
        (date(2026, 5, 1), None),
    ]
    assert refused.value.name == "spell-overlaps"


def test_an_amendment_on_an_older_version_is_refused(database: Database) -> None:
    with database.open(BY, Purpose.REGISTRATION, "test") as session:
        seeker = str(a_seeker(session, BY))
        one(amend_seekers(session, BY, [AmendSeeker(seeker=seeker, education=4, version=1)]))
        with pytest.raises(LmisError) as refused:
            one(amend_seekers(session, BY, [AmendSeeker(seeker=seeker, education=5, version=1)]))
    assert (refused.value.name, refused.value.values["version"]) == ("changed-meanwhile", 2)


def test_amending_a_name_moves_the_search_key(database: Database) -> None:
    with database.open(BY, Purpose.REGISTRATION, "test") as session:
        seeker = a_seeker(session, BY)
        one(amend_seekers(session, BY, [AmendSeeker(seeker=str(seeker), family_name="Keo")]))
        assert session.get_one(Person, seeker).search_key.startswith("dara keo")


def test_another_office_is_not_found(database: Database) -> None:
    other = actor("KH-JC-12")
    with database.open(BY, Purpose.REGISTRATION, "test") as session:
        seeker = str(a_seeker(session, BY))
    with database.open(other, Purpose.REGISTRATION, "test") as session, pytest.raises(LmisError) as refused:
        one(amend_seekers(session, other, [AmendSeeker(seeker=seeker, education=4)]))
    assert refused.value.name == "seeker-not-found"


def test_consent_can_be_withdrawn(database: Database) -> None:
    with database.open(BY, Purpose.REGISTRATION, "test") as session:
        seeker = a_seeker(session, BY, consent={"mode": "thumbprint", "on": date(2026, 9, 1)})
        one(withdraw_consent(session, BY, [WithdrawConsent(seeker=str(seeker))]))
        assert session.get_one(Person, seeker).consent_withdrawn_on == BY.today


@pytest.mark.parametrize(
    ("left_out", "fault"),
    [
        (("family_name", "given_name", "family_name_native", "given_name_native"), "name_missing"),
        (("birth_date",), "birth_missing"),
        (("identity_missing_reason",), "identity_reason_missing"),
    ],
)
def test_a_command_is_complete(left_out: tuple[str, ...], fault: str) -> None:
    said = {k: v for k, v in register_seeker().model_dump(exclude_unset=True).items() if k not in left_out}
    with pytest.raises(ValueError, match=fault):
        RegisterSeeker.model_validate(said)


@pytest.mark.parametrize("year", [2020, 1905, 2030])
def test_an_amendment_cannot_make_a_birth_that_cannot_be(database: Database, year: int) -> None:
    with database.open(BY, Purpose.REGISTRATION, "test") as session:
        seeker = str(a_seeker(session, BY))
        with pytest.raises(LmisError) as refused:
            one(amend_seekers(session, BY, [AmendSeeker(seeker=seeker, birth_year=year)]))
    assert refused.value.pointer == "#/birth_date"


def test_an_age_that_comes_again_without_its_day_makes_nobody_younger(database: Database) -> None:
    undated = QUICK.model_copy(update={"happened_on": None})
    next_year = actor(at=BY.at + timedelta(days=400))
    with database.open(BY, Purpose.REGISTRATION, "test") as session:
        one(register_quickly(session, BY, [undated]))
        again = one(register_quickly(session, next_year, [undated]))
        assert again.status is Status.UNCHANGED
        assert session.scalars(select(Person)).one().birth_year == BY.today.year - QUICK.age
