"""Accounts of staff, and keys of counters' own software."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from lmis.commands.staff import AddApiKey, AddStaff, EndAccount, ResetPassword, RevokeApiKey
from lmis.queries.staff import keys_by_id, keys_found, staff_by_id, staff_found
from lmis.services.codes import codes
from lmis.services.staff import (
    KeyNotFound,
    StaffNotFound,
    add_api_keys,
    add_staff,
    end_accounts,
    reset_passwords,
    revoke_api_keys,
)
from lmis.vocabulary import Purpose, Role
from lmis.web.deps import By, Db
from lmis.web.idempotency import CounterRoute, made
from lmis.web.outs.staff import KeyOut, NewKeyOut, StaffOut
from lmis.web.paging import After, Limit, Page
from lmis.web.policy import SIGNED_IN, may
from lmis.web.records import found
from lmis.web.verbs import about

router = APIRouter(tags=["staff"], route_class=CounterRoute)
ADMINISTERS = may(Role.ADMINISTRATOR, purpose=Purpose.ADMINISTRATION, in_person=True)


def _staff_out(session: Db, by: By, id_: object) -> StaffOut:
    row = found(session, staff_by_id(by, [id_]), StaffNotFound, str(id_))  # type: ignore[list-item]
    return StaffOut.of(row, codes(session).office_codes)


@router.post("/staff", status_code=201, **ADMINISTERS)
def add_account(session: Db, by: By, command: AddStaff) -> StaffOut:
    """Make an account with a first password, which its owner changes at the first sign-in."""
    return _staff_out(session, by, made(session, add_staff(session, by, [command])))


@router.get("/staff", **may(Role.ADMINISTRATOR, Role.HEAD, Role.COORDINATOR, purpose=Purpose.ADMINISTRATION))
def list_accounts(
    session: Db,
    by: By,
    after: After = None,
    limit: Limit = 50,
    ended: Annotated[bool, Query(description="Also accounts that have ended.")] = False,
) -> Page[StaffOut]:
    """The accounts of the office, or of the country."""
    offices = codes(session).office_codes
    rows = session.scalars(staff_found(by, after, limit, ended=ended))
    return Page.of([StaffOut.of(row, offices) for row in rows], limit)


@router.post("/staff/{id}/reset-password", **ADMINISTERS)
def reset_password(session: Db, by: By, command: Annotated[ResetPassword, about(ResetPassword, "staff")]) -> StaffOut:
    """Give an account a new first password; its sign-ins end."""
    return _staff_out(session, by, made(session, reset_passwords(session, by, [command])))


@router.post("/staff/{id}/end", **ADMINISTERS)
def end_account(session: Db, by: By, command: Annotated[EndAccount, about(EndAccount, "staff")]) -> StaffOut:
    """Close an account; its sign-ins and keys end."""
    return _staff_out(session, by, made(session, end_accounts(session, by, [command])))


@router.post("/api-keys", status_code=201, **may(*SIGNED_IN, in_person=True, secret=True))
def add_api_key(session: Db, by: By, command: AddApiKey) -> NewKeyOut:
    """A key for the counter's own software, which acts as the member of staff who makes it; shown this once."""
    ((outcome, key),) = add_api_keys(session, by, [command])
    return NewKeyOut(id=made(session, [outcome]), label=command.label, key=key)


@router.get("/api-keys", **may(*SIGNED_IN))
def list_api_keys(session: Db, by: By, after: After = None, limit: Limit = 50) -> Page[KeyOut]:
    """One's own keys; for an administrator those of everybody in the country."""
    return Page.of([KeyOut.of(row) for row in session.scalars(keys_found(by, after, limit))], limit)


@router.post("/api-keys/{id}/revoke", **may(*SIGNED_IN))
def revoke_api_key(session: Db, by: By, command: Annotated[RevokeApiKey, about(RevokeApiKey, "key")]) -> KeyOut:
    """A key stops working at once."""
    id_ = made(session, revoke_api_keys(session, by, [command]))
    return KeyOut.of(found(session, keys_by_id(by, [id_]), KeyNotFound, str(id_)))
