"""`lmis publish`: the ministry's figures of a period become an edition."""

from __future__ import annotations

from typing import Annotated

import typer

from lmis.cli.door import database, said, system, told
from lmis.services.publishing import PublishReport
from lmis.services.publishing import publish as publish_edition
from lmis.services.releasing import State
from lmis.vocabulary import Country, Purpose


@told
def publish(
    period: Annotated[str, typer.Argument(help="As 2026Q3, 2026M07 or 2026.")],
    country: Annotated[Country, typer.Option(help="KH or LA.")],
    final: Annotated[bool, typer.Option("--final", help="Publish as final; preliminary without this.")] = False,
    draft: Annotated[bool, typer.Option("--draft", help="For provinces to look through; nobody else sees it.")] = False,
    because: Annotated[str, typer.Option(help="Why it comes out before its day, or without a province.")] = "",
) -> None:
    """Compute a period's figures from the register and publish them as an edition."""
    state: State = "draft" if draft else "final" if final else "preliminary"
    typer.echo(told_of(publish_period(period, country, state, because or None), period, country))


def publish_period(
    period: str, country: Country, state: State = "preliminary", because: str | None = None
) -> PublishReport:
    """Publish one period of one country in a transaction of its own."""
    by = system(country=country)
    with database().open(by, Purpose.STATISTICS, "publish") as session:
        return publish_edition(session, by, period, country, state=state, because=because)


def told_of(report: PublishReport, period: str, country: Country) -> str:
    """One line about what was published."""
    if report.changed:
        counts = {"number": report.number, "figures": report.figures, "records": report.records}
        outcome = said("edition {number}, {figures} figures from {records} records", **counts)
    else:
        outcome = said("nothing changed since edition {number}", number=report.number)
    return f"{country} {period}: {outcome}"
