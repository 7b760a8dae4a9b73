"""Signing in and out, and knowing who a token belongs to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, insert
from sqlalchemy.orm import Session

from lmis.commands.staff import SignIn
from lmis.errors import Forbidden
from lmis.model.offices import Staff, StaffSession
from lmis.model.session import Database
from lmis.queries.staff import key_holder, session_of, staff_by_login
from lmis.services.attempts import Attempt
from lmis.services.passwords import fits, new_token, token_digest
from lmis.vocabulary import Actor, Country, Language, Purpose, Role


class NotSignedIn(Forbidden):
    """Sign in first: the token is missing, unknown or has run out."""


class LoginOrPasswordWrong(Forbidden):
    """Login and password do not fit together."""


@dataclass(frozen=True)
class Identity:
    """Who a token belongs to."""

    actor: Actor
    staff: Staff
    by_key: bool

    @property
    def must_change(self) -> bool:
        """Whether the first password still stands."""
        return self.staff.must_change


@dataclass(frozen=True)
class SignedIn:
    """A sign-in; the token is known to nobody but its bearer."""

    token: str
    expires_at: datetime
    identity: Identity


def sign_in(database: Database, by: Actor, command: SignIn, hours: int, *, address: str) -> SignedIn:
    """Sign in with login and password.

    The attempt is counted and committed before the password is looked at, so that no number of attempts at the
    same time gets more tries than one after the other; a success takes its attempts back.

    Args:
        address: where it comes from, an IP address.

    Raises:
        TooManyAttempts: this login has to wait. LoginOrPasswordWrong: for an unknown login as for a wrong password,
            after the same work.
    """
    attempt = Attempt.of(database.keyring, command.login, address, by.at)
    with database.open(by, Purpose.NONE, "sign-in-attempt") as session:
        counted = attempt.count(session)
    with database.open(by, Purpose.NONE, "sign-in", write=False) as session:
        found = session.execute(staff_by_login([command.login.strip().lower()])).one_or_none()
    staff = found[0] if found else None
    right = fits(command.password.get_secret_value(), staff.password_hash if staff else None)
    if found is None or staff is None or not right or staff.ended_at is not None:
        raise LoginOrPasswordWrong()
    with database.open(by, Purpose.NONE, "sign-in") as session:
        attempt.succeed(session, counted)
        return start_session(session, identity(staff, found[1], by.at), hours)


def start_session(session: Session, who: Identity, hours: int) -> SignedIn:
    """A new sign-in of this account; sign-ins that have run out are removed."""
    at, token = who.actor.at, new_token()
    expires_at = at + timedelta(hours=hours)
    session.execute(delete(StaffSession).where(StaffSession.expires_at <= at))
    row = {"digest": token_digest(token), "staff_id": who.staff.id, "started_at": at, "expires_at": expires_at}
    session.execute(insert(StaffSession), [row])
    return SignedIn(token, expires_at, who)


def sign_out(session: Session, token: str) -> None:
    """The sign-in with this token ends."""
    session.execute(delete(StaffSession).where(StaffSession.digest == token_digest(token)))


def identify(session: Session, token: str, at: datetime) -> Identity:
    """Who a bearer's token or key belongs to.

    Raises:
        NotSignedIn: nobody's.
    """
    digest = token_digest(token)
    if found := session.execute(session_of(digest, at)).one_or_none():
        return identity(found[0], found[1], at)
    if found := session.execute(key_holder(digest)).one_or_none():
        return identity(found[0], found[1], at, by_key=True)
    raise NotSignedIn()


def identity(staff: Staff, country: str, at: datetime, *, by_key: bool = False) -> Identity:
    """An account as an actor."""
    who = Actor(staff.id, staff.office_id, Country(country), Role(staff.role), at, Language(staff.language))
    return Identity(who, staff, by_key)
