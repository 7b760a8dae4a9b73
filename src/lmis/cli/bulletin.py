"""`lmis bulletin`: demand and supply of a quarter, for print, as a workbook or as a page."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final

import typer

from lmis.cli.door import database, said, system, told
from lmis.errors import Invalid
from lmis.locale.tongues import Printed
from lmis.queries.editions import Audience
from lmis.vocabulary import Country, Purpose

ENDINGS: Final = (".pdf", ".xlsx", ".html")


class UnknownEnding(Invalid):
    """A bulletin is written as .pdf, .xlsx or .html: name a file with one of these endings."""


@told
def bulletin(
    period: Annotated[str, typer.Argument(help="The quarter, as 2026Q3.")],
    country: Annotated[Country, typer.Option(help="KH or LA.")],
    out: Annotated[Path, typer.Option(help="The file to write: its ending, .pdf, .xlsx or .html, says as what.")],
    language: Annotated[Printed, typer.Option(help="en, km, lo or zh.")] = Printed.EN,
    edition: Annotated[int | None, typer.Option(help="Its number; the latest where none is named.")] = None,
    audience: Annotated[Audience, typer.Option(help="Who may read it.")] = Audience.PUBLIC,
    sample: Annotated[bool, typer.Option("--sample", help="Say on every page that the figures are made up.")] = False,
) -> None:
    """Write the bulletin of a quarter that was published: openings and people by occupation, sector, place."""
    typer.echo(write_bulletin(period, country, out, language, edition=edition, audience=audience, sample=sample))


def write_bulletin(
    period: str,
    country: Country,
    out: Path,
    language: Printed,
    *,
    edition: int | None = None,
    audience: Audience = Audience.PUBLIC,
    sample: bool = False,
) -> str:
    """Write a bulletin, whole or not at all. Returns a line about what was written."""
    from lmis.locale.bulletins import bulletin_of
    from lmis.web.pages.bulletins import bytes_of

    ending = out.suffix.lower()
    if ending not in ENDINGS:
        raise UnknownEnding(value=out.name, allowed=list(ENDINGS))
    with database().open(system(country=country), Purpose.NONE, "bulletin", write=False) as session:
        made = bulletin_of(session, country, period, language, number=edition, audience=audience, sample=sample)
    content, part = bytes_of(made, ending[1:]), out.with_name(f"{out.name}.part")
    try:
        part.write_bytes(content)
        part.replace(out)
    finally:
        part.unlink(missing_ok=True)
    return said("{file}: {tables} tables from edition {number}", file=out, tables=len(made.tables), number=made.edition)
