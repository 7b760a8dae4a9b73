"""Accounts, passwords and keys, below the doors."""

from __future__ import annotations

from datetime import timedelta

import pytest
from pydantic import SecretStr
from sqlalchemy import select

from conftest import NOW, actor
from lmis.commands.staff import AddApiKey, AddStaff, ChangePassword, EndAccount, SignIn
from lmis.errors import LmisError
from lmis.model.audit import AuditEvent
from lmis.model.offices import ApiKey, SignInAttempt, Staff, StaffSession
from lmis.model.session import Database
from lmis.services.passwords import fits, hash_password, token_digest
from lmis.services.signing_in import NotSignedIn, identify, sign_in
from lmis.services.staff import add_api_keys, add_staff, change_password, end_accounts
from lmis.services.writing import Status, one
from lmis.vocabulary import Purpose, Role

SYSTEM = actor(None, Role.SYSTEM)
PASSWORD = "a first password"


def add(login: str = "dara", office: str = "KH-JC-02", role: Role = Role.OFFICER) -> AddStaff:
    return AddStaff(login=login, name="Dara", role=role, office=office, first_password=SecretStr(PASSWORD))


def signing(login: str = "dara", password: str = PASSWORD) -> SignIn:
    return SignIn(login=login, password=SecretStr(password))


def test_an_account_that_is_there_is_left_as_it_is(database: Database) -> None:
    with database.open(SYSTEM, Purpose.ADMINISTRATION, "test") as session:
        first, again = one(add_staff(session, SYSTEM, [add()])), one(add_staff(session, SYSTEM, [add()]))
        with pytest.raises(LmisError) as taken:
            one(add_staff(session, SYSTEM, [add(office="KH-JC-03")]))
    assert (first.status, again.status, again.id) == (Status.CREATED, Status.UNCHANGED, first.id)
    assert taken.value.name == "login-taken"


def test_only_a_digest_of_a_token_is_kept(database: Database) -> None:
    with database.open(SYSTEM, Purpose.ADMINISTRATION, "test") as session:
        one(add_staff(session, SYSTEM, [add()]))
    made = sign_in(database, SYSTEM, signing("  Dara "), 12, address="192.0.2.1")
    with database.open(SYSTEM, Purpose.NONE, "test", write=False) as session:
        assert session.scalars(select(StaffSession.digest)).all() == [token_digest(made.token)]
        assert identify(session, made.token, NOW).actor.role is Role.OFFICER
        with pytest.raises(NotSignedIn):
            identify(session, made.token, NOW + timedelta(hours=12))
        assert [row.login[:6] for row in session.scalars(select(SignInAttempt))] == ["known:"]


def test_the_trail_tells_of_a_changed_password_and_not_which(database: Database) -> None:
    with database.open(SYSTEM, Purpose.ADMINISTRATION, "test") as session:
        staff = one(add_staff(session, SYSTEM, [add()])).id
        by = actor(staff_id=staff)
        new = ChangePassword(old_password=SecretStr(PASSWORD), new_password=SecretStr("another password"))
        one(change_password(session, by, [new]))
        row = session.scalars(select(Staff)).one()
        trail = select(AuditEvent).execution_options(people="engine")
        acts = {event.act: event.changes for event in session.scalars(trail)}
        kept = row.password_hash
    assert fits("another password", kept)
    assert not fits(PASSWORD, kept)
    assert set(acts) == {"add-staff", "change-password"}
    assert not any("argon2" in told for told in acts.values())


def test_an_ended_account_has_no_key_left(database: Database) -> None:
    with database.open(SYSTEM, Purpose.ADMINISTRATION, "test") as session:
        staff = one(add_staff(session, SYSTEM, [add()])).id
        assert staff is not None
        ((_, key),) = add_api_keys(session, actor(staff_id=staff), [AddApiKey(label="software")])
        assert identify(session, key, NOW).by_key
        one(end_accounts(session, SYSTEM, [EndAccount(staff=staff)]))
        with pytest.raises(NotSignedIn):
            identify(session, key, NOW)
        assert session.scalars(select(ApiKey)).one().revoked_at == NOW
        assert one(end_accounts(session, SYSTEM, [EndAccount(staff=staff)])).status is Status.UNCHANGED


def test_nothing_fits_where_nothing_is_kept() -> None:
    assert not fits("", "")
    assert not fits("", None)
    assert fits("x", hash_password("x"))
