"""The commands, in the order in which an installation meets them."""

from __future__ import annotations

import typer

from lmis.cli import (
    bulletin,
    demo,
    docs,
    duplicates,
    editions,
    exporting,
    fairness,
    figures,
    matching,
    occupations,
    place_profiles,
    profiles,
    reading,
    register,
    running,
    sdmx,
    staff,
    surveys,
)

app = typer.Typer(
    name="lmis",
    help="Labour-market information system of Cambodia and Lao PDR.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command("init")(running.init)
app.command("doctor")(running.doctor)
app.command("import")(register.import_)
app.add_typer(profiles.app, name="profiles")
app.command("export")(exporting.export)
app.command("template")(register.template)
app.command("read")(reading.read)
app.command("sample")(register.sample)
app.add_typer(matching.app, name="match")
app.add_typer(fairness.app, name="fairness")
app.add_typer(surveys.app, name="survey")
app.command("indicators")(surveys.indicators)
app.command("publish")(figures.publish)
app.add_typer(editions.app, name="editions")
app.command("bulletin")(bulletin.bulletin)
app.command("province")(place_profiles.profile)
app.add_typer(sdmx.app, name="sdmx")
app.command("demo")(demo.demo)
app.command("serve")(running.serve)
app.command("work")(running.work)
app.add_typer(duplicates.app, name="duplicates")
app.add_typer(occupations.app, name="occupations")
app.add_typer(docs.app, name="docs", hidden=True)
app.add_typer(staff.app, name="user")
