"""How an installation stands: the database's version and settings, the key, the reference tables."""

from __future__ import annotations

import sqlite3
import stat
from dataclasses import dataclass

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
    """One thing that was examined."""

    subject: str
    says: str
    well: bool = True


def examine(database: Database, settings: Settings, by: Actor) -> list[Finding]:
    """Examine everything that an installation stands on."""
    with database.open(by, Purpose.NONE, "doctor", write=False) as session:
        engine = _sqlite(session) if is_sqlite(session) else _postgresql(session)
        return [*engine, _revision(session), *_reference(session), _key(settings)]


def _sqlite(session: Session) -> list[Finding]:
    version = sqlite3.sqlite_version
    mode = str(session.scalar(text("PRAGMA journal_mode")))
    floor = ".".join(map(str, WAL_FIXED_IN))
    old = journal_mode() != "WAL"
    why = f"older than {floor}, whose WAL-reset fault can corrupt the file" if old else f"{floor} or newer"
    integrity = str(session.scalar(text("PRAGMA quick_check")))
    keys = bool(session.scalar(text("PRAGMA foreign_keys")))
    return [
        Finding("database", f"SQLite {version}, {why}"),
        Finding(
            "journal",
            f"{mode}: " + ("rollback journal, as it must be" if old else "write-ahead log"),
            mode.upper() == journal_mode(),
        ),
        Finding("integrity", integrity, integrity == "ok"),
        Finding("foreign keys", "on" if keys else "off", keys),
    ]


def _postgresql(session: Session) -> list[Finding]:
    version = str(session.scalar(text("SHOW server_version")))
    encoding = str(session.scalar(text("SHOW server_encoding")))
    checksums = str(session.scalar(text("SHOW data_checksums")))
    trigram = session.scalar(text("SELECT count(*) FROM pg_extension WHERE extname = 'pg_trgm'"))
    return [
        Finding("database", f"PostgreSQL {version}"),
        Finding("encoding", encoding, encoding == "UTF8"),
        Finding("checksums", f"{checksums}" + ("" if checksums == "on" else " (switch on with pg_checksums)")),
        Finding("trigrams", "pg_trgm is there" if trigram else "pg_trgm is missing", bool(trigram)),
    ]


def _revision(session: Session) -> Finding:
    held = session.scalar(text("SELECT version_num FROM alembic_version"))
    return Finding("schema", f"revision {held}", held is not None)


def _reference(session: Session) -> list[Finding]:
    held = {load.table: load.version for load in session.scalars(select(ReferenceLoad))}
    missing = [seed.file for seed in SEEDS if seed.file not in held]
    versions = ", ".join(sorted(set(held.values())))
    return [
        Finding(
            "reference tables",
            f"missing: {', '.join(missing)}" if missing else f"{len(held)}, version {versions}",
            not missing,
        )
    ]


def _key(settings: Settings) -> Finding:
    if settings.key is not None:
        return Finding("master key", "from LMIS_KEY")
    mode = stat.S_IMODE(settings.key_file.stat().st_mode)
    return Finding("master key", f"{settings.key_file}, mode {mode:o}", not mode & 0o077)
