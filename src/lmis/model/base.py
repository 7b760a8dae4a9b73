"""The declarative base: one naming convention, no lazy loading, personal tables declared beside themselves."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import MetaData
from sqlalchemy.orm import DeclarativeBase

NAMING: Final = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Base of every table."""

    metadata = MetaData(naming_convention=NAMING)


def personal(column: str = "person_id") -> dict[str, Any]:
    """`info` of a table whose rows tell about a person: reading it leaves an access record.

    Args:
        column: the column of this table that holds the person's id.
    """
    return {"person": column, "audited": True}


AUDITED: Final[dict[str, Any]] = {"audited": True}
"""`info` of a table that is written only together with an audit event."""

ENGINE_ONLY: Final[dict[str, Any]] = {"engine_only": True}
"""`info` of a column that tells about people whom no column beside it names: only a declared scan may read it."""

WHOLE: Final[dict[str, Any]] = {"whole": True}
"""`info` of a column that holds a whole file: its audit event tells digest and size, never the content."""
