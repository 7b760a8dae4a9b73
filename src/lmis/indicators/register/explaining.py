"""Why a figure changed: the records that entered its counts, left them, or count otherwise than before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final, TypeAlias

import numpy as np
import pandas as pd

from lmis.indicators.frame import Codes, Mask
from lmis.indicators.register.changes import Changes
from lmis.indicators.register.common import Sides
from lmis.indicators.register.dimensions import TOTAL, dimensions_of
from lmis.indicators.register.measure import Definition, Measure, Mismatch, RegisterIndicator, Rule
from lmis.indicators.register.periods import Period
from lmis.indicators.register.table import RECORD
from lmis.indicators.register.tally import rule_of

OWN: Final = "own"
"""The record itself was added, removed or corrected."""
LINKED: Final = "linked"
"""Another record of the same person or vacancy was, and so what this one counts for changed."""

ByCell: TypeAlias = dict[tuple[int, ...], list[tuple[int, int]]]
"""Common codes of a cell → (record, amount) of all that changed a count there."""

COLUMNS: Final = ("measure", "record", "amount", "because", "causes")


@dataclass
class Explainer:
    """Two readings of one period side by side; what several figures need is made once."""

    sides: Sides
    changes: Changes
    period: Period
    _rules: dict[Rule, tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]] = field(default_factory=dict)
    _counted: dict[tuple[Measure, str], pd.DataFrame] = field(default_factory=dict)
    _cells: dict[tuple[Measure, str, tuple[str, ...]], ByCell] = field(default_factory=dict)

    def of(self, definition: Definition, breakdown: str, cell: Mapping[str, str]) -> pd.DataFrame:
        """What changed the counts of one figure.

        Args:
            cell: dimension of the breakdown → label.

        Returns:
            Columns `COLUMNS`: `measure` (its place among the definition's), `record` (the common number in `Changes`),
            `amount` (by how much the count rose or fell through it), `because` (`own` or `linked`), and `causes`: the
            common numbers of the changed records. Where something only counts otherwise, as an opening that is filled
            later, it goes with -1 and comes with 1.
        """
        rows = [
            (place, record, amount)
            for place, (measure, inner, wanted) in enumerate(terms_of(definition, breakdown, cell))
            for record, amount in self._inside(measure, inner, wanted)
        ]
        causes = [(record,) if self._changed[record] else self._linked(record) for _, record, _ in rows]
        because = [OWN if self._changed[record] else LINKED for _, record, _ in rows]
        places, records, amounts = zip(*rows, strict=True) if rows else ((), (), ())
        told = {"measure": places, "record": records, "amount": amounts, "because": because}
        return pd.DataFrame(told | {"causes": pd.Series(causes, dtype=object)})

    def counted(self, measure: Measure, breakdown: str) -> pd.DataFrame:
        """By how much each record changed the counts of a breakdown: a code column per dimension, record, amount."""
        key = measure, breakdown
        if key not in self._counted:
            rule, names = rule_of(measure, breakdown), list(dimensions_of(breakdown))
            once = measure.counts == "persons"
            self._counted[key] = self._persons(rule, names) if once else self._added_up(rule, names)
        return self._counted[key]

    def _inside(self, measure: Measure, breakdown: str, wanted: Mapping[str, str]) -> list[tuple[int, int]]:
        """Record and amount of what changed a count in some cells: those with the labels that are wanted."""
        key = measure, breakdown, tuple(wanted)
        if key not in self._cells:
            self._cells[key] = _by_cell(self.counted(measure, breakdown), list(wanted))
        return self._cells[key].get(tuple(self.sides.code(name, label) for name, label in wanted.items()), [])

    def _differing(self, rule: Rule) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
        """The rows of a rule that only one side has, those before counting negative; and all of their people's."""
        if rule not in self._rules:
            before, after = self.sides.rows(rule, self.period, self.changes)
            ours, theirs = _digests(before), _digests(after)
            gone, come = before[~np.isin(ours, theirs)], after[~np.isin(theirs, ours)]
            rows = pd.concat([gone.assign(amount=-gone["amount"]), come], ignore_index=True)
            people = rows["person"].unique()
            theirs_before, theirs_after = (side[np.isin(side["person"], people)] for side in (before, after))
            self._rules[rule] = rows, theirs_before, theirs_after
        return self._rules[rule]

    def _added_up(self, rule: Rule, names: list[str]) -> pd.DataFrame:
        keys, rows = [*names, RECORD, "watch"], self._differing(rule)[0]
        if rows.empty:
            return rows[[*names, RECORD, "amount"]]
        summed = rows.groupby(keys, sort=False)["amount"].sum().reset_index()
        return summed.loc[summed["amount"] != 0, [*names, RECORD, "amount"]]

    def _persons(self, rule: Rule, names: list[str]) -> pd.DataFrame:
        """Who came into a cell or went from it, by the first of their rows that did."""
        keys, (rows, *sides) = [*names, "person"], self._differing(rule)
        if rows.empty:
            return rows[[*names, RECORD, "amount"]]
        before, after = (side[keys].drop_duplicates() for side in sides)
        both = before.merge(after, how="outer", on=keys, indicator=True)
        both = both[both["_merge"] != "both"]
        both = both.assign(amount=np.where(both["_merge"] == "right_only", 1, -1)).drop(columns="_merge")
        moved = rows[[*keys, RECORD]].assign(amount=np.sign(rows["amount"])).drop_duplicates([*keys, "amount"])
        return both.merge(moved, on=[*keys, "amount"], how="left")[[*names, RECORD, "amount"]]

    def _linked(self, record: int) -> tuple[int, ...]:
        """The changed records of whom or what this unchanged one is about."""
        found = [
            cause for name, groups in self._links.items() for cause in groups.get(int(self._about[name][record]), ())
        ]
        return tuple(dict.fromkeys(found))

    @cached_property
    def _changed(self) -> Mask:
        return self.changes.changed

    @cached_property
    def _links(self) -> dict[str, dict[int, list[int]]]:
        return {name: dict(_grouped(self.changes.records, name)) for name in ("vacancy", "person")}

    @cached_property
    def _about(self) -> dict[str, Codes]:
        """Per common number: the serial of its vacancy and its person, -1 for none."""
        return {name: self.sides.about(name, self.changes) for name in ("vacancy", "person")}


def terms_of(
    definition: Definition, breakdown: str, cell: Mapping[str, str]
) -> Iterator[tuple[Measure, str, Mapping[str, str]]]:
    """What is counted for a figure: measure, the breakdown it is counted in, and the labels of the cells.

    A part's whole is counted over the dimension it is a part of; an index over all categories of its own dimension.
    """
    part = definition.part_of if isinstance(definition, RegisterIndicator) else None
    for place, measure in enumerate(definition.measures):
        if isinstance(definition, Mismatch):
            yield measure, definition.over if breakdown == TOTAL else f"{breakdown}-{definition.over}", cell
        elif place == 1 and part in cell:
            rest = {name: label for name, label in cell.items() if name != part}
            yield measure, "-".join(rest) or TOTAL, rest
        else:
            yield measure, breakdown, cell


def _by_cell(counted: pd.DataFrame, names: list[str]) -> ByCell:
    found: ByCell = {}
    cells = zip(*(counted[name].tolist() for name in names), strict=True) if names else [()] * len(counted)
    for cell, record, amount in zip(cells, counted[RECORD].tolist(), counted["amount"].tolist(), strict=True):
        found.setdefault(cell, []).append((record, amount))
    return found


def _digests(rows: pd.DataFrame) -> Codes:
    """A number for all that a row says; rows that say the same are told apart by their order."""
    digest = pd.util.hash_pandas_object(rows, index=False)
    turn = digest.groupby(digest.to_numpy()).cumcount()
    return (digest.to_numpy(dtype=np.uint64) + turn.to_numpy().astype(np.uint64)).astype(np.int64)


def _grouped(records: pd.DataFrame, column: str) -> Iterator[tuple[int, list[int]]]:
    held = records[records[column] >= 0]
    groups: dict[int, list[int]] = {}
    for key, record in zip(held[column].tolist(), held["record"].tolist(), strict=True):
        groups.setdefault(key, []).append(record)
    yield from groups.items()
