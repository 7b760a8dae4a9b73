"""`lmis init`, `doctor`, `serve`, `work`: setting up and running."""

from __future__ import annotations

import signal
import threading
from contextlib import suppress
from typing import Annotated

import typer
import uvicorn
from rich.cells import set_cell_size
from sqlalchemy.exc import SQLAlchemyError

from lmis.cli.door import database, language, said, settings, system, told, who
from lmis.locale.catalogue import label
from lmis.locale.labels import labels
from lmis.model.migrations import upgrade
from lmis.model.sealing import make_key
from lmis.model.session import Database
from lmis.services.examining import examine
from lmis.services.occupations import NothingToCodeWith, coder_of
from lmis.services.reference import load_reference
from lmis.services.working import work as work_on
from lmis.vocabulary import Purpose
from lmis.web.app import create_app
from lmis.web.pages.answering import make_ready


def set_up() -> dict[str, int]:
    """Make the key, migrate the database, load the reference tables; returns what was loaded or changed."""
    chosen = settings()
    if chosen.key is None:
        make_key(chosen.key_file)
    upgrade(chosen.database_url, chosen.migrations)
    with database().open(system(), Purpose.NONE, "init") as session:
        return load_reference(session, chosen.seeds, system().at)


@told
def init() -> None:
    """Set up the database: key, migrations, reference tables. Again and again: what is there stays."""
    loaded = set_up()
    for table, rows in loaded.items():
        name = set_cell_size(label("reference_table", table, language()), 20)
        typer.echo(f"{name} " + said("{count} rows", count=f"{rows:>6}"))
    typer.echo(said("ready") if loaded else said("ready; nothing to change"))


@told
def doctor() -> None:
    """Say how this installation stands, and what to mend."""
    chosen = settings()
    findings = examine(Database.of(chosen), chosen, system())
    for finding in findings:
        mark = set_cell_size(said("ok") if finding.well else said("MEND"), 8)
        subject = set_cell_size(label("finding", finding.subject, language()), 24)
        typer.echo(f"{mark} {subject} {said(finding.says, **finding.values)}")
    if not all(finding.well for finding in findings):
        raise typer.Exit(1)


@told
def serve(
    port: Annotated[int, typer.Option(min=1, max=65535)] = 8000,
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    work: Annotated[bool, typer.Option(help="Also do the long work in this process.")] = True,
) -> None:
    """Serve pages and API, and do the long work beside them."""
    chosen = settings()
    held = Database.of(chosen)
    stop = threading.Event()
    options = {"labels": labels()}
    worker = threading.Thread(target=work_on, args=(held, system, who(), stop), kwargs=options, daemon=True)
    if not chosen.coder_file.exists():
        typer.echo(said("Job titles are learned, once: this takes about a minute."))
    learn_titles(held)
    if work:
        worker.start()  # not before: while titles are read and learned, SQLite's rollback journal lets nobody commit
    try:
        app = create_app(chosen, held)
        threading.Thread(target=make_ready, name="ready", daemon=True).start()
        uvicorn.run(app, host=host, port=port, log_level="warning", server_header=False)
    finally:
        stop.set()


def learn_titles(held: Database) -> None:
    """Have the occupation coder fitted, or read, before somebody at a counter holds the database while it is."""
    unready = suppress(NothingToCodeWith, SQLAlchemyError)  # a database that is not set up yet is for `doctor` to tell
    with unready, held.open(system(), Purpose.NONE, "learn-titles", write=False) as session:
        coder_of(session)


@told
def work(once: Annotated[bool, typer.Option("--once", help="Stop when nothing is left to do.")] = False) -> None:
    """Do the long work: imports, publications, what is due each day."""
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    done = work_on(database(), system, who(), stop, once=once, labels=labels())
    typer.echo(said("{count} jobs done", count=done))
