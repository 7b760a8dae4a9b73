"""`lmis sdmx`: files of statistics in the format of statistical offices."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Final

import typer

from lmis.cli.door import language, said, system, told
from lmis.exchange.reading import checked, read_table
from lmis.indicators.reconciliations import Finding
from lmis.locale.catalogue import filled, keyed

app = typer.Typer(help="Statistics as SDMX.", no_args_is_help=True)

SHOWN: Final = 5
"""Findings of one kind that are written out; of the others the number is told."""
DEFECTS: Final = 2
"""The exit code of a file with defects, so that scripts can tell it from a file that cannot be read (1)."""


@app.command("check")
@told
def check(file: Annotated[Path, typer.Argument(help="A file of SDMX data, 2.1 or 3.0.")]) -> None:
    """Read somebody's SDMX data and tell what in it cannot be right; exit code 2 where something is."""
    if not file.is_file():
        raise FileNotFoundError(2, "", str(file))
    table = read_table(file)
    counts = {"figures": len(table.figures), "series": table.series, "prepared": table.prepared or None}
    typer.echo(said("{figures} figures in {series} series, prepared {prepared}", **counts))
    found = checked(table, system().at.year)
    for line in lines_of(found):
        typer.echo(line)
    if found:
        raise typer.Exit(DEFECTS)
    typer.echo(said("nothing was found that cannot be right"))


def lines_of(findings: Iterable[Finding]) -> list[str]:
    """What was found, by kind: how often, what it means, and the first few."""
    by_kind: dict[str, list[Finding]] = defaultdict(list)
    for one in findings:
        by_kind[one.kind].append(one)
    lines = []
    for kind, held in by_kind.items():
        lines.append(f"{len(held):>4}  {keyed('finding_kind', kind, language())}")
        lines += [f"      {words_of(one)}" for one in held[:SHOWN]]
        if len(held) > SHOWN:
            lines.append(f"      {said('… and {count} more', count=len(held) - SHOWN)}")
    return lines


def words_of(one: Finding) -> str:
    """One finding: the series, the period, and the numbers that do not agree."""
    cell = ", ".join(f"{name}={code}" for name, code in one.dims if code not in ("_T", "A", "N"))
    values: dict[str, object] = {
        "series": " ".join(part for part in (one.series, cell and f"({cell})") if part),
        "period": one.period,
        "numbers": ", ".join(f"{number:.12g}" for number in one.numbers),
        "other": one.other,
    }
    return filled(keyed("finding", one.kind, language()) or "{series} {period}: {numbers}", values)
