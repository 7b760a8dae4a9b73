"""`lmis user`: the first accounts of an installation."""

from __future__ import annotations

from typing import Annotated

import typer
from pydantic import SecretStr

from lmis.cli.door import database, language, said, system, told
from lmis.commands.staff import AddStaff
from lmis.services.staff import add_staff
from lmis.services.writing import Status, one
from lmis.vocabulary import Purpose, Role

app = typer.Typer(help="Accounts of staff.", no_args_is_help=True)


@app.callback()
def accounts() -> None:
    """Accounts of staff."""


@app.command("add")
@told
def add(
    login: Annotated[str, typer.Argument(help="Small letters and digits.")],
    office: Annotated[str, typer.Option(help="Code of the office, as KH-JC-02.")],
    role: Annotated[Role, typer.Option(help="What the account may do.")] = Role.OFFICER,
    name: Annotated[str | None, typer.Option(help="Full name; the login where none is given.")] = None,
    password: Annotated[
        str, typer.Option(prompt=True, confirmation_prompt=True, hide_input=True, help="First password, to be changed.")
    ] = "",
) -> None:
    """Make an account with a first password, which is changed at the first sign-in."""
    command = AddStaff(
        login=login,
        name=name or login,
        role=role,
        office=office,
        language=language(),
        first_password=SecretStr(password),
    )
    with database().open(system(), Purpose.ADMINISTRATION, "user-add") as session:
        outcome = one(add_staff(session, system(), [command]))
    made = outcome.status is Status.CREATED
    typer.echo(f"{login}: " + (said("the account was made") if made else said("the account was there already")))
