"""`lmis match`: who suits a vacancy, which vacancies suit a person, and why the others are not suggested."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from dataclasses import asdict
from datetime import UTC, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.progress import Progress
from rich.table import Table
from rich.text import Text
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lmis.cli import weights as of_weights
from lmis.cli.door import database, language, said, settings, system, told
from lmis.cli.fairs import fair
from lmis.errors import Invalid
from lmis.locale.formats import day, number
from lmis.locale.gates import capped_words, changes
from lmis.locale.words import label, reason_words
from lmis.matching.rank import Ranking, Reason, Suggestion
from lmis.model.reference import Occupation, SpokenLanguage
from lmis.services.stored import Stored, stored_seekers, stored_vacancies
from lmis.services.suggested import Suggested, opened_first
from lmis.services.suggesting import suggest_seekers, suggest_vacancies
from lmis.text.numbers import serial_text
from lmis.vocabulary import Country, Purpose

if TYPE_CHECKING:
    from lmis.services.night import NightReport

app = typer.Typer(help="Suggest people for a vacancy, or vacancies for a person.", no_args_is_help=True)
app.command("fair")(fair)
app.command("weights")(of_weights.weights)
app.command("skills")(of_weights.skills)

Id = Annotated[str, typer.Argument(help="The id, or the short number as V-0012345-7.")]
Top = Annotated[int, typer.Option(min=1, max=1000, help="How many to suggest.")]
FromTheNight = Annotated[bool, typer.Option("--stored", help="What the newest night stored, as it stands today.")]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]


@app.command("vacancy")
@told
def vacancy(id: Id, top: Top = 20, as_json: Json = False, stored: FromTheNight = False) -> None:
    """Suggest registered people for a vacancy."""
    with database().open(system(), Purpose.MATCHING, "match-vacancy", write=False) as session:
        if stored:
            _show_stored(session, stored_seekers(session, system(), id), "S", as_json)
            return
        told_of = suggest_seekers(session, system(), id, top)
        _show(session, told_of, "S", as_json)


@app.command("seeker")
@told
def seeker(id: Id, top: Top = 20, as_json: Json = False, stored: FromTheNight = False) -> None:
    """Suggest open vacancies for a person."""
    with database().open(system(), Purpose.MATCHING, "match-seeker", write=False) as session:
        if stored:
            _show_stored(session, stored_vacancies(session, system(), id), "V", as_json)
            return
        told_of = suggest_vacancies(session, system(), id, top)
        _show(session, told_of, "V", as_json)


class NowhereToPut(Invalid):
    """Say where the suggestions go: into a file with --out, into the database with --store, or both."""


@app.command("all")
@told
def every_vacancy(
    out: Annotated[Path | None, typer.Option(help="The Parquet file to write.", dir_okay=False)] = None,
    top: Top = 20,
    scheduler: Annotated[str, typer.Option(help="A Dask cluster, as tcp://10.0.0.5:8786; else this machine.")] = "",
    store: Annotated[
        bool, typer.Option("--store", help="Store the suggestions, each person's spread by a cap.")
    ] = False,
    cap: Annotated[
        int | None, typer.Option(min=1, help="For how many vacancies a person is suggested; with --store 20.")
    ] = None,
    country: Annotated[Country | None, typer.Option(help="Only people and vacancies of this country.")] = None,
    reasons: Annotated[
        bool, typer.Option("--reasons", help="Also the points of each criterion; with --out alone.")
    ] = False,
) -> None:
    """Rank everybody who is registered for every open vacancy, and write or store the best of each."""
    from lmis.services.crews import on_cluster, on_this_machine  # here, for compiled libraries take a second to come
    from lmis.services.night import match_all
    from lmis.services.spreading import CAP, spread_all, write_night
    from lmis.services.storing import store_suggestions

    if out is None and not store:
        raise NowhereToPut()
    by, crew = system(country=country), on_cluster(scheduler) if scheduler else on_this_machine
    with (
        database().open(by, Purpose.MATCHING, "match-all", write=False) as session,
        Progress(transient=True, disable=not sys.stderr.isatty()) as bar,
    ):
        task = bar.add_task(out.name if out else "", total=None)

        def tell(report: NightReport) -> None:
            bar.update(task, total=report.vacancies, completed=report.done)

        if out is not None and not store and cap is None:
            _tell_night(match_all(session, by, out, top, crew=crew, progress=tell, reasons=reasons), out)
            return
        night = spread_all(session, by, top, cap or CAP, crew=crew, progress=tell)
    if out is not None:
        write_night(night, out)
    if store:
        with database().open(by, Purpose.MATCHING, "store-suggestions") as session:
            store_suggestions(session, by, night, timedelta(days=settings().keep_suggestions_days))
    _tell_night(night.report, out)


def _tell_night(report: NightReport, out: Path | None) -> None:
    counts = {name: number(count, language()) for name, count in asdict(report).items()}
    if out is not None:
        message = said(
            "{done} vacancies, {seekers} people: {suggestions} suggestions in {file}", **counts, file=str(out)
        )
    else:
        message = said("{done} vacancies, {seekers} people: {suggestions} suggestions are stored", **counts)
    typer.echo(message)
    if report.capped:
        typer.echo(said("{capped} better places were left out: these people stand in enough lists.", **counts))
    if report.short:
        typer.echo(
            said("{short} vacancies have shorter lists, because too many who suit stand in enough lists.", **counts)
        )


def document(told_of: Suggested) -> dict[str, Any]:
    """The suggestions as one JSON-ready object."""
    return {
        "at": told_of.at.astimezone(UTC).isoformat(),
        "weights": {"version": told_of.weights.version, "points": dict(told_of.weights.most)},
        "considered": told_of.ranking.considered,
        "suggestions": [_as_json(suggestion) for suggestion in told_of.ranking.suggestions],
        "not_suggested": told_of.ranking.not_suggested,
        "relaxed": {gate.value: more for gate, more in told_of.relaxed.items()},
        "opens": dict(opened_first(told_of.opens)),
    }


def _as_json(suggestion: Suggestion) -> dict[str, Any]:
    return {
        "id": str(suggestion.id),
        "rank": suggestion.rank,
        "points": suggestion.points,
        "reasons": [
            {"criterion": r.criterion, "points": r.points, "max": r.max, "known": r.known} for r in suggestion.reasons
        ],
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
    if opens := opened_first(told_of.opens):
        console.print(Text(said("Skills that would open vacancies which ask for no other one that is missing:")))
        console.print(_table((f"+{number(count, spoken)}", skill) for skill, count in opens))


def stored_document(told_of: Stored) -> dict[str, Any]:
    """Stored suggestions as one JSON-ready object."""
    run = told_of.run
    return {
        "run": {"id": str(run.id), "made_at": run.made_at.astimezone(UTC).isoformat(), "top": run.top, "cap": run.cap},
        "weights": {"version": run.weights, "points": dict(told_of.weights.most)},
        "suggestions": [_as_json(one) | {"points_then": told_of.then[one.id]} for one in told_of.suggestions],
        "left_out": dict(told_of.left_out),
        "capped": told_of.capped,
    }


def _show_stored(session: Session, told_of: Stored, letter: str, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(stored_document(told_of), ensure_ascii=False))
        return
    console, names, spoken = Console(highlight=False), _names(session), language()
    run = told_of.run
    console.print(
        Text(
            said(
                "Stored on {day} by weights {weights}.",
                day=day(run.made_at.astimezone(Country.KH.zone), spoken),
                weights=run.weights,
            )
        )
    )
    for suggestion in told_of.suggestions:
        console.print(Text(_heading(suggestion, serial_text(letter, told_of.records[suggestion.id].serial))))
        if (then := told_of.then[suggestion.id]) != suggestion.points:
            console.print(Text(f"  {said('{points} points when it was stored', points=then)}"))
        console.print(_table((_points(one), reason_words(one, spoken, names)) for one in suggestion.reasons))
    if told_of.left_out:
        console.print(Text(said("Stored, and left out today:")))
        rows = (
            (number(count, spoken), label("not_suggested", name, spoken)) for name, count in told_of.left_out.items()
        )
        console.print(_table(rows))
    if told_of.capped:
        console.print(Text(capped_words(told_of.capped, run.cap, "people" if letter == "S" else "vacancies", spoken)))


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
