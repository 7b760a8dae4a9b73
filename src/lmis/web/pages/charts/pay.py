"""Charts of pay: median by sex with the gap, and deciles."""

from __future__ import annotations

from typing import Final

from lmis.locale.catalogue import label
from lmis.web.pages.charts.bars import single
from lmis.web.pages.charts.chart import Chart
from lmis.web.pages.charts.table import Row, Table
from lmis.web.pages.charts.view import CLASS, View
from lmis.web.pages.charts.words import Words

MEDIAN, DECILES, GAP = "EAR_EMED_NB", "EAR_EDEC_NB", "EAR_GGAP_RT"
SEXES: Final = ("M", "F")


def median_table(view: View) -> Table:
    """Median monthly earnings of all, of men and of women; the gap stands as a note."""
    words, found = Words(view.language), view.found(MEDIAN, "sex")
    column, gap = view.column(MEDIAN, words.said("Median monthly earnings")), view.column(GAP, "")
    rows = [Row("_T", words.said("All"), [view.found(MEDIAN).at()])]
    rows += [Row(sex, label("sex", sex, view.language), [found.at(sex)]) for sex in SEXES]
    cell = view.found(GAP).at()
    told = words.cell(gap, cell) + (f" ({words.interval(gap, cell)})" if words.interval(gap, cell) else "")
    notes = [words.said("Gender pay gap in mean hourly earnings: {gap}", gap=told)]
    return Table(words.said("Sex"), [column], rows, found.unapplied, notes=notes)


def decile_table(view: View) -> Table:
    """The amounts up to which 10, 20 … 90 of 100 employees earn."""
    words, found = Words(view.language), view.found(DECILES, CLASS)
    known = view.names("survey", "quantile")
    rows = [Row(code, known[code], [found.at(code)]) for code in known if (code,) in found.cells]
    return Table(words.said("Decile"), [view.column(DECILES, words.said("Monthly earnings"))], rows, found.unapplied)


CHARTS: Final = (
    Chart(
        "earnings",
        "Earnings of women and men",
        "Half of the employees earn less than the median; the thin lines are the intervals of 95 %.",
        "survey",
        (MEDIAN, GAP),
        median_table,
        single,
    ),
    Chart(
        "deciles",
        "Deciles of earnings",
        "Up to how much 10, 20 … 90 of 100 employees earn in a month.",
        "survey",
        (DECILES,),
        decile_table,
        single,
    ),
)
