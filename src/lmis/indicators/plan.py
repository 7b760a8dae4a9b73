"""What has to be added up for a list of indicators: the terms of each, and the tables in which they are kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from lmis.indicators.indicator import (
    Amount,
    Applied,
    Classes,
    Concept,
    Count,
    Given,
    Indicator,
    LowShare,
    Mean,
    Quantile,
    Quotient,
    Ratio,
    Relative,
)
from lmis.indicators.terms import Term


@dataclass(frozen=True, slots=True)
class Form:
    """The terms of an indicator: those of its value, those that say how many have what is counted, and of its base."""

    terms: tuple[Term, ...]
    respondents: tuple[Term, ...]  # the smallest of them is told
    base: tuple[Term, ...]  # their sum is told


@dataclass(frozen=True, slots=True)
class Main:
    """The table of the breakdowns alone."""


@dataclass(frozen=True, slots=True)
class Classed:
    """The table of the breakdowns and one classification, of those who are in one of the concepts."""

    classes: Classes


@dataclass(frozen=True, slots=True)
class Spread:
    """The table of the breakdowns and every amount that occurs, of those who are in all of the concepts."""

    concepts: tuple[Concept, ...]
    amount: Amount

    @property
    def weights(self) -> Term:
        """The people of a row."""
        return Term(self.concepts, self.amount, valued=False)

    @property
    def records(self) -> Term:
        """The records of a row."""
        return Term(self.concepts, self.amount, weighted=False, valued=False)


Kept: TypeAlias = Main | Classed | Spread
"""A table that is kept of the records."""


@dataclass(frozen=True)
class Plan:
    """What is asked for: which indicators, by which breakdowns."""

    indicators: tuple[Indicator, ...]
    by: tuple[str, ...]

    @property
    def tables(self) -> dict[Kept, tuple[Term, ...]]:
        """Each table that is needed, with its terms; of shares by class only those that know no label."""
        found: dict[Kept, dict[Term, None]] = {}
        for one in self.indicators:
            if not isinstance(one, Given):
                terms = found.setdefault(table_of(one), {})
                terms.update(dict.fromkeys(_terms(one)))
        return {table: tuple(terms) for table, terms in found.items()}

    @property
    def shares(self) -> tuple[Ratio, ...]:
        """The shares by class, whose terms depend on the labels of the records."""
        return tuple(one for one in self.indicators if isinstance(one, Ratio) and one.classes is not None)


def plan_of(indicators: Sequence[Indicator], by: Sequence[str]) -> Plan:
    """The plan of a list of indicators."""
    return Plan(tuple(indicators), tuple(by))


def table_of(indicator: Indicator) -> Kept:
    """The table in which an indicator finds its terms."""
    match indicator:
        case Count(classes=classes) if classes is not None:
            return Classed(classes)
        case Quantile() | LowShare():
            return Spread((indicator.of, indicator.among), indicator.amount)
        case _:
            return Main()


def _terms(indicator: Indicator) -> tuple[Term, ...]:
    if isinstance(indicator, (Quantile, LowShare)):
        table = Spread((indicator.of, indicator.among), indicator.amount)
        return table.weights, table.records
    form = form_of(indicator)
    return (*form.terms, *form.respondents, *form.base)


def form_of(indicator: Indicator, label: str | None = None) -> Form:
    """The terms of an indicator that is a function of sums; of a share by class, of the class with this label."""
    both, among = (indicator.of, indicator.among), (indicator.among,)
    match indicator:
        case Count(amount=amount):
            people = Term(among, weighted=False) if indicator.classes is None else _records(both, amount)
            return Form((Term(both, amount),), (_records(both, amount),), (people,))
        case Ratio(classes=classes):
            chosen = classes if label is not None else None
            top = Term(both, classes=chosen, label=label or "")
            counted = Term(both, weighted=False, classes=chosen, label=label or "")
            return Form((top, Term(among)), (counted,), (Term(among, weighted=False),))
        case Mean(amount=amount):
            counted = _records(both, amount)
            return Form((Term(both, amount), Term(both, amount, valued=False)), (counted,), (counted,))
        case Quotient():
            counted = Term((indicator.of,), weighted=False)
            return Form((Term((indicator.of,)), Term(among)), (counted,), (Term(among, weighted=False),))
        case Relative():
            return _relative(indicator)
        case Applied():
            counted = Term(both, weighted=False)
            return Form((Term(both),), (counted,), (counted,))
    raise TypeError(type(indicator).__name__)


def _records(concepts: tuple[Concept, ...], amount: Amount | None) -> Term:
    return Term(concepts, amount, weighted=False, valued=False)


def _relative(one: Relative) -> Form:
    terms: list[Term] = []
    respondents: list[Term] = []
    base: list[Term] = []
    for part in (one.first, one.second):
        both, among = (one.of, one.among, part), (one.among, part)
        respondents.append(_records(both, one.amount))
        if one.amount is None:
            terms += [Term(both), Term(among)]
            base.append(Term(among, weighted=False))
        else:
            terms += [Term(both, one.amount), Term(both, one.amount, valued=False)]
            base.append(_records(both, one.amount))
    return Form(tuple(terms), tuple(respondents), tuple(base))
