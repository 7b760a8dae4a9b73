"""`lmis export`: an office's register as files that can be imported again."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Final, TextIO

import typer

from lmis.cli.door import database, said, system, told
from lmis.services.exporting import ExportReport, export_file

OWNER_ONLY: Final = 0o600
"""The file names people: nobody but its owner reads it."""


class Kind(StrEnum):
    """The kinds of records that can be exported."""

    JOB_SEEKERS = "job-seekers"
    EMPLOYERS = "employers"
    VACANCIES = "vacancies"
    REFERRALS = "referrals"
    PLACEMENTS = "placements"


@told
def export(
    kind: Annotated[Kind, typer.Argument(help="What the file shall hold.")],
    office: Annotated[str, typer.Option(help="Code of the office, as KH-JC-02.")],
    out: Annotated[Path | None, typer.Option(help="The file to write; standard output where none is named.")] = None,
    quick: Annotated[bool, typer.Option("--quick", help="Job seekers of whom only the five fields are known.")] = False,
) -> None:
    """Write an office's records as CSV for Excel; imported again, the file changes nothing."""
    with target_file(out) as target:
        report = export_file(database(), system(), kind, target, office=office, quick=quick)
    typer.echo(said("{lines} lines were exported", lines=report.lines), err=True)
    _tell(report)


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
