"""`lmis match fair`: who meets whom at a job fair or a mass recruitment."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from lmis.cli.door import database, language, said, system, told
from lmis.cli.exporting import target_file
from lmis.errors import NotFound
from lmis.locale.formats import number
from lmis.matching.criteria import CRITERIA
from lmis.services.resolving import VacancyNotFound
from lmis.text.numbers import serial_text
from lmis.vocabulary import Country, Purpose

if TYPE_CHECKING:
    from lmis.services.fairs import Fair


class NeitherVacancyNorFile(NotFound):
    """There is no such vacancy in your office, and no file of this name."""


@told
def fair(
    vacancies: Annotated[
        list[str], typer.Option(help="Ids or short numbers; or a file with one in each line. Can be said again.")
    ],
    each: Annotated[int, typer.Option(min=1, max=50, help="How many vacancies a person is given at most.")] = 1,
    per_opening: Annotated[int, typer.Option(min=1, max=50, help="How many people are met for an opening.")] = 1,
    country: Annotated[Country | None, typer.Option(help="Only people and vacancies of this country.")] = None,
    out: Annotated[Path | None, typer.Option(help="The CSV file to write.", dir_okay=False)] = None,
) -> None:
    """Plan a job fair: the meetings with the most points in all, and for which places nobody is left."""
    from lmis.services.fairs import plan_fair  # here, for compiled libraries take a second to come

    by = system(country=country)
    with database().open(by, Purpose.MATCHING, "match-fair", write=False) as session:
        try:
            plan = plan_fair(session, by, list(_named(vacancies)), each, per_opening)
        except VacancyNotFound as error:
            raise NeitherVacancyNorFile(**error.values) if error.values["value"] in vacancies else error from None
        if out is not None:
            _write(plan, out)
        _show(plan, meetings=out is None)


def _named(given: Iterable[str]) -> Iterable[str]:
    """The references: as they are said, or the lines of a file."""
    for one in given:
        file = Path(one)
        lines = file.read_text(encoding="utf-8-sig").splitlines() if file.is_file() else [one]
        yield from (line.strip() for line in lines if line.strip())


def _write(plan: Fair, out: Path) -> None:
    """A line for each meeting, with the points of each criterion."""
    with target_file(out) as target:
        writer = csv.writer(target, lineterminator="\r\n")
        writer.writerow(["vacancy", "seeker", "rank", "points", *(criterion.name for criterion in CRITERIA)])
        for one in plan.meetings:
            numbers = (serial_text("V", one.vacancy.serial), serial_text("S", one.person.serial))
            writer.writerow([*numbers, one.rank, one.points, *(reason.points for reason in one.reasons)])


def _show(plan: Fair, *, meetings: bool) -> None:
    console, taken = Console(highlight=False), Counter(one.vacancy.id for one in plan.meetings)
    table = Table.grid(padding=(0, 2), pad_edge=True)
    for id_, vacancy in sorted(plan.vacancies.items()):
        places = said("{taken} of {places} places", taken=_count(taken[id_]), places=_count(plan.places[id_]))
        table.add_row(Text(serial_text("V", vacancy.serial)), Text(places))
        for one in plan.meetings if meetings else ():
            if one.vacancy.id == id_:
                points = said("{points} points, rank {rank}", points=_count(one.points), rank=_count(one.rank))
                table.add_row(Text(f"  {serial_text('S', one.person.serial)}"), Text(points))
    console.print(table)
    sums = {"meetings": len(plan.meetings), "people": plan.met, "points": plan.points}
    counts = {name: _count(count) for name, count in sums.items()}
    typer.echo(said("{meetings} meetings of {people} people, {points} points in all.", **counts))
    if plan.without:
        typer.echo(said("{count} people who suit have no place: others suit better.", count=_count(plan.without)))
    if unfilled := sum(plan.unfilled.values()):
        typer.echo(said("For {count} places nobody is left who suits.", count=_count(unfilled)))


def _count(count: int) -> str:
    return number(count, language())
