"""The daily register of an office: who came, registered, was referred and placed; on a page that prints, and as PDF."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Query, Request
from sqlalchemy.orm import Session
from starlette.responses import Response

from lmis.errors import LmisError
from lmis.exchange.registers import DailyRegister, Entry, register_pdf
from lmis.locale.catalogue import label, text
from lmis.locale.formats import day as day_words
from lmis.locale.formats import number
from lmis.locale.words import words
from lmis.model.people import Person
from lmis.queries import daily
from lmis.queries.duplicates import records_of
from lmis.services.codes import codes
from lmis.text.dates import parse_date
from lmis.text.numbers import serial_text
from lmis.vocabulary import Actor, Purpose
from lmis.web.pages.answering import STATIC
from lmis.web.pages.desk.admission import Db, Reader
from lmis.web.pages.desk.answers import page
from lmis.web.pages.desk.choices import offices, reasons
from lmis.web.pages.desk.histories import works_of
from lmis.web.pages.desk.naming import names_of
from lmis.web.pages.desk.queues import name_of
from lmis.web.pages.desk.route import DeskRoute
from lmis.web.policy import CASE, may

router = APIRouter(prefix="/desk/register", route_class=DeskRoute)
CASEWORK: Final = may(*CASE, purpose=Purpose.REGISTRATION)

On = Annotated[str, Query(max_length=80)]
Of = Annotated[str, Query(max_length=20)]
Acts = list[tuple[str, UUID, str]]
"""(what is counted, person, what happened in words)."""


@router.get("", **CASEWORK)
def daily_register(request: Request, session: Db, by: Reader, on: On = "", office: Of = "") -> Response:
    """The register of a day; of another office for whoever sees across offices."""
    asked, fault = _day(on, by)
    code = _office(session, by, office)
    values = {
        "register": register_of(session, by, asked, code),
        "on": on or asked.isoformat(),
        "asked": asked,
        "fault": fault,
        "before": asked - timedelta(days=1),
        "after": asked + timedelta(days=1) if asked < by.today else None,
        "offices": offices(session, by) if by.sees_all_offices else [],
        "office": code,
    }
    return page(request, "register.html", values, 422 if fault else 200)


@router.get("/file.pdf", **CASEWORK)
def fetch_daily_register(session: Db, by: Reader, on: On = "", office: Of = "") -> Response:
    """The register of a day as PDF."""
    asked, _ = _day(on, by)
    code = _office(session, by, office)
    made = register_pdf(register_of(session, by, asked, code), STATIC / "fonts")
    headers = {"Content-Disposition": f'inline; filename="register-{code}-{asked}.pdf"', "Cache-Control": "no-store"}
    return Response(made, headers=headers | {"Content-Language": by.language.value}, media_type="application/pdf")


def _day(on: str, by: Actor) -> tuple[date, str]:
    """The day that was asked for, in any digits and forms; today, and why, where it cannot be read."""
    if not on.strip():
        return by.today, ""
    try:
        return parse_date(on), ""
    except LmisError as error:
        return by.today, words(error, by.language)[1]


def _office(session: Session, by: Actor, asked: str) -> str:
    """The office whose register is shown: one's own, where no other is in sight."""
    known = codes(session)
    if by.sees_all_offices and asked in known.offices_in(by.country and by.country.value):
        return asked
    return known.office_codes[by.office_id] if by.office_id else next(iter(known.offices))


def register_of(session: Session, by: Actor, asked: date, office: str) -> DailyRegister:
    """A day of an office, in the reader's language."""
    language = by.language
    acts = list(_acts(session, by, asked, codes(session).offices[office]))
    people = {one.id: one for one in session.scalars(records_of({person for _, person, _ in acts}))}
    told: dict[UUID, list[str]] = defaultdict(list)
    counts: dict[str, int] = defaultdict(int)
    for kind, person, said in acts:
        told[person].append(said)
        counts[kind] += 1
    totals = [(text("People", language), number(len(told), language))]
    totals += [(text(words_, language), number(counts[kind], language)) for kind, words_ in COUNTED.items()]
    order = sorted(told, key=lambda id_: people[id_].serial)
    return DailyRegister(
        language=language.value,
        title=text("Daily register", language),
        office=names_of(session, by, "office").of("office", office),
        day=day_words(asked, language),
        totals=totals,
        heads=[text(head, language) for head in HEADS],
        entries=[_entry(people[id_], told[id_], by) for id_ in order],
        nobody=text("Nobody came that day.", language),
        sign=[text(one, language) for one in SIGN],
        pages=text("Page {page} of {pages}", language, page="{page}", pages="{pages}"),
        made_at=by.at,
    )


COUNTED: Final = {
    "registered": "Registered",
    "renewed": "Renewed",
    "served": "Services",
    "referred": "Referred",
    "placed": "Placed",
    "closed": "Closed",
}
HEADS: Final = ("No.", "Number", "Name", "Sex", "Born", "What happened", "Remarks")
SIGN: Final = ("Officer", "Head of the office", "Day and signature")


def _entry(one: Person, acts: list[str], by: Actor) -> Entry:
    sex = label("sex_of_a_person", one.sex, by.language) if one.sex else "–"
    latin = " ".join(filter(None, (one.family_name, one.given_name)))
    named = name_of(one)
    both = named if not latin or latin == named else f"{named} · {latin}"
    born = day_words(one.birth_date, by.language) if one.birth_date else str(one.birth_year)
    return Entry(serial_text("S", one.serial), both, sex, born, acts, str(one.id))


def _acts(session: Session, by: Actor, asked: date, office: UUID) -> Iterator[tuple[str, UUID, str]]:
    """Everything that happened, in the order in which a visit goes."""

    def said(message: str, **values: Any) -> str:
        return text(message, by.language, **values)

    ask = session.scalars
    for spell in ask(daily.opened_on(office, asked)):
        yield "registered", spell.person_id, said("Registered (five fields)") if spell.quick else said("Registered")
    for renewal in ask(daily.renewed_on(office, asked)):
        yield "renewed", renewal.person_id, said("Renewed")
    for service in ask(daily.served_on(office, asked)):
        yield "served", service.person_id, f"{label('service_kind', service.kind, by.language)}: {service.title}"
    referrals = ask(daily.referred_on(office, asked)).all()
    placements = ask(daily.placed_on(office, asked)).all()
    to = {one.vacancy_id for one in referrals} | {one.vacancy_id for one in placements}
    works = works_of(session, by, to)
    for one in referrals:
        work, slip = works[one.vacancy_id], serial_text("R", one.serial)
        yield (
            "referred",
            one.person_id,
            said("Referred {slip}: {work}, {employer}", slip=slip, work=work.title, employer=work.employer),
        )
    for placed in placements:
        work = works[placed.vacancy_id]
        yield "placed", placed.person_id, said("Placed: {work}, {employer}", work=work.title, employer=work.employer)
    why = dict(reasons(session, by, "closure"))
    for ended in ask(daily.closed_on(office, asked)):
        yield "closed", ended.person_id, said("Closed: {reason}", reason=why.get(ended.close_reason or "", "–"))
