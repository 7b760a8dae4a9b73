"""What is kept of the records of a survey, or of a part of it: exact sums by group, which parts add up to the whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from lmis.errors import Invalid
from lmis.indicators.cells import Sample, combined, sorted_unique
from lmis.indicators.exact import rounded
from lmis.indicators.frame import Codes, Frame, Numbers
from lmis.indicators.indicator import Classes
from lmis.indicators.plan import Classed, Kept, Main, Plan, Spread, form_of
from lmis.indicators.terms import Records, Term

Label: TypeAlias = str | int
Axis: TypeAlias = tuple[str, ...] | Numbers
"""What the codes of a column stand for: labels, or amounts."""


class UnitsWithoutNames(Invalid):
    """The sampling units of a survey in parts need names: a number says only what it is within its part."""


@dataclass(frozen=True, slots=True, eq=False)
class Units:
    """The PSUs of some records, sorted by stratum and unit, as positions in the sorted names."""

    strata: tuple[Label, ...]
    psus: tuple[Label, ...]
    stratum: Codes  # (P,)
    psu: Codes  # (P,)
    has_design: bool
    named: bool = True

    @property
    def sample(self) -> Sample:
        """The design, numbered; a stratum without a PSU is none."""
        stratum_of, _ = sorted_unique(self.stratum)
        return Sample(stratum_of, np.bincount(stratum_of).astype(np.int64), self.has_design)


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """Sums of terms per group; a group is a combination of labels and PSU."""

    axes: tuple[Axis, ...]
    labels: Codes  # (G, axes): codes of the labels, -1 where missing
    psu: Codes  # (G,)
    sums: Mapping[Term, npt.NDArray[np.int64] | Numbers]

    def total(self, term: Term) -> Numbers:
        """Per group: the sum of a term; nobody has a label that did not occur."""
        found = self.sums.get(term)
        if found is None:
            return np.zeros(len(self.psu))
        if found.ndim == 2:
            return rounded(np.asarray(found, dtype=np.int64))
        return found.astype(np.float64, copy=False)


@dataclass(frozen=True, slots=True, eq=False)
class Tally:
    """All that figures are made of: no record is left in it."""

    ref_area: str
    time: str
    standard: int | None
    units: Units
    tables: Mapping[Kept, Table]
    shares: Mapping[Classes, tuple[str, ...]]  # labels of the classifications of shares by class


def tally_of(frame: Frame, plan: Plan, *, in_parts: bool = False) -> Tally:
    """Add up the records of a frame.

    Args:
        in_parts: keep the sums of digits, to be added to those of other parts; it takes three times the memory.

    Raises:
        UnknownVariable: an indicator or a breakdown needs what these records do not have.
        UnitsWithoutNames: in parts, and the design has numbers only.
    """
    records = Records(frame)
    units, psu = _units(frame, in_parts)
    by = [frame.category(name) for name in plan.by]
    axes: tuple[Axis, ...] = tuple(category.labels for category in by)
    labels, group = combined([*(category.codes for category in by), psu])
    shares = {one.classes: records.classes(one.classes).labels for one in plan.shares if one.classes is not None}
    tables: dict[Kept, Table] = {}
    for kept, terms in plan.tables.items():
        if isinstance(kept, Main):
            for one in plan.shares:
                named = [form_of(one, label) for label in shares[one.classes]] if one.classes is not None else []
                terms = (*terms, *(term for form in named for term in (*form.terms, *form.respondents)))
            place, found, ends = group, labels, axes
        else:
            rows = _rows(records, terms)
            axis, codes = _fineness(records, kept, rows)
            place = np.zeros(frame.rows, dtype=np.int64)
            finer, place[rows] = combined([group[rows], codes])
            found = np.column_stack([labels[finer[:, 0]][:, :-1], finer[:, 1], labels[finer[:, 0], -1]])
            ends = (*axes, axis)
        sums: dict[Term, npt.NDArray[np.int64] | Numbers] = {}
        for term in terms:
            each = records.sums(term, place, len(found))
            sums[term] = rounded(each) if each.ndim == 2 and not in_parts else each
        by_column = np.asfortranarray(found)  # a breakdown is read as a whole
        tables[kept] = Table(ends, by_column[:, :-1], by_column[:, -1], sums)
    return Tally(frame.ref_area, frame.time, frame.standard, units, tables, shares)


def _rows(records: Records, terms: Sequence[Term]) -> Codes:
    """The records that any of the terms adds up."""
    inside = np.zeros(records.frame.rows, dtype=np.bool_)
    for term in terms:
        inside[records.rows(term)] = True
    return np.flatnonzero(inside)


def _fineness(records: Records, kept: Kept, rows: Codes) -> tuple[Axis, Codes]:
    """What divides the groups of a table further, and each record's place in it."""
    if isinstance(kept, Spread):
        amounts, codes = np.unique(records.amount(kept.amount)[rows], return_inverse=True)
        return amounts, codes.astype(np.int64)
    assert isinstance(kept, Classed)
    category = records.classes(kept.classes)
    return category.labels, category.codes[rows]


def _units(frame: Frame, in_parts: bool) -> tuple[Units, Codes]:
    """The units of a frame, and each record's; PSUs are counted within their stratum."""
    design = frame.design
    if design is None:
        one = np.zeros(min(frame.rows, 1), dtype=np.int64)
        return Units(("",), ("",), one, one, has_design=False), np.zeros(frame.rows, dtype=np.int64)
    if in_parts and (design.stratum_names is None or design.psu_names is None):
        raise UnitsWithoutNames(ref_area=frame.ref_area, time=frame.time)
    strata, stratum = _ranked(design.stratum, design.stratum_names)
    psus, psu = _ranked(design.psu, design.psu_names)
    units, unit_of = combined([stratum, psu])
    named = design.stratum_names is not None and design.psu_names is not None
    return Units(strata, psus, units[:, 0], units[:, 1], has_design=True, named=named), unit_of


def _ranked(numbers: Codes, names: tuple[str, ...] | None) -> tuple[tuple[Label, ...], Codes]:
    """The names in order, and each record's place among them; a number without a name is its own name."""
    if names is None:
        codes, found = sorted_unique(numbers)
        return tuple(found.tolist()), codes
    ordered = tuple(sorted(set(names)))
    place = {name: position for position, name in enumerate(ordered)}
    return ordered, np.array([place[name] for name in names], dtype=np.int64)[numbers]


def merged(parts: Sequence[Tally]) -> Tally:
    """The tally of all the parts: the same, to the last bit, however the records were divided and in any order."""
    if len(parts) == 1:
        return parts[0]
    units, places = _merged_units([part.units for part in parts])
    tables = {
        kept: _merged_tables([part.tables[kept] for part in parts], places, isinstance(kept, Spread))
        for kept in parts[0].tables
    }
    shares = {one: _merged_labels([part.shares[one] for part in parts]) for one in parts[0].shares}
    first = parts[0]
    return Tally(first.ref_area, first.time, first.standard, units, tables, shares)


def _merged_units(parts: Sequence[Units]) -> tuple[Units, list[Codes]]:
    """All units, and for each part the number of each of its units among them."""
    strata = tuple(sorted({name for part in parts for name in part.strata}))
    psus = tuple(sorted({name for part in parts for name in part.psus}))
    stratum = np.concatenate([_places(part.strata, strata)[part.stratum] for part in parts])
    psu = np.concatenate([_places(part.psus, psus)[part.psu] for part in parts])
    units, place = combined([stratum, psu])
    ends = np.cumsum([len(part.psu) for part in parts])[:-1]
    return Units(strata, psus, units[:, 0], units[:, 1], parts[0].has_design), np.split(place, ends)


def _places(labels: Sequence[Label], among: Sequence[Label]) -> Codes:
    place = {label: position for position, label in enumerate(among)}
    return np.array([place[label] for label in labels] + [-1], dtype=np.int64)  # the last one is that of -1


def _merged_labels(parts: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    """All labels: in their own order where all parts have the same, else in that of the alphabet."""
    return parts[0] if len(set(parts)) == 1 else tuple(sorted({label for part in parts for label in part}))


def _merged_tables(parts: Sequence[Table], places: Sequence[Codes], spread: bool) -> Table:
    axes: list[Axis] = []
    columns: list[Codes] = []
    for position in range(len(parts[0].axes)):
        ends = [part.axes[position] for part in parts]
        if spread and position == len(parts[0].axes) - 1:
            axis: Axis = np.unique(np.concatenate([np.asarray(end) for end in ends]))
            recoded = [np.append(np.searchsorted(axis, np.asarray(end)), -1) for end in ends]
        else:
            axis = _merged_labels([tuple(str(label) for label in end) for end in ends])
            recoded = [_places(tuple(str(label) for label in end), axis) for end in ends]
        axes.append(axis)
        columns.append(
            np.concatenate([code[part.labels[:, position]] for code, part in zip(recoded, parts, strict=True)])
        )
    psu = np.concatenate([place[part.psu] for place, part in zip(places, parts, strict=True)])
    groups, group = combined([*columns, psu])
    terms = reduce(lambda known, part: known | dict.fromkeys(part.sums), parts, dict[Term, None]())
    order = np.argsort(group, kind="stable")
    starts = np.flatnonzero(np.diff(group[order], prepend=-1))
    sums = (
        {term: np.add.reduceat(_all(parts, term)[..., order], starts, axis=-1) for term in terms} if len(group) else {}
    )
    return Table(tuple(axes), groups[:, :-1], groups[:, -1], sums)


def _all(parts: Sequence[Table], term: Term) -> npt.NDArray[np.int64]:
    """The sums of a term in all parts, one behind the other; 0 where a part does not know its label."""
    shape = (3,) if term.weighted else ()
    zeros = [np.zeros((*shape, len(part.psu)), dtype=np.int64) for part in parts]
    found = [np.asarray(part.sums.get(term, none)) for part, none in zip(parts, zeros, strict=True)]
    return np.asarray(np.concatenate(found, axis=-1), dtype=np.int64)
