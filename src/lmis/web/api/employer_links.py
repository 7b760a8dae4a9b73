"""Links by which employers see their own vacancies and answer."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter

from lmis.commands.employers import MakeEmployerLink, RevokeEmployerLink
from lmis.queries.employer_links import links_by_id, links_of
from lmis.services.employer_links import LinkNotFound, make_employer_links, revoke_employer_links
from lmis.web.deps import By, Db
from lmis.web.idempotency import CounterRoute, made
from lmis.web.outs.employer_links import LinkOut, NewLinkOut, link_path
from lmis.web.policy import CASE, may
from lmis.web.records import employer_out, found
from lmis.web.verbs import IdPath, about

router = APIRouter(tags=["employers"], route_class=CounterRoute)


@router.post("/employers/{id}/links", status_code=201, **may(*CASE, in_person=True, secret=True))
def make_employer_link(
    session: Db, by: By, command: Annotated[MakeEmployerLink, about(MakeEmployerLink, "employer")]
) -> NewLinkOut:
    """A link by which the employer sees the own vacancies and answers; shown this once."""
    ((outcome, token),) = make_employer_links(session, by, [command])
    return NewLinkOut(id=made(session, [outcome]), employer=command.employer, path=link_path(token))


@router.get("/employers/{id}/links", **may(*CASE))
def list_employer_links(session: Db, by: By, id: IdPath) -> list[LinkOut]:
    """The links of an employer, the latest first."""
    return [LinkOut.of(row) for row in session.scalars(links_of(by, employer_out(session, by, id).id))]


@router.post("/employer-links/{id}/revoke", **may(*CASE, in_person=True))
def revoke_employer_link(
    session: Db, by: By, command: Annotated[RevokeEmployerLink, about(RevokeEmployerLink, "link")]
) -> LinkOut:
    """A link stops working at once."""
    id_ = made(session, revoke_employer_links(session, by, [command]))
    return LinkOut.of(found(session, links_by_id(by, [id_]), LinkNotFound, str(id_)))
