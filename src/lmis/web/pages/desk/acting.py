"""What is done about a person on the person's page: renew, close, reopen, transfer, serve, consent."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any, Final
from uuid import UUID

from fastapi import APIRouter, Request
from sqlalchemy.orm import Session
from starlette.datastructures import FormData
from starlette.responses import Response

from lmis.commands.base import Command
from lmis.commands.placements import RecordService
from lmis.commands.seekers import (
    CloseRegistration,
    GiveConsent,
    RenewRegistration,
    ReopenRegistration,
    TransferSeeker,
    WithdrawConsent,
    WithdrawSupportConsent,
)
from lmis.errors import LmisError
from lmis.services import registrations
from lmis.services.consents import give_consents, withdraw_consent, withdraw_support_consent
from lmis.services.following import record_services
from lmis.services.writing import Outcome, one
from lmis.vocabulary import Actor, Purpose, Role
from lmis.web.api.seekers import AssigningIsForHeads
from lmis.web.pages.desk.admission import Db, Form, Reader
from lmis.web.pages.desk.answers import go
from lmis.web.pages.desk.person import person_values
from lmis.web.pages.desk.route import DeskRoute
from lmis.web.pages.desk.sheets import Again, Sheet, show_again
from lmis.web.policy import CASE, may
from lmis.web.records import person

router = APIRouter(prefix="/desk/people/{id:uuid}", route_class=DeskRoute)
CASEWORK: Final = may(*CASE, purpose=Purpose.REGISTRATION)
Service = Callable[[Session, Actor, Sequence[Any]], list[Outcome]]


@router.post("/renew", **CASEWORK)
def renew_person(request: Request, session: Db, by: Reader, form: Form, id: UUID) -> Response:
    """The person still looks for work."""
    fields = ("happened_on",)
    return _done(request, session, by, form, id, "renew", RenewRegistration, fields, registrations.renew_registrations)


@router.post("/close", **CASEWORK)
def close_person(request: Request, session: Db, by: Reader, form: Form, id: UUID) -> Response:
    """The registration ends, with its reason."""
    fields = ("because", "happened_on")
    return _done(request, session, by, form, id, "close", CloseRegistration, fields, registrations.close_registrations)


@router.post("/reopen", **CASEWORK)
def reopen_person(request: Request, session: Db, by: Reader, form: Form, id: UUID) -> Response:
    """The person comes back."""
    fields = ("happened_on",)
    return _done(
        request, session, by, form, id, "reopen", ReopenRegistration, fields, registrations.reopen_registrations
    )


@router.post("/transfer", **CASEWORK)
def transfer_person(request: Request, session: Db, by: Reader, form: Form, id: UUID) -> Response:
    """The person goes to another office, or to another officer; an officer may only take people on."""
    fields = ("office", "officer")
    return _done(request, session, by, form, id, "transfer", TransferSeeker, fields, _transfer)


def _transfer(session: Session, by: Actor, commands: Sequence[TransferSeeker]) -> list[Outcome]:
    """Give people on; only the head of an office gives them to another officer.

    Raises:
        AssigningIsForHeads: an officer names somebody else.
    """
    for command in commands:
        if by.role is Role.OFFICER and command.officer not in (None, by.staff_id):
            raise AssigningIsForHeads(officer=str(command.officer))
    return registrations.transfer_seekers(session, by, commands)


@router.post("/service", **may(*CASE, purpose=Purpose.COUNSELLING))
def serve_person(request: Request, session: Db, by: Reader, form: Form, id: UUID) -> Response:
    """Take down counselling, training or social protection."""
    fields = ("kind", "title", "provider", "happened_on", "ends_on")
    return _done(request, session, by, form, id, "service", RecordService, fields, record_services)


@router.post("/consent", **CASEWORK)
def take_consent(request: Request, session: Db, by: Reader, form: Form, id: UUID) -> Response:
    """The person agrees that the record is shown to employers."""
    fields = ("mode",)
    return _done(request, session, by, form, id, "consent", GiveConsent, fields, give_consents)


@router.post("/withdraw-consent", **CASEWORK)
def withdraw_person(request: Request, session: Db, by: Reader, form: Form, id: UUID) -> Response:
    """The person withdraws consent."""
    return _done(request, session, by, form, id, "withdraw-consent", WithdrawConsent, (), withdraw_consent)


@router.post("/withdraw-support-consent", **CASEWORK)
def withdraw_support(request: Request, session: Db, by: Reader, form: Form, id: UUID) -> Response:
    """The person no longer wants a disability, and what helps, to be written down."""
    act, command = "withdraw-support-consent", WithdrawSupportConsent
    return _done(request, session, by, form, id, act, command, (), withdraw_support_consent)


def _done(
    request: Request,
    session: Session,
    by: Actor,
    form: FormData,
    id_: UUID,
    act: str,
    command: type[Command],
    fields: Sequence[str],
    service: Service,
) -> Response:
    """Carry a verb out and show the person again; a refusal stands in its form, and what was typed with it."""
    sheet = Sheet(form, by)
    shown = person_values(session, by, id_) | {"failed": act}
    shown["values"] |= sheet.texts(fields)
    show_again(request, Again("person.html", shown, f"/desk/people/{id_}", sheet))
    one(service(session, by, [sheet.settled(command, {"seeker": str(id_), **sheet.values(fields)})]))
    return go(request, _after(session, by, id_, act))


def _after(session: Session, by: Actor, id_: UUID, act: str) -> str:
    """Where one goes on: to the person, or to the day's work where the person is another office's now."""
    with suppress(LmisError):
        person(session, by, str(id_))
        return f"/desk/people/{id_}?note={act}"
    return "/desk?note=transferred"
