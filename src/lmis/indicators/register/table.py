"""The register's records as tables of numbers, and the rows of them that a measure counts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final, TypeVar, cast

import numpy as np

from lmis.indicators.frame import Codes, Mask
from lmis.indicators.register.dimensions import DIMENSIONS

NEVER: Final = 10**9
"""The day, since 1970, of what has not happened."""

RECORD: Final = "record"
"""The column that numbers the records of all tables; rows that a measure counts carry it beside their codes."""

Made = TypeVar("Made")


@dataclass(frozen=True, slots=True, eq=False)
class Picked(Mapping[str, Codes]):
    """Columns of a table at some of its rows, each taken out when it is asked for: most never are."""

    columns: Mapping[str, Codes]
    names: Mapping[str, str]
    where: Codes

    def __getitem__(self, name: str) -> Codes:
        """The codes of a dimension."""
        return self.columns[self.names[name]][self.where]

    def __iter__(self) -> Iterator[str]:
        return iter(self.names)

    def __len__(self) -> int:
        return len(self.names)


@dataclass(frozen=True, slots=True, eq=False)
class Watched:
    """How long something was waited for, in days: from `entry` (exclusive) until `time`, when it came or was lost."""

    entry: Codes  # -1: watched from its first day
    time: Codes
    event: Mask


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """The rows that a measure counts: the code of each in every dimension it has, its person and its amount.

    Beside the dimensions, `codes` has the number of the record that each row stems from, under `RECORD`.
    """

    codes: Mapping[str, Codes]
    size: int
    person: Codes | None = None
    amount: Codes | None = None  # None: each row counts one
    watched: Watched | None = None  # of what is waited for

    def but(self, **codes: Codes) -> Rows:
        """The same rows with codes of further dimensions."""
        return replace(self, codes=Both(self.codes, codes))


@dataclass(frozen=True, slots=True, eq=False)
class Both(Mapping[str, Codes]):
    """Codes of some dimensions, and of some more that go before them."""

    codes: Mapping[str, Codes]
    more: Mapping[str, Codes]

    def __getitem__(self, name: str) -> Codes:
        """The codes of a dimension."""
        return self.more[name] if name in self.more else self.codes[name]

    def __iter__(self) -> Iterator[str]:
        return iter({*self.codes, *self.more})

    def __len__(self) -> int:
        return len({*self.codes, *self.more})


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """Columns of whole numbers; a dimension's column holds codes into `Register.labels`."""

    columns: Mapping[str, Codes]

    def __getitem__(self, name: str) -> Codes:
        """A column."""
        return self.columns[name]

    def rows(self, mask: Mask, prefix: str = "", **other: str) -> Rows:
        """The rows of a mask.

        Args:
            prefix: whose codes: those of the record itself, or those of its `seeker_`.
            other: dimension → the column that stands for it.
        """
        return self.at(np.flatnonzero(mask), prefix, **other)

    def at(self, where: Codes, prefix: str = "", **other: str) -> Rows:
        """The rows at these positions; see `rows`."""
        held = {name: f"{prefix}{name}" for name in DIMENSIONS if f"{prefix}{name}" in self.columns}
        names = held | other | ({RECORD: RECORD} if RECORD in self.columns else {})
        person, amount = (self.columns[key][where] if key in self.columns else None for key in ("person", "amount"))
        return Rows(Picked(self.columns, names, where), len(where), person, amount)


@dataclass(frozen=True, slots=True, eq=False)
class Register:
    """What the register of a country knows about some months: spells, stays, openings, referrals, placements."""

    labels: Mapping[str, tuple[str, ...]]
    kinds: tuple[str, ...]  # of movements of openings
    service_kinds: tuple[str, ...]
    spells: Table
    stays: Table
    ledger: Table
    referrals: Table
    placements: Table
    services: Table
    counsellors: Table
    _held: dict[tuple[str, int], object] = field(init=False, default_factory=dict)

    @property
    def records(self) -> int:
        """How many records the figures rest on: spells, movements of openings, referrals and placements."""
        tables = (self.spells["opened"], self.ledger["day"], self.referrals["day"], self.placements["day"])
        return sum(len(column) for column in tables)

    def tables(self) -> tuple[Table, ...]:
        """All tables, in the order in which their records are numbered."""
        first = (self.spells, self.stays, self.ledger, self.referrals, self.placements)
        return (*first, self.services, self.counsellors)

    def of_kind(self, *kinds: str) -> Mask:
        """The ledger's entries of these kinds."""
        return np.isin(self.ledger["kind"], [self.kinds.index(kind) for kind in kinds if kind in self.kinds])

    def once(self, name: str, day: int, make: Callable[[], Made]) -> Made:
        """What was made under this name for this day before, or now."""
        if (name, day) not in self._held:
            self._held[name, day] = make()
        return cast(Made, self._held[name, day])


SPAN: Final = 1 << 20
"""More than any day since 1970, so that a number and a day are one number."""


def first_after(wanted: Codes, since: Codes, held: Codes, day: Codes) -> Codes:
    """Per number wanted: the first day, `since` or later, on which something is held under it; NEVER without one."""
    keys = np.sort(held * SPAN + day)
    at = np.searchsorted(keys, wanted * SPAN + since)
    found = np.append(keys, -1)[at]
    return np.where(found // SPAN == wanted, found % SPAN, NEVER)
