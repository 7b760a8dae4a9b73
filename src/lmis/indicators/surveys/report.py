"""The account of what a mapping did to a survey: each variable, and what the checks found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import numpy as np

from lmis.indicators.frame import Answers, Category, Column, Mask
from lmis.indicators.surveys.conditions import answered
from lmis.indicators.surveys.rules import Made, NotAsked, Rule, columns_used
from lmis.indicators.surveys.source import Source

MANY = 60  # more different values than this are not set against what they became


class Level(StrEnum):
    """An error stops the survey; a warning is told."""

    ERROR = "error"
    WARNING = "warning"


class Why(StrEnum):
    """Why a variable has no answer for a record."""

    NOT_ASKED = "not_asked"  # the questionnaire does not ask it, or not this person
    EMPTY = "empty"  # nothing stands in the survey's columns
    NO_ANSWER = "no_answer"  # a value that is declared to be none: don't know, refused
    UNCOVERED = "uncovered"  # no rule covers what stands there


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found: its kind, whether it stops the survey, and the values for its words."""

    kind: str
    level: Level
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Became:
    """What one value of the survey's column became: `made` is the label, or None for no answer."""

    value: str
    name: str | None  # by the survey's dictionary
    made: str | None
    records: int


@dataclass(frozen=True, slots=True)
class VariableReport:
    """What became of one variable."""

    variable: str
    rows: int
    missing: int
    values: dict[str, int]  # label → records; none of a number
    uncovered: dict[str, int]  # values of the survey that the mapping does not cover → records; they became missing
    range: tuple[float, float, float] | None = None  # of a number: lowest, mean, highest
    columns: tuple[str, ...] = ()  # of the survey, that it is made from
    because: dict[Why, int] = field(default_factory=dict)  # of the missing: why
    names: dict[str, str] = field(default_factory=dict)  # of the uncovered values, by the survey's dictionary
    became: tuple[Became, ...] = ()  # value by value, where it is made from a single column


@dataclass(frozen=True, slots=True)
class Report:
    """What the mapping did to the survey's table."""

    survey: str
    read: int  # records in the table
    kept: int  # records that are of the survey
    variables: tuple[VariableReport, ...]
    findings: tuple[Finding, ...] = ()

    @property
    def errors(self) -> tuple[Finding, ...]:
        """What stops the survey."""
        return tuple(one for one in self.findings if one.level is Level.ERROR)


def report_of(name: str, rule: Rule, made: Made, asked: Mask | None, source: Source) -> VariableReport:
    """The account of one variable.

    Args:
        made: the variable, and the values that no rule covered.
        asked: who was asked; None where everybody was.
    """
    column, uncovered = made
    columns = tuple(sorted(columns_used(rule)))
    missing = ~answered(column)
    values, span = _counts(column)
    single = columns[0] if len(columns) == 1 else None
    labels = source.labels(single) if single else None
    names = {value: said for value in uncovered if labels and (said := labels.of(value))}
    return VariableReport(
        variable=name,
        rows=source.rows,
        missing=int(missing.sum()),
        values=values,
        uncovered=uncovered,
        range=span,
        columns=columns,
        because=_because(rule, columns, missing, asked, source),
        names=names,
        became=_became(single, column, source) if single else (),
    )


def _counts(column: Column) -> tuple[dict[str, int], tuple[float, float, float] | None]:
    """Records by label, or the lowest, mean and highest number."""
    if isinstance(column, Answers):
        return {"yes": int(column.yes.sum()), "no": int((column.known & ~column.yes).sum())}, None
    if isinstance(column, Category):
        counts = np.bincount(column.codes[column.codes >= 0], minlength=len(column.labels))
        return dict(zip(column.labels, counts.tolist(), strict=True)), None
    numbers = column.values[~np.isnan(column.values)]
    return {}, (float(numbers.min()), float(numbers.mean()), float(numbers.max())) if len(numbers) else None


def _because(rule: Rule, columns: tuple[str, ...], missing: Mask, asked: Mask | None, source: Source) -> dict[Why, int]:
    if isinstance(rule, NotAsked):
        return {Why.NOT_ASKED: source.rows}
    left = missing.copy()
    outside = left & ~asked if asked is not None else np.zeros_like(left)
    left &= ~outside
    blank = [source.codes(column)[0] < 0 for column in columns]
    empty = left & np.logical_and.reduce(blank) if blank else np.zeros_like(left)
    left &= ~empty
    refusing = [source.refused(column) for column in columns]
    refused = left & np.logical_or.reduce(refusing) if refusing else np.zeros_like(left)
    masks = {Why.NOT_ASKED: outside, Why.EMPTY: empty, Why.NO_ANSWER: refused, Why.UNCOVERED: left & ~refused}
    return {why: count for why, mask in masks.items() if (count := int(mask.sum()))}


def _became(column: str, made: Column, source: Source) -> tuple[Became, ...]:
    """Every value of the column with what it became, in the order of the values."""
    codes, texts = source.codes(column)
    if len(texts) > MANY or not isinstance(made, (Answers, Category)):
        return ()
    labels = ("no", "yes") if isinstance(made, Answers) else made.labels
    kinds = np.where(made.known, made.yes, -1).astype(np.int64) if isinstance(made, Answers) else made.codes
    wide = len(labels) + 1
    pairs, counts = np.unique(codes * wide + kinds + 1, return_counts=True)
    names = source.labels(column)
    return tuple(
        Became(
            value="" if pair < 0 or codes.size == 0 else _value(pair, wide, texts),
            name=names.of(_value(pair, wide, texts)) if pair >= 0 else None,
            made=None if pair % wide == 0 else labels[pair % wide - 1],
            records=count,
        )
        for pair, count in zip(pairs.tolist(), counts.tolist(), strict=True)
    )


def _value(pair: int, wide: int, texts: list[str]) -> str:
    return texts[pair // wide] if pair >= 0 else ""
