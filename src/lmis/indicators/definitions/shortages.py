"""Shortage, balance and surplus by a published set of rules.

The thresholds are this system's own, to be replaced by a ministry's: a change is another definition with a later
`since`, so that old classes stay.
"""

from __future__ import annotations

from typing import Final

from lmis.indicators.definitions.registrations import SINCE
from lmis.indicators.definitions.vacancies import DEMAND_SUPPLY, FILL_RATE, MEDIAN_TIME_TO_FILL, VACANCY
from lmis.indicators.register import indices, openings
from lmis.indicators.register.dimensions import TOTAL
from lmis.indicators.register.measure import Classified, Composite, Criterion, Definition

CELLS: Final = (TOTAL, "province", "occupation", "occupation_2", "province-occupation")

WAGE_GROWTH = Composite(
    code="PES_WAGE_GR",
    title="Growth of the wages offered",
    row="B23",
    terms={
        "wages": openings.WAGES,
        "openings": openings.WITH_WAGE,
        "wages_before": openings.WAGES_BEFORE,
        "openings_before": openings.WITH_WAGE_BEFORE,
    },
    formula=indices.wage_growth,
    unit="% growth",
    by=CELLS,
    meaning=(
        "By how many percent the mean wage of the openings notified in the period is above that of the same period a "
        "year before: US dollars a month at the rate of the day, the middle of what the vacancy offers. The mix of "
        "jobs may have changed."
    ),
    missing="A vacancy that states no wage is left out.",
    source="Own definition",
    since=SINCE,
)
CRITERIA: Final = (
    Criterion(of=FILL_RATE, shortage=40.0, surplus=80.0),
    Criterion(of=MEDIAN_TIME_TO_FILL, shortage=60.0, surplus=21.0),
    Criterion(of=DEMAND_SUPPLY, shortage=1.5, surplus=0.67),
    Criterion(of=WAGE_GROWTH, shortage=10.0, surplus=0.0),
)
"""Of each figure the threshold from which on it speaks for a shortage, and for a surplus."""

SHORTAGE = Classified(
    code="PES_SHORT",
    title="Shortage (1), balance (0) or surplus (-1)",
    row="B23",
    criteria=CRITERIA,
    needed=2,
    shortage=2,
    unit="class",
    by=CELLS,
    meaning=(
        "Four figures give a point each, for a shortage or against it: at most 40 % or at least 80 % of ended "
        "openings filled; a median time to fill of at least 60 or at most 21 days; at least 1.5 or at most 0.67 "
        "openings for each new registration; wages that grow by at least 10 % or not at all. Two points make a "
        "shortage, two against it a surplus; at least two figures must be known. The terms: points, and figures that "
        "are known."
    ),
    missing=VACANCY,
    source="Own rules, after the occupational barometer of the Polish public employment services",
    since=SINCE,
)

INDICATORS: tuple[Definition, ...] = (WAGE_GROWTH, SHORTAGE)
