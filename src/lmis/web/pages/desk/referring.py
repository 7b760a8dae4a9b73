"""Referring those who were ticked on a list of suggestions, and back to the same list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Request
from starlette.responses import Response

from lmis.commands.referrals import ReferSeeker
from lmis.errors import LmisError
from lmis.locale.catalogue import text
from lmis.services.gating import BelowLegalAge, HazardousForTheYoung
from lmis.services.openings import NotOpenThatDay
from lmis.services.referrals import VacancyFull, refer_seekers
from lmis.services.registrations import NotRegistered
from lmis.services.resolving import SeekerNotFound, VacancyNotFound
from lmis.services.writing import Outcome
from lmis.vocabulary import Actor, Purpose
from lmis.web.pages.desk.admission import Db, Form, Reader
from lmis.web.pages.desk.answers import go
from lmis.web.pages.desk.route import DeskRoute
from lmis.web.pages.desk.sheets import Sheet
from lmis.web.policy import CASE, may
from lmis.web.records import person, vacancy

router = APIRouter(prefix="/desk", route_class=DeskRoute)
REFERS: Final = may(*CASE, purpose=Purpose.REFERRAL)
MOST: Final = 200
"""Boxes of a list that are read."""
WHY_NOT: Final[Mapping[str, type[LmisError]]] = {
    error().name: error
    for error in (
        BelowLegalAge,
        HazardousForTheYoung,
        NotOpenThatDay,
        NotRegistered,
        SeekerNotFound,
        VacancyFull,
        VacancyNotFound,
    )
}
"""Why somebody cannot be referred, by the names under which an address says so."""


@router.post("/vacancies/{id:uuid}/refer", **REFERS)
def refer_people(request: Request, session: Db, by: Reader, form: Form, id: UUID) -> Response:
    """Refer the people who were ticked to a vacancy; whoever cannot be referred is told on the list."""
    vacancy(session, by, str(id))
    refs = list(dict.fromkeys(Sheet(form, by).chosen("tick")))[:MOST]
    outcomes = refer_seekers(session, by, [ReferSeeker(seeker=ref, vacancy=str(id)) for ref in refs])
    return _back(request, f"/desk/vacancies/{id}/suggestions", form, refs, outcomes)


@router.post("/people/{id:uuid}/refer", **REFERS)
def refer_to_work(request: Request, session: Db, by: Reader, form: Form, id: UUID) -> Response:
    """Refer a person to the vacancies that were ticked."""
    person(session, by, str(id))
    refs = list(dict.fromkeys(Sheet(form, by).chosen("tick")))[:MOST]
    outcomes = refer_seekers(session, by, [ReferSeeker(seeker=str(id), vacancy=ref) for ref in refs])
    return _back(request, f"/desk/people/{id}/suggestions", form, refs, outcomes)


def _back(request: Request, path: str, form: Form, refs: Sequence[str], outcomes: Sequence[Outcome]) -> Response:
    """To the list, at the first who was referred; what was refused travels in the address, as codes."""
    done = [ref for ref, outcome in zip(refs, outcomes, strict=True) if outcome.refusal is None]
    told: list[tuple[str, str]] = [("done", str(len(done)))]
    for ref, outcome in zip(refs, outcomes, strict=True):
        if outcome.refusal is not None:
            told.append(("no", f"{ref}.{outcome.refusal.error.name}"))
    stored, top = form.get("list") == "stored", str(form.get("top", ""))
    if top.isdecimal() and not stored:
        told.append(("top", top[:3]))
    place = f"#p-{done[0]}" if done and len(done) == len(refs) else "#told"
    return go(request, f"{path}{'/stored' if stored else ''}?{urlencode(told)}{place}")


def told_in(request: Request, by: Actor) -> dict[str, Any]:
    """What the address says was done: how many were referred, and who was not and why (id -> sentence)."""
    done = request.query_params.get("done", "")
    refused: dict[str, str] = {}
    for one in request.query_params.getlist("no")[:MOST]:
        ref, _, name = one.partition(".")
        if error := WHY_NOT.get(name):
            refused[ref] = text(error.title(), by.language)
    return {"done": int(done) if done.isdecimal() and len(done) < 4 else None, "refused": refused}
