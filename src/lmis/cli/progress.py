"""How far an import is, told while it runs: a bar on a terminal, and elsewhere a line now and then."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from os import fstat
from typing import BinaryIO, Final

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from lmis.cli.door import said
from lmis.cli.telling import counted, ends_of
from lmis.imports.archives import is_archive
from lmis.services.importing import ImportReport

EVERY: Final = 10.0
"""Seconds from one plain line to the next."""

Tell = Callable[[ImportReport], None]


@contextmanager
def progress_of(source: BinaryIO, name: str, console: Console, *, every: float = EVERY) -> Iterator[Tell]:
    """What an import is to call after every chunk, for a file that is open."""
    size = size_of(source)
    if not console.is_terminal:
        yield _lines(source, size, name, console, every)
        return
    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        TaskProgressColumn(),
        TextColumn("{task.fields[pace]}", markup=False),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task(name, total=size, pace="")

        def tell(report: ImportReport) -> None:
            bar.update(task, completed=source.tell() if size else None, pace=pace(report))

        yield tell


def size_of(source: BinaryIO) -> int | None:
    """The bytes that are to be read; of a workbook or a pipe, None: how far it was read tells nothing."""
    if not source.seekable() or is_archive(source):
        return None
    return fstat(source.fileno()).st_size


def pace(report: ImportReport) -> str:
    """How many lines are done, how fast, and how they ended."""
    speed = report.lines / report.seconds if report.seconds else 0
    return said(
        "{lines} lines, {speed} a second: {ends}",
        lines=counted(report.lines),
        speed=counted(speed),
        ends=", ".join(ends_of(report)),
    )


def _lines(source: BinaryIO, size: int | None, name: str, console: Console, every: float) -> Tell:
    last = time.monotonic()

    def tell(report: ImportReport) -> None:
        nonlocal last
        if time.monotonic() - last < every:
            return
        last = time.monotonic()
        share = f" {source.tell() / size:.0%}" if size else ""
        console.out(f"{name}{share}: {pace(report)}", highlight=False)

    return tell
