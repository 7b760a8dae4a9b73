"""Requests that may be sent again: the first answer is kept in the transaction of its effect, and given again."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final, cast
from uuid import UUID

from sqlalchemy import Table, delete, select, update
from sqlalchemy.orm import Session

from lmis.errors import Conflict, Invalid
from lmis.model.batches import IdempotencyKey
from lmis.model.dialects import insert_or_ignore
from lmis.vocabulary import Actor

KEPT_FOR: Final = timedelta(days=100)
"""Counters without a line send late: answers are kept longer than a quarter."""


class KeyUsedForAnother(Invalid):
    """This idempotency key was used for another request."""


class ShownOnce(Conflict):
    """The answer to this request was shown once and is not kept."""


@dataclass(frozen=True)
class Kept:
    """An answer that was given before: its status, headers and body, and the people it tells about."""

    status: int
    body: str
    headers: dict[str, str] = field(default_factory=dict)
    people: list[str] = field(default_factory=list)


def first_answer(session: Session, by: Actor, key: str, operation: str, digest: str) -> Kept | None:
    """The answer that this key got before; None where the request is new, whose key is then taken.

    Another request with the same key at the same time waits here until the first is done.

    Raises:
        KeyUsedForAnother: the key belongs to another operation or body. ShownOnce: the answer held a secret.
    """
    row = {"staff_id": by.staff_id, "key": key, "operation": operation, "digest": digest, "status": 0}
    table = cast(Table, IdempotencyKey.__table__)
    new = insert_or_ignore(session, table).values(**row, answer=None, recorded_at=by.at).returning(table.c.key)
    if session.scalar(new) is not None:
        return None
    held = session.scalars(
        select(IdempotencyKey).where(IdempotencyKey.staff_id == by.staff_id, IdempotencyKey.key == key)
    ).one()
    session.expunge(held)
    if (held.operation, held.digest) != (operation, digest):
        raise KeyUsedForAnother(operation=held.operation)
    if held.answer is None:
        raise ShownOnce()
    kept = Kept(held.status, **json.loads(held.answer))
    session.info["reading"].note(kept.people)  # whoever is told again has read again
    return kept


def keep_answer(session: Session, by: Actor, key: str, status: int, body: str, headers: dict[str, str]) -> None:
    """Keep an answer, sealed, with the ids of the people it tells about."""
    people = [str(_uuid(value)) for value in session.info["reading"].people]
    answer = json.dumps({"body": body, "headers": headers, "people": people}, ensure_ascii=False)
    _set(session, by, key, {"status": status, "answer": answer})


def keep_nothing(session: Session, by: Actor, key: str, status: int) -> None:
    """Keep that the request was answered, but not the answer."""
    _set(session, by, key, {"status": status})


def _set(session: Session, by: Actor, key: str, values: dict[str, Any]) -> None:
    ours = (IdempotencyKey.staff_id == by.staff_id, IdempotencyKey.key == key)
    session.execute(update(IdempotencyKey).where(*ours).values(**values).execution_options(synchronize_session=False))


def _uuid(value: Any) -> UUID:
    return value if isinstance(value, UUID) else UUID(str(value))


def forget_old_answers(session: Session, by: Actor) -> int:
    """Remove answers that are older than `KEPT_FOR`; returns how many."""
    old = delete(IdempotencyKey).where(IdempotencyKey.recorded_at < by.at - KEPT_FOR)
    return int(session.execute(old).rowcount)  # type: ignore[attr-defined]
