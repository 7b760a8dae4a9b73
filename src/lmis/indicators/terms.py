"""The sums that indicators are made of, per finest group; indicators that share a concept share its sum."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from lmis.indicators.cells import Groups, Sample
from lmis.indicators.frame import Frame, Mask, Numbers
from lmis.indicators.indicator import Amount, Concept, Count, Indicator, Mean


@dataclass(slots=True)
class Terms:
    """Masks and group totals of one frame, each computed once."""

    frame: Frame
    groups: Groups
    sample: Sample
    _masks: dict[Concept, Mask] = field(default_factory=dict)
    _totals: dict[tuple[object, ...], Numbers] = field(default_factory=dict)

    def of(self, indicator: Indicator) -> tuple[Numbers, Numbers | None, Numbers, Numbers]:
        """Per group: numerator, denominator (None for a count), respondents, base."""
        amount = None if not isinstance(indicator, (Count, Mean)) else indicator.amount
        has = (indicator.of, indicator.among)
        numerator = self._total(has, amount, weighted=True)
        if isinstance(indicator, Mean):
            counted = self._total(has, amount, weighted=False, ones=True)
            return numerator, self._total(has, amount, weighted=True, ones=True), counted, counted
        base = self._total((indicator.among,), None, weighted=False)
        respondents = self._total(has, amount, weighted=False, ones=True)
        if isinstance(indicator, Count):
            return numerator, None, respondents, base
        return numerator, self._total((indicator.among,), None, weighted=True), respondents, base

    def _total(
        self, concepts: tuple[Concept, ...], amount: Amount | None, *, weighted: bool, ones: bool = False
    ) -> Numbers:
        """The sum over those of all concepts (who have an amount): of weights or 1, times the amount or 1."""
        key = (concepts, amount, weighted, ones)
        if key not in self._totals:
            self._totals[key] = self.groups.total(self._values(concepts, amount, weighted, ones))
        return self._totals[key]

    def _values(self, concepts: tuple[Concept, ...], amount: Amount | None, weighted: bool, ones: bool) -> Numbers:
        inside = np.ones(self.frame.rows, dtype=np.bool_)
        for concept in concepts:
            inside = inside & self._mask(concept)
        values = self.sample.weight if weighted else np.ones(self.frame.rows)
        if amount is None:
            return np.where(inside, values, 0.0)
        amounts = amount(self.frame)
        known = inside & ~np.isnan(amounts)
        return np.where(known, values if ones else values * np.nan_to_num(amounts), 0.0)

    def _mask(self, concept: Concept) -> Mask:
        if concept not in self._masks:
            self._masks[concept] = concept(self.frame)
        return self._masks[concept]
