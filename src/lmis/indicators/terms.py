"""The sums that indicators are made of; indicators that share a concept share its sum."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import reduce
from typing import Final

import numpy as np

from lmis.indicators.exact import Digits, Sums, chosen, digits_of, exact_sums
from lmis.indicators.frame import Category, Codes, Frame, Mask, Numbers
from lmis.indicators.indicator import Amount, Classes, Concept

KEPT: Final = 8
"""Lists of records that are kept; more would take more memory than the records."""


@dataclass(frozen=True, slots=True)
class Term:
    """The sum over those of all concepts (who have an amount, and a label): of weights or 1, times the amount or 1."""

    concepts: tuple[Concept, ...]
    amount: Amount | None = None
    weighted: bool = True
    valued: bool = True  # times the amount; else only of those who have one
    classes: Classes | None = None
    label: str = ""


@dataclass(slots=True)
class Records:
    """Masks, amounts and weights of one frame, each computed once."""

    frame: Frame
    _masks: dict[Concept, Mask] = field(default_factory=dict)
    _rows: dict[tuple[object, ...], Codes] = field(default_factory=dict)
    _amounts: dict[Amount, Numbers] = field(default_factory=dict)
    _classes: dict[Classes, Category] = field(default_factory=dict)
    _digits: dict[Amount | None, Digits] = field(default_factory=dict)

    def sums(self, term: Term, group: Codes, groups: int) -> Sums | Codes:
        """Per group: the sum of a term; of weights exactly, as sums of digits."""
        rows = self.rows(term)
        if not term.weighted:
            return np.bincount(group[rows], minlength=groups)
        digits = self._weights(term.amount if term.valued else None)
        return exact_sums(group[rows], chosen(digits, rows), groups)

    def rows(self, term: Term) -> Codes:
        """The records that a term adds up."""
        key = (frozenset(term.concepts), term.amount, term.classes, term.label)
        if key not in self._rows:
            if len(self._rows) >= KEPT:
                self._rows.clear()
            inside = reduce(np.logical_and, (self.mask(concept) for concept in term.concepts))
            if term.amount is not None:
                inside = inside & ~np.isnan(self.amount(term.amount))
            if term.classes is not None:
                category = self.classes(term.classes)
                inside = inside & (category.codes == category.labels.index(term.label))
            self._rows[key] = np.flatnonzero(inside)
        return self._rows[key]

    def mask(self, concept: Concept) -> Mask:
        """Whom a concept holds for."""
        if concept not in self._masks:
            self._masks[concept] = concept(self.frame)
        return self._masks[concept]

    def amount(self, amount: Amount) -> Numbers:
        """An amount per record."""
        if amount not in self._amounts:
            self._amounts[amount] = amount(self.frame)
        return self._amounts[amount]

    def classes(self, classes: Classes) -> Category:
        """A classification of the records."""
        if classes not in self._classes:
            self._classes[classes] = classes(self.frame)
        return self._classes[classes]

    def _weights(self, amount: Amount | None) -> Digits:
        if amount not in self._digits:
            design = self.frame.design
            weight = np.ones(self.frame.rows) if design is None else design.weight
            self._digits[amount] = digits_of(weight if amount is None else weight * np.nan_to_num(self.amount(amount)))
        return self._digits[amount]
