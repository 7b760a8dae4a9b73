"""Household surveys that were taken whole, in harmonised variables."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from lmis.model.base import AUDITED, WHOLE, Base
from lmis.model.types import Document, Utc


class Survey(Base):
    """One round of a survey; `records` is its harmonised columns, compressed."""

    __tablename__ = "survey"
    __table_args__ = ({"info": AUDITED},)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(60), unique=True)
    title: Mapped[str] = mapped_column(Text)
    country: Mapped[str] = mapped_column(String(3))
    period: Mapped[str] = mapped_column(String(8))
    digest: Mapped[str] = mapped_column(String(64))
    persons: Mapped[int]
    report: Mapped[dict[str, Any]] = mapped_column(Document)
    records: Mapped[bytes] = mapped_column(LargeBinary, info=WHOLE)
    recorded_at: Mapped[datetime] = mapped_column(Utc)
