"""What differs between two readings of the register: records added, removed and corrected."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from lmis.indicators.frame import Codes, Mask
from lmis.indicators.register.records import KEYS, Records

ADDED: Final = "added"
REMOVED: Final = "removed"
CORRECTED: Final = "corrected"

COLUMNS: Final = ("record", "table", "change", "person", "vacancy", "office", "day", "corrections")

DAYS: Final = {"spells": "opened_on", "stays": "since", "counsellors": "since"}
"""The column of a record's first day, where it is not `happened_on`."""

APART: Final = np.uint64(0x9E3779B97F4A7C15)
"""Odd, and with no pattern in its bits: keys and their turns become one number that no other pair has."""

Hashes = npt.NDArray[np.uint64]


@dataclass(frozen=True, slots=True, eq=False)
class Changes:
    """The records of two readings under common numbers, and those of them that changed."""

    before: Codes
    """The common number of each record of the earlier reading, by its own."""
    after: Codes
    records: pd.DataFrame
    """One row for each changed record, columns `COLUMNS`: its common number, table and change; whose it is (the
    serials of person and vacancy, -1 for none) and at which office; its first day; and of a corrected one the columns
    that differ, as a tuple of (column, before, after)."""
    size: int
    """How many common numbers there are."""

    @property
    def changed(self) -> Mask:
        """Per common number: whether the record was added, removed or corrected."""
        held = np.zeros(self.size, dtype=np.bool_)
        held[self.records["record"].to_numpy(dtype=np.int64)] = True
        return held


def changes_between(before: Records, after: Records) -> Changes:
    """Compare two readings of the same period, table by table and record by record."""
    numbers: list[tuple[Codes, Codes]] = []
    found, size = [], 0
    later = after.tables()
    for name, table in before.tables().items():
        shared = [column for column in table if column in later[name]]  # older editions were frozen with fewer
        was, is_ = comparable(table[shared]), comparable(later[name][shared])
        ours, theirs, hashes = _common(name, was, is_)
        numbers.append((ours + size, theirs + size))
        changed = _changed(name, was, is_, ours, theirs, hashes)
        found.append(changed.assign(record=changed["record"] + size))
        size += int(max(ours.max(initial=-1), theirs.max(initial=-1))) + 1
    first, second = (np.concatenate(side) for side in zip(*numbers, strict=True))
    return Changes(first, second, pd.concat(found, ignore_index=True)[list(COLUMNS)], size)


def comparable(table: pd.DataFrame) -> pd.DataFrame:
    """The same columns in kinds that do not depend on how they were read: numbers, days, and codes as text."""
    return pd.DataFrame({name: _plain(column) for name, column in table.items()}, index=range(len(table)))


def _plain(column: pd.Series[Any]) -> Any:
    if column.dtype.kind in "iubf":
        return column.to_numpy(dtype=np.float64 if column.dtype.kind == "f" else np.int64)
    if column.dtype.kind == "M":
        return column.to_numpy().astype("datetime64[s]")
    held = pd.Categorical(column)
    return pd.Categorical.from_codes(held.codes, categories=pd.Index([str(label) for label in held.categories]))


def _common(name: str, before: pd.DataFrame, after: pd.DataFrame) -> tuple[Codes, Codes, tuple[Hashes, Hashes]]:
    """The common number of each record on both sides, and a digest of all that each record says."""
    hashes = _hashes(before), _hashes(after)
    keys = np.concatenate([_hashes(before[list(KEYS[name])]), _hashes(after[list(KEYS[name])])])
    own = np.concatenate(hashes)
    side = np.repeat([0, 1], [len(before), len(after)])
    order = np.lexsort((own, side, keys))
    fresh = np.ones(len(order), dtype=np.bool_)
    fresh[1:] = (keys[order][1:] != keys[order][:-1]) | (side[order][1:] != side[order][:-1])
    starts = np.flatnonzero(fresh)
    turn = np.arange(len(order)) - np.repeat(starts, np.diff(np.append(starts, len(order))))
    turns = np.empty_like(turn)
    turns[order] = turn  # among those of one key, which
    numbers = np.unique(keys + turns.astype(np.uint64) * APART, return_inverse=True)[1].astype(np.int64)
    return numbers[: len(before)], numbers[len(before) :], hashes


def _hashes(table: pd.DataFrame) -> Hashes:
    return np.asarray(pd.util.hash_pandas_object(table, index=False), dtype=np.uint64)


def _changed(
    name: str, before: pd.DataFrame, after: pd.DataFrame, ours: Codes, theirs: Codes, hashes: tuple[Hashes, Hashes]
) -> pd.DataFrame:
    """The changed records of one table; numbers are of this table."""
    _, at, there = np.intersect1d(ours, theirs, return_indices=True)
    differs = hashes[0][at] != hashes[1][there]
    at, there = at[differs], there[differs]
    gone, come = np.flatnonzero(~np.isin(ours, theirs)), np.flatnonzero(~np.isin(theirs, ours))
    parts = [
        _told(name, REMOVED, before.iloc[gone], ours[gone], [()] * len(gone)),
        _told(name, ADDED, after.iloc[come], theirs[come], [()] * len(come)),
        _told(name, CORRECTED, after.iloc[there], theirs[there], _corrections(before.iloc[at], after.iloc[there])),
    ]
    return pd.concat(parts, ignore_index=True)


def _told(name: str, change: str, rows: pd.DataFrame, record: Codes, corrections: Sequence[Any]) -> pd.DataFrame:
    day = DAYS.get(name, "happened_on")
    none = np.full(len(rows), -1, dtype=np.int64)
    days = rows[day] if rows[day].dtype.kind == "M" else pd.to_datetime(rows[day].astype(object))
    return pd.DataFrame(
        {
            "record": record,
            "table": name,
            "change": change,
            "person": rows["person"].to_numpy() if "person" in rows else none,
            "vacancy": rows["vacancy"].to_numpy() if "vacancy" in rows else none,
            "office": rows["office"].astype(object).to_numpy(),
            "day": days.to_numpy().astype("datetime64[s]"),
            "corrections": pd.Series(list(corrections), dtype=object),
        }
    )


def _corrections(before: pd.DataFrame, after: pd.DataFrame) -> list[tuple[tuple[str, Any, Any], ...]]:
    """Per record the columns that differ, with what stood there and what stands there."""
    found: list[list[tuple[str, Any, Any]]] = [[] for _ in range(len(before))]
    for name in before.columns:
        was, is_ = (side[name].astype(object).where(side[name].notna(), None).tolist() for side in (before, after))
        for place, (old, new) in enumerate(zip(was, is_, strict=True)):
            if old != new:
                found[place].append((name, _day_of(old), _day_of(new)))
    return [tuple(one) for one in found]


def _day_of(value: Any) -> Any:
    return value.date() if isinstance(value, pd.Timestamp) else value
