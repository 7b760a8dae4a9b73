"""`lmis match`: who suits a vacancy, which vacancies suit a person, and why the others are not suggested."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from dataclasses import asdict
from datetime import UTC
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import Progress
from rich.table import Table
from rich.text import Text
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lmis.cli import weights as of_weights
from lmis.cli.door import database, language, said, system, told
from lmis.locale.formats import number
from lmis.locale.gates import changes
from lmis.locale.words import label, reason_words
from lmis.matching.rank import Ranking, Reason, Suggestion
from lmis.model.reference import Occupation, SpokenLanguage
from lmis.services.suggesting import Suggested, suggest_seekers, suggest_vacancies
from lmis.text.numbers import serial_text
from lmis.vocabulary import Purpose

app = typer.Typer(help="Suggest people for a vacancy, or vacancies for a person.", no_args_is_help=True)

app.command("weights")(of_weights.weights)
app.command("skills")(of_weights.skills)

Id = Annotated[str, typer.Argument(help="The id, or the short number as V-0012345-7.")]
Top = Annotated[int, typer.Option(min=1, max=1000, help="How many to suggest.")]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]


@app.command("vacancy")
@told
def vacancy(id: Id, top: Top = 20, as_json: Json = False) -> None:
    """Suggest registered people for a vacancy."""
    with database().open(system(), Purpose.MATCHING, "match-vacancy", write=False) as session:
        told_of = suggest_seekers(session, system(), id, top)
        _show(session, told_of, "S", as_json)


@app.command("seeker")
@told
def seeker(id: Id, top: Top = 20, as_json: Json = False) -> None:
    """Suggest open vacancies for a person."""
    with database().open(system(), Purpose.MATCHING, "match-seeker", write=False) as session:
        told_of = suggest_vacancies(session, system(), id, top)
        _show(session, told_of, "V", as_json)


@app.command("all")
@told
def every_vacancy(
    out: Annotated[Path, typer.Option(help="The Parquet file to write.", dir_okay=False)],
    top: Top = 20,
    scheduler: Annotated[str, typer.Option(help="A Dask cluster, as tcp://10.0.0.5:8786; else this machine.")] = "",
) -> None:
    """Rank everybody who is registered for every open vacancy, and write the best of each."""
    from lmis.services.crews import on_cluster, on_this_machine  # here, for compiled libraries take a second to come
    from lmis.services.night import NightReport, match_all

    crew = on_cluster(scheduler) if scheduler else on_this_machine
    with (
        database().open(system(), Purpose.MATCHING, "match-all", write=False) as session,
        Progress(transient=True, disable=not sys.stderr.isatty()) as bar,
    ):
        task = bar.add_task(out.name, total=None)

        def tell(report: NightReport) -> None:
            bar.update(task, total=report.vacancies, completed=report.done)

        report = match_all(session, system(), out, top, crew=crew, progress=tell)
    counts = {name: number(count, language()) for name, count in asdict(report).items()}
    typer.echo(said("{done} vacancies, {seekers} people: {suggestions} suggestions in {file}", **counts, file=str(out)))


def document(told_of: Suggested) -> dict[str, Any]:
    """The suggestions as one JSON-ready object."""
    return {
        "at": told_of.at.astimezone(UTC).isoformat(),
        "weights": {"version": told_of.weights.version, "points": dict(told_of.weights.most)},
        "considered": told_of.ranking.considered,
        "suggestions": [
            {
                "id": str(suggestion.id),
                "rank": suggestion.rank,
                "points": suggestion.points,
                "reasons": [
                    {"criterion": r.criterion, "points": r.points, "max": r.max, "known": r.known}
                    for r in suggestion.reasons
                ],
            }
            for suggestion in told_of.ranking.suggestions
        ],
        "not_suggested": told_of.ranking.not_suggested,
        "relaxed": {gate.value: more for gate, more in told_of.relaxed.items()},
    }


def _show(session: Session, told_of: Suggested, letter: str, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(document(told_of), ensure_ascii=False))
        return
    console, names = Console(highlight=False), _names(session)
    for suggestion in told_of.ranking.suggestions:
        console.print(Text(_heading(suggestion, serial_text(letter, told_of.records[suggestion.id].serial))))
        console.print(_table((_points(one), reason_words(one, language(), names)) for one in suggestion.reasons))
    console.print(Text(_considered(told_of.ranking, letter)))
    others = sorted(told_of.ranking.not_suggested.items(), key=lambda item: -item[1])
    spoken = language()
    console.print(_table((number(count, spoken), label("not_suggested", name, spoken)) for name, count in others))
    if more := changes(told_of.relaxed, "people" if letter == "S" else "vacancies", spoken):
        console.print(Text(said("So many more would be weighed if one thing were different:")))
        console.print(_table((f"+{number(count, spoken)}", words) for _, count, words in more))


def _heading(suggestion: Suggestion, short: str) -> str:
    told_of = {"rank": suggestion.rank, "number": short, "points": suggestion.points, "max": suggestion.max}
    if suggestion.unknown:
        return said(
            "{rank}. {number}: {points} of {max} points; {unknown} not known yet", **told_of, unknown=suggestion.unknown
        )
    return said("{rank}. {number}: {points} of {max} points", **told_of)


def _points(reason: Reason) -> str:
    """What one criterion gave; a dash where the vacancy does not ask, `?` where nobody knows."""
    if not reason.max:
        return "–"
    return f"{reason.points if reason.known else '?'}/{reason.max}"


def _considered(ranking: Ranking, letter: str) -> str:
    """How many were considered, and that the reasons of all others follow."""
    spoken = language()
    counts = {"count": number(ranking.considered, spoken), "suggested": number(len(ranking.suggestions), spoken)}
    if letter == "S":
        told_of = said("{count} people were considered and {suggested} are suggested.", **counts)
    else:
        told_of = said("{count} vacancies were considered and {suggested} are suggested.", **counts)
    return f"{told_of} {said('Why the others are not:')}" if ranking.not_suggested else told_of


def _table(rows: Iterable[tuple[str, str]]) -> Table:
    """Counts to the right, their words to the left of one line."""
    table = Table.grid(padding=(0, 2), pad_edge=True)
    table.add_column(justify="right", no_wrap=True, min_width=7)
    table.add_column()
    for count, told_of in rows:
        table.add_row(Text(count), Text(told_of))
    return table


def _names(session: Session) -> dict[str, str]:
    """Occupations and languages by code, as the reader's language names them."""
    names: dict[str, str] = {}
    for table in (Occupation, SpokenLanguage):
        own = getattr(table, f"name_{language()}")
        rows = session.execute(select(table.code, func.coalesce(own, table.name_en)))
        names |= dict(rows.all())
    return names
