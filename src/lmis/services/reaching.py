"""The report on who is reached: counts by group, in which no person and no small number is shown."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from sqlalchemy.orm import Session

from lmis.fairness.report import STAGES, Group, Line, lines_of
from lmis.indicators.register.dimensions import AGES, UNKNOWN
from lmis.indicators.register.periods import Period, period_of
from lmis.indicators.surveys.derive import banded
from lmis.queries.editions import Audience
from lmis.queries.reached import needs_reached, people_reached, runs_of
from lmis.services.publishing import PeriodNotBegun
from lmis.vocabulary import Actor, Country

TOLD, NOT_TOLD = "told", "not_told"
"""Whether a person told of a disability; that nothing was told does not say that there is none."""


@dataclass(frozen=True, slots=True)
class ReachReport:
    """A country's people in a period; `runs` of suggestions of the period are kept, and without one none are told."""

    period: Period
    country: Country
    runs: int
    lines: list[Line]


def reach_report(
    session: Session, by: Actor, period: str, country: Country, audience: Audience = Audience.MINISTRY
) -> ReachReport:
    """Who was registered, suggested, referred and placed in a period, by sex, age, disability and province.

    Raises:
        UnknownPeriod, PeriodNotBegun: what was asked cannot be.
    """
    asked = period_of(period)
    if by.today < asked.starts_on:
        raise PeriodNotBegun(period=period, starts_on=asked.starts_on)
    runs = session.scalar(runs_of(country, asked)) or 0
    stages = [stage for stage in STAGES if runs or stage != "suggested"]
    counts = _counted(session.execute(people_reached(country, asked, by.at)), asked)
    total = counts.pop(("total", "total"), Counter())
    told = _told(session.execute(needs_reached(country, asked, by.at)))
    counts["disability", TOLD], counts["disability", NOT_TOLD] = told, Counter(total)
    counts["disability", NOT_TOLD].subtract(told)
    groups = {group: {stage: counts[group][stage] for stage in stages} for group in sorted(counts, key=_place)}
    everybody = {stage: total[stage] for stage in stages}
    return ReachReport(asked, country, runs, lines_of(groups, everybody, audience.threshold))


def _counted(rows: Iterable[Any], period: Period) -> dict[Group, Counter[str]]:
    found: dict[Group, Counter[str]] = {}
    for row in rows:
        age = banded(np.array([float(period.ends_on.year - row.birth_year)]), AGES)
        groups = (
            ("total", "total"),
            ("sex", row.sex or UNKNOWN),
            ("age_group", age.labels[int(age.codes[0])]),
            ("province", row.province),
        )
        for group in groups:
            found.setdefault(group, Counter()).update({stage: getattr(row, stage) for stage in STAGES})
    return found


def _told(rows: Iterable[Any]) -> Counter[str]:
    """The stages of those who told of a disability; what they told is looked at for being there, and no further."""
    found: Counter[str] = Counter()
    for row in rows:
        if json.loads(row.disability):
            found.update(["registered", *(stage for stage in STAGES[1:] if getattr(row, stage))])
    return found


def _place(group: Group) -> tuple[int, str]:
    """Sex first, then age, disability and province, each in the order of its codes."""
    return ("sex", "age_group", "disability", "province").index(group[0]), group[1].replace("YGE", "Z")
