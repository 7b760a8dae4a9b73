"""How an installation stands: the database's version and settings, the key, the reference tables."""

from __future__ import annotations

import sqlite3
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from lmis.config import Settings
from lmis.model.dialects import WAL_FIXED_IN, is_sqlite, journal_mode
from lmis.model.reference import ReferenceLoad
from lmis.model.session import Database
from lmis.services.reference import SEEDS
from lmis.vocabulary import Actor, Purpose


@dataclass(frozen=True)
class Finding:
    """One thing that was examined: its name in the catalogues, and what is said of it, to be filled with values."""

    subject: str
    says: str
    well: bool = True
    values: Mapping[str, object] = field(default_factory=dict)


def examine(database: Database, settings: Settings, by: Actor) -> list[Finding]:
    """Examine everything that an installation stands on."""
    with database.open(by, Purpose.NONE, "doctor", write=False) as session:
        engine = _sqlite(session) if is_sqlite(session) else _postgresql(session)
        return [*engine, _revision(session), *_reference(session), _key(settings)]


def _sqlite(session: Session) -> list[Finding]:
    wanted, mode = journal_mode(), str(session.scalar(text("PRAGMA journal_mode")))
    versions = {"version": sqlite3.sqlite_version, "floor": ".".join(map(str, WAL_FIXED_IN))}
    found = str(session.scalar(text("PRAGMA quick_check")))
    whole, keys, new = found == "ok", bool(session.scalar(text("PRAGMA foreign_keys"))), wanted == "WAL"
    old = "SQLite {version}, older than {floor}, whose WAL-reset fault can corrupt the file"
    journal = "{mode}: write-ahead log" if new else "{mode}: rollback journal, as it must be"
    return [
        Finding("database", "SQLite {version}, {floor} or newer" if new else old, values=versions),
        Finding("journal", journal, mode.upper() == wanted, {"mode": mode}),
        Finding("integrity", "the file is whole" if whole else "the file is damaged: {found}", whole, {"found": found}),
        Finding("foreign_keys", "switched on" if keys else "switched off", keys),
    ]


def _postgresql(session: Session) -> list[Finding]:
    version = str(session.scalar(text("SHOW server_version")))
    encoding = str(session.scalar(text("SHOW server_encoding")))
    sums = session.scalar(text("SHOW data_checksums")) == "on"
    return [
        Finding("database", "PostgreSQL {version}", values={"version": version}),
        Finding("encoding", "text is kept as {encoding}", encoding == "UTF8", {"encoding": encoding}),
        Finding("checksums", "switched on" if sums else "switched off; switch on with pg_checksums"),
    ]


def _revision(session: Session) -> Finding:
    held = session.scalar(text("SELECT version_num FROM alembic_version"))
    there = held is not None
    return Finding("schema", "revision {revision}" if there else "none: run `lmis init`", there, {"revision": held})


def _reference(session: Session) -> list[Finding]:
    held = {load.table: load.version for load in session.scalars(select(ReferenceLoad))}
    missing = ", ".join(seed.file for seed in SEEDS if seed.file not in held)
    values = {"tables": missing, "count": len(held), "version": ", ".join(sorted(set(held.values())))}
    says = "missing: {tables}" if missing else "{count} of them, version {version}"
    return [Finding("reference_tables", says, not missing, values)]


def _key(settings: Settings) -> Finding:
    if settings.key is not None:
        return Finding("master_key", "from LMIS_KEY")
    mode = stat.S_IMODE(settings.key_file.stat().st_mode)
    values = {"file": settings.key_file, "mode": f"{mode:o}"}
    return Finding("master_key", "{file}, mode {mode}", not mode & 0o077, values)
