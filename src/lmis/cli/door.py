"""What every command of the command line needs: settings, the database, who acts, and how errors are told."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps
from typing import Any, NoReturn, ParamSpec
from uuid import UUID

import typer
from sqlalchemy.exc import DBAPIError

from lmis.config import Settings
from lmis.errors import LmisError, NotFound
from lmis.locale.words import text, words
from lmis.model.session import Database
from lmis.vocabulary import Actor, Country, Language, Role

P = ParamSpec("P")


def settings() -> Settings:
    """The settings of this run."""
    return Settings()


def database() -> Database:
    """The database that the settings name."""
    return Database.of(settings())


def system(office_id: UUID | None = None, country: Country | None = None) -> Actor:
    """The command line acts as the system, for one office where one is named."""
    return Actor(None, office_id, country, Role.SYSTEM, datetime.now(UTC), language())


def language() -> Language:
    """The language of the words."""
    return settings().language


def said(message: str, **values: object) -> str:
    """A sentence of the catalogues in the language of this run, with its placeholders filled."""
    return text(message, language(), **values)


def who() -> str:
    """The name of the account that runs the command, for the log of jobs."""
    return getpass.getuser()


def told(command: Callable[P, Any]) -> Callable[P, None]:
    """Turn a refusal into its words on standard error, and exit code 1."""

    @wraps(command)
    def run(*arguments: P.args, **options: P.kwargs) -> None:
        try:
            command(*arguments, **options)
        except LmisError as error:
            refuse(error)
        except FileNotFoundError as error:
            refuse(NoSuchFile(value=str(error.filename)))
        except DBAPIError as error:
            refuse(DatabaseNotReady(value=str(error.orig).partition("\n")[0]))
        except BrokenPipeError:
            sys.exit(0)
        except OSError as error:
            refuse(FileNotUsable(value=str(error.filename or error.strerror)))

    return run


class NoSuchFile(NotFound):
    """There is no such file."""


class FileNotUsable(LmisError):
    """This file cannot be read or written: look at its folder, its rights and the space on the disk."""


class DatabaseNotReady(LmisError):
    """The database does not answer, or is not set up: run `lmis init` first."""


def refuse(error: LmisError) -> NoReturn:
    """Say on standard error what is wrong and what to do, and exit with 1."""
    title, detail = words(error, language())
    typer.echo(f"{title}\n{detail}" if detail and detail != title else title, err=True)
    raise typer.Exit(1)
