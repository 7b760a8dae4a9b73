"""Imports for real, taking them back, and what the register holds."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from conftest import NOW, actor
from lmis.model.base import Base
from lmis.model.session import Database
from lmis.services.importing import ImportReport, import_file
from lmis.services.undoing import undo_batch
from lmis.services.writing import Outcome
from lmis.vocabulary import Actor, Purpose, Role

HEADER = "number,registered_on,family_name,given_name,sex,birth_year,identity_missing_reason,province,phone"
PEOPLE = f"{HEADER}\n1,2026-09-01,Sok,Dara,F,1995,lost,KH02,012345678\n2,2026-09-01,Chan,Vanna,M,1990,lost,KH02,\n"
LEFT_OUT = {"access_event", "accessed_person", "audit_event", "import_batch", "serial"}


def bring(database: Database, text: str, kind: str = "job-seekers", by: Actor | None = None) -> ImportReport:
    """Import a text for real."""
    file = io.BytesIO(text.encode())
    return import_file(database, by or actor(), kind, file, file_name=f"{kind}.csv", for_real=True)


def undo(database: Database, batch: UUID | None, by: Actor | None = None) -> Outcome:
    """Take an import back."""
    by = by or actor(at=NOW + timedelta(hours=1))
    assert batch is not None
    with database.open(by, Purpose.ADMINISTRATION, "undo-import") as session:
        return undo_batch(session, by, batch)


def content(database: Database) -> dict[str, list[Any]]:
    """Every row of the register, but for versions."""
    with database.open(actor(role=Role.SYSTEM, office=None), Purpose.ADMINISTRATION, "content") as session:
        held = {}
        for table in Base.metadata.sorted_tables:
            if table.name not in LEFT_OUT:
                columns = [column for column in table.c if column.name != "version"]
                rows = session.execute(select(*columns).execution_options(people="engine"))
                held[table.name] = sorted(map(str, rows))
        return held
