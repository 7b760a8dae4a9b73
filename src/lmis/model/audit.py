"""The audit trail: every write, with old and new values sealed."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from lmis.model.base import ENGINE_ONLY, Base
from lmis.model.types import Sealed, Utc


class AuditEvent(Base):
    """One command that changed something; `changes` is [[table, key, old, new], …] as sealed JSON.

    The changes of a referral or placement tell about a person, but their subject is the referral: so that no reading of
    them goes unrecorded, only a declared scan (``people="engine"``) reads `changes`.
    """

    __tablename__ = "audit_event"
    __table_args__ = (Index("ix_audit_event_subject", "subject_id"), Index("ix_audit_event_batch", "batch_id"))
    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    at: Mapped[datetime] = mapped_column(Utc)
    staff_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"))
    office_id: Mapped[UUID | None] = mapped_column(ForeignKey("office.id"))
    act: Mapped[str] = mapped_column(String(60))
    subject_id: Mapped[UUID | None]
    batch_id: Mapped[UUID | None] = mapped_column(ForeignKey("import_batch.id"))
    changes: Mapped[str] = mapped_column(Sealed("audit"), info=ENGINE_ONLY)
