"""`lmis province`: the profile of a province for print."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from lmis.cli.door import database, said, system, told
from lmis.config import Settings
from lmis.errors import NotFound
from lmis.vocabulary import Country, Language, Purpose


class NoProfile(NotFound):
    """There is no province of this code, or no edition of this period has been published."""


@told
def profile(
    province: Annotated[str, typer.Argument(help="The code of the province, as KH02.")],
    out: Annotated[Path, typer.Option(help="The PDF file to write.")],
    language: Annotated[Language, typer.Option(help="en, km or lo.")] = Language.EN,
    period: Annotated[str, typer.Option(help="As 2026Q3; the latest where none is named.")] = "",
) -> None:
    """Write the profile of a province as PDF: headline figures, charts, tables, definitions."""
    from lmis.web.pages.charts.choice import Choice
    from lmis.web.pages.charts.view import View
    from lmis.web.pages.place_profiles import profile_bytes, profile_of

    if province[:2] not in list(Country):
        raise NoProfile(value=province)
    country = Country(province[:2])
    with database().open(system(country=country), Purpose.NONE, "profile", write=False) as session:
        found = profile_of(View(session, Choice(country, period=period, province=province), language), Settings())
        if found is None:
            raise NoProfile(value=province)
        out.write_bytes(profile_bytes(found))
    typer.echo(said("{file}: {charts} charts", file=out, charts=len(found.panels)))
