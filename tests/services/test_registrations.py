"""Renewing, closing, reopening registrations, and moving people between offices."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from conftest import actor, office_id
from factories.register import a_seeker
from lmis.commands.seekers import CloseRegistration, RenewRegistration, ReopenRegistration, TransferSeeker
from lmis.errors import LmisError
from lmis.model.people import Registration, RegistrationRenewal, RegistrationStay
from lmis.model.session import Database
from lmis.services.registrations import (
    close_registrations,
    renew_registrations,
    reopen_registrations,
    transfer_seekers,
)
from lmis.services.writing import Status, one
from lmis.vocabulary import Purpose

BY = actor()


def test_a_registration_is_renewed_closed_and_reopened(database: Database) -> None:
    with database.open(BY, Purpose.REGISTRATION, "test") as session:
        seeker = str(a_seeker(session, BY))
        one(renew_registrations(session, BY, [RenewRegistration(seeker=seeker, happened_on=date(2026, 9, 20))]))
        closing = CloseRegistration(seeker=seeker, because="found_work", happened_on=date(2026, 9, 25))
        one(close_registrations(session, BY, [closing]))
        assert one(close_registrations(session, BY, [closing])).status is Status.UNCHANGED
        one(reopen_registrations(session, BY, [ReopenRegistration(seeker=seeker)]))
        spells = session.scalars(select(Registration).order_by(Registration.opened_on)).all()
        stays = session.scalars(select(RegistrationStay).order_by(RegistrationStay.since)).all()
        renewals = session.scalars(select(RegistrationRenewal)).all()
    assert [(s.opened_on, s.renewed_on, s.closed_on, s.close_reason) for s in spells] == [
        (date(2026, 9, 1), date(2026, 9, 20), date(2026, 9, 25), "found_work"),
        (BY.today, BY.today, None, None),
    ]
    assert [stay.until for stay in stays] == [date(2026, 9, 25), None]
    assert [renewal.happened_on for renewal in renewals] == [date(2026, 9, 20)]


def test_closing_needs_a_reason_of_the_list(database: Database) -> None:
    with database.open(BY, Purpose.REGISTRATION, "test") as session:
        seeker = str(a_seeker(session, BY))
        with pytest.raises(LmisError) as refused:
            one(close_registrations(session, BY, [CloseRegistration(seeker=seeker, because="found_werk")]))
    assert refused.value.values["nearest"][0].startswith("found_work")


def test_a_transfer_moves_the_person_and_keeps_the_way(database: Database) -> None:
    other = actor("KH-JC-12")
    with database.open(BY, Purpose.REGISTRATION, "test") as session:
        seeker = str(a_seeker(session, BY))
        one(transfer_seekers(session, BY, [TransferSeeker(seeker=seeker, office="KH-JC-12")]))
        stays = session.scalars(select(RegistrationStay).order_by(RegistrationStay.since)).all()
        with pytest.raises(LmisError) as gone:
            one(renew_registrations(session, BY, [RenewRegistration(seeker=seeker)]))
        assert one(renew_registrations(session, other, [RenewRegistration(seeker=seeker)])).status is Status.UPDATED
    assert [(stay.office_id, stay.until) for stay in stays] == [
        (office_id("KH-JC-02"), BY.today),
        (office_id("KH-JC-12"), None),
    ]
    assert gone.value.name == "seeker-not-found"


def test_a_transfer_stays_in_the_country(database: Database) -> None:
    with database.open(BY, Purpose.REGISTRATION, "test") as session:
        seeker = str(a_seeker(session, BY))
        with pytest.raises(LmisError) as refused:
            one(transfer_seekers(session, BY, [TransferSeeker(seeker=seeker, office="LA-JC-01")]))
    assert refused.value.name == "unknown-code"
