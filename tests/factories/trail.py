"""What the audit trail tells."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import select

from conftest import actor
from lmis.model.audit import AuditEvent
from lmis.model.session import Database
from lmis.vocabulary import Purpose, Role


def told(database: Database, act: str) -> list[tuple[AuditEvent, list[Any]]]:
    """The events of an act in order, each with its changes: [table, key, old, new]."""
    by = actor(None, Role.SYSTEM)
    with database.open(by, Purpose.ADMINISTRATION, "trail", write=False) as session:
        query = select(AuditEvent).where(AuditEvent.act == act).order_by(AuditEvent.id)
        events = session.scalars(query.execution_options(people="engine")).all()
        return [(event, json.loads(event.changes)) for event in events]
