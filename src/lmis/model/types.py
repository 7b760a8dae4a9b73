"""Column types: UTC instants, sealed fields, JSON documents, closed code lists."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, DateTime, Dialect, LargeBinary, String
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import TypeDecorator

from lmis.model.sealing import Keyring


def keyring_of(dialect: Dialect) -> Keyring:
    """The keyring that `model.session.open_engine` bound to this engine's dialect."""
    return dialect.lmis_keyring  # type: ignore[attr-defined,no-any-return]


class Utc(TypeDecorator[datetime]):
    """An instant in UTC; a time without a zone is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Store UTC (SQLite keeps no zone)."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a zone")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return UTC with its zone."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Sealed(TypeDecorator[str]):
    """Text that is encrypted in the database with a key outside it."""

    impl = LargeBinary
    cache_ok = True

    def __init__(self, purpose: str) -> None:
        """Seal under the derived key of `purpose`."""
        super().__init__()
        self.purpose = purpose

    def process_bind_param(self, value: str | None, dialect: Dialect) -> bytes | None:
        """Encrypt."""
        return None if value is None else keyring_of(dialect).seal(self.purpose, value.encode())

    def process_result_value(self, value: Any, dialect: Dialect) -> str | None:
        """Decrypt."""
        return None if value is None else keyring_of(dialect).unseal(self.purpose, bytes(value)).decode()


def json_text(value: Any) -> str:
    """A document as the database keeps it."""
    return _COMPACT.encode(value)


_COMPACT = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


class SealedBytes(TypeDecorator[bytes]):
    """Bytes that are encrypted in the database with a key outside it."""

    impl = LargeBinary
    cache_ok = True

    def __init__(self, purpose: str) -> None:
        """Seal under the derived key of `purpose`."""
        super().__init__()
        self.purpose = purpose

    def process_bind_param(self, value: bytes | None, dialect: Dialect) -> bytes | None:
        """Encrypt."""
        return None if value is None else keyring_of(dialect).seal(self.purpose, value)

    def process_result_value(self, value: Any, dialect: Dialect) -> bytes | None:
        """Decrypt."""
        return None if value is None else keyring_of(dialect).unseal(self.purpose, bytes(value))


Document = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")
"""A list or mapping that is written and read whole."""


def code_text(size: int = 30) -> String:
    """A code of a closed list; a CHECK constraint beside the table names its values."""
    return String(size)


def one_of(column: str, values: type[StrEnum]) -> str:
    """The SQL of a CHECK that `column` holds a value of a closed list."""
    listed = ", ".join(f"'{value.value}'" for value in values)
    return f"{column} IN ({listed})"
