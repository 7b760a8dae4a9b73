"""`lmis sdmx`: files of statistics in the format of statistical offices."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Final

import typer

from lmis.cli.door import database, language, said, system, told
from lmis.exchange.faults import NoObservations
from lmis.exchange.messages import Head
from lmis.exchange.reading import checked, read_table
from lmis.indicators.reconciliations import Finding
from lmis.locale.catalogue import filled, keyed
from lmis.vocabulary import Country, Purpose

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


@app.command("lao-sdg")
@told
def lao_sdg(out: Annotated[Path, typer.Argument(help="The file to write, SDMX-ML 2.1.")]) -> None:
    """Write the annual figures of Lao PDR that are indicators of the SDGs, in the shape of its Statistics Bureau."""
    from lmis.exchange.lao_sdg import SERIES, lao_answer
    from lmis.exchange.ml_data import data_message
    from lmis.web.sdmx.shelf import EVERYTHING, Shelf, Sources

    by = system(country=Country.LA)
    with database().open(by, Purpose.NONE, "export-lao-sdg", write=False) as session:
        sources = Sources.of(session, language())
        registry, _ = Shelf().registry(session, sources, by.at)
        flows = [(one, sources.series(one, EVERYTHING)) for one in sources.flows() if one.indicator in SERIES]
        answer = lao_answer(flows, registry)
        held = list(answer.series)
        if not held:
            raise NoObservations(value=", ".join(sorted(SERIES)))
        parts = data_message(replace(answer, series=held), Head(by.at, (language().value,)), "specific")
        out.write_text("".join(parts), encoding="utf-8")
    typer.echo(said("{lines} lines were exported", lines=sum(len(one.observations) for one in held)))


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
