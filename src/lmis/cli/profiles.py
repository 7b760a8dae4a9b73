"""`lmis profiles`: the headers of offices' own files that are remembered."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from lmis.cli.door import database, said, system, told
from lmis.cli.register import Kind
from lmis.queries.import_profiles import profiles_found
from lmis.services.codes import codes
from lmis.services.import_profiles import forget_headers
from lmis.vocabulary import Purpose

app = typer.Typer(help="The headers of offices' own files that are remembered.")


@app.callback(invoke_without_command=True)
def profiles(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON list.")] = False,
) -> None:
    """List the headers of offices' own files that are remembered; `lmis import … --map` names them."""
    if context.invoked_subcommand is None:
        _list(as_json=as_json)


@told
def _list(*, as_json: bool) -> None:
    with database().open(system(), Purpose.NONE, "profiles", write=False) as session:
        offices = codes(session).office_codes
        held = [(offices[one.office_id], one.kind, one.headers) for one in session.scalars(profiles_found(system()))]
    if as_json:
        rows = [{"office": office, "kind": kind, "headers": headers} for office, kind, headers in held]
        typer.echo(json.dumps(rows, ensure_ascii=False))
        return
    for office, kind, headers in held:
        typer.echo(f"{office} {kind}")
        for header, column in headers.items():
            typer.echo(f"  {header} = {column}")
    if not held:
        typer.echo(said("No headers are remembered."))


@app.command("forget")
@told
def forget(
    kind: Annotated[Kind, typer.Argument(help="What the files hold.")],
    office: Annotated[str, typer.Option(help="The office that sends them.")],
) -> None:
    """Forget the headers of an office's own files of a kind."""
    with database().open(system(), Purpose.ADMINISTRATION, "profiles-forget") as session:
        known = codes(session)
        if office not in known.offices:
            raise known.unknown("office", office, known.office_names)
        forget_headers(session, system(), known.offices[office], kind)
    typer.echo(said("The headers are forgotten."))
