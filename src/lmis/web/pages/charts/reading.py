"""Figures of editions in few questions: what a page will ask for is found out first, and then read together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final, TypeAlias
from uuid import UUID

from sqlalchemy import bindparam
from sqlalchemy.orm import Session

from lmis.model.figures import Figure
from lmis.queries.editions import CELLS, Audience, figures_held

Held: TypeAlias = tuple[tuple[UUID, str], ...]
"""Editions, each with the period of its figures that is meant."""
Narrowed: TypeAlias = tuple[tuple[str, str], ...]
"""Columns of a cell, each with the code that is asked for."""
Key: TypeAlias = tuple[Held, str, Narrowed, str]
"""Editions, breakdown, what of it, and the indicator."""

COLUMNS: Final = (
    *("indicator", "period", "value", "se", "lower", "upper", "numerator", "denominator"),
    *("records", "status", "version", "note"),
    *(column.key for column in CELLS),
)
"""What is read of a figure."""


@dataclass
class Reading:
    """Rows of figures, as one audience sees them; each is read once."""

    session: Session
    audience: Audience
    _rows: dict[Key, list[Any]] = field(default_factory=dict)
    _wanted: set[Key] | None = None

    def rows(self, held: Held, indicator: str, breakdown: str, narrowed: Narrowed = ()) -> list[Any]:
        """Figures of an indicator's breakdown, in order of cell and time; while it is only listened, none."""
        key = (held, breakdown, narrowed, indicator)
        if key not in self._rows:
            if self._wanted is not None:
                self._wanted.add(key)
                return []
            self._read([key])
        return self._rows[key]

    @contextmanager
    def listening(self) -> Iterator[None]:
        """What is asked for inside comes to nothing, and is read at the end, a question for each breakdown."""
        wanted: set[Key] = set()
        self._wanted = wanted
        try:
            yield
        finally:
            self._wanted = None
        self._read(sorted(wanted, key=lambda key: (key[1:], key[0])))

    def _read(self, keys: Sequence[Key]) -> None:
        together: dict[tuple[Held, str, Narrowed], list[str]] = defaultdict(list)
        for key in keys:
            together[key[:3]].append(key[3])
            self._rows[key] = []
        for (held, breakdown, narrowed), indicators in together.items():
            query = _question(held, self.audience, tuple(name for name, _ in narrowed))
            asked = {"of": indicators, "by": breakdown, **dict(narrowed)}
            for row in self.session.execute(query, asked):
                self._rows[held, breakdown, narrowed, row.indicator].append(row)


@lru_cache(maxsize=64)
def _question(held: Held, audience: Audience, narrowed: tuple[str, ...]) -> Any:
    """The question for some indicators of these editions; it is built once, because a page asks it a dozen times."""
    of: Any = bindparam("of", expanding=True)
    query = figures_held(held, of, bindparam("by"), audience, COLUMNS)  # type: ignore[arg-type]
    return query.where(*(getattr(Figure, name) == bindparam(name) for name in narrowed))
