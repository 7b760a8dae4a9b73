"""Demand and supply of a quarter, from its edition and those it is compared with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy.orm import Session

from lmis.errors import Invalid, NotFound
from lmis.indicators.register.dimensions import UNKNOWN
from lmis.indicators.register.periods import period_of
from lmis.model.figures import Edition
from lmis.queries import bulletins as asked
from lmis.queries.editions import Audience
from lmis.services.bulletin_lines import Comparison, Held, Line
from lmis.services.editions import find_edition
from lmis.vocabulary import Country

TOP: Final = 10
"""Occupations in most demand, and in largest surplus. Source: the tables of China's MOHRSS."""


class NotAQuarter(Invalid):
    """A bulletin is made of a quarter, written as 2026Q3."""


class QuarterNotPublished(NotFound):
    """No edition of this quarter has been published, or none with this number: publish it first."""


@dataclass(frozen=True, slots=True)
class Past:
    """A quarter that is compared with; None where no edition of it was published."""

    period: str
    edition: Edition | None


@dataclass(frozen=True, slots=True)
class Findings:
    """Everything that a bulletin says, in codes and numbers."""

    country: Country
    audience: Audience
    edition: Edition
    quarter: Past
    year: Past
    total: Line
    stocks: Line  # openings and people that stand at the end, and their ratio
    lines: Mapping[str, Sequence[Line]]  # breakdown → lines in the order of codes, what is not stated last
    in_demand: Sequence[Line]  # sub-major groups with more openings than people, the largest gap first
    in_surplus: Sequence[Line]
    unranked: int  # sub-major groups whose gap is hidden
    versions: Mapping[str, str]


def findings_of(
    session: Session, country: Country, period: str, number: int | None = None, audience: Audience = Audience.PUBLIC
) -> Findings:
    """Read a quarter's edition (the latest, or the one with this number) and the latest ones it is compared with.

    Raises:
        NotAQuarter, UnknownPeriod: the period is none.
        QuarterNotPublished: there is no such edition.
    """
    quarter, year = _compared_with(period)
    edition = find_edition(session, country, period, number)
    if edition is None:
        raise QuarterNotPublished(value=period if number is None else f"{period}, {number}")
    before, year_before = (Past(one, find_edition(session, country, one)) for one in (quarter, year))
    comparison = Comparison(
        now=_held(session, edition, audience),
        quarter=_held_before(session, before, audience),
        year=_held_before(session, year_before, audience),
    )
    counters = [(code, province) for code, province in session.execute(asked.counters_of(country))]
    lines = {name: comparison.lines(name) for name in asked.BREAKDOWNS if name != "province"}
    provinces = session.scalars(asked.provinces_of(country)).all()
    lines["province"] = comparison.lines("province", provinces, counters)
    ranked = [one for one in lines["occupation_2"] if one.code != UNKNOWN]
    return Findings(
        country=country,
        audience=audience,
        edition=edition,
        quarter=before,
        year=year_before,
        total=comparison.line("total", None, comparison.reporting(counters)),
        stocks=comparison.line("total", indicators=asked.STOCKS),
        lines=lines,
        in_demand=_ranked(ranked, 1),
        in_surplus=_ranked(ranked, -1),
        unranked=sum(one.gap is None for one in ranked),
        versions=comparison.now.versions,
    )


def _compared_with(period: str) -> tuple[str, str]:
    if "Q" not in period_of(period).text:
        raise NotAQuarter(value=period)
    year, quarter = int(period[:4]), int(period[-1])
    return f"{year - (quarter == 1)}Q{quarter - 1 or 4}", f"{year - 1}Q{quarter}"


def _held(session: Session, edition: Edition, audience: Audience) -> Held:
    return Held(session.execute(asked.bulletin_figures(edition.id, audience, edition.period)))


def _held_before(session: Session, past: Past, audience: Audience) -> Held | None:
    return None if past.edition is None else _held(session, past.edition, audience)


def _ranked(lines: Sequence[Line], sign: int) -> list[Line]:
    """The lines with the largest gaps on one side; equal gaps in the order of codes."""
    gaps = sorted(
        (-sign * line.gap, line.code or "", line) for line in lines if line.gap is not None and sign * line.gap > 0
    )
    return [line for _, _, line in gaps[:TOP]]
