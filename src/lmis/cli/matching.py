"""`lmis match`: who suits a vacancy, which vacancies suit a person, and why the others are not suggested."""

from __future__ import annotations

import json
from datetime import UTC
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from lmis.cli.door import database, language, system, told
from lmis.locale.words import label, reason_words
from lmis.services.suggesting import Suggested, suggest_seekers, suggest_vacancies
from lmis.text.numbers import serial_text
from lmis.vocabulary import Purpose

app = typer.Typer(help="Suggest people for a vacancy, or vacancies for a person.", no_args_is_help=True)

Id = Annotated[str, typer.Argument(help="The id, or the short number as V-0012345-7.")]
Top = Annotated[int, typer.Option(min=1, max=1000, help="How many to suggest.")]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]


@app.command("vacancy")
@told
def vacancy(id: Id, top: Top = 20, as_json: Json = False) -> None:
    """Suggest registered people for a vacancy."""
    with database().open(system(), Purpose.MATCHING, "match-vacancy", write=False) as session:
        told_of = suggest_seekers(session, system(), id, top)
        _show(told_of, "S", as_json)


@app.command("seeker")
@told
def seeker(id: Id, top: Top = 20, as_json: Json = False) -> None:
    """Suggest open vacancies for a person."""
    with database().open(system(), Purpose.MATCHING, "match-seeker", write=False) as session:
        told_of = suggest_vacancies(session, system(), id, top)
        _show(told_of, "V", as_json)


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
    }


def _show(told_of: Suggested, letter: str, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(document(told_of), ensure_ascii=False))
        return
    console, spoken = Console(), language()
    for suggestion in told_of.ranking.suggestions:
        number = serial_text(letter, told_of.records[suggestion.id].serial)
        table = Table(title=f"{suggestion.rank}. {number}: {suggestion.points}", title_justify="left", box=None)
        for reason in suggestion.reasons:
            points = f"{reason.points}/{reason.max}" if reason.known else f"?/{reason.max}"
            table.add_row(points, reason_words(reason, spoken))
        console.print(table)
    console.print(f"{told_of.ranking.considered}:", highlight=False)
    for name, count in sorted(told_of.ranking.not_suggested.items(), key=lambda item: -item[1]):
        console.print(f"  {count:>8}  {label('not_suggested', name, spoken)}", highlight=False)
