"""Two readings of the register side by side, under common codes and common numbers of their records."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from lmis.indicators.frame import Codes
from lmis.indicators.register.changes import Changes
from lmis.indicators.register.dimensions import UNKNOWN
from lmis.indicators.register.measure import Rule
from lmis.indicators.register.periods import Period
from lmis.indicators.register.table import RECORD, Register, Rows


@dataclass(slots=True)
class Sides:
    """The register as an earlier edition knew it, and as a later one does."""

    before: Register
    after: Register
    _labels: dict[str, dict[str, int]] = field(default_factory=dict)

    def code(self, name: str, label: str) -> int:
        """The common code of a label; -1 where neither side has it."""
        return self._coded(name).get(label, -1)

    def rows(self, rule: Rule, period: Period, changes: Changes) -> tuple[pd.DataFrame, pd.DataFrame]:
        """What a rule counts on each side: a column per dimension, the common `record`, `person`, `amount`, `watch`.

        `person` is -1 where there is none; `watch` is a digest of how long an opening was waited for, 0 for none.
        """
        numbers = changes.before, changes.after
        found = (rule(register, period) for register in (self.before, self.after))
        before, after = (self._table(at, rows, numbers[at]) for at, rows in enumerate(found))
        return before, after

    def about(self, name: str, changes: Changes) -> Codes:
        """Per common number what its record says under `name`; -1 where it says nothing."""
        held = np.full(changes.size, -1, dtype=np.int64)
        for register, numbers in ((self.before, changes.before), (self.after, changes.after)):
            for table in register.tables():
                if name in table.columns:
                    held[numbers[table[RECORD]]] = table[name]
        return held

    def _table(self, side: int, rows: Rows, numbers: Codes) -> pd.DataFrame:
        register = (self.before, self.after)[side]
        columns: dict[str, Codes] = {}
        for name in sorted({*rows.codes} - {RECORD}):
            known = self._coded(name)
            columns[name] = np.array([known[label] for label in register.labels[name]], dtype=np.int64)[
                rows.codes[name]
            ]
        columns[RECORD] = numbers[rows.codes[RECORD]]
        columns["person"] = np.full(rows.size, -1, dtype=np.int64) if rows.person is None else rows.person
        columns["amount"] = np.ones(rows.size, dtype=np.int64) if rows.amount is None else rows.amount
        columns["watch"] = _watch(rows)
        return pd.DataFrame(columns, index=range(rows.size))

    def _coded(self, name: str) -> dict[str, int]:
        if name not in self._labels:
            both = dict.fromkeys([*self.before.labels[name], *self.after.labels[name], UNKNOWN])
            self._labels[name] = {label: at for at, label in enumerate(both)}
        return self._labels[name]


def _watch(rows: Rows) -> Codes:
    if rows.watched is None:
        return np.zeros(rows.size, dtype=np.int64)
    watched = pd.DataFrame({"entry": rows.watched.entry, "time": rows.watched.time, "event": rows.watched.event})
    return pd.util.hash_pandas_object(watched, index=False).to_numpy().astype(np.int64)
