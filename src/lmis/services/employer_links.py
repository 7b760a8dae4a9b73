"""Links by which employers see their own vacancies: made and revoked by an officer, known by the digest of a secret."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from lmis.commands.employers import MakeEmployerLink, RevokeEmployerLink
from lmis.errors import Forbidden, NotFound
from lmis.model.employers import EmployerLink
from lmis.model.ids import new_id
from lmis.queries.employer_links import link_opened_by, links_by_id
from lmis.queries.scope import UUID_SHAPE
from lmis.services.passwords import new_token, token_digest
from lmis.services.resolving import EmployerNotFound, resolve_employers
from lmis.services.writing import Draft, Outcome, record, write
from lmis.vocabulary import Actor, Country, Role


class LinkNotFound(NotFound):
    """There is no such link in your office."""


class LinkNotValid(Forbidden):
    """This link does not open any more: ask your job centre for a new one."""


@dataclass(frozen=True, slots=True)
class Holder:
    """Who came by a link: the employer, and an actor of the employer's office who is no member of staff."""

    employer: UUID
    name: str
    name_native: str | None
    actor: Actor


def holder_of(session: Session, token: str, by: Actor) -> Holder:
    """The employer whose link this is.

    Raises:
        LinkNotValid: nobody's, or it has run out or was revoked.
    """
    found = session.execute(link_opened_by(token_digest(token), by.at)).one_or_none()
    if found is None:
        raise LinkNotValid()
    employer = found[1]
    actor = Actor(None, employer.office_id, Country(employer.country), Role.OFFICER, by.at, by.language)
    return Holder(employer.id, employer.name, employer.name_native, actor)


def make_employer_links(session: Session, by: Actor, commands: Sequence[MakeEmployerLink]) -> list[tuple[Outcome, str]]:
    """Links of employers; each with its secret, which is shown this once and not kept."""
    held = resolve_employers(session, by, [command.employer for command in commands])
    made: list[tuple[Draft, str]] = []
    for command in commands:
        draft, token = Draft("make-employer-link", command.id or new_id()), new_token()
        made.append((draft, token))
        employer = held.get(command.employer)
        if employer is None:
            draft.refuse(EmployerNotFound(value=command.employer), "#/employer")
            continue
        draft.insert(
            EmployerLink,
            id=draft.subject,
            digest=token_digest(token),
            employer_id=employer.id,
            staff_id=by.staff_id,
            made_at=by.at,
            expires_at=by.at + timedelta(days=command.days),
            revoked_at=None,
        )
    outcomes = write(session, by, [draft for draft, _token in made])
    return [(outcome, token) for outcome, (_draft, token) in zip(outcomes, made, strict=True)]


def revoke_employer_links(session: Session, by: Actor, commands: Sequence[RevokeEmployerLink]) -> list[Outcome]:
    """Links stop working at once."""
    ids = [UUID(command.link) for command in commands if UUID_SHAPE.match(command.link)]
    held = {link.id: link for link in session.scalars(links_by_id(by, ids))}
    drafts = []
    for command in commands:
        draft = Draft("revoke-employer-link")
        drafts.append(draft)
        link = held.get(UUID(command.link)) if UUID_SHAPE.match(command.link) else None
        if link is None:
            draft.refuse(LinkNotFound(value=command.link), "#/link")
            continue
        draft.subject = link.id
        if link.revoked_at is None:
            draft.update(EmployerLink, link.id, record(link), revoked_at=by.at)
    return write(session, by, drafts)
