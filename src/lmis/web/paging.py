"""Pages by key: the next page begins after the last record of this one, however deep."""

from __future__ import annotations

from typing import Annotated, Final, Generic, TypeVar
from uuid import UUID

from fastapi import Query
from pydantic import BaseModel, ConfigDict

MOST: Final = 200
USUAL: Final = 50

After = Annotated[UUID | None, Query(description="The `next` of the page before.")]
AfterCode = Annotated[str | None, Query(max_length=80, description="The `next` of the page before.")]
Limit = Annotated[int, Query(ge=1, le=MOST, description="Most records on a page.")]
Words = Annotated[str, Query(alias="q", max_length=200, description="Words or parts of words, in any script.")]
T = TypeVar("T")


class Page(BaseModel, Generic[T]):
    """A page of records, and where the next one begins; null where this is the last."""

    model_config = ConfigDict(frozen=True)
    items: list[T]
    next: str | None

    @classmethod
    def of(cls, items: list[T], limit: int, key: str = "id") -> Page[T]:
        """A page of what was found with this limit; `key` names what the next page begins after."""
        full = len(items) == limit
        return cls(items=items, next=str(getattr(items[-1], key)) if full and items else None)
