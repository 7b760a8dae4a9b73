"""The same person twice: recognised, queued, merged, taken apart again."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from conftest import NOW, actor
from factories.register import a_placement, a_referral, a_seeker, a_vacancy, register_seeker
from lmis.commands.duplicates import MergeDuplicates, TakeBackMerge, TellApart
from lmis.commands.placements import RecordService
from lmis.commands.seekers import AmendSeeker, CloseRegistration, RegisterQuickly, RenewRegistration
from lmis.errors import LmisError
from lmis.model.base import Base
from lmis.model.batches import ImportBatch
from lmis.model.duplicates import PossibleDuplicate
from lmis.model.people import Person, Registration, RegistrationStay
from lmis.model.placements import Placement
from lmis.model.referrals import Referral
from lmis.model.services import ServiceEvent
from lmis.model.session import Database
from lmis.queries.access import readings_of
from lmis.queries.duplicates import pairs_found
from lmis.queries.people import exact_of, people_found
from lmis.queries.profiles import registered_profiles
from lmis.services import recognising
from lmis.services.following import record_services
from lmis.services.merging import merge_duplicates, take_back_merges, tell_apart
from lmis.services.registrations import close_registrations, renew_registrations
from lmis.services.resolving import resolve_people
from lmis.services.seekers import amend_seekers, register_quickly, register_seekers
from lmis.services.sweeping import sweep
from lmis.services.undoing import undo_batch
from lmis.services.writing import Status, one
from lmis.text.numbers import serial_text
from lmis.vocabulary import PairState, Purpose, Role

BY = actor()
LATER = actor(at=NOW + timedelta(days=1))
NEXT_DOOR = actor("KH-JC-03")
MINISTRY = actor("KH-MIN", Role.COORDINATOR)
SYSTEM = actor(None, Role.SYSTEM)
PHONE = "+85512345678"
OTHER_SPELLING = {"family_name": "Sokh", "family_name_native": None, "given_name_native": None}
BORN = date(1995, 4, 13)


def queued(session: Session, by: Any = BY) -> list[PossibleDuplicate]:
    return list(session.scalars(pairs_found(by, PairState.OPEN, None, 50)))


def two_records(session: Session, **second: Any) -> tuple[UUID, UUID, UUID]:
    """(older, younger, pair) of one person with two numbers of the office."""
    older = a_seeker(session, BY, own_number="17", birth_date=BORN, phone=PHONE)
    given = {"own_number": "99", "birth_date": BORN, "phone": PHONE, **OTHER_SPELLING} | second
    younger = a_seeker(session, LATER, **given)
    (pair,) = queued(session)
    assert {pair.first_id, pair.second_id} == {older, younger}
    return older, younger, pair.id


def everything(session: Session) -> dict[str, list[Any]]:
    """Every row about people, but for the versions that only move on."""
    return {
        table.name: sorted(
            tuple(value for name, value in row.items() if name != "version")
            for row in session.execute(select(*table.c)).mappings()
        )
        for table in Base.metadata.sorted_tables
        if "person" in table.info
    }  # fmt: skip


def plain(rows: dict[str, list[Any]]) -> dict[str, list[str]]:
    return {name: sorted(map(repr, some)) for name, some in rows.items()}


def test_a_row_without_a_number_that_is_certainly_somebody_updates_the_record(database: Database) -> None:
    with database.open(BY, Purpose.REGISTRATION, "test") as session:
        seeker = a_seeker(session, BY, own_number="17", birth_date=BORN, phone=PHONE)
        again = register_seeker(birth_date=BORN, phone=PHONE, education=4, **OTHER_SPELLING)
        outcome = one(register_seekers(session, LATER, [again]))
        person = session.get_one(Person, seeker)
        assert (outcome.status, outcome.id) == (Status.UPDATED, seeker)
        assert (person.education, person.family_name, person.family_name_native) == (4, "Sok", "សុខ")
        assert not queued(session)


def test_a_certain_row_brings_its_number_to_a_record_without_one(database: Database) -> None:
    with database.open(BY, Purpose.REGISTRATION, "test") as session:
        seeker = a_seeker(session, BY, birth_date=BORN, phone=PHONE)
        row = register_seeker(own_number="99", birth_date=BORN, phone=PHONE)
        assert one(register_seekers(session, BY, [row])).id == seeker
        assert one(register_seekers(session, BY, [row])).status is Status.UNCHANGED
        assert session.get_one(Person, seeker).own_number == "99"


def test_two_numbers_of_one_office_wait_for_an_officer(database: Database) -> None:
    with database.open(BY, Purpose.REGISTRATION, "test") as session:
        two_records(session)
        (pair,) = queued(session)
        assert pair.certain
        assert sum(points for _, _, points in pair.reasons) == pair.points


def test_one_file_may_bring_a_person_twice(database: Database) -> None:
    rows = [
        register_seeker(birth_date=BORN, phone=PHONE),
        register_seeker(own_number="2", given_name="Vanna", given_name_native="វណ្ណា", birth_date=date(1980, 7, 8)),
        register_seeker(birth_date=BORN, phone=PHONE, education=4, **OTHER_SPELLING),
        register_seeker(own_number="4", birth_date=BORN, family_name="Keum", family_name_native="គឹម"),
        register_seeker(own_number="5", birth_date=BORN, family_name="Kim", family_name_native="គឹម"),
    ]
    with database.open(BY, Purpose.REGISTRATION, "test") as session:
        told = register_seekers(session, BY, rows)
        assert [outcome.status.value for outcome in told] == ["created", "created", "updated", "created", "created"]
        assert told[0].id == told[2].id
        (pair,) = queued(session)
        assert {pair.first_id, pair.second_id} == {told[3].id, told[4].id}


def test_of_many_namesakes_every_pair_is_found(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    def calls(family: str, count: int) -> list[Any]:
        names = {"family_name": family, "given_name": "San", "family_name_native": None, "given_name_native": None}
        return [register_seeker(birth_date=None, birth_year=1990, phone=None, **names) for _ in range(count)]

    monkeypatch.setattr(recognising, "MANY", 1)  # rare keys are sorted out first, as in a register of millions
    with database.open(BY, Purpose.REGISTRATION, "test") as session:
        register_seekers(session, BY, [*calls("Sok", 30), *calls("Chan", 30)])
        register_seekers(session, LATER, [*calls("Sok", 10), *calls("Chan", 2)])
        counted = select(func.count()).select_from(PossibleDuplicate).execution_options(people="aggregate")
        count = session.scalar(counted)
        assert count == 40 * 39 // 2 + 32 * 31 // 2


def test_a_family_phone_alone_neither_merges_nor_queues(database: Database) -> None:
    with database.open(BY, Purpose.REGISTRATION, "test") as session:
        mother = a_seeker(session, BY, birth_date=date(1970, 2, 9), phone=PHONE)
        daughter = {"given_name": "Sophea", "given_name_native": "សុភា", "birth_date": date(1996, 11, 3)}
        assert a_seeker(session, BY, phone=PHONE, **daughter) != mother
        assert not queued(session)


def test_another_office_is_shown_nothing_and_the_ministry_the_pair(database: Database) -> None:
    with database.open(BY, Purpose.REGISTRATION, "test") as session:
        here = a_seeker(session, BY, birth_date=BORN, phone=PHONE)
    with database.open(NEXT_DOOR, Purpose.REGISTRATION, "test") as session:
        there = a_seeker(session, NEXT_DOOR, birth_date=BORN, phone=PHONE)
        assert here != there
        assert not queued(session, NEXT_DOOR)
    with database.open(BY, Purpose.REGISTRATION, "test") as session:
        assert not queued(session)
    with database.open(MINISTRY, Purpose.REGISTRATION, "test") as session:
        (pair,) = queued(session, MINISTRY)
        assert pair.certain
        with pytest.raises(LmisError) as refused:
            one(merge_duplicates(session, BY, [MergeDuplicates(pair=str(pair.id))]))
        assert refused.value.name == "pair-not-found"


def test_what_is_corrected_is_looked_at_again(database: Database) -> None:
    with database.open(BY, Purpose.REGISTRATION, "test") as session:
        a_seeker(session, BY, birth_date=BORN, phone=PHONE)
        other = a_seeker(session, BY, birth_date=date(1971, 8, 9))
        assert not queued(session)
        one(amend_seekers(session, BY, [AmendSeeker(seeker=str(other), birth_date=BORN)]))
        assert len(queued(session)) == 1
        one(amend_seekers(session, BY, [AmendSeeker(seeker=str(other), phone=PHONE)]))
        assert len(queued(session)) == 1


def test_a_merge_moves_everything_and_old_numbers_lead_to_the_kept_record(database: Database) -> None:
    with database.open(BY, Purpose.REGISTRATION, "test") as session:
        older, younger, pair = two_records(session, happened_on=date(2026, 9, 8), education=3, licences=["welder"])
        vacancy = a_vacancy(session, BY)
        a_referral(session, BY, younger, vacancy)
        a_placement(session, BY, younger, vacancy)
        service = RecordService(seeker=str(younger), kind="counselling", title="Talk", happened_on=date(2026, 9, 9))
        one(record_services(session, BY, [service]))
        serial = session.get_one(Person, younger).serial
        assert one(merge_duplicates(session, BY, [MergeDuplicates(pair=str(pair))])).status is Status.UPDATED
        for table in (Registration, RegistrationStay, Referral, Placement, ServiceEvent):
            assert {row.person_id for row in session.scalars(select(table))} == {older}
        assert len(session.scalars(select(Registration)).all()) == 1
        for ref in (str(younger), serial_text("S", serial), "99", "17"):
            assert resolve_people(session, BY, [ref])[ref].id == older
        assert session.get_one(Person, older).education == 3
        assert session.get_one(Person, older).licences == ["welder"]
        words = exact_of(serial_text("S", serial), BY, database.keyring)
        assert [p.id for p in session.scalars(people_found(BY, "no such name", None, 9, exact=words))] == [older]
        assert [p.id for p in session.scalars(people_found(BY, "sok", None, 9))] == [older]
        assert one(merge_duplicates(session, BY, [MergeDuplicates(pair=str(pair))])).status is Status.UNCHANGED
        assert not queued(session)


def test_a_merged_person_is_matched_once(database: Database) -> None:
    with database.open(BY, Purpose.REGISTRATION, "test") as session:
        older, _, pair = two_records(session)
        one(merge_duplicates(session, BY, [MergeDuplicates(pair=str(pair))]))
        assert [row.id for row in session.execute(registered_profiles(BY))] == [older]


def test_the_officer_may_keep_the_younger_record(database: Database) -> None:
    with database.open(BY, Purpose.REGISTRATION, "test") as session:
        older, younger, pair = two_records(session)
        with pytest.raises(LmisError) as refused:
            one(merge_duplicates(session, BY, [MergeDuplicates(pair=str(pair), keep="77")]))
        assert refused.value.name == "not-of-the-pair"
        one(merge_duplicates(session, BY, [MergeDuplicates(pair=str(pair), keep="99")]))
        assert session.get_one(Person, older).merged_into == younger


def test_spells_that_ran_at_once_become_one(database: Database) -> None:
    with database.open(BY, Purpose.REGISTRATION, "test") as session:
        older, younger, pair = two_records(session, happened_on=date(2026, 9, 20))
        end = CloseRegistration(seeker=str(older), because="own_wish", happened_on=date(2026, 9, 25))
        one(close_registrations(session, BY, [end]))
        one(merge_duplicates(session, BY, [MergeDuplicates(pair=str(pair))]))
        (spell,) = session.scalars(select(Registration)).all()
        (stay,) = session.scalars(select(RegistrationStay)).all()
        assert (spell.opened_on, spell.closed_on, spell.close_reason) == (date(2026, 9, 1), None, None)
        assert (stay.since, stay.until, stay.registration_id) == (date(2026, 9, 1), None, spell.id)
        del younger


def test_spells_one_after_the_other_stay_two(database: Database) -> None:
    with database.open(BY, Purpose.REGISTRATION, "test") as session:
        closed = {"closed_on": date(2026, 8, 1), "closed_because": "own_wish", "happened_on": date(2026, 6, 1)}
        _, _, pair = two_records(session, **closed)
        one(merge_duplicates(session, BY, [MergeDuplicates(pair=str(pair))]))
        assert len(session.scalars(select(Registration)).all()) == 2


def test_a_person_of_two_offices_has_moved_on_the_day_of_the_second_registration(database: Database) -> None:
    with database.open(BY, Purpose.REGISTRATION, "test") as session:
        here = a_seeker(session, BY, birth_date=BORN, phone=PHONE)
    with database.open(NEXT_DOOR, Purpose.REGISTRATION, "test") as session:
        a_seeker(session, NEXT_DOOR, birth_date=BORN, phone=PHONE, happened_on=date(2026, 9, 20))
    with database.open(MINISTRY, Purpose.REGISTRATION, "test") as session:
        (pair,) = queued(session, MINISTRY)
        one(merge_duplicates(session, MINISTRY, [MergeDuplicates(pair=str(pair.id))]))
        stays = session.scalars(select(RegistrationStay).order_by(RegistrationStay.since)).all()
        ends = [(stay.office_id, stay.since, stay.until) for stay in stays]
        assert ends == [
            (BY.office_id, date(2026, 9, 1), date(2026, 9, 20)),
            (NEXT_DOOR.office_id, date(2026, 9, 20), None),
        ]
        assert session.get_one(Person, here).office_id == NEXT_DOOR.office_id
    with database.open(MINISTRY, Purpose.REGISTRATION, "test") as session:
        one(take_back_merges(session, MINISTRY, [TakeBackMerge(pair=str(pair.id))]))
        assert session.get_one(Person, here).office_id == BY.office_id


def test_an_identity_number_goes_to_the_record_that_lacks_one(database: Database) -> None:
    with database.open(BY, Purpose.REGISTRATION, "test") as session:
        given = {"identity_number": "012345678", "identity_kind": "national_id", "identity_missing_reason": None}
        older, younger, pair = two_records(session, **given)
        one(merge_duplicates(session, BY, [MergeDuplicates(pair=str(pair))]))
        assert session.get_one(Person, older).identity_number == "012345678"
        assert session.get_one(Person, younger).identity_number is None
        with pytest.raises(LmisError) as refused:
            a_seeker(session, BY, given_name="Vanna", birth_date=date(1980, 7, 8), **given)
        assert refused.value.values["seeker"] == str(older)


def test_of_two_live_referrals_to_one_vacancy_one_ends_and_two_placements_are_refused(database: Database) -> None:
    with database.open(BY, Purpose.REGISTRATION, "test") as session:
        older, younger, pair = two_records(session)
        vacancy = a_vacancy(session, BY)
        for seeker in (older, younger):
            a_referral(session, BY, seeker, vacancy)
        one(merge_duplicates(session, BY, [MergeDuplicates(pair=str(pair))]))
        states = session.scalars(select(Referral)).all()
        assert sorted((row.state, row.person_id == older) for row in states) == [("obsolete", True), ("referred", True)]
        one(take_back_merges(session, BY, [TakeBackMerge(pair=str(pair))]))
        for seeker in (older, younger):
            a_placement(session, BY, seeker, vacancy)
        with pytest.raises(LmisError) as refused:
            one(merge_duplicates(session, BY, [MergeDuplicates(pair=str(pair))]))
        assert refused.value.name == "placed-twice"


def test_a_merge_that_is_taken_back_leaves_everything_as_it_was(database: Database) -> None:
    with database.open(BY, Purpose.REGISTRATION, "test") as session:
        given = {"identity_number": "012345678", "identity_missing_reason": None, "disability": ["hearing"]}
        older, younger, pair = two_records(session, happened_on=date(2026, 9, 8), education=3, **given)
        vacancy = a_vacancy(session, BY)
        for seeker in (older, younger):
            a_referral(session, BY, seeker, vacancy)
        a_placement(session, BY, younger, a_vacancy(session, BY))
        before = plain(everything(session))
        for _ in range(2):
            one(merge_duplicates(session, LATER, [MergeDuplicates(pair=str(pair))]))
            assert plain(everything(session)) != before
            assert one(take_back_merges(session, LATER, [TakeBackMerge(pair=str(pair))])).status is Status.UPDATED
            assert plain(everything(session)) == before


@pytest.mark.parametrize("built", ["amended", "closed", "renewed", "referral_moved"])
def test_a_merge_that_was_built_upon_is_not_taken_back(database: Database, built: str) -> None:
    with database.open(BY, Purpose.REGISTRATION, "test") as session:
        older, younger, pair = two_records(session, happened_on=date(2026, 9, 8), education=3)
        vacancy = a_vacancy(session, BY)
        a_referral(session, BY, younger, vacancy)
        one(merge_duplicates(session, BY, [MergeDuplicates(pair=str(pair))]))
        ref = str(older)
        if built == "amended":
            one(amend_seekers(session, LATER, [AmendSeeker(seeker=ref, education=5)]))
        elif built == "closed":
            one(close_registrations(session, LATER, [CloseRegistration(seeker=ref, because="own_wish")]))
        elif built == "renewed":
            one(renew_registrations(session, LATER, [RenewRegistration(seeker=ref)]))
        else:
            a_placement(session, LATER, older, vacancy)
        before = plain(everything(session))
        with pytest.raises(LmisError) as refused:
            one(take_back_merges(session, LATER, [TakeBackMerge(pair=str(pair))]))
        assert refused.value.name == "merge-built-upon"
        assert refused.value.values["built"]
        assert plain(everything(session)) == before


def test_what_does_not_touch_the_merge_does_not_stand_in_its_way(database: Database) -> None:
    with database.open(BY, Purpose.REGISTRATION, "test") as session:
        older, younger, pair = two_records(session)
        one(merge_duplicates(session, BY, [MergeDuplicates(pair=str(pair))]))
        one(amend_seekers(session, LATER, [AmendSeeker(seeker=str(older), mobility="country")]))
        one(take_back_merges(session, LATER, [TakeBackMerge(pair=str(pair))]))
        assert session.get_one(Person, older).mobility == "country"
        assert session.get_one(Person, younger).merged_into is None


def test_records_told_apart_do_not_come_back(database: Database) -> None:
    with database.open(BY, Purpose.REGISTRATION, "test") as session:
        _, younger, pair = two_records(session)
        one(tell_apart(session, BY, [TellApart(pair=str(pair))]))
        one(amend_seekers(session, BY, [AmendSeeker(seeker=str(younger), given_name="Daraa")]))
        assert not queued(session)
    sweep(database, SYSTEM)
    with database.open(BY, Purpose.REGISTRATION, "test") as session:
        assert not queued(session)
        with pytest.raises(LmisError) as refused:
            one(merge_duplicates(session, BY, [MergeDuplicates(pair=str(pair))]))
        assert refused.value.name == "pair-decided"
        one(take_back_merges(session, BY, [TakeBackMerge(pair=str(pair))]))
        assert len(queued(session)) == 1


def test_a_third_record_leads_to_the_last_one_kept(database: Database) -> None:
    with database.open(BY, Purpose.REGISTRATION, "test") as session:
        older, younger, pair = two_records(session)
        one(merge_duplicates(session, BY, [MergeDuplicates(pair=str(pair))]))
        third = a_seeker(session, LATER, own_number="100", birth_date=BORN, phone=PHONE)
        (other,) = queued(session)
        one(merge_duplicates(session, BY, [MergeDuplicates(pair=str(other.id), keep="100")]))
        assert {row.merged_into for row in session.scalars(select(Person))} == {None, third}
        with pytest.raises(LmisError) as refused:
            one(take_back_merges(session, BY, [TakeBackMerge(pair=str(pair))]))
        assert refused.value.name == "merge-built-upon"
        for back in (other.id, pair):
            one(take_back_merges(session, BY, [TakeBackMerge(pair=str(back))]))
        assert {row.merged_into for row in session.scalars(select(Person))} == {None}
        del older, younger


def test_the_file_that_brought_both_records_changes_nothing_after_the_merge(database: Database) -> None:
    rows = [
        register_seeker(own_number="17", birth_date=BORN, phone=PHONE, education=2),
        register_seeker(own_number="99", birth_date=BORN, phone=PHONE, education=4, **OTHER_SPELLING),
    ]
    with database.open(BY, Purpose.REGISTRATION, "test") as session:
        first, second = register_seekers(session, BY, rows)
        (pair,) = queued(session)
        one(merge_duplicates(session, BY, [MergeDuplicates(pair=str(pair.id))]))
        again = register_seekers(session, BY, rows)
        assert [outcome.status for outcome in again] == [Status.UNCHANGED, Status.UNCHANGED]
        told = register_seekers(session, BY, [rows[1].model_copy(update={"education": 6})])
        assert (told[0].status, told[0].id) == (Status.UPDATED, first.id)
        assert session.get_one(Person, first.id).education == 6
        del second


def test_a_reading_of_a_merged_record_is_a_reading_of_the_person(database: Database) -> None:
    with database.open(BY, Purpose.REGISTRATION, "before") as session:
        older, younger, pair = two_records(session)
    with database.open(BY, Purpose.COUNSELLING, "looked") as session:
        session.get_one(Person, younger)
    with database.open(BY, Purpose.REGISTRATION, "merged") as session:
        one(merge_duplicates(session, BY, [MergeDuplicates(pair=str(pair))]))
    with database.open(BY, Purpose.ADMINISTRATION, "readings", write=False) as session:
        told = [event.operation for event, _, _ in session.execute(readings_of(older, None, 50))]
        assert sorted(told) == ["before", "looked", "merged"]


def imported(session: Session) -> tuple[UUID, UUID, UUID]:
    """(batch, the person whom it brought, a later record that looks like that person)."""
    batch = uuid4()
    values = {"id": batch, "kind": "job-seekers", "office_id": BY.office_id, "staff_id": None, "file_name": "x"}
    values |= {"digest": "0" * 64, "state": "done", "report": {}, "recorded_at": NOW, "undone_at": None}
    session.execute(ImportBatch.__table__.insert().execution_options(audited=True), [values])
    given = {"birth_date": BORN, "phone": PHONE}
    brought = a_seeker(session, actor(batch_id=batch), own_number="99", **given, **OTHER_SPELLING)
    return batch, brought, a_seeker(session, LATER, own_number="17", **given)


def test_an_import_is_taken_back_although_somebody_looks_like_whom_it_brought(database: Database) -> None:
    with database.open(BY, Purpose.IMPORT, "test") as session:
        batch, brought, _ = imported(session)
        assert len(queued(session)) == 1
        assert undo_batch(session, BY, batch).refusal is None
        assert session.get(Person, brought) is None
        assert not queued(session)


def test_an_import_is_not_taken_back_where_somebody_whom_it_brought_was_merged(database: Database) -> None:
    with database.open(BY, Purpose.IMPORT, "test") as session:
        batch, _, later = imported(session)
        (pair,) = queued(session)
        one(merge_duplicates(session, BY, [MergeDuplicates(pair=str(pair.id), keep=str(later))]))
        refused = undo_batch(session, BY, batch).refusal
        assert refused is not None
        assert "merge-duplicates" in refused.error.values["built"]


def test_a_surge_row_never_merges_by_itself(database: Database) -> None:
    row = RegisterQuickly(name="Sok Dara", age=31, province="KH02", phone=PHONE, happened_on=date(2026, 9, 1))
    with database.open(BY, Purpose.REGISTRATION, "test") as session:
        seeker = a_seeker(session, BY, birth_date=BORN, phone=PHONE)
        assert one(register_quickly(session, BY, [row])).id != seeker
        assert len(queued(session)) == 1


def test_a_sweep_keys_old_records_and_finds_what_was_missed(database: Database) -> None:
    with database.open(BY, Purpose.REGISTRATION, "test") as session:
        older, younger, pair = two_records(session)
        for id_ in (older, younger):
            row = session.get_one(Person, id_)
            session.execute(
                Person.__table__.update()
                .where(Person.__table__.c.id == row.id)
                .values(whole_key=None, part_key=None, other_part_key=None, day_key=None)
                .execution_options(audited=True)
            )
        table = PossibleDuplicate.__table__
        session.execute(table.delete().where(table.c.id == pair).execution_options(audited=True))
    told = sweep(database, SYSTEM)
    assert (told.keyed, told.queued, told.certain) == (2, 1, 1)
    again = sweep(database, SYSTEM)
    assert (again.keyed, again.queued) == (0, 0)
    with database.open(BY, Purpose.REGISTRATION, "test") as session:
        assert len(queued(session)) == 1
        assert session.scalar(select(func.count(Person.whole_key)).execution_options(people="aggregate")) == 2
