"""`lmis editions`: what was published, who approved it, what comes out when, why it changed, whether it is right."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from lmis.cli.door import database, language, said, system, told
from lmis.cli.why import tell_why, write_why
from lmis.commands.figures import ApproveFigures, PlanRelease, ReleaseKind, WithdrawApproval
from lmis.errors import NotFound
from lmis.locale.formats import day
from lmis.locale.formats import period as period_words
from lmis.locale.words import label
from lmis.model.figures import Edition
from lmis.vocabulary import Country, Purpose

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

app = typer.Typer(help="Published editions: approvals, calendar, reasons for changes, checks.", no_args_is_help=True)

Period = Annotated[str, typer.Argument(help="As 2026Q3, 2026M07 or 2026.")]
Of = Annotated[Country, typer.Option("--country", help="KH or LA.")]


class OnlyOneEdition(NotFound):
    """Only one edition of this period was published: there is nothing to compare it with."""


@app.command("list")
@told
def list_(country: Of, period: Annotated[str, typer.Option(help="Of one period only.")] = "") -> None:
    """List editions and drafts, the latest first."""
    from lmis.queries.editions import editions_of

    table = Table(box=None, pad_edge=False)
    for title in ("Period", "Edition", "State", "Published", "Records", "Why out of turn"):
        table.add_column(said(title))
    by = system(country=country)
    with database().open(by, Purpose.NONE, "editions", write=False) as session:
        found = [*session.scalars(editions_of(country, period or None))]
        found += session.scalars(editions_of(country, period or None, "draft"))
    for one in found:
        state, out = label("edition_state", one.state, language()), day(one.published_at.date(), language())
        cells = (
            period_words(one.period, language()),
            str(one.number),
            state,
            out,
            f"{one.records:,}",
            one.reason or "",
        )
        table.add_row(*map(Text, cells))
    Console(highlight=False).print(table)


@app.command()
@told
def approve(
    period: Period,
    country: Of,
    province: Annotated[str, typer.Option(help="The province's code, as KH02.")],
    remark: Annotated[str, typer.Option(help="Words that go with it.")] = "",
    withdraw: Annotated[bool, typer.Option("--withdraw", help="Take the approval back.")] = False,
) -> None:
    """Say that a province stands by its figures of the newest draft."""
    from lmis.services.approving import approve_figures, withdraw_approvals
    from lmis.services.writing import one

    by = system(country=country)
    with database().open(by, Purpose.NONE, "approve-figures") as session:
        draft = _draft(session, country, period)
        if withdraw:
            one(withdraw_approvals(session, by, [WithdrawApproval(edition=draft.id, province=province)]))
        else:
            asked = ApproveFigures(edition=draft.id, province=province, remark=remark or None)
            one(approve_figures(session, by, [asked]))
    told_what = (
        "{province} took its approval of draft {number} back." if withdraw else "{province} approved draft {number}."
    )
    typer.echo(said(told_what, province=province, number=draft.number))


@app.command()
@told
def approvals(period: Period, country: Of) -> None:
    """Show which provinces approved the newest draft, and which did not."""
    from lmis.services.figure_frames import stored_figures
    from lmis.services.releasing import standing_of

    with database().open(system(country=country), Purpose.NONE, "approvals", write=False) as session:
        draft = _draft(session, country, period)
        standing = standing_of(session, country, draft.period, stored_figures(session, draft.id))
    lines = (
        ("Approved: {count} provinces", standing.approved),
        ("Approved, and changed since: {count} provinces", standing.changed),
        ("Not approved: {count} provinces", standing.missing),
    )
    for words, provinces in lines:
        typer.echo(f"{said(words, count=len(provinces))}  {' '.join(provinces)}".rstrip())


@app.command()
@told
def plan(
    period: Period,
    country: Of,
    kind: Annotated[ReleaseKind, typer.Option(help="What comes out.")],
    on: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="The day, as 2026-10-30.")],
    note: Annotated[str, typer.Option(help="Words that go with it.")] = "",
) -> None:
    """Put a day on the release calendar."""
    from lmis.services.releasing import plan_releases
    from lmis.services.writing import one

    by = system(country=country)
    with database().open(by, Purpose.NONE, "plan-release") as session:
        asked = PlanRelease(period=period, kind=kind, planned_on=on.date(), note=note or None)
        one(plan_releases(session, by, [asked]))
    _show_calendar(country)


@app.command()
@told
def calendar(country: Of) -> None:
    """Show the release calendar."""
    _show_calendar(country)


def _show_calendar(country: Country) -> None:
    from lmis.queries.releases import releases_of

    table = Table(box=None, pad_edge=False)
    for title in ("Day", "Period", "What comes out", "Note"):
        table.add_column(said(title))
    with database().open(system(country=country), Purpose.NONE, "calendar", write=False) as session:
        for row in session.scalars(releases_of(country)):
            what = label("release", row.kind, language())
            cells = (day(row.planned_on, language()), row.period, what, row.note or "")
            table.add_row(*map(Text, cells))
    Console(highlight=False).print(table)


@app.command()
@told
def why(
    period: Period,
    country: Of,
    earlier: Annotated[int, typer.Option("--from", help="The earlier edition; the one before the later.")] = 0,
    later: Annotated[int, typer.Option("--to", help="The later edition; the latest without this.")] = 0,
    indicator: Annotated[str, typer.Option(help="Of one indicator, with every record, as PES_PLC.")] = "",
    breakdown: Annotated[str, typer.Option(help="Of one breakdown, as province.")] = "",
    out: Annotated[Path | None, typer.Option(help="Write every figure with every record to a CSV file.")] = None,
) -> None:
    """Say why figures of a period changed from one edition to another, to the record."""
    from lmis.services.explaining import explain_editions

    by = system(country=country)
    with database().open(by, Purpose.STATISTICS, "explain-editions", write=False) as session:
        second = _edition(session, country, period, later or None)
        if second.number == 1 and not earlier:
            raise OnlyOneEdition(value=period)
        first = _edition(session, country, period, earlier or second.number - 1)
        found = explain_editions(session, first, second)
        tell_why(session, found, indicator or None, breakdown or None)
        if out is not None:
            lines = write_why(session, found, indicator or None, breakdown or None, out)
            typer.echo(said("{count} lines in {file}", count=lines, file=str(out)))


@app.command()
@told
def check(
    period: Period, country: Of, number: Annotated[int, typer.Option(help="The edition; the latest without this.")] = 0
) -> None:
    """Compute an edition again from the records kept with it, and say what differs."""
    from lmis.services.explaining import recomputed

    with database().open(system(country=country), Purpose.STATISTICS, "check-edition", write=False) as session:
        edition = _edition(session, country, period, number or None)
        wrong = recomputed(session, edition)
    words = "Edition {number} of {period}: {count} figures do not come out of its records."
    typer.echo(said(words, number=edition.number, period=period_words(edition.period, language()), count=len(wrong)))
    for row in wrong.head(20).itertuples():
        typer.echo(f"  {row.period} {row.indicator} {row.breakdown}: {row.value_before} / {row.value_after}")
    if len(wrong):
        raise typer.Exit(1)


def _edition(session: Session, country: Country, period: str, number: int | None) -> Edition:
    from lmis.indicators.register.periods import period_of
    from lmis.services.editions import edition_asked

    return edition_asked(session, country, period_of(period).text, number)


def _draft(session: Session, country: Country, period: str) -> Edition:
    """The newest draft of a period. Raises DraftNotFound."""
    from lmis.indicators.register.periods import period_of
    from lmis.services.approving import DraftNotFound
    from lmis.services.editions import find_edition

    draft = find_edition(session, country, period_of(period).text, state="draft")
    if draft is None:
        raise DraftNotFound(value=period)
    return draft
