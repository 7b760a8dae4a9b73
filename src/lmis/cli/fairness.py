"""`lmis fairness`: what adverts ask of people that has nothing to do with the work, and who is reached."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, Final

import typer
from rich.console import Console
from rich.table import Table

from lmis.cli.door import database, language, said, system, told
from lmis.cli.titles import table_of
from lmis.fairness.adverts import Flag, flags_of, flags_of_advert
from lmis.fairness.parity import Ratio
from lmis.fairness.report import STAGES, Line
from lmis.locale.adverts import finding_words
from lmis.locale.formats import number
from lmis.locale.formats import period as period_words
from lmis.locale.reaching import group_words, people_words, ratio_words
from lmis.locale.words import label
from lmis.queries.editions import Audience
from lmis.queries.reference import province_names
from lmis.queries.vacancies import open_vacancies
from lmis.services.reaching import ReachReport, reach_report
from lmis.text.numbers import serial_text
from lmis.vocabulary import Country, Purpose

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


RATIO: Final = ("ratio", "ratio_low", "ratio_high")


@app.command("report")
@told
def report(
    quarter: Annotated[str, typer.Option(help="As 2026Q3, 2026M07 or 2026.")],
    country: Annotated[Country, typer.Option(help="KH or LA.")] = Country.KH,
    file: Annotated[Path | None, typer.Option("--csv", help="The CSV file to write.", dir_okay=False)] = None,
    public: Annotated[bool, typer.Option("--public", help="Hide what tells about fewer than ten, not five.")] = False,
) -> None:
    """Tell who was registered, suggested, referred and placed, by sex, age, disability and province."""
    by = system(country=country)
    with database().open(by, Purpose.STATISTICS, "fairness-report", write=False) as session:
        audience = Audience.PUBLIC if public else Audience.MINISTRY
        found = reach_report(session, by, quarter, country, audience)
        names = dict(session.execute(province_names(country, language())).all())
    if file is not None:
        _write(file, found, names)
    else:
        _show(found, names)
    if not found.runs:
        typer.echo(said("Who was suggested is not known: no stored suggestions of this period are left."))
    typer.echo(said("A ratio is the group's rate per person registered over that of everybody else."))


def _show(found: ReachReport, names: Mapping[str, str]) -> None:
    table = Table(title=f"{label('country', found.country.value, language())}, {_period(found)}")
    table.add_column("")
    for stage in STAGES:
        table.add_column(label("stage", stage, language()), justify="right")
    for line in found.lines:
        shown = [people_words(line, stage, language()) for stage in STAGES]
        ratios = ["", *(ratio_words(line.ratios[stage], language()) for stage in STAGES[1:])]
        if line.breakdown != "total":
            shown = [f"{people}\n{ratio}".rstrip() for people, ratio in zip(shown, ratios, strict=True)]
        table.add_row(group_words(line, names, language()), *shown)
    Console(highlight=False).print(table)


def _period(found: ReachReport) -> str:
    return period_words(found.period.text, language())


def _write(file: Path, found: ReachReport, names: Mapping[str, str]) -> None:
    """One row for each group and stage; a number that is hidden or not known is blank, never 0."""
    with file.open("w", encoding="utf-8-sig", newline="") as target:
        rows = csv.writer(target, lineterminator="\n")
        rows.writerow(["period", "country", "breakdown", "code", "name", "stage", "people", "hidden", *RATIO])
        for line in found.lines:
            start = [found.period.text, found.country.value, line.breakdown, line.code]
            for stage in STAGES:
                rows.writerow([*start, group_words(line, names, language()), stage, *_cells(line, stage)])


def _cells(line: Line, stage: str) -> list[Any]:
    ratio = line.ratios.get(stage) or Ratio(None)
    bounds = ("" if bound is None else f"{bound:.4f}" for bound in (ratio.value, ratio.low, ratio.high))
    people = line.people[stage]
    return ["" if people is None else people, "yes" if stage in line.hidden else "no", *bounds]
