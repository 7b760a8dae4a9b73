"""`lmis import`, `template`, `sample`: files of provincial offices."""

from __future__ import annotations

import json
from dataclasses import asdict
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Annotated, TextIO

import typer
from rich.console import Console

from lmis.cli.door import database, language, settings, system, told
from lmis.cli.progress import progress_of
from lmis.cli.telling import faults, letter
from lmis.errors import LmisError
from lmis.imports.profiles import headers_of
from lmis.imports.read import AS_IT_IS, Told
from lmis.imports.templates import template as template_text
from lmis.locale.labels import labels
from lmis.locale.words import words
from lmis.sample.world import write_world
from lmis.services.importing import ImportReport, import_file


class Kind(StrEnum):
    """The kinds of files that can be imported."""

    JOB_SEEKERS = "job-seekers"
    EMPLOYERS = "employers"
    VACANCIES = "vacancies"
    REFERRALS = "referrals"
    PLACEMENTS = "placements"
    PLACES = "places"


def sentence(error: LmisError) -> str:
    """The words of a refusal for the rejects file."""
    return words(error, language())[1]


def run_import(
    kind: str,
    file: Path,
    *,
    office: str | None,
    for_real: bool,
    rejects: TextIO | None,
    quiet: bool,
    told: Told = AS_IT_IS,
    remember: bool = False,
) -> ImportReport:
    """Import one file; how far it is, is told on standard error unless `quiet`."""
    console = Console(stderr=True, quiet=quiet)
    with file.open("rb") as source, progress_of(source, file.name, console) as progress:
        return import_file(
            database(),
            system(),
            kind,
            source,
            file_name=file.name,
            office=office,
            for_real=for_real,
            rejects=rejects,
            progress=progress,
            words=sentence,
            told=told,
            labels=labels(),
            remember=remember,
        )


@told
def import_(
    kind: Annotated[str, typer.Argument(help=f"What the file holds: {', '.join(Kind)}.")],
    file: Annotated[Path, typer.Argument(help="The file as the office sent it.")],
    office: Annotated[str | None, typer.Option(help="The office that sends it, where the file does not say.")] = None,
    for_real: Annotated[bool, typer.Option("--for-real", help="Write; without this it is a rehearsal.")] = False,
    rejects: Annotated[Path | None, typer.Option(help="Where bad rows go, with the reason of each.")] = None,
    encoding: Annotated[str | None, typer.Option(help="The code page of a text that is not UTF-8 or UTF-16.")] = None,
    sheet: Annotated[str | None, typer.Option(help="The sheet of a workbook.")] = None,
    headers: Annotated[
        list[str] | None, typer.Option("--map", help="A header of the file, as 'Their header=our_column'.")
    ] = None,
    remember: Annotated[
        bool, typer.Option("--remember", help="Keep these headers for the office's later files, as --for-real does.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Import a file: good rows go in, bad rows come back with their reason. A rehearsal by default."""
    of_file = Told(encoding, sheet, headers_of(headers or ()))
    run = partial(
        run_import, kind, file, office=office, for_real=for_real, quiet=as_json, told=of_file, remember=remember
    )
    if rejects is None:
        report = run(rejects=None)
    else:
        with rejects.open("w", encoding="utf-8-sig", newline="") as target:
            report = run(rejects=target)
    if as_json:
        typer.echo(json.dumps(report.as_json(), ensure_ascii=False))
    else:
        typer.echo("\n".join(letter(report, file.name, rejects)))
        for fault in faults(report):
            typer.echo(fault, err=True)


@told
def template(kind: Annotated[Kind, typer.Argument(help="What the file shall hold.")]) -> None:
    """Print the header of a kind of file, with an example row."""
    typer.echo(template_text(kind), nl=False)


@told
def sample(
    people: Annotated[int, typer.Option(min=1)] = 20_000,
    vacancies: Annotated[int, typer.Option(min=1)] = 3_000,
    seed: Annotated[int, typer.Option(min=0)] = 1,
    out: Annotated[Path, typer.Option(help="The folder to write to.")] = Path("data/sample"),
) -> None:
    """Write a plausible world of both countries as import files; the same seed gives the same bytes."""
    summary = write_world(people, vacancies, seed, out, settings().seeds)
    typer.echo(json.dumps(asdict(summary), default=str))
