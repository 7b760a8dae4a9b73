"""The referral slip: on a page that prints, and as PDF; in the language of the person who takes it along."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Query, Request
from sqlalchemy.orm import Session
from starlette.responses import Response

from lmis.exchange.slips import Group, Slip, slip_pdf
from lmis.locale.catalogue import label, text
from lmis.locale.formats import day
from lmis.model.employers import Employer
from lmis.queries.vacancies import employers_by_ref
from lmis.services.resolving import EmployerNotFound
from lmis.vocabulary import Actor, Country, Language, Purpose
from lmis.web.outs.vacancies import VacancyOut
from lmis.web.pages.answering import STATIC
from lmis.web.pages.desk.admission import Db, Reader
from lmis.web.pages.desk.answers import page
from lmis.web.pages.desk.naming import Names, names_of
from lmis.web.pages.desk.persons import Named
from lmis.web.pages.desk.route import DeskRoute
from lmis.web.policy import CASE, may
from lmis.web.records import found, person, referral_out, vacancy_out

router = APIRouter(prefix="/desk/referrals", route_class=DeskRoute)
REFERS: Final = may(*CASE, purpose=Purpose.REFERRAL)
OF_COUNTRY: Final = {Country.KH: Language.KM, Country.LA: Language.LO}
"""The language of a slip where none is asked for."""

Chosen = Annotated[Language | None, Query(alias="in")]


@router.get("/{id:uuid}/slip", **REFERS)
def look_at_slip(request: Request, session: Db, by: Reader, id: UUID, chosen: Chosen = None) -> Response:
    """The slip as a page: what is printed is the slip alone."""
    slip = slip_of(session, by, id, chosen)
    return page(request, "slip.html", {"slip": slip, "referral": id})


@router.get("/{id:uuid}/slip.pdf", **REFERS)
def fetch_slip(session: Db, by: Reader, id: UUID, chosen: Chosen = None) -> Response:
    """The slip as PDF."""
    slip = slip_of(session, by, id, chosen)
    headers = {"Content-Disposition": f'inline; filename="{slip.number}.pdf"', "Content-Language": slip.language}
    headers["Cache-Control"] = "no-store"
    return Response(slip_pdf(slip, STATIC / "fonts"), headers=headers, media_type="application/pdf")


def slip_of(session: Session, by: Actor, id: UUID, chosen: Language | None) -> Slip:
    """The slip of a referral in a language, else in that of the country."""
    language = chosen or OF_COUNTRY[by.country or Country.KH]
    reader = replace(by, language=language)
    referral = referral_out(session, reader, str(id))
    vacancy = vacancy_out(session, reader, str(referral.vacancy))
    employer = found(session, employers_by_ref(by, [str(vacancy.employer)]), EmployerNotFound, str(vacancy.employer))
    names = names_of(session, reader, "place", "office", "licence")
    who = Named.of(person(session, by, str(referral.seeker)))
    return Slip(
        language=language.value,
        title=text("Referral slip", language),
        number=referral.number,
        office=names.of("office", referral.office or ""),
        day=day(referral.referred_on, language),
        intro=text("We refer this person to you about the work below.", language),
        groups=[
            _person(who, language),
            _work(
                vacancy,
                employer,
                names,
                language,
                day(referral.interview_on, language) if referral.interview_on else None,
            ),
        ],
        bring_title=text("Please bring", language),
        bring=_bring(vacancy, names, language),
        answer_title=text("Answer of the employer", language),
        answers=[
            text("Interview on", language),
            text("Hired, begins on", language),
            text("Not hired, because", language),
        ],
        sign=[text("Name", language), text("Day", language), text("Signature or stamp", language)],
        note=text("Please answer within seven days, by telephone or with this part of the slip.", language),
        made_at=by.at,
    )


def _person(who: Named, language: Language) -> Group:
    named = " · ".join(part for part in (who.native, who.name) if part) or "–"
    facts = [(text("Name", language), named), (text("Number", language), who.number)]
    return Group(text("Who comes", language), facts)


def _work(vacancy: VacancyOut, employer: Employer, names: Names, language: Language, interview: str | None) -> Group:
    native = language is not Language.EN
    titles = (vacancy.title_native, vacancy.title) if native else (vacancy.title, vacancy.title_native)
    called = (employer.name_native, employer.name) if native else (employer.name, employer.name_native)
    place = ", ".join(names.of("place", code) for code in (employer.district, employer.province) if code)
    facts = [
        (text("Work", language), f"{' · '.join(one for one in titles if one)} ({vacancy.number})"),
        (text("Employer", language), " · ".join(one for one in called if one)),
        (text("Where", language), place),
        (text("Phone", language), employer.phone or ""),
        (text("Working hours", language), label("hours", vacancy.hours, language) if vacancy.hours else ""),
        (text("Interview on", language), interview or ""),
    ]
    return Group(text("The work", language), [(name, value) for name, value in facts if value])


def _bring(vacancy: VacancyOut, names: Names, language: Language) -> Sequence[str]:
    """What an employer asks to see: by what the vacancy says."""
    things = [
        text("This slip", language),
        text("Identity card, or another paper with your name", language),
        *(names.of("licence", code) for code in vacancy.licences),
    ]
    if vacancy.education:
        things.append(text("Certificates of school or training", language))
    if vacancy.experience_months:
        things.append(text("Papers or names of earlier employers", language))
    return things
