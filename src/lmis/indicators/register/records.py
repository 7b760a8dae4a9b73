"""The records that figures rest on, as tables: what an edition freezes, and what two editions are compared by."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Final

import pandas as pd

KEYS: Final[Mapping[str, tuple[str, ...]]] = {
    "spells": ("person", "opened_on"),
    "stays": ("person", "opened_on", "since", "office"),
    "ledger": ("vacancy", "kind", "happened_on"),
    "referrals": ("person", "vacancy", "happened_on"),
    "placements": ("person", "vacancy", "happened_on"),
    "services": ("person", "kind", "happened_on", "office"),
    "counsellors": ("office", "since"),
}
"""Which columns tell a record of each table from the others; few agree in all of them."""


@dataclass(frozen=True, slots=True, eq=False)
class Records:
    """A country's records of a period, in the columns that `register.register_of` names."""

    spells: pd.DataFrame
    stays: pd.DataFrame
    ledger: pd.DataFrame
    referrals: pd.DataFrame
    placements: pd.DataFrame
    services: pd.DataFrame
    counsellors: pd.DataFrame

    def tables(self) -> dict[str, pd.DataFrame]:
        """The tables by name, in the order in which their records are numbered."""
        return {one.name: getattr(self, one.name) for one in fields(self)}

    def starts(self) -> dict[str, int]:
        """The number of each table's first record."""
        return dict(_starts(self.tables()))


def _starts(tables: Mapping[str, pd.DataFrame]) -> Iterator[tuple[str, int]]:
    start = 0
    for name, table in tables.items():
        yield name, start
        start += len(table)
