"""Employers."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter

from lmis.commands.employers import AmendEmployer, RegisterEmployer
from lmis.queries.vacancies import employers_found
from lmis.services import employers
from lmis.services.codes import codes
from lmis.text.keys import search_key
from lmis.web.deps import By, Db
from lmis.web.idempotency import CounterRoute, carried
from lmis.web.outs.vacancies import EmployerOut
from lmis.web.paging import After, Limit, Page, Words
from lmis.web.policy import CASE, COUNTER, may
from lmis.web.records import employer_out
from lmis.web.verbs import IdPath, about

router = APIRouter(prefix="/employers", tags=["employers"], route_class=CounterRoute)


@router.post("", status_code=201, **may(*COUNTER))
def register_employer(session: Db, by: By, command: RegisterEmployer) -> EmployerOut:
    """Make an employer known to the office; 200 where the own number or the id is known already."""
    return employer_out(session, by, carried(session, employers.register_employers(session, by, [command])))


@router.get("", **may(*CASE))
def search_employers(session: Db, by: By, q: Words = "", after: After = None, limit: Limit = 50) -> Page[EmployerOut]:
    """Find employers by parts of their names in any script."""
    offices = codes(session).office_codes
    rows = session.scalars(employers_found(by, search_key(q), after, limit))
    return Page.of([EmployerOut.of(row, offices) for row in rows], limit)


@router.get("/{id}", **may(*CASE))
def get_employer(session: Db, by: By, id: IdPath) -> EmployerOut:
    """An employer."""
    return employer_out(session, by, id)


@router.patch("/{id}", **may(*CASE))
def amend_employer(
    session: Db, by: By, command: Annotated[AmendEmployer, about(AmendEmployer, "employer")]
) -> EmployerOut:
    """Correct an employer's record; only the fields that are given change."""
    return employer_out(session, by, carried(session, employers.amend_employers(session, by, [command])))
