"""A consent is given, withdrawn and given anew, each on its day."""

from __future__ import annotations

from datetime import date

from conftest import actor
from factories.register import a_seeker
from lmis.commands.seekers import GiveConsent, WithdrawConsent
from lmis.model.people import Person
from lmis.model.session import Database
from lmis.services.consents import give_consents, withdraw_consent
from lmis.services.writing import Status, one
from lmis.vocabulary import ConsentMode, Purpose


def test_what_was_withdrawn_can_be_given_anew(database: Database) -> None:
    by = actor()
    with database.open(by, Purpose.REGISTRATION, "test") as session:
        who = a_seeker(session, by, consent={"mode": "spoken", "on": "2026-09-01"})
        one(withdraw_consent(session, by, [WithdrawConsent(seeker=str(who))]))
        given = GiveConsent(seeker=str(who), mode=ConsentMode.WRITTEN)
        assert one(give_consents(session, by, [given])).status is Status.UPDATED
        assert one(give_consents(session, by, [given])).status is Status.UNCHANGED
        row = session.get_one(Person, who)
        assert (row.consent_mode, row.consent_on, row.consent_withdrawn_on) == ("written", date(2026, 10, 5), None)


def test_nobody_gives_it_for_a_day_to_come_or_for_another_office(database: Database) -> None:
    by = actor()
    with database.open(by, Purpose.REGISTRATION, "test") as session:
        who = str(a_seeker(session, by))
        later = GiveConsent(seeker=who, mode=ConsentMode.SPOKEN, happened_on=date(2026, 10, 6))
        there = GiveConsent(seeker=who, mode=ConsentMode.SPOKEN)
        outcomes = [*give_consents(session, by, [later]), *give_consents(session, actor("KH-JC-03"), [there])]
        told = [type(each.refusal.error).__name__ for each in outcomes if each.refusal]
        assert told == ["InTheFuture", "SeekerNotFound"]
