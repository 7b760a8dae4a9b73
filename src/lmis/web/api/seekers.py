"""People who look for work, and their registrations."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from lmis.commands.seekers import (
    AmendSeeker,
    CloseRegistration,
    GiveConsent,
    RegisterQuickly,
    RegisterSeeker,
    RenewRegistration,
    ReopenRegistration,
    TransferSeeker,
    WithdrawConsent,
    WithdrawSupportConsent,
)
from lmis.errors import Forbidden
from lmis.model.types import keyring_of
from lmis.queries.people import exact_of, people_found
from lmis.services import consents, registrations, seekers
from lmis.services.codes import codes
from lmis.text.keys import name_key
from lmis.vocabulary import Purpose, Role
from lmis.web.deps import By, Db
from lmis.web.idempotency import CounterRoute, carried, made
from lmis.web.outs.people import SeekerLine, SeekerOut, TransferOut
from lmis.web.paging import After, Limit, Page, Words
from lmis.web.policy import CASE, COUNTER, may
from lmis.web.records import seeker_out
from lmis.web.verbs import IdPath, about

router = APIRouter(prefix="/seekers", tags=["seekers"], route_class=CounterRoute)


class AssigningIsForHeads(Forbidden):
    """Only the head of an office gives people to another officer."""


REGISTERS = may(*COUNTER, purpose=Purpose.REGISTRATION)
CASEWORK = may(*CASE, purpose=Purpose.REGISTRATION)


@router.post("", status_code=201, **REGISTERS)
def register_seeker(session: Db, by: By, command: RegisterSeeker) -> SeekerOut:
    """Register a person; 200 where the office's own number or the id is known already."""
    return seeker_out(session, by, carried(session, seekers.register_seekers(session, by, [command])))


@router.post("/quick", status_code=201, **REGISTERS)
def register_seeker_quickly(session: Db, by: By, command: RegisterQuickly) -> SeekerOut:
    """Register a person with the five fields of a surge."""
    return seeker_out(session, by, carried(session, seekers.register_quickly(session, by, [command])))


@router.get("", **CASEWORK)
def search_seekers(
    session: Db,
    by: By,
    q: Words = "",
    after: After = None,
    limit: Limit = 50,
    open_only: Annotated[bool, Query(description="Only people with an open registration.")] = False,
) -> Page[SeekerLine]:
    """Find people by parts of their names in Khmer, Lao or Latin letters, or by number, phone or identity number."""
    offices = codes(session).office_codes
    exact = exact_of(q, by, keyring_of(session.get_bind().dialect))
    rows = session.scalars(people_found(by, name_key(None, q), after, limit, open_only=open_only, exact=exact))
    return Page.of([SeekerLine.line(row, offices) for row in rows], limit)


@router.get("/{id}", **CASEWORK)
def get_seeker(session: Db, by: By, id: IdPath) -> SeekerOut:
    """A person's record."""
    return seeker_out(session, by, id)


@router.patch("/{id}", **CASEWORK)
def amend_seeker(session: Db, by: By, command: Annotated[AmendSeeker, about(AmendSeeker, "seeker")]) -> SeekerOut:
    """Correct or complete a record; only the fields that are given change."""
    return seeker_out(session, by, carried(session, seekers.amend_seekers(session, by, [command])))


@router.post("/{id}/renew", **CASEWORK)
def renew_registration(
    session: Db, by: By, command: Annotated[RenewRegistration, about(RenewRegistration, "seeker")]
) -> SeekerOut:
    """The person still looks for work."""
    return seeker_out(session, by, carried(session, registrations.renew_registrations(session, by, [command])))


@router.post("/{id}/close", **CASEWORK)
def close_registration(
    session: Db, by: By, command: Annotated[CloseRegistration, about(CloseRegistration, "seeker")]
) -> SeekerOut:
    """The registration ends, with its reason."""
    return seeker_out(session, by, carried(session, registrations.close_registrations(session, by, [command])))


@router.post("/{id}/reopen", **CASEWORK)
def reopen_registration(
    session: Db, by: By, command: Annotated[ReopenRegistration, about(ReopenRegistration, "seeker")]
) -> SeekerOut:
    """The person comes back: a new registration."""
    return seeker_out(session, by, carried(session, registrations.reopen_registrations(session, by, [command])))


@router.post("/{id}/transfer", **CASEWORK)
def transfer_seeker(
    session: Db, by: By, command: Annotated[TransferSeeker, about(TransferSeeker, "seeker")]
) -> TransferOut:
    """The person goes to another office of the country, or to another officer; an officer may only take people on."""
    if by.role is Role.OFFICER and command.officer not in (None, by.staff_id):
        raise AssigningIsForHeads(officer=str(command.officer))
    id_ = made(session, registrations.transfer_seekers(session, by, [command]))
    return TransferOut(id=id_, office=command.office, officer=command.officer)


@router.post("/{id}/give-consent", **CASEWORK)
def give_consent(session: Db, by: By, command: Annotated[GiveConsent, about(GiveConsent, "seeker")]) -> SeekerOut:
    """The person agrees that the record is shown to employers; also somebody who withdrew that before."""
    return seeker_out(session, by, carried(session, consents.give_consents(session, by, [command])))


@router.post("/{id}/withdraw-consent", **CASEWORK)
def withdraw_consent(
    session: Db, by: By, command: Annotated[WithdrawConsent, about(WithdrawConsent, "seeker")]
) -> SeekerOut:
    """The person withdraws consent: nothing is shown to employers any more."""
    return seeker_out(session, by, carried(session, consents.withdraw_consent(session, by, [command])))


@router.post("/{id}/withdraw-support-consent", **CASEWORK)
def withdraw_support_consent(
    session: Db, by: By, command: Annotated[WithdrawSupportConsent, about(WithdrawSupportConsent, "seeker")]
) -> SeekerOut:
    """The person no longer wants a disability, and what helps, to be written down: both are removed."""
    return seeker_out(session, by, carried(session, consents.withdraw_support_consent(session, by, [command])))
