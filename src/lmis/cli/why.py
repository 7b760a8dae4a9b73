"""What `lmis editions why` says: how many records changed, which figures, and by which records."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from lmis.cli.door import language, said
from lmis.locale.catalogue import text
from lmis.locale.formats import day
from lmis.locale.words import label

if TYPE_CHECKING:
    import pandas as pd
    from sqlalchemy.orm import Session

    from lmis.services.explaining import Explanation
    from lmis.services.listing import RecordLine

HEADERS = (
    *("period", "indicator", "breakdown", "cell", "before", "after", "by_how_much", "record", "change"),
    *("person", "vacancy", "office", "day", "corrected"),
)


def tell_why(session: Session, found: Explanation, indicator: str | None, breakdown: str | None) -> None:
    """Print the summary, and of one indicator or breakdown every record."""
    records = found.changes.records
    typer.echo(said("Edition {later} after edition {earlier}:", later=found.later.number, earlier=found.earlier.number))
    for (table, change), count in sorted(Counter(zip(records["table"], records["change"], strict=True)).items()):
        typer.echo(f"  {_what(table)}, {label('change', change, language())}: {count:,}")
    typer.echo(said("{count} figures changed.", count=f"{len(found.figures):,}"))
    if indicator or breakdown:
        _tell_records(session, found, indicator, breakdown)
    else:
        _tell_totals(found)


def write_why(session: Session, found: Explanation, indicator: str | None, breakdown: str | None, out: Path) -> int:
    """Write a line for each figure and record as CSV, as Excel opens it; returns how many."""
    written = 0
    with out.open("w", encoding="utf-8-sig", newline="") as file:
        lines = csv.writer(file)
        lines.writerow(HEADERS)
        for figure, line in _lines(session, found, indicator, breakdown):
            lines.writerow((*_named(figure), *_told(line)))
            written += 1
    return written


def _tell_totals(found: Explanation) -> None:
    from lmis.indicators.definitions.register import REGISTER

    titles = {one.code: one.title for one in REGISTER}
    table = Table(box=None, pad_edge=False)
    for title in ("Indicator", "", "Before", "After", "Records"):
        table.add_column(said(title) if title else "", justify="left" if title in ("Indicator", "") else "right")
    totals = found.figures[(found.figures["breakdown"] == "total") & (found.figures["period"] == found.later.period)]
    for found_row in totals[~_alike(totals)].to_dict("records"):
        row = {str(name): value for name, value in found_row.items()}
        why = next(iter(found.why(row["indicator"], "total")))
        cells = (row["indicator"], text(titles.get(row["indicator"], ""), language()))
        numbers = (*_values(row), str(why.records["record"].nunique()))
        table.add_row(*map(Text, (*cells, *numbers)))
    Console(highlight=False).print(table)


def _tell_records(session: Session, found: Explanation, indicator: str | None, breakdown: str | None) -> None:
    last = None
    for figure, line in _lines(session, found, indicator, breakdown):
        period, code, by, cell, before, after = _named(figure)
        if last != figure:
            typer.echo(f"{period} {code} {by} {cell}: {before} → {after}")
            last = figure
        typer.echo("  " + "  ".join(one for one in map(str, _told(line)) if one))


def _lines(
    session: Session, found: Explanation, indicator: str | None, breakdown: str | None
) -> Iterator[tuple[Mapping[str, Any], RecordLine]]:
    from lmis.services.listing import records_listed

    for why in found.why(indicator, breakdown):
        for line in records_listed(session, found, why):
            yield why.figure, line


def _named(figure: Mapping[str, Any]) -> tuple[Any, ...]:
    from lmis.indicators.register.figures import CELLS

    cell = " ".join(str(figure[name]) for name in CELLS if isinstance(figure[name], str))
    return figure["period"], figure["indicator"], figure["breakdown"], cell, *_values(figure)


def _told(line: RecordLine) -> tuple[Any, ...]:
    corrected = "; ".join(f"{name}: {_plain(old)} → {_plain(new)}" for name, old, new in line.corrections)
    change = label("change", line.change, language())
    about = line.person or "", line.vacancy or "", line.office or ""
    return (
        f"{line.amount:+d}",
        _what(line.table),
        change,
        *about,
        (line.day and day(line.day, language())) or "",
        corrected,
    )


def _what(table: str) -> str:
    return label("record", table, language())


def _plain(value: Any) -> str:
    return "–" if value is None else str(value)


def _alike(totals: pd.DataFrame) -> pd.Series[bool]:
    """Whose value is the same: only what stands behind it changed."""
    before, after = totals["value_before"], totals["value_after"]
    return (before == after) | (before.isna() & after.isna())


def _values(figure: Mapping[str, Any]) -> tuple[str, str]:
    """Before and after; a cell that had no row was one in which nothing was counted."""
    before, after = (
        "0" if figure[f"version_{side}"] != figure[f"version_{side}"] else _number(figure[f"value_{side}"])
        for side in ("before", "after")
    )
    return before, after


def _number(value: Any) -> str:
    return "–" if value is None or value != value else f"{value:,.10g}"
