"""Versions of the weights of matching: rows are added, none is changed."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from lmis.model.base import AUDITED, Base
from lmis.model.types import Document, Utc


class WeightsVersion(Base):
    """The most points of each criterion, from a day on; `country` is None where both countries have them."""

    __tablename__ = "weights"
    __table_args__ = (CheckConstraint("least >= 0", "least"), {"info": AUDITED})
    id: Mapped[UUID] = mapped_column(primary_key=True)
    country: Mapped[str | None] = mapped_column(String(2))
    version: Mapped[str] = mapped_column(String(40), unique=True)
    points: Mapped[dict[str, int]] = mapped_column(Document)
    least: Mapped[int]
    valid_from: Mapped[date]
    set_by: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"))
    recorded_at: Mapped[datetime] = mapped_column(Utc)
