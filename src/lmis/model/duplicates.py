"""Records that may be one person, and what was decided about them."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lmis.model.base import Base, personal
from lmis.model.types import Document, Utc, code_text, one_of
from lmis.vocabulary import PairState


class PossibleDuplicate(Base):
    """Two records and what speaks for one person; the lower id is the first, so that a pair stands here once.

    `reasons` is [[criterion, step, points], …], which add up to `points` under the scale of that version. The ids are
    no foreign keys: that two records look alike is nothing built upon them, so an import that brought one of them can
    be taken back, and a pair without both its people is in nobody's queue.
    """

    __tablename__ = "possible_duplicate"
    __table_args__ = (
        UniqueConstraint("first_id", "second_id"),
        Index("ix_possible_duplicate_second_id", "second_id"),
        Index("ix_possible_duplicate_state", "state", "id"),
        CheckConstraint("first_id < second_id", "order"),
        CheckConstraint(one_of("state", PairState), "state"),
        CheckConstraint("(state = 'open') = (decided_at IS NULL)", "decision"),
        CheckConstraint("(state = 'merged') = (kept_id IS NOT NULL)", "kept"),
        {"info": personal("first_id")},
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    first_id: Mapped[UUID]
    second_id: Mapped[UUID]
    points: Mapped[int]
    certain: Mapped[bool]
    reasons: Mapped[list[list[Any]]] = mapped_column(Document)
    scale: Mapped[str] = mapped_column(String(20))
    state: Mapped[str] = mapped_column(code_text())
    kept_id: Mapped[UUID | None]
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"))
    decided_at: Mapped[datetime | None] = mapped_column(Utc)
    recorded_at: Mapped[datetime] = mapped_column(Utc)
