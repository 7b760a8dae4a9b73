"""`lmis publish`: the ministry's figures of a period, or of a survey, become an edition."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from lmis.cli.door import database, said, system, told
from lmis.cli.exporting import OptionNeeded
from lmis.indicators.given_tables import read_given
from lmis.indicators.inputs import read_inputs
from lmis.services.publishing import PublishReport
from lmis.services.publishing import publish as publish_edition
from lmis.services.releasing import State
from lmis.vocabulary import Country, Purpose


@told
def publish(
    period: Annotated[str | None, typer.Argument(help="Of the register: as 2026Q3, 2026M07 or 2026.")] = None,
    country: Annotated[Country | None, typer.Option(help="Of the register: KH or LA.")] = None,
    final: Annotated[bool, typer.Option("--final", help="Publish as final; preliminary without this.")] = False,
    draft: Annotated[bool, typer.Option("--draft", help="For provinces to look through; nobody else sees it.")] = False,
    because: Annotated[str, typer.Option(help="Why it comes out before its day, or without a province.")] = "",
    given: Annotated[
        Path | None,
        typer.Option(help="Of the register: a table of figures from outside, CSV; beside those of published surveys."),
    ] = None,
    survey: Annotated[
        str | None, typer.Option(help="Publish this survey instead, by its code; it has its own period and country.")
    ] = None,
    inputs: Annotated[
        Path | None, typer.Option(help="Of a survey: a table of dated inputs, CSV: accounts, rates of exchange.")
    ] = None,
) -> None:
    """Compute the figures of a period from the register, or of a survey, and publish them as an edition."""
    state: State = "draft" if draft else "final" if final else "preliminary"
    if survey is not None:
        typer.echo(told_of(publish_survey_edition(survey, state, inputs), survey))
        return
    if period is None or country is None:
        raise OptionNeeded(value="PERIOD --country, --survey")
    report = publish_period(period, country, state, because or None, given)
    typer.echo(told_of(report, f"{country} {period}"))


def publish_period(
    period: str,
    country: Country,
    state: State = "preliminary",
    because: str | None = None,
    given: Path | None = None,
) -> PublishReport:
    """Publish one period of one country in a transaction of its own, with what surveys say of the same period."""
    from lmis.services.given_figures import given_by_surveys

    by = system(country=country)
    told = read_given(given.read_bytes()) if given is not None else ()
    with database().open(by, Purpose.STATISTICS, "publish-given", write=False) as session:
        outside = [*given_by_surveys(session, country, period), *told]
    with database().open(by, Purpose.STATISTICS, "publish") as session:
        return publish_edition(session, by, period, country, state=state, given=outside, because=because)


def publish_survey_edition(code: str, state: State = "preliminary", inputs: Path | None = None) -> PublishReport:
    """Publish one survey in a transaction of its own."""
    from lmis.services.publishing_surveys import publish_survey

    given = read_inputs(inputs.read_bytes()) if inputs is not None else None
    with database().open(by := system(), Purpose.STATISTICS, "publish-survey") as session:
        return publish_survey(session, by, code, state=state, inputs=given)


def told_of(report: PublishReport, what: str) -> str:
    """One line about what was published."""
    if report.changed:
        counts = {"number": report.number, "figures": report.figures, "records": report.records}
        outcome = said("edition {number}, {figures} figures from {records} records", **counts)
    else:
        outcome = said("nothing changed since edition {number}", number=report.number)
    return f"{what}: {outcome}"
