"""Figures of editions in few questions: what a page will ask for is found out first, and then read together.

An edition never changes, so rows that one page has read serve the next one too, whatever its filters and language.
"""

from __future__ import annotations

import threading
from collections import OrderedDict, defaultdict
from collections.abc import Hashable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any, Final, TypeAlias
from uuid import UUID
from weakref import WeakKeyDictionary

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


MOST: Final = 40_000
"""Rows of figures that one process keeps, about 20 MB; those that were asked for longest ago go first."""


@dataclass
class Shelf:
    """Rows of published editions, kept between pages."""

    _lock: threading.Lock = field(default_factory=threading.Lock)
    _held: OrderedDict[Hashable, Sequence[Any]] = field(default_factory=OrderedDict)
    _size: int = 0

    def get(self, key: Hashable) -> Sequence[Any] | None:
        """The rows of a key, where they are here."""
        with self._lock:
            if (rows := self._held.get(key)) is not None:
                self._held.move_to_end(key)
            return rows

    def put(self, key: Hashable, rows: Sequence[Any]) -> None:
        """Keep rows; a question without an answer takes room too."""
        with self._lock:
            if key in self._held:
                return
            self._held[key] = rows
            self._size += len(rows) + 1
            while self._size > MOST:
                self._size -= len(self._held.popitem(last=False)[1]) + 1


SHELVES: Final[WeakKeyDictionary[Any, Shelf]] = WeakKeyDictionary()
"""Of each database that this process has open, by its pool of connections."""


def shelf_of(session: Session) -> Shelf:
    """Where rows of this session's database are kept."""
    return SHELVES.setdefault(session.connection().engine.pool, Shelf())


@dataclass
class Reading:
    """Rows of figures, as one audience sees them; each is read once."""

    session: Session
    audience: Audience
    lasting: bool = False
    """Whether all editions are published, so that their rows stay as they are; a draft may still be taken back."""
    _rows: dict[Key, Sequence[Any]] = field(default_factory=dict)
    _wanted: set[Key] | None = None

    @cached_property
    def _shelf(self) -> Shelf:
        return shelf_of(self.session) if self.lasting else Shelf()

    def rows(self, held: Held, indicator: str, breakdown: str, narrowed: Narrowed = ()) -> Sequence[Any]:
        """Figures of an indicator's breakdown, in order of cell and time; while it is only listened, none."""
        key = (held, breakdown, narrowed, indicator)
        if key not in self._rows:
            if (kept := self._shelf.get(self._place(key))) is not None:
                self._rows[key] = kept
            elif self._wanted is not None:
                self._wanted.add(key)
                return ()
            else:
                self._read([key])
        return self._rows[key]

    def _place(self, key: Key) -> Hashable:
        return self.audience, self.audience.threshold, key

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
        found: dict[Key, list[Any]] = {key: [] for key in keys}
        for key in keys:
            together[key[:3]].append(key[3])
        for (held, breakdown, narrowed), indicators in together.items():
            query = _question(held, self.audience, tuple(name for name, _ in narrowed))
            asked = {"of": indicators, "by": breakdown, **dict(narrowed)}
            for row in self.session.execute(query, asked):
                found[held, breakdown, narrowed, row.indicator].append(row)
        self._rows |= found
        for key, rows in found.items():
            self._shelf.put(self._place(key), rows)


@lru_cache(maxsize=64)
def _question(held: Held, audience: Audience, narrowed: tuple[str, ...]) -> Any:
    """The question for some indicators of these editions; it is built once, because a page asks it a dozen times."""
    of: Any = bindparam("of", expanding=True)
    query = figures_held(held, of, bindparam("by"), audience, COLUMNS)  # type: ignore[arg-type]
    return query.where(*(getattr(Figure, name) == bindparam(name) for name in narrowed))
