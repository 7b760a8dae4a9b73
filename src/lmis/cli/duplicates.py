"""`lmis duplicates`: records that may be one person."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from lmis.cli.door import database, said, system, told
from lmis.services.sweeping import sweep as sweep_register

app = typer.Typer(help="Find records that may be one person.", no_args_is_help=True)


@app.callback()
def duplicates() -> None:
    """Find records that may be one person."""


@app.command("sweep")
@told
def sweep(as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False) -> None:
    """Compare the whole register with itself; what may be one person waits for an officer. Nothing is merged."""
    swept = sweep_register(database(), system())
    if as_json:
        typer.echo(json.dumps(swept.as_json()))
    else:
        typer.echo(
            said(
                "{compared} pairs of records were compared; {queued} more wait for an officer, {certain} certain.",
                **swept.as_json(),
            )
        )
