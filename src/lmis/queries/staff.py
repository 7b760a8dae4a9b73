"""Questions about staff, their sign-ins and their keys."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, or_, select, true

from lmis.model.offices import ApiKey, Office, SignInAttempt, Staff, StaffSession
from lmis.vocabulary import Actor, Role

ACROSS_OFFICES = frozenset({Role.ADMINISTRATOR, Role.COORDINATOR, Role.SYSTEM})
"""Who sees the staff of every office of the country; others see those of their own office."""


def staff_in_sight(by: Actor) -> ColumnElement[bool]:
    """Staff of the actor's office, or of the country; for the system everybody's."""
    if by.role not in ACROSS_OFFICES:
        return Staff.office_id == by.office_id
    return true() if by.country is None else Office.country == by.country.value


def staff_by_login(logins: Iterable[str]) -> Select[Staff, str]:
    """(account, country) of these logins, whatever their office."""
    return (
        select(Staff, Office.country)
        .join(Office, Office.id == Staff.office_id)
        .where(Staff.login.in_(list(logins)))
        .order_by(Staff.login)
    )


def staff_by_id(by: Actor, ids: Iterable[UUID]) -> Select[Staff]:
    """Accounts in the actor's sight."""
    return select(Staff).join(Office, Office.id == Staff.office_id).where(Staff.id.in_(list(ids)), staff_in_sight(by))


def staff_found(by: Actor, after: UUID | None, limit: int, *, ended: bool = False) -> Select[Staff]:
    """A page of the accounts in the actor's sight, ordered by id; those that ended only where they are asked for."""
    query = select(Staff).join(Office, Office.id == Staff.office_id).where(staff_in_sight(by))
    if not ended:
        query = query.where(Staff.ended_at.is_(None))
    if after is not None:
        query = query.where(Staff.id > after)
    return query.order_by(Staff.id).limit(limit)


def session_of(digest: bytes, at: datetime) -> Select[Staff, str]:
    """(account, country) of the sign-in with this token's digest that still runs at `at`."""
    return (
        select(Staff, Office.country)
        .join(StaffSession, StaffSession.staff_id == Staff.id)
        .join(Office, Office.id == Staff.office_id)
        .where(StaffSession.digest == digest, StaffSession.expires_at > at, Staff.ended_at.is_(None))
    )


def key_holder(digest: bytes) -> Select[Staff, str]:
    """(account, country) of the holder of the key with this digest, while neither has ended."""
    return (
        select(Staff, Office.country)
        .join(ApiKey, ApiKey.staff_id == Staff.id)
        .join(Office, Office.id == Staff.office_id)
        .where(ApiKey.digest == digest, ApiKey.revoked_at.is_(None), Staff.ended_at.is_(None))
    )


def attempts_since(key: str, since: datetime) -> Select[datetime]:
    """When attempts to sign in were counted under this key, newest first."""
    return (
        select(SignInAttempt.at)
        .where(SignInAttempt.login == key, SignInAttempt.at > since)
        .order_by(SignInAttempt.at.desc())
    )


def keys_found(by: Actor, after: UUID | None, limit: int) -> Select[ApiKey]:
    """A page of the actor's own keys (an administrator: of every key in sight), ordered by id."""
    query = _keys_in_sight(by)
    if after is not None:
        query = query.where(ApiKey.id > after)
    return query.order_by(ApiKey.id).limit(limit)


def keys_by_id(by: Actor, ids: Iterable[UUID]) -> Select[ApiKey]:
    """Keys that the actor may revoke."""
    return _keys_in_sight(by).where(ApiKey.id.in_(list(ids)))


def keys_of_staff(staff: Iterable[UUID]) -> Select[ApiKey]:
    """The keys of these accounts that still work."""
    return select(ApiKey).where(ApiKey.staff_id.in_(list(staff)), ApiKey.revoked_at.is_(None))


def _keys_in_sight(by: Actor) -> Select[ApiKey]:
    own = ApiKey.staff_id == by.staff_id
    everybody = staff_in_sight(by) if by.role in (Role.ADMINISTRATOR, Role.SYSTEM) else own
    return (
        select(ApiKey)
        .join(Staff, Staff.id == ApiKey.staff_id)
        .join(Office, Office.id == Staff.office_id)
        .where(or_(own, everybody))
    )
