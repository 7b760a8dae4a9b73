"""What is looked at before a survey is taken: weights, design, routing, impossible answers, people twice.

An error stops the survey; a warning is told in its report. How much is allowed stands in `limits.Limits`, and may be
changed by the mapping file (`checks`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from math import log10

import numpy as np
import pandas as pd

from lmis.indicators.frame import Answers, Category, Column, Design, Mask, Numbers, Persons, Quantity
from lmis.indicators.surveys.conditions import answered
from lmis.indicators.surveys.mapping import SurveyMapping
from lmis.indicators.surveys.report import Finding, Level, VariableReport
from lmis.indicators.surveys.source import Source

JOB = ("status_in_employment", "isco2", "isic2")  # what everybody at work should have
OF_A_JOB = (*JOB, "actual_hours", "usual_hours", "monthly_earnings", "second_job")
HOURS = ("actual_hours", "usual_hours", "actual_hours_all_jobs", "usual_hours_all_jobs", "second_actual_hours")
AMOUNTS = ("monthly_earnings", "monthly_income", "hours_paid", "months_seeking")
WORKING_AGE = 15
OLDEST_YEAR = 1850  # an age above it is a year of birth, of either calendar
WORLD = 8.5e9  # people; weights cannot add up to more
DIFFERENT = 1.5  # times the stated population, from which a wrong number of decimals is the likely cause
ENOUGH = 30  # answers; fewer may well be all the same


def examined(
    mapping: SurveyMapping,
    source: Source,
    persons: Persons,
    reports: Sequence[VariableReport],
    unasked: Mapping[str, int],
) -> tuple[Finding, ...]:
    """Everything that the checks find, errors first.

    Args:
        unasked: by variable, answers of people who should not have been asked.
    """
    found = [
        *_weights(mapping, source.made["weight"], persons.rows),
        *_design(mapping, source, persons.design),
        *_twice(mapping, source),
        *_impossible(mapping, persons),
        *_routing(mapping, persons, unasked),
        *_unclassified(mapping, persons),
        *_uncovered(mapping, reports),
        *_suspicious(persons),
        *_status(persons),
        *([_warning("to_confirm", variables=list(mapping.to_confirm))] if mapping.to_confirm else []),
    ]
    return tuple(sorted(found, key=lambda one: one.level is not Level.ERROR))


def _weights(mapping: SurveyMapping, column: Column, rows: int) -> Iterator[Finding]:
    weight = column.values if isinstance(column, Quantity) else np.full(rows, np.nan)
    yield from _records("weight_missing", Level.ERROR, np.isnan(weight))
    yield from _records("weight_negative", Level.ERROR, weight < 0)
    yield from _records("weight_zero", Level.WARNING, weight == 0)
    total, stated = float(np.nansum(weight)), mapping.limits.population
    if stated is None:
        if total > WORLD or 0 < total < rows:
            yield _error("weights_implausible", total=round(total), rows=rows)
    elif max(total, 1) / stated > DIFFERENT or stated / max(total, 1) > DIFFERENT:
        decimals = round(log10(max(total, 1) / stated))
        yield _error("weights_far_off", total=round(total), population=round(stated), times=f"{10.0**-decimals:g}")
    elif (off := abs(total - stated) / stated * 100) > mapping.limits.population_within:
        yield _warning("weights_off", total=round(total), population=round(stated), percent=round(off, 1))


def _design(mapping: SurveyMapping, source: Source, design: Design | None) -> Iterator[Finding]:
    for column in dict.fromkeys((*mapping.strata, *mapping.psu)):
        yield from _records("design_missing", Level.ERROR, source.codes(column)[0] < 0, column=column)
    if not mapping.psu:
        yield _warning("design_unknown")
    elif design is not None:
        units = int(design.psu.max()) + 1
        within = np.bincount(np.unique(design.stratum * units + design.psu) // units)
        if lonely := int((within == 1).sum()):
            yield _warning("psu_alone", strata=lonely, of=int((within > 0).sum()))


def _twice(mapping: SurveyMapping, source: Source) -> Iterator[Finding]:
    if not mapping.person:
        yield _warning("person_unknown")
        return
    combined, named = np.zeros(source.rows, dtype=np.int64), np.ones(source.rows, dtype=np.bool_)
    for column in mapping.person:
        codes, texts = source.codes(column)
        named &= codes >= 0
        yield from _records("person_unnamed", Level.WARNING, codes < 0, column=column)
        combined = pd.factorize(combined * (len(texts) + 1) + codes + 1)[0].astype(np.int64)
    again = pd.Series(combined).duplicated().to_numpy()
    yield from _records("person_twice", Level.ERROR, named & again, columns=list(mapping.person))


def _impossible(mapping: SurveyMapping, persons: Persons) -> Iterator[Finding]:
    limits = mapping.limits
    age, at_work = persons.number("age"), _at_work(persons)
    years = age > OLDEST_YEAR
    yield from _records("age_is_a_year", Level.ERROR, years)
    wrong = {"age": ((age < 0) | (age > limits.age_at_most)) & ~years}
    wrong |= {name: (hours < 0) | (hours > limits.hours_at_most) for name, hours in _present(persons, HOURS)}
    wrong |= {name: amount < 0 for name, amount in _present(persons, AMOUNTS)}
    for name, mask in wrong.items():
        share = 100 * mask.sum() / max(int(persons.known(name).sum()), 1)
        level = Level.ERROR if share > limits.impossible_at_most else Level.WARNING
        limit = {"age": limits.age_at_most}.get(name, limits.hours_at_most if name in HOURS else None)
        kind = "impossible" if limit is not None else "negative"
        yield from _records(kind, level, mask, variable=name, at_most=f"{limit or 0:g}")
        young = at_work & (age < limits.youngest_worker)
    yield from _records("children_at_work", Level.WARNING, young, age=f"{limits.youngest_worker:g}")
    if {"actual_hours", "actual_hours_all_jobs"} <= set(persons.columns):
        more = persons.number("actual_hours") > persons.number("actual_hours_all_jobs")
        yield from _records("main_job_longer_than_all", Level.WARNING, more)


def _routing(mapping: SurveyMapping, persons: Persons, unasked: Mapping[str, int]) -> Iterator[Finding]:
    for variable, records in unasked.items():
        if 100 * records / persons.rows > mapping.limits.routing_at_most:
            yield _warning("answered_unasked", variable=variable, records=records)
    idle = _with_status(persons) & ~_at_work(persons)
    for variable in OF_A_JOB:
        if variable in persons.columns:
            stray = idle & persons.known(variable)
            if 100 * stray.sum() / max(int(persons.known(variable).sum()), 1) > mapping.limits.routing_at_most:
                yield from _records("job_without_work", Level.WARNING, stray, variable=variable)


def _unclassified(mapping: SurveyMapping, persons: Persons) -> Iterator[Finding]:
    adults = persons.number("age") >= WORKING_AGE
    without = adults & ~_with_status(persons)
    if _percent(without, adults) > mapping.limits.without_status_at_most:
        yield from _records("without_status", Level.WARNING, without, percent=_percent(without, adults))
    working = adults & _at_work(persons)
    if not working.any():
        yield _error("nobody_at_work")
    for variable in JOB:
        if variable in persons.columns and persons.known(variable).any():
            blank = working & ~persons.known(variable)
            if (percent := _percent(blank, working)) > mapping.limits.unclassified_at_most:
                yield from _records("unclassified", Level.WARNING, blank, variable=variable, percent=percent)


def _uncovered(mapping: SurveyMapping, reports: Sequence[VariableReport]) -> Iterator[Finding]:
    for report in reports:
        for value, records in report.uncovered.items():
            if 100 * records / report.rows > mapping.limits.uncovered_at_most:
                name = report.names.get(value)
                kind = "uncovered_named" if name else "uncovered"
                yield _warning(kind, variable=report.variable, value=value, name=name, records=records)


def _suspicious(persons: Persons) -> Iterator[Finding]:
    """Answers that are all the same, and two questions answered exactly alike: likely the wrong column."""
    asked = {name: column for name, column in persons.columns.items() if isinstance(column, Answers)}
    sizes = {name: int(column.known.sum()) for name, column in asked.items()}
    for name in ("sex", "age", "worked"):
        if _all_the_same(persons.columns[name]):
            yield _warning("all_the_same", variable=name)
    busy = [name for name, size in sizes.items() if size >= ENOUGH and asked[name].yes.any()]
    for one, other in combinations(busy, 2):
        if sizes[one] == sizes[other] and np.array_equal(asked[one].yes, asked[other].yes):
            yield _warning("answered_alike", variable=one, other=other)


def _status(persons: Persons) -> Iterator[Finding]:
    """Does the office's own labour-force status agree with the one that follows from the answers, nationally?"""
    if "office_status" not in persons.columns:
        return
    seeking = persons["sought_work"] | _yes(persons, "future_start") | _yes(persons, "excused_from_seeking")
    unemployed = ~_at_work(persons) & seeking & persons["available"]
    known = persons.known("office_status") & _with_status(persons) & (persons.number("age") >= WORKING_AGE)
    own = {"EMP": _at_work(persons), "UNE": unemployed, "OLF": ~_at_work(persons) & ~unemployed}
    agree = np.logical_or.reduce([persons.is_in("office_status", name) & mask for name, mask in own.items()])
    yield from _records("office_status_differs", Level.WARNING, known & ~agree, percent=_percent(known & ~agree, known))


def _yes(persons: Persons, variable: str) -> Mask:
    return persons[variable] if variable in persons.columns else np.zeros(persons.rows, dtype=np.bool_)


def _with_status(persons: Persons) -> Mask:
    return persons.known("worked") | persons.known("absent_from_job")


def _at_work(persons: Persons) -> Mask:
    return persons["worked"] | persons["absent_from_job"]


def _present(persons: Persons, names: Sequence[str]) -> list[tuple[str, Numbers]]:
    return [(name, persons.number(name)) for name in names if name in persons.columns]


def _all_the_same(column: Column) -> bool:
    known = answered(column)
    if known.sum() < ENOUGH:
        return False
    values = (
        column.yes if isinstance(column, Answers) else column.codes if isinstance(column, Category) else column.values
    )
    return len(np.unique(values[known])) == 1


def _percent(part: Mask, whole: Mask) -> float:
    return round(100 * float(part.sum()) / max(int(whole.sum()), 1), 1)


def _records(kind: str, level: Level, mask: Mask, **values: object) -> Iterator[Finding]:
    """A finding of so many records, the first of them counted from 1, if there are any."""
    places = np.flatnonzero(mask)
    if len(places):
        yield Finding(kind, level, {"records": len(places), "first": int(places[0]) + 1, **values})


def _error(kind: str, **values: object) -> Finding:
    return Finding(kind, Level.ERROR, values)


def _warning(kind: str, **values: object) -> Finding:
    return Finding(kind, Level.WARNING, values)
