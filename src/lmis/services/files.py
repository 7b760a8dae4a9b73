"""Files that are kept for a while, sealed, because they tell about people."""

from __future__ import annotations

from datetime import timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from lmis.model.batches import StoredFile
from lmis.model.ids import new_id
from lmis.services.writing import Draft, write
from lmis.vocabulary import Actor

KEPT_FOR: Final = timedelta(days=90)
"""Rejected rows wait so long to be fetched and mended."""


def keep_file(session: Session, by: Actor, act: str, name: str, content: bytes) -> UUID:
    """Keep a file sealed; returns its id. Its event tells name, digest and size."""
    draft = Draft(act, new_id())
    values = {"office_id": by.office_id, "name": name, "content": content, "recorded_at": by.at}
    file = draft.insert(StoredFile, id=draft.subject, **values)
    write(session, by, [draft])
    return file


def file_content(session: Session, file: UUID) -> bytes:
    """What was kept, opened."""
    return session.get_one(StoredFile, file).content


def forget_files(session: Session, by: Actor, *, older_than: timedelta = KEPT_FOR) -> int:
    """Remove files that nobody fetched for so long; returns how many."""
    return remove_files(session, by, StoredFile.recorded_at < by.at - older_than)


def remove_files(session: Session, by: Actor, which: ColumnElement[bool]) -> int:
    """Remove files that nobody needs any more; returns how many."""
    drafts = []
    for file, name in session.execute(select(StoredFile.id, StoredFile.name).where(which)):
        draft = Draft("remove-file", file)
        draft.delete(StoredFile, file, {"name": name})
        drafts.append(draft)
    return len(write(session, by, drafts))
