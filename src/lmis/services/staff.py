"""Accounts of staff and the keys of counters' own software. No hash or token enters the audit trail."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Table, delete, update
from sqlalchemy.orm import Session

from lmis.commands.staff import AddApiKey, AddStaff, ChangePassword, EndAccount, ResetPassword, RevokeApiKey
from lmis.errors import Conflict, Invalid, NotFound
from lmis.model.ids import new_id
from lmis.model.offices import ApiKey, Staff, StaffSession
from lmis.queries.scope import UUID_SHAPE
from lmis.queries.staff import keys_by_id, keys_of_staff, staff_by_id, staff_by_login
from lmis.services.codes import Codes, codes
from lmis.services.passwords import fits, hash_password, new_token, token_digest
from lmis.services.writing import Change, Draft, Outcome, record, write
from lmis.vocabulary import Actor, Role

SET_LATER = ""
"""What stands in a new row before its hash is set: no password fits it."""


class StaffNotFound(NotFound):
    """There is no such account in your office."""


class KeyNotFound(NotFound):
    """There is no such key."""


class LoginTaken(Conflict):
    """Another account has this login."""


class RoleNotGiven(Invalid):
    """This role cannot be given to an account."""


class OldPasswordWrong(Invalid):
    """The old password is not right."""


class PasswordUsedBefore(Invalid):
    """The new password must differ from the old one."""


def add_staff(session: Session, by: Actor, commands: Sequence[AddStaff]) -> list[Outcome]:
    """Make accounts, each with a first password that is changed at the first sign-in.

    An account that is there already, with the same role and office, is left as it is.
    """
    known = codes(session)
    held = {staff.login: staff for staff, _country in session.execute(staff_by_login(c.login for c in commands))}
    drafts = [_decide(command, held.get(command.login), known, by) for command in commands]
    outcomes = write(session, by, drafts)
    for command, draft in zip(commands, drafts, strict=True):
        if draft.changes and draft.subject is not None:
            _set_hash(session, draft.subject, command.first_password.get_secret_value())
    return outcomes


def _decide(command: AddStaff, held: Staff | None, known: Codes, by: Actor) -> Draft:
    draft = Draft("add-staff")
    country = by.country.value if by.country else None
    offices = known.offices_in(country)
    if command.role is Role.SYSTEM:
        return draft.refuse(RoleNotGiven(value=command.role), "#/role")
    if command.office not in offices:
        return draft.refuse(known.unknown("office", command.office, offices), "#/office")
    office = known.offices[command.office]
    if held is not None:
        if (held.role, held.office_id) != (command.role, office) or held.ended_at is not None:
            return draft.refuse(LoginTaken(login=command.login), "#/login")
        draft.subject = held.id
        return draft
    draft.subject = command.id or new_id()
    draft.insert(
        Staff,
        id=draft.subject,
        login=command.login,
        name=command.name,
        role=command.role,
        office_id=office,
        language=command.language,
        password_hash=SET_LATER,
        must_change=True,
        ended_at=None,
        recorded_at=by.at,
    )
    return draft


def _set_hash(session: Session, staff_id: UUID, password: str) -> None:
    """Beside the audited write, in the same transaction: the trail says that it changed, never to what."""
    values = update(Staff).where(Staff.id == staff_id).values(password_hash=hash_password(password))
    session.execute(values.execution_options(audited=True, synchronize_session=False))


def change_password(session: Session, by: Actor, commands: Sequence[ChangePassword]) -> list[Outcome]:
    """Change one's own password; every other sign-in of the account ends when the door starts a new one."""
    drafts, new = [], {}
    staff = session.scalars(staff_by_id(by, [by.staff_id] if by.staff_id else [])).one_or_none()
    for command in commands:
        draft = Draft("change-password", by.staff_id)
        drafts.append(draft)
        old, chosen = command.old_password.get_secret_value(), command.new_password.get_secret_value()
        if staff is None:
            draft.refuse(StaffNotFound(staff=str(by.staff_id)))
        elif not fits(old, staff.password_hash):
            draft.refuse(OldPasswordWrong(), "#/old_password")
        elif old == chosen:
            draft.refuse(PasswordUsedBefore(), "#/new_password")
        else:
            _changed(draft, staff, must_change=False)
            new[staff.id] = chosen
    return _with_hashes(session, by, drafts, new)


def reset_passwords(session: Session, by: Actor, commands: Sequence[ResetPassword]) -> list[Outcome]:
    """Give accounts a new first password; their sign-ins end."""
    held = {staff.id: staff for staff in session.scalars(staff_by_id(by, [c.staff for c in commands]))}
    drafts, new = [], {}
    for command in commands:
        draft, staff = Draft("reset-password", command.staff), held.get(command.staff)
        drafts.append(draft)
        if staff is None or staff.ended_at is not None:
            draft.refuse(StaffNotFound(staff=str(command.staff)), "#/staff")
            continue
        _changed(draft, staff, must_change=True)
        new[staff.id] = command.first_password.get_secret_value()
    return _with_hashes(session, by, drafts, new)


def _changed(draft: Draft, staff: Staff, *, must_change: bool) -> None:
    """Plan that the account has another password: the trail gets its row whether the flag differs or not."""
    table = cast(Table, Staff.__table__)
    draft.changes.append(
        Change(table, {"id": staff.id}, {"must_change": staff.must_change}, {"must_change": must_change})
    )


def _with_hashes(session: Session, by: Actor, drafts: list[Draft], new: dict[UUID, str]) -> list[Outcome]:
    outcomes = write(session, by, drafts)
    for staff_id, password in new.items():
        _set_hash(session, staff_id, password)
    end_sessions(session, new)
    return outcomes


def end_sessions(session: Session, staff: Iterable[UUID]) -> None:
    """Every sign-in of these accounts ends."""
    session.execute(delete(StaffSession).where(StaffSession.staff_id.in_(list(staff))))


def end_accounts(session: Session, by: Actor, commands: Sequence[EndAccount]) -> list[Outcome]:
    """Close accounts; their sign-ins and keys end. Ending one again changes nothing."""
    held = {staff.id: staff for staff in session.scalars(staff_by_id(by, [c.staff for c in commands]))}
    drafts = []
    for command in commands:
        draft, staff = Draft("end-account", command.staff), held.get(command.staff)
        drafts.append(draft)
        if staff is None:
            draft.refuse(StaffNotFound(staff=str(command.staff)), "#/staff")
        elif staff.ended_at is None:
            draft.update(Staff, staff.id, record(staff), ended_at=by.at)
            for key in session.scalars(keys_of_staff([staff.id])):
                draft.update(ApiKey, key.id, record(key), revoked_at=by.at)
    end_sessions(session, held)
    return write(session, by, drafts)


def add_api_keys(session: Session, by: Actor, commands: Sequence[AddApiKey]) -> list[tuple[Outcome, str]]:
    """Keys that act for the actor; returned with the key itself, which is shown this once and not kept."""
    made: list[tuple[Draft, str]] = []
    for command in commands:
        draft, token = Draft("add-api-key", command.id or new_id()), new_token()
        values: dict[str, Any] = {"label": command.label, "made_at": by.at, "revoked_at": None}
        draft.insert(ApiKey, id=draft.subject, digest=token_digest(token), staff_id=by.staff_id, **values)
        made.append((draft, token))
    outcomes = write(session, by, [draft for draft, _token in made])
    return [(outcome, token) for outcome, (_draft, token) in zip(outcomes, made, strict=True)]


def revoke_api_keys(session: Session, by: Actor, commands: Sequence[RevokeApiKey]) -> list[Outcome]:
    """Keys stop working at once."""
    ids = [UUID(command.key) for command in commands if UUID_SHAPE.match(command.key)]
    held = {str(key.id): key for key in session.scalars(keys_by_id(by, ids))}
    drafts = []
    for command in commands:
        draft = Draft("revoke-api-key")
        drafts.append(draft)
        key = held.get(str(UUID(command.key))) if UUID_SHAPE.match(command.key) else None
        if key is None:
            draft.refuse(KeyNotFound(value=command.key), "#/key")
            continue
        draft.subject = key.id
        if key.revoked_at is None:
            draft.update(ApiKey, key.id, record(key), revoked_at=by.at)
    return write(session, by, drafts)
