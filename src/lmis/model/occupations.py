"""Coded job titles, from which the occupation coder is fitted, and the titles that wait for a person's answer."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Double, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from lmis.model.base import AUDITED, Base
from lmis.model.types import Document, Utc, code_text, one_of
from lmis.vocabulary import QuestionState, TitleOrigin


class OccupationTitle(Base):
    """A job title with its ISCO-08 code; `concept` names a finer occupation (an ESCO address) where one is known.

    Rows of one `pack` came together and are replaced together. The built-in ones have no `recorded_at`: when they were
    loaded stands in `reference_load`.
    """

    __tablename__ = "occupation_title"
    __table_args__ = (
        Index("ix_occupation_title_pack", "pack"),
        Index("ix_occupation_title_search_key", "search_key"),
        CheckConstraint(one_of("origin", TitleOrigin), "origin"),
        CheckConstraint("weight > 0", "weight"),
        {"info": AUDITED},
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(Text)
    search_key: Mapped[str] = mapped_column(Text)
    code: Mapped[str] = mapped_column(ForeignKey("occupation.code"))
    concept: Mapped[str | None] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(3))
    origin: Mapped[str] = mapped_column(code_text())
    pack: Mapped[str] = mapped_column(String(200))
    weight: Mapped[float] = mapped_column(Double)
    recorded_at: Mapped[datetime | None] = mapped_column(Utc)
    recorded_by: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"))


class OccupationQuestion(Base):
    """A job title that no unit group was certain for; `candidates` is [[code, chance], …], most likely first."""

    __tablename__ = "occupation_question"
    __table_args__ = (
        Index("ix_occupation_question_state", "state", "id"),
        CheckConstraint(one_of("state", QuestionState), "state"),
        CheckConstraint("(state = 'open') = (decided_at IS NULL)", "decision"),
        CheckConstraint("(state = 'answered') = (answer IS NOT NULL)", "answer"),
        {"info": AUDITED},
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(Text)
    search_key: Mapped[str] = mapped_column(Text)
    duties: Mapped[str | None] = mapped_column(Text)
    industry: Mapped[str | None] = mapped_column(Text)
    language: Mapped[str | None] = mapped_column(String(3))
    office_id: Mapped[UUID | None] = mapped_column(ForeignKey("office.id"))
    country: Mapped[str | None] = mapped_column(String(2))
    state: Mapped[str] = mapped_column(code_text())
    candidates: Mapped[list[list[Any]]] = mapped_column(Document)
    answer: Mapped[str | None] = mapped_column(ForeignKey("occupation.code"))
    asked_by: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"))
    recorded_at: Mapped[datetime] = mapped_column(Utc)
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"))
    decided_at: Mapped[datetime | None] = mapped_column(Utc)
