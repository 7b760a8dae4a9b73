"""Imported files as units that can be looked up and undone, and the keys of requests that may be repeated."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lmis.model.base import AUDITED, WHOLE, Base
from lmis.model.types import Document, Sealed, SealedBytes, Utc, code_text


class ImportBatch(Base):
    """One file that was imported: what came of its lines, and its state."""

    __tablename__ = "import_batch"
    __table_args__ = (Index("ix_import_batch_office_at", "office_id", "recorded_at"), {"info": AUDITED})
    id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(code_text())
    office_id: Mapped[UUID | None] = mapped_column(ForeignKey("office.id"))
    staff_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"))
    file_name: Mapped[str] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(code_text())
    report: Mapped[dict[str, Any]] = mapped_column(Document)
    recorded_at: Mapped[datetime] = mapped_column(Utc)
    undone_at: Mapped[datetime | None] = mapped_column(Utc)


class ImportProfile(Base):
    """The headers of an office's own files of a kind, each with the column that it means."""

    __tablename__ = "import_profile"
    __table_args__ = (UniqueConstraint("office_id", "kind"), {"info": AUDITED})
    id: Mapped[UUID] = mapped_column(primary_key=True)
    office_id: Mapped[UUID] = mapped_column(ForeignKey("office.id"))
    kind: Mapped[str] = mapped_column(code_text())
    headers: Mapped[dict[str, str]] = mapped_column(Document)
    recorded_at: Mapped[datetime] = mapped_column(Utc)


class StoredFile(Base):
    """An uploaded or produced file that a job works on; sealed, because it tells about people."""

    __tablename__ = "stored_file"
    __table_args__ = ({"info": AUDITED},)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    office_id: Mapped[UUID | None] = mapped_column(ForeignKey("office.id"))
    name: Mapped[str] = mapped_column(Text)
    content: Mapped[bytes] = mapped_column(SealedBytes("answer"), info=WHOLE)
    recorded_at: Mapped[datetime] = mapped_column(Utc)


class IdempotencyKey(Base):
    """A request that may be sent again: the same key and body give the first answer."""

    __tablename__ = "idempotency_key"
    staff_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"), primary_key=True)
    key: Mapped[str] = mapped_column(String(255), primary_key=True)
    operation: Mapped[str] = mapped_column(String(80))
    digest: Mapped[str] = mapped_column(String(64))
    status: Mapped[int]
    answer: Mapped[str | None] = mapped_column(Sealed("answer"))
    recorded_at: Mapped[datetime] = mapped_column(Utc)
