"""DOOR: the pages of those who signed in. They have the policies of the API, and no page is open without one."""

from fastapi import APIRouter, Depends

from lmis.web.pages.desk import (
    acting,
    amending,
    answering_referrals,
    coding,
    daily,
    day,
    deciding,
    duplicates,
    employers,
    figures,
    finding,
    imports,
    person,
    placements,
    posting,
    referrals,
    referring,
    registering,
    returning,
    signing_in,
    slips,
    suggestions,
    titles,
    vacancies,
)
from lmis.web.pages.desk.admission import form_of
from lmis.web.pages.desk.refusals import refusal_page
from lmis.web.pages.desk.route import DeskRoute

__all__ = ["desk", "refusal_page"]

desk = APIRouter(route_class=DeskRoute, dependencies=[Depends(form_of, scope="function")])
"""Each page asks its policy, and of each form whether it was opened here, whatever its function asks itself."""
FILES = (signing_in, imports, deciding, returning, duplicates, figures)
PEOPLE = (day, finding, registering, coding, person, amending, acting, titles, daily)
WORK = (vacancies, posting, suggestions, referring, answering_referrals, referrals, slips, placements, employers)
for part in (*FILES, *PEOPLE, *WORK):
    desk.include_router(part.router)
