"""Questions about the headers that are remembered for offices' own files."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import Select, select

from lmis.model.batches import ImportProfile
from lmis.model.offices import Office
from lmis.queries.scope import in_scope
from lmis.vocabulary import Actor


def profile_of(office_id: UUID, kind: str) -> Select[ImportProfile]:
    """What is remembered for an office's files of a kind."""
    return select(ImportProfile).where(ImportProfile.office_id == office_id, ImportProfile.kind == kind)


def profiles_found(by: Actor) -> Select[ImportProfile]:
    """What is remembered for offices in the actor's sight, by office and kind."""
    query = select(ImportProfile).join(Office, Office.id == ImportProfile.office_id)
    return query.where(in_scope(by, Office.id, Office.country)).order_by(Office.code, ImportProfile.kind)
