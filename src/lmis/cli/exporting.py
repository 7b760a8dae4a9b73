"""`lmis export`: an office's register as files that can be imported again."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Final, TextIO

import typer

from lmis.cli.door import database, language, said, system, told
from lmis.errors import Invalid
from lmis.locale.figure_tables import tables_of
from lmis.model.figures import PES
from lmis.services.exporting import ExportReport, export_file
from lmis.vocabulary import Country, Purpose

OWNER_ONLY: Final = 0o600
"""The file names people: nobody but its owner reads it."""


class OptionNeeded(Invalid):
    """This export needs one more option."""


class Kind(StrEnum):
    """The kinds of records that can be exported."""

    JOB_SEEKERS = "job-seekers"
    EMPLOYERS = "employers"
    VACANCIES = "vacancies"
    REFERRALS = "referrals"
    PLACEMENTS = "placements"
    FIGURES = "figures"


@told
def export(
    kind: Annotated[Kind, typer.Argument(help="What the file shall hold.")],
    office: Annotated[str | None, typer.Option(help="Code of the office, as KH-JC-02.")] = None,
    out: Annotated[Path | None, typer.Option(help="The file to write; standard output where none is named.")] = None,
    quick: Annotated[bool, typer.Option("--quick", help="Job seekers of whom only the five fields are known.")] = False,
    country: Annotated[Country | None, typer.Option(help="Of figures: KH or LA.")] = None,
    period: Annotated[str | None, typer.Option(help="Of figures: as 2026Q3.")] = None,
    edition: Annotated[int | None, typer.Option(help="Of figures: its number; the latest where none is named.")] = None,
    survey: Annotated[
        str | None, typer.Option(help="Of figures: the code of a survey; the register's where none is named.")
    ] = None,
) -> None:
    """Write an office's records as CSV for Excel, or an edition's figures as a workbook (.xlsx) or CSV.

    Records that are imported again change nothing. Figures are those that the public may see.
    """
    if kind is Kind.FIGURES:
        if country is None or period is None:
            raise OptionNeeded(value="--country, --period")
        export_figures(country, period, edition, out, survey)
        return
    if office is None:
        raise OptionNeeded(value="--office")
    with target_file(out) as target:
        report = export_file(database(), system(), kind, target, office=office, quick=quick)
    typer.echo(said("{lines} lines were exported", lines=report.lines), err=True)
    _tell(report)


def export_figures(
    country: Country, period: str, number: int | None, out: Path | None, survey: str | None = None
) -> None:
    """Write an edition: a workbook where the file's name ends in .xlsx, else CSV."""
    from lmis.exchange.spreadsheets import write_csv, write_workbook

    with database().open(system(country=country), Purpose.NONE, "export-figures", write=False) as session:
        tables = tables_of(session, country, period, number, language(), survey or PES)
        if out is not None and out.suffix.lower() == ".xlsx":
            with out.open("wb") as book:
                write_workbook(tables.sheets(), book)
            return
        with target_file(out) as target:
            lines = write_csv(tables.headers(), tables.lines(), target)
    typer.echo(said("{lines} lines were exported", lines=lines), err=True)


@contextmanager
def target_file(out: Path | None) -> Iterator[TextIO]:
    """Where the file goes, UTF-8 with a mark; a named one is there when it is whole, and not before."""
    if out is None:
        stream = io.TextIOWrapper(typer.get_binary_stream("stdout"), encoding="utf-8-sig", newline="")
        try:
            yield stream
        finally:
            stream.detach()
        return
    part = out.with_name(f"{out.name}.part")
    try:
        part.unlink(missing_ok=True)
        part.touch(OWNER_ONLY)
        with part.open("w", encoding="utf-8-sig", newline="") as target:
            yield target
        part.replace(out)
    finally:
        part.unlink(missing_ok=True)


def _tell(report: ExportReport) -> None:
    """What the file does not hold, on standard error."""
    if report.taken_quickly:
        typer.echo(
            said(
                "{count} people are registered with five fields only: export them with --quick",
                count=report.taken_quickly,
            ),
            err=True,
        )
    for line, column in report.blanks[:10]:
        typer.echo(
            "  "
            + said("line {line}, {column}: left blank, because no cell can hold this value", line=line, column=column),
            err=True,
        )
    if len(report.blanks) > 10:
        typer.echo("  " + said("… and {count} more cells", count=len(report.blanks) - 10), err=True)
