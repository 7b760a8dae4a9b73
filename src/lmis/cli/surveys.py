"""`lmis survey` and `lmis indicators`: household surveys in, labour-force figures out."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final

import typer
from sqlalchemy import select

from lmis.cli.door import database, language, said, system, told
from lmis.cli.survey_report import report_lines
from lmis.indicators.inputs import read_inputs
from lmis.locale.words import enum_label
from lmis.model.surveys import Survey
from lmis.vocabulary import Purpose

PLAIN: Final = (
    ("indicator", "ref_area", "time"),
    ("value", "se", "lower", "upper", "respondents", "status"),
)
"""The columns before and behind the breakdowns."""

FULL: Final = (
    ("indicator", "ref_area", "time", "standard"),
    ("classification", "class", "value", "se", "cv", "lower", "upper", "respondents", "base", "status", "note"),
)

app = typer.Typer(help="Household surveys.", no_args_is_help=True)


@app.command("load")
@told
def load(
    mapping: Annotated[Path, typer.Argument(help="The mapping file of this survey round.")],
    files: Annotated[
        list[Path],
        typer.Argument(help="The survey's own files: CSV, Stata, SPSS, or fixed width with its CSPro dictionary."),
    ],
    for_real: Annotated[bool, typer.Option("--for-real", help="Keep it; without this it is a rehearsal.")] = False,
    values: Annotated[bool, typer.Option("--values", help="Show what each value of a column became.")] = False,
) -> None:
    """Take a survey whole, or not at all; a rehearsal by default."""
    from lmis.indicators.surveys import read_mapping
    from lmis.services.surveys import read_survey, take_survey

    read = read_survey(read_mapping(mapping), files)
    for line in report_lines(read.report, values=values):
        typer.echo(line)
    with database().open(system(), Purpose.STATISTICS, "survey-load") as session:
        taken = take_survey(session, system(), read, for_real=for_real)
    report = taken.report
    status = enum_label(taken.status, language())
    counts = said("{read} records read, {kept} kept, {status}", read=report.read, kept=report.kept, status=status)
    typer.echo(f"{report.survey}: {counts}")
    if not for_real:
        typer.echo(said("Rehearsal: nothing was kept. Add --for-real to keep it."))


@app.command("list")
@told
def list_() -> None:
    """The surveys that were taken."""
    with database().open(system(), Purpose.NONE, "survey-list", write=False) as session:
        columns = (Survey.code, Survey.country, Survey.period, Survey.persons, Survey.title)
        for code, country, period, persons, title in session.execute(select(*columns).order_by(Survey.code)):
            typer.echo(f"{code}\t{country}\t{period}\t{persons}\t{title}")


@told
def indicators(
    survey: Annotated[str, typer.Argument(help="Code of the survey, as `lmis survey list` shows it.")],
    by: Annotated[str, typer.Option(help="Breakdowns, separated by commas.")] = "sex,age_group,region",
    inputs: Annotated[
        Path | None, typer.Option(help="A table of dated inputs, CSV: accounts, injuries, rates of exchange.")
    ] = None,
    full: Annotated[
        bool, typer.Option("--full", help="Also figures by class, both standards, notes and reasons: more columns.")
    ] = False,
    out: Annotated[
        Path | None, typer.Option(help="The CSV file to write; standard output where none is given.")
    ] = None,
) -> None:
    """Compute every indicator of a survey by the breakdowns, with standard errors, and write them as CSV."""
    from lmis.services.surveys import tabulate

    chosen = [part.strip() for part in by.split(",") if part.strip()]
    given = read_inputs(inputs.read_bytes()) if inputs is not None else None
    with database().open(system(), Purpose.STATISTICS, "indicators", write=False) as session:
        table = tabulate(session, survey, chosen, given)
    order = list(dict.fromkeys(["sex", "age_group", "region", *chosen]))
    for name in order:
        if name not in table.columns:
            table[name] = "_T"
    if not full:
        table = table[
            (table["class"] == "_T") & (table["standard"].isna() | (table["standard"] == table["standard"].max()))
        ]
    columns = FULL if full else PLAIN
    text = table[[*columns[0], *order, *columns[1]]].to_csv(index=False)
    if out is None:
        typer.echo(text, nl=False)
    else:
        out.write_text(text, encoding="utf-8")
        typer.echo(said("{count} figures in {file}", count=len(table), file=out))
