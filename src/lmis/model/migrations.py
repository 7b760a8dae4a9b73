"""Bringing a database to the newest revision."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import Connection

from lmis.model.references import in_database


def _ours(name: str | None, kind: str, _parents: object) -> bool:
    """Leave out what only one of the two databases has: SQLite's table of serials."""
    return not (kind == "table" and name == "serial")


OURS: Final[dict[str, Any]] = {"include_name": _ours, "include_object": in_database}
"""What a comparison of the model with a database looks at."""


def plain_engine(url: str) -> Engine:
    """An engine without watch and keys, for migrations only: they read no person."""
    engine = create_engine(url)
    if engine.dialect.name == "sqlite":

        @event.listens_for(engine, "connect")
        def say_begin_ourselves(connection: object, _record: object) -> None:
            connection.isolation_level = None  # type: ignore[attr-defined]

        @event.listens_for(engine, "begin")
        def begin(connection: Connection) -> None:
            connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def upgrade(url: str, folder: Path, revision: str = "head") -> None:
    """Run the migrations in `folder` up to `revision`, in one transaction."""
    if url.startswith("sqlite:///"):
        Path(url.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)
    config = Config()
    config.set_main_option("script_location", str(folder))
    engine = plain_engine(url)
    try:
        with engine.begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, revision)
    finally:
        engine.dispose()
