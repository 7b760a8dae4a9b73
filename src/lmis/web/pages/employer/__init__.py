"""DOOR: the pages of employers who have a link. They see their own vacancies and who was referred, and they answer."""

from fastapi import APIRouter, Depends

from lmis.web.pages.desk.admission import form_of
from lmis.web.pages.desk.route import DeskRoute
from lmis.web.pages.employer import entering, own

__all__ = ["employers"]

employers = APIRouter(route_class=DeskRoute, dependencies=[Depends(form_of, scope="function")])
for part in (entering, own):
    employers.include_router(part.router)
