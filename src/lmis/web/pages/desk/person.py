"""A person's page, and who has looked at the record."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any, Final
from uuid import UUID

from fastapi import APIRouter, Request
from sqlalchemy.orm import Session
from starlette.responses import Response

from lmis.locale.catalogue import label, text
from lmis.locale.formats import day
from lmis.locale.territories import territory
from lmis.queries.access import readings_of
from lmis.queries.people import support_needs_of
from lmis.services.codes import codes
from lmis.vocabulary import Actor, ConsentMode, Purpose, Role, ServiceKind
from lmis.web.outs.people import ReadingOut, SupportOut
from lmis.web.pages.desk.admission import Db, Reader
from lmis.web.pages.desk.answers import page
from lmis.web.pages.desk.choices import colleagues, listed, offices, reasons
from lmis.web.pages.desk.comparing import FIELDS
from lmis.web.pages.desk.histories import history_of, names_of_staff
from lmis.web.pages.desk.money import money_words
from lmis.web.pages.desk.naming import Names, names_of
from lmis.web.pages.desk.person_fields import FIELDS as ASKED
from lmis.web.pages.desk.route import DeskRoute
from lmis.web.policy import CASE, may
from lmis.web.records import person, seeker_out

router = APIRouter(prefix="/desk", route_class=DeskRoute)
CASEWORK: Final = may(*CASE, purpose=Purpose.REGISTRATION)
READINGS: Final = 50
TYPED: Final = ("happened_on", "because", "officer", "kind", "title", "provider", "ends_on", "mode")
"""What the forms of the page ask."""
APART: Final = frozenset({"registrations", "recorded", "office"})
"""Fields that stand elsewhere on the page."""

NOTES: Final = {
    "registered": "The person is registered.",
    "known": "The person was known already: the record was completed.",
    "amended": "The record was changed.",
    "same": "Nothing was changed.",
    "renew": "The registration was renewed.",
    "close": "The registration was closed.",
    "reopen": "The person is registered again.",
    "transfer": "The person was given to another officer.",
    "service": "The service was recorded.",
    "consent": "The consent was recorded.",
    "withdraw-support-consent": "What was told of a disability, and of what helps, was removed.",
    "withdraw-consent": "The consent was withdrawn: nothing is shown to employers any more.",
}
"""What a page says after something was done."""


@router.get("/people/{id:uuid}", **CASEWORK)
def look_at_person(request: Request, session: Db, by: Reader, id: UUID, note: str = "") -> Response:
    """A person: who, contact, wishes, history, consent, and what can be done."""
    told = text(NOTES[note], by.language) if note in NOTES else ""
    return page(request, "person.html", person_values(session, by, id) | {"note": told})


def person_values(session: Session, by: Actor, id_: UUID) -> dict[str, Any]:
    """What the page of a person needs, with its forms as they are opened."""
    out = seeker_out(session, by, str(id_))
    names, missing = names_of(session, by), dict(reasons(session, by, "identity_missing"))
    return {
        "one": out,
        "running": next((spell for spell in out.registrations if spell.closed_on is None), None),
        "facts": [(label("field", name, by.language), said) for name, said in _said(out, names, by, missing)],
        "wishes": _wishes(out, names, by),
        **_support(session, by, out.id),
        "history": history_of(session, by, out.id),
        "names": names,
        "reasons": _reason_names(session, by),
        "note": "",
        "failed": "",
        "focus": "",
        "faults": {},
        "values": dict.fromkeys(TYPED, "") | {"office": out.office or "", "officer": str(out.officer or "")},
        "money": partial(money_words, known=codes(session), language=by.language),
        "offices_by_id": codes(session).office_codes,
        "closures": reasons(session, by, "closure"),
        "offices": offices(session, by),
        "colleagues": colleagues(session, by) if by.role is not Role.OFFICER else [],
        "services": listed(ServiceKind, by.language),
        "consents": listed(ConsentMode, by.language),
        "today": by.today,
    }


def _said(out: Any, names: Names, by: Actor, missing: Mapping[str, str]) -> list[tuple[str, str]]:
    told = [(name, say(out, names, by.language)) for name, say in FIELDS if name not in APART]
    if out.identity_missing_reason:
        reason = missing.get(out.identity_missing_reason, out.identity_missing_reason)
        told = [(name, said or reason) if name == "identity" else (name, said) for name, said in told]
    return [(name, said) for name, said in told if said]


def _support(session: Session, by: Actor, id_: UUID) -> dict[str, Any]:
    """What the person told of a disability and of what helps, as (label, words), and the consent that it stands on."""
    told = SupportOut.of(session.scalars(support_needs_of([id_])).one_or_none())
    said = [
        (
            text(ASKED[name].words, by.language),
            ", ".join(label(kind, code, by.language) for code in getattr(told, name)),
        )
        for name, kind in (("disability", "disability_asked"), ("accommodations", "accommodation"))
    ]
    taken_by = told.consent.taken_by if told.consent else None
    return {
        "support": [(words, listed_words) for words, listed_words in said if listed_words],
        "support_consent": told.consent,
        "support_taken_by": names_of_staff(session, [taken_by]).get(taken_by) if taken_by else None,
    }


def _wishes(out: Any, names: Names, by: Actor) -> list[tuple[str, str]]:
    """What the person wants, as (label, words); what is not said is left out."""
    told = [
        ("wanted_provinces", ", ".join(names.of("place", code) for code in out.wanted_provinces)),
        ("wanted_sector", names.of("industry", out.wanted_sector) if out.wanted_sector else ""),
        ("wanted_hours", label("hours", out.wanted_hours, by.language) if out.wanted_hours else ""),
        ("mobility", label("mobility", out.mobility, by.language) if out.mobility else ""),
        ("available_from", day(out.available_from, by.language) if out.available_from else ""),
        ("social_security", label("membership", out.social_security, by.language) if out.social_security else ""),
        ("returnee_from", territory(out.returnee_from, by.language) if out.returnee_from else ""),
        ("languages", _spoken(out, names, by)),
    ]
    return [(label("field", name, by.language), said) for name, said in told if said]


def _spoken(out: Any, names: Names, by: Actor) -> str:
    return ", ".join(
        f"{names.of('language', one.language)} ({label('language_level', one.level, by.language)})"
        for one in out.languages
    )


def _reason_names(session: Session, by: Actor) -> dict[str, str]:
    """Why registrations end and referrals fail: code → name."""
    kinds = ("closure", "refusal_by_employer", "refusal_by_seeker", "withdrawal", "cancellation")
    return {code: name for kind in kinds for code, name in reasons(session, by, kind)}


@router.get("/people/{id:uuid}/readings", **may(*CASE, purpose=Purpose.ADMINISTRATION))
def who_read_person(request: Request, session: Db, by: Reader, id: UUID, after: UUID | None = None) -> Response:
    """Who has looked at a person's record, when and why, newest first."""
    row = person(session, by, str(id))
    found = session.execute(readings_of(row.id, after, READINGS + 1)).all()
    shown = [ReadingOut.of(*told) for told in found[:READINGS]]
    values = {"id": row.id, "readings": shown, "after": shown[-1].id if len(found) > READINGS else None}
    return page(request, "readings.html", values | {"later": after is not None})
