"""Signing in and out, and knowing who a token belongs to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete, insert
from sqlalchemy.orm import Session

from lmis.commands.staff import SignIn
from lmis.errors import Forbidden
from lmis.model.offices import SignInAttempt, Staff, StaffSession
from lmis.model.session import Database
from lmis.queries.staff import attempts_since, key_holder, session_of, staff_by_login
from lmis.services.passwords import fits, new_token, token_digest
from lmis.vocabulary import Actor, Country, Language, Purpose, Role

LIMITS: Final = ((5, timedelta(minutes=15)), (10, timedelta(hours=1)))
"""So many failures of one login within so long make it wait."""


class NotSignedIn(Forbidden):
    """Sign in first: the token is missing, unknown or has run out."""


class LoginOrPasswordWrong(Forbidden):
    """Login and password do not fit together."""


class TooManyAttempts(Forbidden):
    """Too many sign-ins failed: wait before the next one."""


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


def sign_in(database: Database, by: Actor, command: SignIn, hours: int) -> SignedIn:
    """Sign in with login and password.

    The attempt is counted and committed before the password is looked at, so that no number of attempts at the
    same time gets more tries than one after the other; a success takes its attempts back.

    Raises:
        TooManyAttempts: this login has to wait. LoginOrPasswordWrong: for an unknown login as for a wrong password,
            after the same work.
    """
    login = command.login.strip().lower()
    with database.open(by, Purpose.NONE, "sign-in-attempt") as session:
        _count(session, by, login)
    with database.open(by, Purpose.NONE, "sign-in", write=False) as session:
        found = session.execute(staff_by_login([login])).one_or_none()
    staff = found[0] if found else None
    right = fits(command.password.get_secret_value(), staff.password_hash if staff else None)
    if found is None or staff is None or not right or staff.ended_at is not None:
        raise LoginOrPasswordWrong()
    with database.open(by, Purpose.NONE, "sign-in") as session:
        session.execute(delete(SignInAttempt).where(SignInAttempt.login == login))
        return start_session(session, identity(staff, found[1], by.at), hours)


def _count(session: Session, by: Actor, login: str) -> None:
    """Count this attempt, or refuse it where there were too many; what is older than an hour is forgotten."""
    longest = max(window for _most, window in LIMITS)
    times = list(session.scalars(attempts_since(login, by.at - longest)))
    if wait := _wait(times, by.at):
        raise TooManyAttempts(seconds=wait)
    session.execute(delete(SignInAttempt).where(SignInAttempt.at <= by.at - longest))
    session.execute(insert(SignInAttempt), [{"login": login, "at": by.at}])


def _wait(times: Sequence[datetime], at: datetime) -> int:
    """Seconds until the next attempt is allowed; `times` are those of failures, newest first."""
    ends = [times[most - 1] + window for most, window in LIMITS if len(times) >= most]
    return max([0, *(int((end - at).total_seconds()) + 1 for end in ends if end > at)])


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
