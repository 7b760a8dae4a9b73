"""Answers about long work."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from lmis.model.jobs import Job
from lmis.web.outs.base import Out

INSIDE: Final = frozenset({"rejects", "told"})
"""What a result holds for the system itself: rejected rows are fetched by an operation of their own."""


class JobOut(Out):
    """A piece of long work: waiting, running, done or failed."""

    id: UUID
    kind: str
    state: str
    error: str | None
    attempts: int
    recorded_at: datetime
    progress: int
    result: dict[str, Any] | None

    @classmethod
    def of(cls, row: Job) -> JobOut:
        """A job; `progress` counts the lines of a file that are done."""
        result = {name: value for name, value in (row.result or {}).items() if name not in INSIDE}
        return cls(
            id=row.id,
            kind=row.kind,
            state=row.state,
            error=row.error,
            attempts=row.attempts,
            recorded_at=row.recorded_at,
            progress=row.progress,
            result=result or None,
        )
