"""Files that are kept for a while, sealed, because they tell about people."""

from __future__ import annotations

from datetime import timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import delete, insert
from sqlalchemy.orm import Session

from lmis.model.batches import StoredFile
from lmis.model.ids import new_id
from lmis.model.types import keyring_of
from lmis.vocabulary import Actor

KEPT_FOR: Final = timedelta(days=90)
"""Rejected rows wait so long to be fetched and mended."""


def keep_file(session: Session, by: Actor, name: str, content: bytes) -> UUID:
    """Keep a file sealed; returns its id."""
    file, sealed = new_id(), keyring_of(session.get_bind().dialect).seal("answer", content)
    row = {"id": file, "office_id": by.office_id, "name": name, "content": sealed, "recorded_at": by.at}
    session.execute(insert(StoredFile), [row])
    return file


def file_content(session: Session, file: UUID) -> bytes:
    """What was kept, opened."""
    stored = session.get_one(StoredFile, file)
    return keyring_of(session.get_bind().dialect).unseal("answer", bytes(stored.content))


def forget_file(session: Session, file: UUID) -> None:
    """Remove a file that has served; nothing happens where it is gone already."""
    session.execute(delete(StoredFile).where(StoredFile.id == file))


def forget_files(session: Session, by: Actor, *, older_than: timedelta = KEPT_FOR) -> int:
    """Remove files that nobody fetched for so long; returns how many."""
    old = delete(StoredFile).where(StoredFile.recorded_at < by.at - older_than)
    return int(session.execute(old).rowcount)  # type: ignore[attr-defined]
