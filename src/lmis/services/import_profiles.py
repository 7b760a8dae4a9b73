"""The headers of an office's own files, remembered for each kind of file, so that they are named once."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy.orm import Session

from lmis.errors import NotFound
from lmis.imports.definitions import KINDS
from lmis.imports.profiles import checked, together
from lmis.model.batches import ImportProfile
from lmis.model.ids import new_id
from lmis.queries.import_profiles import profile_of
from lmis.services.writing import Draft, Outcome, record, write
from lmis.vocabulary import Actor


class ProfileNotFound(NotFound):
    """No headers of this office are remembered for this kind of file."""


def remembered(session: Session, office_id: UUID | None, kind: str) -> dict[str, str]:
    """The headers that are remembered for an office's files of a kind; a column that is no more is left out."""
    profile = None if office_id is None else session.scalars(profile_of(office_id, kind)).one_or_none()
    names = {column.name for definition in KINDS[kind] for column in definition.columns}
    return {header: name for header, name in (profile.headers if profile else {}).items() if name in names}


def keep_headers(session: Session, by: Actor, office_id: UUID, kind: str, headers: Mapping[str, str]) -> Outcome:
    """Remember headers beside those that are remembered; one that is mapped anew means its new column.

    Raises:
        UnknownColumn, HeaderKnown, MappedTwice.
    """
    named = checked(headers, KINDS[kind])
    profile = session.scalars(profile_of(office_id, kind).with_for_update()).one_or_none()
    draft = Draft("keep-import-profile", profile.id if profile else new_id())
    if profile is not None:
        draft.update(ImportProfile, profile.id, record(profile), headers=together(profile.headers, named))
    elif named:
        values = {"office_id": office_id, "kind": kind, "headers": together({}, named), "recorded_at": by.at}
        draft.insert(ImportProfile, id=draft.subject, **values)
    (outcome,) = write(session, by, [draft])
    return outcome


def forget_headers(session: Session, by: Actor, office_id: UUID, kind: str) -> Outcome:
    """Forget the headers of an office for a kind of file.

    Raises:
        ProfileNotFound: none are remembered.
    """
    profile = session.scalars(profile_of(office_id, kind).with_for_update()).one_or_none()
    if profile is None:
        raise ProfileNotFound(kind=kind)
    draft = Draft("forget-import-profile", profile.id)
    draft.delete(ImportProfile, profile.id, record(profile))
    (outcome,) = write(session, by, [draft])
    return outcome
