"""Long work: a table of jobs with leases, done by `lmis work`."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lmis.model.base import Base
from lmis.model.types import Document, Utc, code_text


class Job(Base):
    """One piece of long work; whoever holds the lease does it, and a lost lease is taken over.

    What is done about one file that was sent on a page are steps of one delivery: the first job is its root.
    """

    __tablename__ = "job"
    __table_args__ = (
        Index("ix_job_state_due", "state", "due_at"),
        Index("ix_job_batch_id", "batch_id"),
        UniqueConstraint("root_id", "step"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(code_text())
    state: Mapped[str] = mapped_column(code_text())
    office_id: Mapped[UUID | None] = mapped_column(ForeignKey("office.id"))
    staff_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"))
    payload: Mapped[dict[str, Any]] = mapped_column(Document)
    result: Mapped[dict[str, Any] | None] = mapped_column(Document)
    error: Mapped[str | None] = mapped_column(Text)
    attempts: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[datetime] = mapped_column(Utc)
    lease_until: Mapped[datetime | None] = mapped_column(Utc)
    holder: Mapped[str | None] = mapped_column(String(80))
    recorded_at: Mapped[datetime] = mapped_column(Utc)
    progress: Mapped[int] = mapped_column(default=0)
    """Lines of a file that are done."""
    root_id: Mapped[UUID | None]
    step: Mapped[int] = mapped_column(default=0)
    batch_id: Mapped[UUID | None] = mapped_column(ForeignKey("import_batch.id"))
