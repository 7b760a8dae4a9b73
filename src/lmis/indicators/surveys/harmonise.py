"""A survey's table made into persons, and the account of what the mapping did to each variable."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from lmis.errors import Invalid
from lmis.indicators.frame import Codes, Design, Numbers, Persons, Quantity
from lmis.indicators.surveys.checks import examined
from lmis.indicators.surveys.conditions import answered, holds
from lmis.indicators.surveys.derive import derived
from lmis.indicators.surveys.labels import ValueLabels
from lmis.indicators.surveys.mapping import SurveyMapping
from lmis.indicators.surveys.report import Report, VariableReport, report_of
from lmis.indicators.surveys.rules import make
from lmis.indicators.surveys.source import Source
from lmis.indicators.surveys.values import plain_number
from lmis.text.nearest import nearest


class UnknownColumn(Invalid):
    """The mapping reads a column that the survey's file does not have."""


class NoRecords(Invalid):
    """Of the records of the file none is of the survey."""


def harmonise(mapping: SurveyMapping, frames: Sequence[pd.DataFrame]) -> tuple[Persons, Report]:
    """Bring the tables of one round (parts of one file, one below the other) to harmonised persons.

    Returns:
        The persons, with the breakdowns that follow from their variables; and the report, with what the checks
        found. Where it has errors the persons are not fit for use: a weight that is missing or negative is 0.

    Raises:
        UnknownColumn: with the nearest columns of the file.
        NoRecords: with how many were read.
    """
    labels = _labels(frames)
    table = _one_below_the_other(mapping, frames)
    read = len(table)
    if mapping.keep is not None:
        table = table[holds(mapping.keep, Source(table, labels, mapping.no_answer))].reset_index(drop=True)
    if not len(table):
        raise NoRecords(read=read)
    source = Source(table, labels, mapping.no_answer)
    reports, unasked = _make_all(mapping, source)
    columns = dict(source.made)
    weight = columns["weight"]
    persons = Persons(
        mapping.ref_area,
        mapping.time,
        len(table),
        columns | derived(columns),
        _design(mapping, source, weight.values if isinstance(weight, Quantity) else np.zeros(len(table))),
        mapping.standard,
    )
    findings = examined(mapping, source, persons, reports, unasked)
    return persons, Report(mapping.survey, read, len(table), reports, findings)


def _labels(frames: Sequence[pd.DataFrame]) -> dict[str, ValueLabels]:
    """The names of values, of whichever part of the file has them first."""
    found: dict[str, ValueLabels] = {}
    for frame in frames:
        for column, labels in frame.attrs.get("labels", {}).items():
            found.setdefault(column, labels)
    return found


def _one_below_the_other(mapping: SurveyMapping, frames: Sequence[pd.DataFrame]) -> pd.DataFrame:
    present = {str(name) for frame in frames for name in frame.attrs.get("columns", frame.columns)}
    parts = []
    for frame in frames:
        for column in sorted(mapping.columns - {str(name) for name in frame.columns}):
            raise UnknownColumn(column=column, nearest=nearest(column, sorted(present)))
        part = frame.copy(deep=False)
        part.attrs = {}  # pandas would copy them with every column
        parts.append(part)
    return pd.concat(parts, ignore_index=True) if len(parts) != 1 else parts[0].reset_index(drop=True)


def _make_all(mapping: SurveyMapping, source: Source) -> tuple[tuple[VariableReport, ...], dict[str, int]]:
    """Make every variable; the accounts, and how many answered a question that they should not have been asked."""
    reports, unasked = [], {}
    for name, rule in mapping.rules.items():
        of = mapping.asked.get(name) or mapping.among.get(name)
        whom = holds(of, source) if of is not None else None
        if whom is not None and name in mapping.asked:
            unasked[name] = int((answered(make(name, rule, source)[0]) & ~whom).sum())
        made = make(name, rule, source, whom)
        source.made[name] = made[0]
        reports.append(report_of(name, rule, made, whom, source))
    return tuple(reports), unasked


def _design(mapping: SurveyMapping, source: Source, weight: Numbers) -> Design:
    usable = np.where(weight >= 0, weight, 0.0)
    none = np.zeros(source.rows, dtype=np.int64)
    stratum, strata = joined(mapping.strata, source) if mapping.strata else (none, ("",))
    if not mapping.psu:
        return Design(usable, stratum, np.arange(source.rows, dtype=np.int64), strata)
    psu, units = joined(mapping.psu, source)
    return Design(usable, stratum, psu, strata, units)


def joined(names: tuple[str, ...], source: Source) -> tuple[Codes, tuple[str, ...]]:
    """One code for each combination of the columns' values, and its name: the values with a blank between.

    A value is named in its shortest form (1 for 01 and 1.0); an empty cell is a value of its own.
    """
    combined, words = np.zeros(source.rows, dtype=np.int64), np.array([""], dtype=object)
    for name in names:
        codes, texts = source.codes(name)
        wide = len(texts) + 1
        kinds, combined = np.unique(combined * wide + codes + 1, return_inverse=True)
        own = np.array(["", *(plain_number(text) for text in texts)], dtype=object)
        words = words[kinds // wide] + " " + own[kinds % wide]
    return combined.astype(np.int64), tuple(str(word).strip() for word in words)
