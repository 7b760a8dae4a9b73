"""Engines and sessions: one request, one transaction, with its reading bound to the connection."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from pydantic_core import from_json
from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from sqlalchemy.pool import StaticPool

from lmis.config import Settings
from lmis.errors import Conflict, LmisError
from lmis.model import dialects, reading
from lmis.model.reading import Reading
from lmis.model.sealing import Keyring, read_key
from lmis.model.types import json_text
from lmis.vocabulary import Actor, Purpose


class Busy(Conflict):
    """Another counter is writing; please send it again in a moment."""


class NoSpaceLeft(LmisError):
    """The disk is full: make room and send it again."""


CODER_FILE: Final = "coder_file"
"""Under which a session tells where its fitted coder is kept."""
ENCODER: Final = "encoder"
"""Under which a session names the encoder of an operator."""
POOL: Final[Mapping[str, Any]] = {"pool_size": 20, "max_overflow": 40}


def open_engine(
    url_text: str, keyring: Keyring, lock_timeout_ms: int = 10_000, pool: Mapping[str, Any] = POOL
) -> Engine:
    """An engine with our keys, our connection settings, and a watch on every cursor."""
    url = make_url(url_text)
    backend = url.get_backend_name()
    arguments = {**dialects.connect_arguments(url, lock_timeout_ms), **reading.watched_connection(backend)}
    if backend == "sqlite" and url.database and url.database != ":memory:":
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    # hide_parameters: the text of a database error would tell names and numbers
    documents = {"json_serializer": json_text, "json_deserializer": from_json}
    engine = create_engine(url, connect_args=arguments, hide_parameters=True, **documents, **pool)
    engine.dialect.lmis_keyring = keyring  # type: ignore[attr-defined]
    dialects.prepare(engine, lock_timeout_ms)
    reading.watch(engine)
    return engine


@dataclass
class Database:
    """One engine, and the two ways to open a session on it."""

    engine: Engine
    keyring: Keyring
    lock_timeout_ms: int = 10_000
    origin: Database | None = None
    """What this one is a copy of; a copy keeps nothing, and whom it reads is recorded in its origin."""
    coder_file: Path | None = None
    """Where the coder that is fitted to its titles is kept; nowhere where there is none."""
    encoder: str | None = None
    """The encoder that the coder is fitted with, where an operator brought one."""
    _writer: threading.Lock = field(default_factory=threading.Lock)

    @classmethod
    def of(cls, settings: Settings) -> Database:
        """The database that the settings name."""
        keyring = read_key(settings.key.get_secret_value() if settings.key else None, settings.key_file)
        engine = open_engine(settings.database_url, keyring, settings.lock_timeout_ms)
        return cls(engine, keyring, settings.lock_timeout_ms, coder_file=settings.coder_file, encoder=settings.encoder)

    @contextmanager
    def open(self, by: Actor, purpose: Purpose, operation: str, *, write: bool = True) -> Iterator[Session]:
        """A session in one transaction: committed at the end when it writes, rolled back when not or on an error.

        The access record of everybody who was read is in the same transaction, or, where that one is rolled back,
        in one of its own that follows at once: the caller gets no answer before it is written.
        """
        seen = Reading(by, purpose, operation)
        with _full_disk_told(), self._recorded(seen), self._turn(write):
            session = Session(
                self.engine.execution_options(lmis_write=write),
                info={"reading": seen, CODER_FILE: self.coder_file, ENCODER: self.encoder},
                expire_on_commit=False,
            )
            event.listen(session, "after_begin", _bind_reading)
            with session:
                yield session
                if write and self.origin is None:
                    seen.record(session.connection())
                    session.commit()
                    seen.forget()

    @contextmanager
    def _recorded(self, seen: Reading) -> Iterator[None]:
        """Whatever comes of the transaction, those who were read in it are on the record before anybody goes on."""
        try:
            yield
        finally:
            self.settle(seen)

    def settle(self, seen: Reading) -> None:
        """Write the access record in a transaction of its own, where it is still due."""
        if self.origin is not None:
            self.origin.settle(seen)
            return
        if not seen.due:
            return
        with self._turn(True), dialects.settling(self.engine).begin() as connection:
            seen.record(connection)
        seen.forget()

    def claim(self, name: str) -> AbstractContextManager[bool]:
        """Hold a name while the work under it goes on; False where a living process, or another thread, holds it."""
        return dialects.claim(self.engine, name)

    @contextmanager
    def apart(self) -> Iterator[Database]:
        """A copy as of now in which long work can be tried out while others write; it goes when the work is over.

        For the embedded database only, which has one writer at a time; PostgreSQL is its own, for its writers wait
        only for those who hold the same rows.
        """
        if self.engine.dialect.name != "sqlite":
            yield self
            return
        engine = open_engine(dialects.NAMELESS, self.keyring, self.lock_timeout_ms, {"poolclass": StaticPool})
        try:
            dialects.copy_into(self.engine, engine)
            yield Database(engine, self.keyring, self.lock_timeout_ms, origin=self)
        finally:
            engine.dispose()

    @contextmanager
    def _turn(self, write: bool) -> Iterator[None]:
        """On the embedded database writers of this process queue up instead of polling the file's lock."""
        if not write or self.engine.dialect.name != "sqlite":
            yield
            return
        if not self._writer.acquire(timeout=self.lock_timeout_ms / 1000):
            raise Busy()
        try:
            yield
        finally:
            self._writer.release()


@contextmanager
def _full_disk_told() -> Iterator[None]:
    """A disk that is full is a refusal of ours: whoever asked can make room and ask again."""
    try:
        yield
    except DBAPIError as error:
        if dialects.out_of_space(error):
            raise NoSpaceLeft() from error
        raise


def _bind_reading(session: Session, _transaction: Any, connection: Connection) -> None:
    """Let every statement of this transaction find who reads."""
    connection.info["reading"] = session.info["reading"]
