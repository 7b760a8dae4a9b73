"""What the audit trail tells."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from conftest import actor
from lmis.model.audit import AuditEvent
from lmis.model.session import Database
from lmis.services.trail import subjects_of, written_of
from lmis.vocabulary import Purpose, Role


def told(database: Database, act: str) -> list[tuple[AuditEvent, list[Any]]]:
    """The events of an act in order, each with its changes: [table, key, old, new]."""
    by = actor(None, Role.SYSTEM)
    with database.open(by, Purpose.ADMINISTRATION, "trail", write=False) as session:
        query = select(AuditEvent).where(AuditEvent.act == act).order_by(AuditEvent.id)
        events = session.scalars(query.execution_options(people="engine")).all()
        return [(event, written_of(session, event.changes)) for event in events]


def tellings(database: Database, act: str) -> int:
    """How many records the events of an act are about, of those that tell of many each one."""
    return sum(len(subjects_of(event.subject_id, changes)) for event, changes in told(database, act))
