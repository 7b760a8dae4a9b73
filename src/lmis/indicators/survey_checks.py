"""What the figures of a survey must agree in before they are published."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any, Final

import pandas as pd

from lmis.errors import Conflict
from lmis.indicators.frame import TOTAL
from lmis.indicators.indicator import Count, Indicator, Mean, Ratio
from lmis.indicators.reconciliations import Figure, Finding, parts_of_totals, whole_and_parts, within_sexes

SUMS: Final = (
    ("EAP_TEAP_NB", ("EMP_TEMP_NB", "UNE_TUNE_NB")),
    ("EAP_TEAP_NB_NAT", ("EMP_TEMP_NB", "UNE_TUNE_NB_NAT")),
)
"""The labour force, and who it is made of. Source: 19th ICLS (2013), Resolution I, §16."""


class NotReconciled(Conflict):
    """Figures of the survey contradict each other, so nothing is published."""


def check_table(table: pd.DataFrame, indicators: Sequence[Indicator], complete: Collection[str]) -> None:
    """Hold the figures of a survey against each other, whatever is hidden later.

    The labour force is employed and unemployed people; what is counted by a variable of which everybody has a label
    adds up to what is counted of all; a rate or mean of both sexes lies between that of men and that of women.

    Args:
        table: with `variables` (those of the row's breakdown), their columns, and unhidden values.
        complete: the variables of which everybody has a label.

    Raises:
        NotReconciled: with the first finding.
    """
    for one in findings_of(table, indicators, complete):
        raise NotReconciled(
            kind=one.kind,
            series=one.series,
            period=one.period,
            cell=", ".join(f"{name}={code}" for name, code in one.dims),
            numbers=[round(number, 6) for number in one.numbers],
        )


def findings_of(table: pd.DataFrame, indicators: Sequence[Indicator], complete: Collection[str]) -> Iterator[Finding]:
    """Every contradiction."""
    counts = {one.code for one in indicators if isinstance(one, Count) and one.amount is None}
    rates = {one.code for one in indicators if isinstance(one, (Ratio, Mean))}
    for standard in dict.fromkeys(table["standard"]):
        of_one = table["standard"].isna() if pd.isna(standard) else table["standard"].eq(standard)
        rows = [row for row in table[of_one].to_dict("records") if row["value"] is not None]
        for whole, parts in SUMS:
            wanted = [row for row in rows if row["indicator"] in (whole, *parts)]
            yield from whole_and_parts(_figures(wanted), whole, parts)
        counted = [row for row in rows if row["indicator"] in counts]
        for variable in dict.fromkeys(name for row in counted for name in row["variables"] if name in complete):
            yield from parts_of_totals(figures := list(_by(variable, counted)), {one.series for one in figures}, "PART")
        if "sex" in complete:
            figures = list(_by("sex", (row for row in rows if row["indicator"] in rates), "SEX"))
            yield from within_sexes(figures, {one.series for one in figures})


def _by(variable: str, rows: Iterable[dict[Any, Any]], called: str = "PART") -> Iterator[Figure]:
    """Figures by a variable, and those of all its labels together, which have the same other variables."""
    held = list(rows)
    told = [tuple(name for name in row["variables"] if name != variable) for row in held]
    crossed = {others for others, row in zip(told, held, strict=True) if variable in row["variables"]}
    for others, row in zip(told, held, strict=True):
        if others in crossed:
            yield _figure(row, ((called, str(row[variable])), *((name, str(row[name])) for name in others)))


def _figures(rows: Iterable[dict[Any, Any]]) -> Iterator[Figure]:
    for row in rows:
        yield _figure(row, tuple((name, str(row[name])) for name in row["variables"]))


def _figure(row: dict[Any, Any], dims: tuple[tuple[str, str], ...]) -> Figure:
    series = row["indicator"] if row["class"] == TOTAL else f"{row['indicator']} {row['class']}"
    return Figure(series, dims, row["time"], float(row["value"]))
