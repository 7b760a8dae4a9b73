"""Answers about who is reached."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from lmis.fairness.parity import Ratio
from lmis.fairness.report import STAGES, Line
from lmis.locale.reaching import group_words
from lmis.services.reaching import ReachReport
from lmis.vocabulary import Language
from lmis.web.outs.base import Out


class RatioOut(Out):
    """The rate of a group per person registered over that of everybody else, with its 95 % interval."""

    value: float | None
    low: float | None
    high: float | None
    within_four_fifths: bool | None

    @classmethod
    def of(cls, row: Ratio | None) -> RatioOut | None:
        """A ratio; None where none may be shown."""
        if row is None:
            return None
        return cls(value=row.value, low=row.low, high=row.high, within_four_fifths=row.within_four_fifths)


class StageOut(Out):
    """People of a group at one stage; null where hidden or not known, never 0."""

    stage: str
    people: int | None
    hidden: bool
    ratio: RatioOut | None


class ReachedOut(Out):
    """One group."""

    breakdown: str
    code: str
    name: str
    stages: list[StageOut]

    @classmethod
    def of(cls, row: Line, provinces: Mapping[str, str], language: Language) -> ReachedOut:
        """A group with its name in the reader's language."""
        stages = [
            StageOut(
                stage=stage,
                people=row.people[stage],
                hidden=stage in row.hidden,
                ratio=RatioOut.of(row.ratios.get(stage)),
            )
            for stage in STAGES
        ]
        return cls(breakdown=row.breakdown, code=row.code, name=group_words(row, provinces, language), stages=stages)


class ReachReportOut(Out):
    """Who was registered, suggested, referred and placed; without `runs`, who was suggested is not known."""

    period: str
    country: str
    starts_on: date
    ends_on: date
    runs: int
    groups: list[ReachedOut]

    @classmethod
    def of(cls, row: ReachReport, provinces: Mapping[str, str], language: Language) -> ReachReportOut:
        """A report."""
        return cls(
            period=row.period.text,
            country=row.country.value,
            starts_on=row.period.starts_on,
            ends_on=row.period.ends_on,
            runs=row.runs,
            groups=[ReachedOut.of(line, provinces, language) for line in row.lines],
        )
