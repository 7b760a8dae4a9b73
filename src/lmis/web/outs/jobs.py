"""Answers about long work."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from lmis.model.jobs import Job
from lmis.web.outs.base import Out


class JobOut(Out):
    """A piece of long work: waiting, running, done or failed."""

    id: UUID
    kind: str
    state: str
    error: str | None
    attempts: int
    recorded_at: datetime
    result: dict[str, Any] | None

    @classmethod
    def of(cls, row: Job) -> JobOut:
        """A job; rejected rows are fetched by an operation of their own."""
        result = None if row.result is None else {k: v for k, v in row.result.items() if k != "rejects"}
        return cls(
            id=row.id,
            kind=row.kind,
            state=row.state,
            error=row.error,
            attempts=row.attempts,
            recorded_at=row.recorded_at,
            result=result,
        )
