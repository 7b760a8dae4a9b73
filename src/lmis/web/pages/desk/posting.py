"""Posting and amending a vacancy on a page: the employer is found or registered, the occupation is proposed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from fastapi import APIRouter, Request
from sqlalchemy import select
from sqlalchemy.orm import Session
from starlette.datastructures import FormData
from starlette.responses import Response

from lmis.commands.employers import RegisterEmployer
from lmis.commands.vacancies import AmendVacancy, PostVacancy
from lmis.model.ids import new_id
from lmis.model.offices import Office
from lmis.occupations.labels import Question
from lmis.queries.vacancies import employers_by_ref, employers_found
from lmis.services.codes import codes
from lmis.services.employers import register_employers
from lmis.services.occupations import code_titles
from lmis.services.vacancies import amend_vacancies, post_vacancies
from lmis.services.writing import one
from lmis.text.keys import search_key
from lmis.vocabulary import Actor
from lmis.web.outs.vacancies import EmployerOut
from lmis.web.pages.desk.admission import Db, Form, Reader
from lmis.web.pages.desk.answers import go, page
from lmis.web.pages.desk.naming import names_of
from lmis.web.pages.desk.route import DeskRoute
from lmis.web.pages.desk.sheets import Again, Sheet, show_again
from lmis.web.pages.desk.vacancy_form import advice, choices, terms_of, typed_again, written
from lmis.web.policy import CASE, COUNTER, may
from lmis.web.records import vacancy, vacancy_out

router = APIRouter(prefix="/desk/vacancies", route_class=DeskRoute)
PROPOSED: Final = 8
"""Employers and occupations that are proposed."""
NAMES: Final = {"languages": "language1"}
"""The languages of a command stand in several fields of the form."""
NEW: Final = "new"
"""What stands for an employer who is to be registered."""


@dataclass(frozen=True, slots=True)
class Proposals:
    """Whom and what the words of a form may mean."""

    employers: list[EmployerOut]
    occupations: list[tuple[str, str]]
    """Code and name."""


@router.get("/new", **may(*COUNTER))
def new_vacancy(request: Request, session: Db, by: Reader, employer: str = "") -> Response:
    """Where a vacancy is posted; for an employer, where the address names one."""
    sheet = Sheet(FormData({"employer": employer[:80], "openings": "1", "province": _home(session, by)}), by)
    return page(request, "vacancy_form.html", _values(session, by, sheet))


@router.post("/new", **may(*COUNTER))
def post_vacancy(request: Request, session: Db, by: Reader, form: Form) -> Response:
    """Look up what was typed, or post the vacancy, with its employer where that one is new."""
    sheet = Sheet(form, by, NAMES)
    values = _values(session, by, sheet)
    if form.get("act") != "post" or not _settled(sheet):
        terms_of(sheet, codes(session))  # what cannot be read is marked already now
        sheet.whole("openings")
        if form.get("act") == "post":
            sheet.needed("title", "openings", "province", "closes_on")
        return page(request, "vacancy_form.html", values | {"looked": True})
    again = Again("vacancy_form.html", values | {"looked": True}, "/desk/vacancies/new", sheet)
    show_again(request, again)
    sheet.needed("title", "occupation", "openings", "province", "closes_on")
    newcomer = _newcomer(sheet) if sheet.typed("employer") == NEW else None
    employer = str(newcomer.id) if newcomer else sheet.typed("employer")
    terms = {**terms_of(sheet, codes(session)), "openings": sheet.whole("openings"), "employer": employer}
    command = sheet.settled(PostVacancy, {"id": sheet.typed("key"), **terms})
    if newcomer is not None:
        again.prefix = "employer_"
        one(register_employers(session, by, [newcomer]))
        again.prefix = ""
    made = one(post_vacancies(session, by, [command])).id
    return go(request, f"/desk/vacancies/{made}?done=posted")


@router.get("/{id:uuid}/amend", **may(*CASE))
def amend_form(request: Request, session: Db, by: Reader, id: UUID) -> Response:
    """Where a vacancy is corrected."""
    sheet = Sheet(written(vacancy_out(session, by, str(id)), codes(session)), by)
    return page(request, "vacancy_form.html", _values(session, by, sheet) | {"amending": id})


@router.post("/{id:uuid}/amend", **may(*CASE))
def amend_vacancy(request: Request, session: Db, by: Reader, form: Form, id: UUID) -> Response:
    """Look up what was typed, or correct the vacancy."""
    vacancy(session, by, str(id))
    sheet = Sheet(form, by, NAMES)
    values = _values(session, by, sheet) | {"amending": id}
    if form.get("act") != "post":
        return page(request, "vacancy_form.html", values | {"looked": True})
    show_again(request, Again("vacancy_form.html", values, f"/desk/vacancies/{id}/amend", sheet))
    sheet.needed("title", "occupation", "province", "closes_on")
    terms = terms_of(sheet, codes(session)) | {"vacancy": str(id), "version": sheet.whole("version")}
    command = sheet.settled(AmendVacancy, terms, emptied=True)
    one(amend_vacancies(session, by, [command]))
    return go(request, f"/desk/vacancies/{id}?done=amended")


def _values(session: Session, by: Actor, sheet: Sheet) -> dict[str, Any]:
    """What the form needs: what can be chosen, what was typed, what that may mean, and what its words ask for."""
    keys = {"key": str(new_id()), "employer_key": str(new_id())}
    typed = keys | typed_again(sheet) | {"asked": _words(sheet)}
    if typed.get("employer") == NEW and sheet.typed("asked") != _words(sheet):
        typed["employer"] = ""  # that nobody is meant was said of other names
    return choices(session, by) | {
        "typed": typed,
        "faults": sheet.faults,
        "refusal": None,
        "advice": advice(sheet, by.language),
        "proposals": _proposals(session, by, sheet),
        "looked": False,
        "amending": None,
        "new": NEW,
    }


def _settled(sheet: Sheet) -> bool:
    """Whether employer and occupation were chosen among what was proposed for the words that stand there now."""
    asked = sheet.typed("asked") == _words(sheet)
    return asked and bool(sheet.typed("employer") and sheet.typed("occupation"))


def _words(sheet: Sheet) -> str:
    """The words for which employers and occupations are proposed."""
    return "|".join(search_key(sheet.typed(name)) for name in ("employer_name", "title"))


def _proposals(session: Session, by: Actor, sheet: Sheet) -> Proposals:
    """Employers by the name that was typed, or the one that is chosen; occupations by the title."""
    chosen, name, title = sheet.typed("employer"), sheet.typed("employer_name"), sheet.typed("title")
    rows = list(session.scalars(employers_found(by, search_key(name), None, PROPOSED))) if search_key(name) else []
    if chosen not in ("", NEW) and chosen not in {str(row.id) for row in rows}:
        rows = [*session.scalars(employers_by_ref(by, [chosen])), *rows]
    offices = codes(session).office_codes
    occupations = _occupations(session, by, title, sheet.typed("occupation"))
    return Proposals([EmployerOut.of(row, offices) for row in rows], occupations)


def _occupations(session: Session, by: Actor, title: str, chosen: str) -> list[tuple[str, str]]:
    names = names_of(session, by, "occupation").lists["occupation"]
    found = [one.code for one in code_titles(session, [Question(title[:200])], PROPOSED)[0].candidates] if title else []
    if chosen in names and chosen not in found:
        found.insert(0, chosen)
    return [(code, names.get(code, code)) for code in found]


def _newcomer(sheet: Sheet) -> RegisterEmployer | None:
    """The employer who is to be registered with the vacancy, in the same province where no other is said."""
    values = {
        "id": sheet.typed("employer_key"),
        "name": sheet.typed("employer_name"),
        "name_native": sheet.typed("employer_name_native"),
        "sector": sheet.typed("employer_sector"),
        "province": sheet.typed("employer_province") or sheet.typed("province"),
        "phone": sheet.phone("employer_phone"),
        "size": sheet.typed("employer_size"),
        "registration_number": sheet.typed("employer_registration_number"),
    }
    sheet.needed("employer_name", "employer_sector")
    return sheet.command(RegisterEmployer, values, "employer_")


def _home(session: Session, by: Actor) -> str:
    """The province of the office."""
    return session.scalar(select(Office.province).where(Office.id == by.office_id)) or ""
