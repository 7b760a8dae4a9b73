"""Pages of published figures; what an audience may see is decided in `queries.editions`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select

from lmis.model.figures import Edition, Figure
from lmis.queries.editions import Audience, figures_of


def edition_by_id(id_: UUID) -> Select[Edition]:
    """One edition."""
    return select(Edition).where(Edition.id == id_)


def figures_page(
    edition_id: UUID, audience: Audience, after: int, limit: int, wanted: Mapping[str, str | None]
) -> Select[*tuple[Any, ...]]:
    """A page of an edition's figures, by column; first the id, then the columns of `figures_of`."""
    query = figures_of(edition_id, audience).order_by(None).add_columns(Figure.id)
    for name, value in wanted.items():
        if value is not None:
            query = query.where(getattr(Figure, name) == value)
    return query.where(Figure.id > after).order_by(Figure.id).limit(limit)
