"""Attempts to sign in, counted so that guessing is slow and nobody can lock out somebody else.

Failures are counted per login and address; whoever fails too often waits, there. Those from addresses that the account
has never been signed in from are counted together too, whatever the address, so that many addresses guess no faster
than one. Whoever sits where the account was signed in before is not held up by those strangers.

Nothing here looks at whether the login is known. Logins and addresses are kept as keyed digests only: people type
passwords into the wrong field.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv6Address, IPv6Network, ip_address
from typing import Final, TypeAlias, cast

from sqlalchemy import Table, delete, insert, or_
from sqlalchemy.orm import Session

from lmis.errors import Forbidden
from lmis.model.dialects import wait_for_turn
from lmis.model.offices import SignInAttempt
from lmis.model.sealing import Keyring
from lmis.queries.staff import attempts_since

Limits: TypeAlias = tuple[tuple[int, timedelta], ...]

HOUR: Final = timedelta(hours=1)
FROM_ONE_ADDRESS: Final[Limits] = ((5, timedelta(minutes=15)), (10, HOUR))
"""So many failures of one login at one address within so long make it wait there."""
FROM_STRANGERS: Final[Limits] = ((10, HOUR),)
"""So many failures of one login at all addresses that it was never signed in from make it wait at all of them."""
KNOWN_FOR: Final = timedelta(days=90)
"""An address is known so long after the account was last signed in from there."""
KNOWN: Final = "known:"


class TooManyAttempts(Forbidden):
    """Too many sign-ins failed: wait before the next one."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One login at one address, and the keys under which it is counted."""

    at: datetime
    here: str
    strangers: str
    known: str

    @classmethod
    def of(cls, keyring: Keyring, login: str, address: str, at: datetime) -> Attempt:
        """An attempt; a login is the same in letters of either case."""
        who, place = login.strip().lower(), place_of(address)

        def key(kind: str, *parts: str) -> str:
            return f"{kind}:{keyring.index('sign-in', json.dumps([kind, *parts])).hex()}"

        return cls(at, key("here", who, place), key("strangers", who), key(KNOWN[:-1], who, place))

    def count(self, session: Session) -> list[int]:
        """Count this attempt as a failure; returns the ids of what was written.

        Attempts at the same time are counted one after the other, so that together they get no more tries.

        Raises:
            TooManyAttempts: with the seconds to wait; the attempt is not counted.
        """
        wait_for_turn(session, cast(Table, SignInAttempt.__table__))
        limits = {self.here: FROM_ONE_ADDRESS}
        if session.scalars(attempts_since(self.known, self.at - KNOWN_FOR)).first() is None:
            limits[self.strangers] = FROM_STRANGERS
        times = {key: session.scalars(attempts_since(key, self.at - HOUR)).all() for key in limits}
        if wait := max(_wait(times[key], self.at, limits[key]) for key in limits):
            raise TooManyAttempts(seconds=wait)
        known = SignInAttempt.login.startswith(KNOWN)
        past = or_(SignInAttempt.at <= self.at - KNOWN_FOR, ~known & (SignInAttempt.at <= self.at - HOUR))
        session.execute(delete(SignInAttempt).where(past))
        rows = [{"login": key, "at": self.at} for key in limits]
        return list(session.scalars(insert(SignInAttempt).returning(SignInAttempt.id), rows))

    def succeed(self, session: Session, counted: Sequence[int]) -> None:
        """It was none: the failures at this address are forgiven, those of strangers are not; the address is known."""
        mine = or_(SignInAttempt.login.in_([self.here, self.known]), SignInAttempt.id.in_(counted))
        session.execute(delete(SignInAttempt).where(mine))
        session.execute(insert(SignInAttempt), [{"login": self.known, "at": self.at}])


def place_of(address: str) -> str:
    """What counts as one address: of IPv6 the network of 64 bits, which belongs to one subscriber."""
    try:
        known = ip_address(address)
    except ValueError:
        return address
    if not isinstance(known, IPv6Address):
        return str(known)
    return str(known.ipv4_mapped or IPv6Network((int(known), 64), strict=False))


def _wait(times: Sequence[datetime], at: datetime, limits: Limits) -> int:
    """Seconds until the next attempt is allowed; `times` are those of failures, newest first."""
    ends = [times[most - 1] + window for most, window in limits if len(times) >= most]
    return max([0, *(int((end - at).total_seconds()) + 1 for end in ends if end > at)])
