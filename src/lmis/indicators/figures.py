"""From sums by group to figures: every indicator, every cell of its breakdowns and their totals."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

from lmis.indicators.cells import Margin, Sample, margin_of, sums
from lmis.indicators.distribution import Amounts, amounts_of, low_share, quantile_with_interval
from lmis.indicators.frame import Numbers
from lmis.indicators.indicator import Given, Indicator, LowShare, Quantile, Ratio
from lmis.indicators.inputs import Input
from lmis.indicators.interval import interval, standard_errors_to_bound
from lmis.indicators.plan import Classed, Form, Kept, Spread, form_of, table_of
from lmis.indicators.scores import estimate_of
from lmis.indicators.tally import Axis, Tally
from lmis.indicators.terms import Term
from lmis.indicators.variance import Lonely, Spreading, spreading_of

Labels: TypeAlias = npt.NDArray[np.object_]
QUANTILE: Final = "quantile"


@dataclass(frozen=True, slots=True, eq=False)
class Cells:
    """The figures of one indicator in one margin (and class), before they are turned into percent or hidden."""

    chosen: tuple[int, ...]  # the positions of the breakdowns
    labels: Sequence[Labels]  # per breakdown chosen: the label of each cell
    classification: str
    classes: Sequence[str]  # per cell
    value: Numbers
    se: Numbers
    lower: Numbers
    upper: Numbers
    respondents: Numbers
    base: Numbers
    numerator: Numbers | None = None  # the weighted terms; None where there are not just these two
    denominator: Numbers | None = None


@dataclass(slots=True)
class Figures:
    """The figures of a tally; margins and sums that indicators share are made once."""

    tally: Tally
    by: tuple[str, ...]
    lonely: Lonely
    confidence: float
    inputs: Mapping[Indicator, Sequence[Input]]
    _sample: Sample | None = None
    _margins: dict[tuple[Kept, tuple[int, ...]], tuple[Margin, Spreading]] = field(default_factory=dict)
    _totals: dict[tuple[Kept, Term], Numbers] = field(default_factory=dict)
    _sorted: dict[tuple[Kept, tuple[int, ...]], Amounts] = field(default_factory=dict)
    _pairs: dict[tuple[Kept, tuple[int, ...], Term], Numbers] = field(default_factory=dict)

    def all(self, indicators: Sequence[Indicator]) -> list[list[Cells]]:
        """Per indicator every cell; one that is not published by a breakdown has only the total there.

        What the indicators share in a margin is kept for that margin only.
        """
        found: list[list[Cells]] = [[] for _ in indicators]
        for chosen in _choices(len(self.by)):
            names = {self.by[position] for position in chosen}
            for cells, indicator in zip(found, indicators, strict=True):
                if names <= set(indicator.by):
                    cells += self._cells(indicator, chosen)
            self._pairs.clear()
            self._margins.clear()
            self._sorted = {key: one for key, one in self._sorted.items() if not key[1]}
        return found

    @property
    def sample(self) -> Sample:
        """The design, numbered once."""
        self._sample = self._sample or self.tally.units.sample
        return self._sample

    @property
    def t(self) -> float:
        """How many standard errors a bound is away."""
        return standard_errors_to_bound(self.confidence, self.sample.degrees_of_freedom)

    def _cells(self, indicator: Indicator, chosen: tuple[int, ...]) -> Iterator[Cells]:
        match indicator:
            case Given():
                if not chosen:
                    yield self._given(indicator)
            case Quantile():
                yield from self._quantiles(indicator, chosen)
            case LowShare():
                yield self._low_share(indicator, chosen)
            case Ratio(classes=classes) if classes is not None:
                for label in self.tally.shares[classes]:
                    yield self._sums(indicator, chosen, label)
            case _:
                yield self._sums(indicator, chosen)

    def _sums(self, indicator: Indicator, chosen: tuple[int, ...], label: str | None = None) -> Cells:
        """The figures of an indicator that is a function of sums."""
        kept, form = table_of(indicator), form_of(indicator, label)
        if isinstance(kept, Classed):
            chosen = (*chosen, len(self.by))
        margin, spreading = self._margin(kept, chosen)
        pairs = [self._by_pair(kept, chosen, term) for term in form.terms]
        factors = [one.value for one in self.inputs.get(indicator, ())]
        found = estimate_of(indicator, margin, pairs, factors)
        se = spreading.errors(found.scores)
        lower, upper = interval(indicator, found.value, se, self.t)
        counted, base = self._counted(kept, margin, form)
        numbers = found.value, se, lower, upper
        return self._told(
            indicator, kept, chosen, label, numbers, counted, base, (found.numerator, found.denominator)
        )  # fmt: skip

    def _counted(self, kept: Kept, margin: Margin, form: Form) -> tuple[Numbers, Numbers]:
        respondents = [margin.by_cell_of_groups(self._total(kept, term)) for term in form.respondents]
        base = [margin.by_cell_of_groups(self._total(kept, term)) for term in form.base]
        return np.minimum.reduce(respondents), np.add.reduce(base)

    def _quantiles(self, indicator: Quantile, chosen: tuple[int, ...]) -> Iterator[Cells]:
        kept, amounts = self._amounts(indicator, chosen)
        counted = sums(amounts.cell, amounts.records, len(amounts.size))
        for part in indicator.at:
            label = f"P{round(100 * part)}" if len(indicator.at) > 1 else None
            found = quantile_with_interval(amounts, part, self.t)
            yield self._told(indicator, kept, chosen, label, found, counted, counted)

    def _low_share(self, indicator: LowShare, chosen: tuple[int, ...]) -> Cells:
        kept, amounts = self._amounts(indicator, chosen)
        everybody = self._amounts(indicator, ())[1]
        value, se, counted = low_share(amounts, everybody, indicator.below, self.lonely)
        lower, upper = interval(indicator, value, se, self.t)
        base = sums(amounts.cell, amounts.records, len(amounts.size))
        return self._told(indicator, kept, chosen, None, (value, se, lower, upper), counted, base)

    def _amounts(self, indicator: Quantile | LowShare, chosen: tuple[int, ...]) -> tuple[Spread, Amounts]:
        kept = Spread((indicator.of, indicator.among), indicator.amount)
        if (kept, chosen) not in self._sorted:
            margin, spreading = self._margin(kept, chosen)
            table = self.tally.tables[kept]
            weight, records = self._total(kept, kept.weights), self._total(kept, kept.records)
            amounts = np.asarray(table.axes[-1], dtype=np.float64)
            self._sorted[kept, chosen] = amounts_of(margin, spreading, amounts, table.labels[:, -1], weight, records)
        return kept, self._sorted[kept, chosen]

    def _given(self, indicator: Given) -> Cells:
        """What others computed, or the quotient of two of their figures."""
        first, *others = (one.value for one in self.inputs[indicator])
        value = np.array([first / others[0] if others else first])
        none, nobody = np.array([np.nan]), np.zeros(1)
        return Cells((), (), "", (), value, none, none, none, nobody, nobody)

    def _told(
        self,
        indicator: Indicator,
        kept: Kept,
        chosen: tuple[int, ...],
        label: str | None,
        figures: tuple[Numbers, Numbers, Numbers, Numbers],
        respondents: Numbers,
        base: Numbers,
        terms: Sequence[Numbers | None] = (None, None),
    ) -> Cells:
        """Name the cells by their labels; leave out those in which nobody could have been counted."""
        codes, axes = self._margin(kept, chosen)[0].labels, self.tally.tables[kept].axes
        inside = base > 0
        named = [_labelled(axes[position], codes[inside, place]) for place, position in enumerate(chosen)]
        classification, classes = "", [label or ""] * int(inside.sum())
        if isinstance(kept, Classed):
            *named, found = named
            classification, classes, chosen = kept.classes.__name__, list(found), chosen[:-1]
        elif isinstance(indicator, Quantile) and label:
            classification = QUANTILE
        elif isinstance(indicator, Ratio) and indicator.classes is not None:
            classification = indicator.classes.__name__
        value, se, lower, upper = (each[inside] for each in figures)
        counted, asked = respondents[inside], base[inside]
        top, bottom = (None if each is None else each[inside] for each in terms)
        return Cells(
            chosen, named, classification, classes, value, se, lower, upper, counted, asked, top, bottom
        )  # fmt: skip

    def _margin(self, kept: Kept, chosen: tuple[int, ...]) -> tuple[Margin, Spreading]:
        if (kept, chosen) not in self._margins:
            table = self.tally.tables[kept]
            margin = margin_of(table.labels, table.psu, chosen, self.sample)
            self._margins[kept, chosen] = margin, spreading_of(self.sample, margin, self.lonely)
        return self._margins[kept, chosen]

    def _total(self, kept: Kept, term: Term) -> Numbers:
        if (kept, term) not in self._totals:
            self._totals[kept, term] = self.tally.tables[kept].total(term)
        return self._totals[kept, term]

    def _by_pair(self, kept: Kept, chosen: tuple[int, ...], term: Term) -> Numbers:
        key = kept, chosen, term
        if key not in self._pairs:
            self._pairs[key] = self._margin(kept, chosen)[0].by_pair(self._total(kept, term))
        return self._pairs[key]


def _choices(breakdowns: int) -> Iterator[tuple[int, ...]]:
    """Every choice among the breakdowns, from none (the total) to all."""
    for size in range(breakdowns + 1):
        yield from combinations(range(breakdowns), size)


def _labelled(axis: Axis, codes: Labels) -> Labels:
    return np.asarray(np.array(axis, dtype=object)[codes], dtype=object)
