"""A survey's table made into persons, and the account of what the mapping did to each variable."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from lmis.errors import Invalid
from lmis.indicators.frame import Answers, Category, Codes, Design, Numbers, Persons
from lmis.indicators.surveys.conditions import holds
from lmis.indicators.surveys.derive import derived
from lmis.indicators.surveys.mapping import SurveyMapping
from lmis.indicators.surveys.rules import Made, make
from lmis.indicators.surveys.source import Source
from lmis.text.nearest import nearest


class UnknownColumn(Invalid):
    """The mapping reads a column that the survey's file does not have."""


class WeightMissing(Invalid):
    """Every person of a survey needs a weight that is a number and not below zero."""


class DesignMissing(Invalid):
    """Every person of a survey needs the stratum and the sampling unit that the mapping names."""


@dataclass(frozen=True, slots=True)
class VariableReport:
    """What became of one variable."""

    variable: str
    rows: int
    missing: int
    values: dict[str, int]  # label → records; none of a number
    uncovered: dict[str, int]  # values of the survey that the mapping does not cover → records; they became missing
    range: tuple[float, float, float] | None = None  # of a number: lowest, mean, highest


@dataclass(frozen=True, slots=True)
class Report:
    """What the mapping did to the survey's table."""

    survey: str
    read: int  # records in the table
    kept: int  # records that are of the survey
    variables: tuple[VariableReport, ...]


def harmonise(mapping: SurveyMapping, frames: Sequence[pd.DataFrame]) -> tuple[Persons, Report]:
    """Bring the tables of one round (parts of one file, one below the other) to harmonised persons.

    Returns:
        The persons, with the bands of age and the groups of occupation and industry; and the report.

    Raises:
        UnknownColumn: with the nearest columns of the file.
        WeightMissing, DesignMissing: with the number of records and the first of them, counted from 1.
    """
    table = pd.concat(frames, ignore_index=True) if len(frames) != 1 else frames[0]
    _require(mapping, table, frames)
    read, table = len(table), table.reset_index(drop=True)
    if mapping.keep is not None:
        table = table[holds(mapping.keep, Source(table))].reset_index(drop=True)
    source = Source(table)
    made = {name: make(name, rule, source) for name, rule in mapping.rules.items()}
    columns = {name: column for name, (column, _) in made.items()}
    reports = tuple(_report(name, len(table), one) for name, one in made.items())
    persons = Persons(mapping.ref_area, mapping.time, len(table), columns | derived(columns))
    persons = replace(persons, design=_design(mapping, source, persons.number("weight")))
    return persons, Report(mapping.survey, read, len(table), reports)


def _require(mapping: SurveyMapping, table: pd.DataFrame, frames: Sequence[pd.DataFrame]) -> None:
    for column in sorted(mapping.columns - {str(name) for name in table.columns}):
        present = {str(name) for frame in frames for name in frame.attrs.get("columns", frame.columns)}
        raise UnknownColumn(column=column, nearest=nearest(column, sorted(present)))


def _design(mapping: SurveyMapping, source: Source, weight: Numbers) -> Design:
    wrong = np.flatnonzero(~(weight >= 0))
    if len(wrong):
        raise WeightMissing(records=len(wrong), first=int(wrong[0]) + 1)
    strata, stratum_names = _joined(mapping.strata, source)
    if not mapping.psu:
        return Design(weight, strata, np.arange(source.rows, dtype=np.int64), stratum_names)
    psus, psu_names = _joined(mapping.psu, source)
    return Design(weight, strata, psus, stratum_names, psu_names)


def _joined(names: tuple[str, ...], source: Source) -> tuple[Codes, tuple[str, ...]]:
    """One code for each combination of the columns' values, and what the codes stand for; without columns, one."""
    joined, said = np.zeros(source.rows, dtype=np.int64), [""]
    for name in names:
        codes, texts = source.codes(name)
        lacking = np.flatnonzero(codes < 0)
        if len(lacking):
            raise DesignMissing(column=name, records=len(lacking), first=int(lacking[0]) + 1)
        pairs, position = np.unique(joined * len(texts) + codes, return_inverse=True)
        said = [f"{said[pair // len(texts)]}\t{texts[pair % len(texts)]}" for pair in pairs.tolist()]
        joined = position.astype(np.int64)
    return joined, tuple(said)


def _report(name: str, rows: int, made: Made) -> VariableReport:
    column, uncovered = made
    if isinstance(column, Answers):
        values = {"yes": int(column.yes.sum()), "no": int((column.known & ~column.yes).sum())}
        return VariableReport(name, rows, int((~column.known).sum()), values, uncovered)
    if isinstance(column, Category):
        counts = np.bincount(column.codes[column.codes >= 0], minlength=len(column.labels))
        values = dict(zip(column.labels, counts.tolist(), strict=True))
        return VariableReport(name, rows, int((column.codes < 0).sum()), values, uncovered)
    numbers = column.values[~np.isnan(column.values)]
    span = (float(numbers.min()), float(numbers.mean()), float(numbers.max())) if len(numbers) else None
    return VariableReport(name, rows, rows - len(numbers), {}, uncovered, span)
