"""All charts, in the order in which a page shows them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, TypeAlias

from lmis.web.pages.charts import flow, market, pay, people, places, series, shares
from lmis.web.pages.charts.chart import Chart

ALL: Final[Mapping[str, Chart]] = {
    chart.code: chart
    for family in (series, people, shares, pay, places, market, flow)
    for chart in family.CHARTS
}  # fmt: skip

Section: TypeAlias = tuple[str, str, Sequence[str]]

SECTIONS: Final[Sequence[Section]] = (
    ("time", "Over time", ("supply-demand", "referrals-placements", "rates")),
    ("market", "Demand and supply", ("demand", "map", "heat", "beveridge", "time-to-fill")),
    ("way", "From registration to work", ("funnel", "cohorts", "seekers")),
    ("labour-force", "The labour force", ("labour", "unemployment", "underuse", "pyramid", "neet", "map-unemployment")),
    ("employment", "Employment and pay", ("occupations", "formality", "sectors", "earnings", "deciles")),
)
"""Address within the page, heading, and charts."""
