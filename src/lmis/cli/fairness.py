"""`lmis fairness`: what adverts ask of people that has nothing to do with the work."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Annotated

import typer

from lmis.cli.door import database, language, said, system, told
from lmis.cli.titles import table_of
from lmis.fairness.adverts import Flag, flags_of, flags_of_advert
from lmis.locale.adverts import finding_words
from lmis.locale.formats import number
from lmis.locale.words import label
from lmis.queries.vacancies import open_vacancies
from lmis.text.numbers import serial_text
from lmis.vocabulary import Purpose

app = typer.Typer(help="Is everybody treated alike: what adverts ask, and who is reached.", no_args_is_help=True)

Flagged = tuple[str, list[Flag]]
"""Where an advert stands, and what was found in it."""


@app.command("adverts")
@told
def adverts(
    file: Annotated[Path | None, typer.Argument(help="A CSV file with a header, as the template of vacancies.")] = None,
    every: Annotated[bool, typer.Option("--all", help="All open vacancies of the register.")] = False,
    column: Annotated[list[str] | None, typer.Option(help="A column of the file; may be given several times.")] = None,
) -> None:
    """List the adverts that ask for a sex, an age, looks, an origin, a family or no disability. Nothing is changed."""
    if every == (file is not None):
        raise typer.BadParameter(said("Name a file, or say --all for the open vacancies."))
    found = _of_file(file, column or ("title", "title_native", "description")) if file else _of_register()
    counted = flagged = 0
    for place, flags in found:
        counted += 1
        flagged += bool(flags)
        _tell(place, flags)
    counts = {"flagged": number(flagged, language()), "count": number(counted, language())}
    typer.echo(said("{flagged} of {count} adverts ask for what has nothing to do with the work.", **counts))


def _of_file(file: Path, columns: Sequence[str]) -> Iterator[Flagged]:
    for line, row in table_of(file, columns).rows:
        yield said("line {line}", line=line), flags_of((name, row[name]) for name in columns)


def _of_register() -> Iterator[Flagged]:
    with database().open(system(), Purpose.NONE, "fairness-adverts", write=False) as session:
        for row in session.scalars(open_vacancies(system())):
            yield serial_text("V", row.serial), flags_of_advert(row)


def _tell(place: str, flags: Iterable[Flag]) -> None:
    for flag in flags:
        where = label("vacancy_field", flag.field, language())
        typer.echo(f"{place}, {where}: {finding_words(flag.finding, language())}")
