"""Stored suggestions: who was suggested for what in one night, by which weights, and whose turn that was."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, SmallInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from lmis.model.base import AUDITED, Base, personal
from lmis.model.types import Document, Utc


class SuggestionRun(Base):
    """One night's suggestions and the weights that they came from; it is there whole, or not at all."""

    __tablename__ = "suggestion_run"
    __table_args__ = (
        Index("ix_suggestion_run_made_at", "made_at"),
        CheckConstraint("top > 0 AND (cap IS NULL OR cap > 0)", "limits"),
        {"info": AUDITED},
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    made_at: Mapped[datetime] = mapped_column(Utc)
    weights: Mapped[str] = mapped_column(String(60))
    """The version of the weights."""
    most: Mapped[dict[str, Any]] = mapped_column(Document)
    """Criterion -> the most points that it could give."""
    least: Mapped[int]
    """Fewer points than this in all were not suggested."""
    top: Mapped[int]
    """How many were suggested for a vacancy at most."""
    cap: Mapped[int | None]
    """For how many vacancies a person was suggested at most; NULL where that was not limited."""
    country: Mapped[str | None] = mapped_column(String(2))
    office_id: Mapped[UUID | None] = mapped_column(ForeignKey("office.id"))
    """Whose people and vacancies these are; NULL for all."""
    people: Mapped[int]
    vacancies: Mapped[int]
    suggestions: Mapped[int]
    capped: Mapped[int]
    """Rows that the cap left out."""


class Suggestion(Base):
    """A person at a place in the exact ranking of a vacancy: suggested, or left out because of the cap.

    Rows are copied in by the million and go with their run, so they hold no foreign keys: a row may outlive the record
    of its person or vacancy, and whoever reads it joins these anyway. A merge leaves them as they were, for they tell
    of that night; they lead to the record that is kept (`queries.suggestions`). They are written under the audit event
    of their run.
    """

    __tablename__ = "suggestion"
    __table_args__ = (Index("ix_suggestion_person_run", "person_id", "run_id"), {"info": personal()})
    run_id: Mapped[UUID] = mapped_column(primary_key=True)
    vacancy_id: Mapped[UUID] = mapped_column(primary_key=True)
    rank: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    """From 1, among everybody whom no gate held."""
    person_id: Mapped[UUID]
    points: Mapped[int] = mapped_column(SmallInteger)
    capped: Mapped[bool]
    """Whether the person had been suggested to so many better-suited vacancies that this one is left out."""


class PersonTurn(Base):
    """When a person was last in a stored suggestion; it stays when the run goes, and breaks ties."""

    __tablename__ = "person_turn"
    __table_args__ = ({"info": personal()},)
    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    last_suggested_at: Mapped[datetime] = mapped_column(Utc)


class VacancyTurn(Base):
    """When a vacancy last had a stored suggestion."""

    __tablename__ = "vacancy_turn"
    __table_args__ = ({"info": AUDITED},)
    vacancy_id: Mapped[UUID] = mapped_column(primary_key=True)
    last_suggested_at: Mapped[datetime] = mapped_column(Utc)
