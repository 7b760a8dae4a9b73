"""Migrations run on a connection that the caller brings, or on the address in `LMIS_DATABASE_URL`."""

from __future__ import annotations

from alembic import context
from sqlalchemy import Connection

import lmis.model  # noqa: F401  (registers every table)
from lmis.config import Settings
from lmis.model.base import Base
from lmis.model.migrations import OURS, plain_engine


def run(connection: Connection) -> None:
    """Upgrade or downgrade on one connection; a lock that does not come within two seconds aborts."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SET LOCAL lock_timeout = '2s'")
    context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True, **OURS)
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    engine = plain_engine(Settings().database_url)
    with engine.begin() as connection:
        run(connection)
    engine.dispose()
