"""`lmis match weights` and `lmis match skills`: the table of points on paper, a new one, and rare skills counted."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from lmis.cli.door import database, language, said, system, told
from lmis.commands.weights import VERSION, SetWeights
from lmis.errors import Invalid
from lmis.locale.formats import day, number
from lmis.locale.weights import paper_words
from lmis.locale.words import label
from lmis.matching.weights import Weights
from lmis.services.rarity import count_skills
from lmis.services.weights import set_weights, weights_in_force
from lmis.services.writing import one
from lmis.vocabulary import Country, Purpose


class NotPoints(Invalid):
    """This is not a criterion with its points, such as skills=30."""


class VersionNotNamed(Invalid):
    """A new version of the weights needs a name: --as 2027.1"""


@told
def weights(
    put: Annotated[list[str], typer.Option("--set", help="A criterion and its points, as skills=30.")] = [],  # noqa: B006
    version: Annotated[str, typer.Option("--as", help="The name of the new version.")] = "",
    since: Annotated[datetime | None, typer.Option("--from", formats=["%Y-%m-%d"], help="The first day.")] = None,
    country: Annotated[Country | None, typer.Option(help="Of which country; else of both.")] = None,
) -> None:
    """Show the weights in force as the table on paper, or set a new version of them."""
    by = system(country=country)
    with database().open(by, Purpose.NONE, "weights", write=bool(put)) as session:
        if put:
            if not re.match(VERSION, version):
                raise VersionNotNamed(value=version)
            since_day = since.date() if since else None
            command = SetWeights(version=version, points=dict(map(_points, put)), valid_from=since_day)
            one(set_weights(session, by, [command]))
            holds = command.valid_from or by.today
            typer.echo(said("Weights {version} hold from {day} on.", version=version, day=day(holds, language())))
        _show(weights_in_force(session, by))


def _points(text: str) -> tuple[str, int]:
    name, _, points = text.partition("=")
    if not points.isdecimal() or int(points) > 100:
        raise NotPoints(value=text)
    return name.strip(), int(points)


def _show(shown: Weights) -> None:
    table = Table(show_header=False, box=None, pad_edge=False)
    for words, most, steps in paper_words(shown, language()):
        table.add_row(Text(str(most), style="bold"), Text(words, style="bold"))
        for step, points in steps:
            table.add_row(Text(str(points)), Text(f"  {step}"))
    typer.echo(said("Weights {version}, in force: at most {total} points.", version=shown.version, total=shown.total))
    Console(highlight=False).print(table)


@told
def skills() -> None:
    """Count which skills few people have: they count more in matching until they are counted again."""
    by = system()
    with database().open(by, Purpose.MATCHING, "count-skills") as session:
        counted = count_skills(session, by)
    for country, count in counted.items():
        shown = {"count": number(count, language()), "country": label("country", country, language())}
        typer.echo(said("{count} skills of {country} count more, because few people have them.", **shown))
