"""`lmis demo`: the main job from end to end, in both countries, on the sample world."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import datetime
from datetime import time as clock
from pathlib import Path
from typing import Annotated, Final

import typer
from rich.cells import set_cell_size
from rich.console import Console
from rich.table import Table

from lmis.cli.bulletin import write_bulletin
from lmis.cli.door import database, language, said, settings, system, told
from lmis.cli.figures import publish_period
from lmis.cli.register import run_import
from lmis.cli.running import set_up
from lmis.cli.telling import told_of as told_of_import
from lmis.locale.formats import number
from lmis.locale.tongues import Printed
from lmis.locale.words import label
from lmis.queries.editions import Audience, series_of
from lmis.queries.summary import newest_vacancy, totals
from lmis.sample.world import write_world
from lmis.services.suggesting import suggest_seekers
from lmis.text.numbers import serial_text
from lmis.vocabulary import Country, Purpose

KINDS: Final = ("employers", "job-seekers", "vacancies", "referrals", "placements")
"""In the order in which they refer to one another."""

QUARTERS: Final = ("2025Q3", "2025Q4", "2026Q1", "2026Q2", "2026Q3")
"""The quarters of the sample world, whose days are fixed."""

NOON: Final = clock(12)
FOLDER: Final = Path("data/sample")
SEED: Final = 1


@told
def demo(
    people: Annotated[int, typer.Option(min=100)] = 20_000,
    vacancies: Annotated[int, typer.Option(min=20)] = 3_000,
    port: Annotated[int, typer.Option(help="Where the pages will be.")] = 8000,
) -> None:
    """Set up, import the sample world of both countries, match, publish; again and again: nothing changes."""
    began = time.perf_counter()
    changed = bool(set_up())
    typer.echo(said("reference tables: loaded") if changed else said("reference tables: there already"))
    write_world(people, vacancies, SEED, FOLDER, settings().seeds)
    for country in Country:
        changed |= _import(country)
    for country in Country:
        changed |= _publish(country)
        _match(country)
        _bulletin(country)
    _summary()
    done = said("Done in {seconds} s.", seconds=f"{time.perf_counter() - began:.0f}")
    typer.echo(done if changed else f"{done} {said('Nothing changed since last time.')}")
    address = f"http://127.0.0.1:{port}"
    typer.echo(
        said("Pages: {pages}   API: {api}", pages=f"{address}/kh, {address}/la", api=f"{address}/api/v1/openapi.json")
    )


def _tell(country: Country, what: str, told_of: str) -> None:
    """One line about a step in a country."""
    typer.echo(f"{country} {set_cell_size(label('step', what, language()), 24)} {told_of}")


def _import(country: Country) -> bool:
    """Import the five files of a country for real; returns whether anything changed."""
    changed = False
    for kind in KINDS:
        file = FOLDER / country / f"{kind}.csv"
        with (FOLDER / country / f"{kind}-rejects.csv").open("w", encoding="utf-8-sig", newline="") as rejects:
            report = run_import(kind, file, office=None, for_real=True, rejects=rejects, quiet=False)
        _tell(country, kind, told_of_import(report))
        changed |= bool(report.created or report.updated)
    return changed


def _publish(country: Country) -> bool:
    reports = [publish_period(quarter, country) for quarter in QUARTERS]
    new = [report for report in reports if report.changed]
    figures = sum(report.figures for report in new)
    if new:
        outcome = said("{editions} editions, {figures} figures", editions=len(new), figures=figures)
    else:
        outcome = said("nothing changed since the last editions")
    _tell(
        country,
        "published",
        said("{first} to {last}: {outcome}", first=QUARTERS[0], last=QUARTERS[-1], outcome=outcome),
    )
    return bool(new)


def _bulletin(country: Country) -> None:
    """Write the bulletin of the last quarter in the language of the country."""
    own = Printed.KM if country is Country.KH else Printed.LO
    out = FOLDER.parent / f"bulletin-{country}-{QUARTERS[-1]}-{own}.pdf"
    _tell(country, "bulletin", write_bulletin(QUARTERS[-1], country, out, own, sample=True))


def _match(country: Country) -> None:
    """Match the newest vacancy against everybody who is registered, as on the day it was posted: then it was open."""
    by = system(country=country)
    with database().open(by, Purpose.MATCHING, "demo", write=False) as session:
        vacancy, posted_on = session.execute(newest_vacancy(country)).one()
        then = replace(by, at=datetime.combine(posted_on, NOON, country.zone))
        found = suggest_seekers(session, then, str(vacancy), top=3)
        best = ", ".join(
            said(
                "{number} with {points} of {max} points",
                number=serial_text("S", serial),
                points=one.points,
                max=one.max,
            )
            for one in found.ranking.suggestions
            for serial in [found.records[one.id].serial]
        )
    considered = number(found.ranking.considered, language())
    outcome = said("vacancy {vacancy}: best of {count} are {best}", vacancy=vacancy, count=considered, best=best)
    _tell(country, "matched", outcome)


def _summary() -> None:
    """People, vacancies, referrals, placements and the demand-supply ratio of each country."""
    title, spoken = said("The register"), language()
    table = Table("", *(country.value for country in Country), title=title, title_justify="left")
    rows: dict[str, list[str]] = {}
    with database().open(system(), Purpose.STATISTICS, "summary", write=False) as session:
        for country in Country:
            for name, count in session.execute(totals(country)).one()._mapping.items():
                rows.setdefault(label("total", name, spoken), []).append(number(count, spoken))
            for row in session.execute(series_of(country, "PES_DSR", Audience.PUBLIC)):
                if row.period == QUARTERS[-1]:
                    ratio = said("hidden") if row.value is None else number(row.value, spoken, 2)
                    rows.setdefault(said("demand-supply ratio {period}", period=row.period), []).append(ratio)
    for name, values in rows.items():
        table.add_row(name, *values)
    Console().print(table)
