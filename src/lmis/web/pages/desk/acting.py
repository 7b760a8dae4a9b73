"""What is done about a person on the person's page: renew, close, reopen, transfer, serve, consent."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import Any, Final
from uuid import UUID

from fastapi import APIRouter, Request
from sqlalchemy.orm import Session
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
)
from lmis.errors import LmisError
from lmis.locale.words import words
from lmis.services import registrations
from lmis.services.consents import give_consents, withdraw_consent
from lmis.services.following import record_services
from lmis.services.writing import Outcome
from lmis.text.dates import parse_date
from lmis.vocabulary import Actor, Purpose, Role
from lmis.web.api.seekers import AssigningIsForHeads
from lmis.web.pages.desk.admission import Db, Form, Reader
from lmis.web.pages.desk.answers import go
from lmis.web.pages.desk.person import person_page
from lmis.web.pages.desk.person_form import text_of
from lmis.web.pages.desk.route import DeskRoute
from lmis.web.pages.desk.typed import Told, command_or_faults, told_of
from lmis.web.policy import CASE, may
from lmis.web.problems import status_of
from lmis.web.records import person

router = APIRouter(prefix="/desk/people/{id:uuid}", route_class=DeskRoute)
CASEWORK: Final = may(*CASE, purpose=Purpose.REGISTRATION)
DAYS: Final = ("happened_on", "ends_on", "interview_on")
Service = Callable[[Session, Actor, Sequence[Any]], list[Outcome]]


@router.post("/renew", **CASEWORK)
def renew_person(request: Request, session: Db, by: Reader, form: Form, id: UUID) -> Response:
    """The person still looks for work."""
    typed = text_of(form, ("happened_on",))
    return _done(request, session, by, id, "renew", RenewRegistration, typed, registrations.renew_registrations)


@router.post("/close", **CASEWORK)
def close_person(request: Request, session: Db, by: Reader, form: Form, id: UUID) -> Response:
    """The registration ends, with its reason."""
    typed = text_of(form, ("because", "happened_on"))
    return _done(request, session, by, id, "close", CloseRegistration, typed, registrations.close_registrations)


@router.post("/reopen", **CASEWORK)
def reopen_person(request: Request, session: Db, by: Reader, form: Form, id: UUID) -> Response:
    """The person comes back."""
    typed = text_of(form, ("happened_on",))
    return _done(request, session, by, id, "reopen", ReopenRegistration, typed, registrations.reopen_registrations)


@router.post("/transfer", **CASEWORK)
def transfer_person(request: Request, session: Db, by: Reader, form: Form, id: UUID) -> Response:
    """The person goes to another office, or to another officer; an officer may only take people on."""
    typed = text_of(form, ("office", "officer"))
    if by.role is Role.OFFICER and typed["officer"] not in ("", str(by.staff_id)):
        raise AssigningIsForHeads(officer=typed["officer"][:60])
    return _done(request, session, by, id, "transfer", TransferSeeker, typed, registrations.transfer_seekers)


@router.post("/service", **may(*CASE, purpose=Purpose.COUNSELLING))
def serve_person(request: Request, session: Db, by: Reader, form: Form, id: UUID) -> Response:
    """Take down counselling, training or social protection."""
    typed = text_of(form, ("kind", "title", "provider", "happened_on", "ends_on"))
    return _done(request, session, by, id, "service", RecordService, typed, record_services)


@router.post("/consent", **CASEWORK)
def take_consent(request: Request, session: Db, by: Reader, form: Form, id: UUID) -> Response:
    """The person agrees that the record is shown to employers."""
    typed = text_of(form, ("mode",))
    return _done(request, session, by, id, "consent", GiveConsent, typed, give_consents)


@router.post("/withdraw-consent", **CASEWORK)
def withdraw_person(request: Request, session: Db, by: Reader, id: UUID) -> Response:
    """The person withdraws consent."""
    return _done(request, session, by, id, "withdraw-consent", WithdrawConsent, {}, withdraw_consent)


def _done(
    request: Request,
    session: Session,
    by: Actor,
    id_: UUID,
    act: str,
    command: type[Command],
    typed: Mapping[str, str],
    service: Service,
) -> Response:
    """Carry a verb out and show the person again; a refusal stands in its form, and what was typed with it."""
    values, told = days_of(typed, by)
    made = None
    if not told:
        made, told = command_or_faults(command, {"seeker": str(id_), **values}, by.language)
    if made is not None:
        (outcome,) = service(session, by, [made])
        if outcome.refusal is None:
            return go(request, _after(session, by, id_, act))
        told = told_of(outcome.refusal, tuple(typed), by.language)
    status = int(status_of(told.errors[0])) if told.errors else 422
    if status == 404:
        raise told.errors[0]
    return person_page(request, session, by, id_, failed=act, values=typed, told=told, status=status)


def days_of(typed: Mapping[str, str], by: Actor) -> tuple[dict[str, Any], Told]:
    """The values of a form, its days read in any digits and forms."""
    values: dict[str, Any] = dict(typed)
    faults: dict[str, list[str]] = {}
    for name in DAYS:
        if values.get(name):
            try:
                values[name] = parse_date(values[name])
            except LmisError as error:
                faults[name] = [words(error, by.language)[1]]
    return values, Told(faults)


def _after(session: Session, by: Actor, id_: UUID, act: str) -> str:
    """Where one goes on: to the person, or to the day's work where the person is another office's now."""
    with suppress(LmisError):
        person(session, by, str(id_))
        return f"/desk/people/{id_}?note={act}"
    return "/desk?note=transferred"
