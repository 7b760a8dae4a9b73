"""`lmis read`: any table, known by its header alone, into a clean file and a file of what is not certain."""

from __future__ import annotations

import csv
import io
import json
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, Final, TextIO

import typer

from lmis.cli.door import language, said, told
from lmis.imports.definition import Template
from lmis.imports.encodings import examine
from lmis.imports.plain import TypesShort, UnknownType, table, typed
from lmis.imports.read import Sheet
from lmis.imports.read import read as read_file
from lmis.imports.records import Record
from lmis.locale.words import words

QUARANTINE: Final = ("line", "reason", "detail", "suggestion", "text")
"""The columns of a quarantine file; `suggestion` is a JSON list, `text` the line as it was sent."""


@dataclass
class Outcome:
    """What came of a file."""

    accepted: int = 0
    quarantined: int = 0
    blank: int = 0
    repaired: int = 0
    suggested: int = 0
    reasons: Counter[str] = field(default_factory=Counter)

    @property
    def lines(self) -> int:
        """The lines of the table: each was accepted, is in quarantine, or blank."""
        return self.accepted + self.quarantined + self.blank


@told
def read(
    file: Annotated[Path, typer.Argument(help="A table: CSV, XLSX or ODS.")],
    header: Annotated[str, typer.Option(help="The columns, separated by commas.")],
    types: Annotated[str, typer.Option(help="The type of each column; ! behind it: never blank.")] = "",
    encoding: Annotated[str | None, typer.Option(help="The code page of a text that is not UTF-8 or UTF-16.")] = None,
    sheet: Annotated[str | None, typer.Option(help="The sheet of a workbook.")] = None,
    out: Annotated[Path | None, typer.Option(help="Where the accepted rows go, as CSV.")] = None,
    quarantine: Annotated[Path | None, typer.Option(help="Where the other lines go, each with its reason.")] = None,
    repair: Annotated[bool, typer.Option("--repair", help="Accept a repair that is the only one that fits.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Read any table: what is certain is written clean, the rest is put in quarantine with its reason."""
    began = time.perf_counter()
    columns, kinds = _listed(header), _listed(types)
    try:
        template = table(columns, kinds)
    except (UnknownType, TypesShort) as error:
        raise typer.BadParameter(words(error, language())[1]) from error
    with file.open("rb") as source, _written(out, columns) as rows, _written(quarantine, QUARANTINE) as others:
        examine(source, encoding)
        found = read_file(source, [template], encoding=encoding, sheet=sheet)
        outcome = _separated(found, rows, others, repair=repair)
    seconds = time.perf_counter() - began
    if as_json:
        typer.echo(json.dumps(_report(found, outcome, seconds), ensure_ascii=False))
        return
    counts = {"lines": outcome.lines, "accepted": outcome.accepted, "blank": outcome.blank, "seconds": f"{seconds:.1f}"}
    typer.echo(
        said(
            "{lines} lines: {accepted} accepted, {quarantined} in quarantine, {blank} blank; {seconds} s",
            quarantined=outcome.quarantined,
            **counts,
        )
    )


def _separated(found: Sheet[Template], rows: _Writer, others: _Writer, *, repair: bool) -> Outcome:
    outcome = Outcome()
    for record in typed(found):
        if record.blank:
            outcome.blank += 1
        elif record.refusal is None:
            outcome.accepted += 1
            rows.write(record.cells)
        elif repair and record.suggestion is not None:
            outcome.accepted += 1
            outcome.repaired += 1
            rows.write(record.suggestion)
        else:
            outcome.quarantined += 1
            outcome.suggested += record.suggestion is not None
            outcome.reasons[record.refusal.name] += 1
            others.write(_told(record))
    return outcome


def _told(record: Record) -> list[str]:
    """A line in quarantine with its reason."""
    assert record.refusal is not None
    detail = words(record.refusal, language())[1]
    suggestion = "" if record.suggestion is None else json.dumps(record.suggestion, ensure_ascii=False)
    text = record.raw if record.raw is not None else _line(record.cells)
    return [str(record.line), record.refusal.name, detail, suggestion, text]


def _line(cells: Sequence[str]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow(cells)
    return line.getvalue()


def _report(found: Sheet[Template], outcome: Outcome, seconds: float) -> dict[str, Any]:
    return {
        "lines": outcome.lines,
        "accepted": outcome.accepted,
        "quarantined": outcome.quarantined,
        "blank": outcome.blank,
        "preamble": found.tally.preamble,
        "headers": found.tally.headers,
        "repaired": outcome.repaired,
        "suggested": outcome.suggested,
        "reasons": dict(outcome.reasons.most_common()),
        "encoding": found.encoding,
        "separator": found.separator,
        "quote": found.quote,
        "sheet": found.name,
        "other_sheets": list(found.others),
        "seconds": round(seconds, 3),
    }


def _listed(text: str) -> list[str]:
    """Names separated by commas; one that holds a comma stands in quotes."""
    return [name.strip() for name in next(csv.reader([text], skipinitialspace=True), [])]


class _Writer:
    """Rows of a file; of none where none was asked for."""

    def __init__(self, target: TextIO | None, header: Sequence[str]) -> None:
        self.rows = None if target is None else csv.writer(target, lineterminator="\n")
        self.write(header)

    def write(self, cells: Sequence[str]) -> None:
        """One more row."""
        if self.rows is not None:
            self.rows.writerow(cells)


@contextmanager
def _written(path: Path | None, header: Sequence[str]) -> Iterator[_Writer]:
    """A file that is there when all of it is there."""
    if path is None:
        yield _Writer(None, header)
        return
    part = path.with_name(f"{path.name}.part")
    with ExitStack() as clean:
        clean.callback(part.unlink, missing_ok=True)
        with part.open("w", encoding="utf-8", newline="", errors="surrogatepass") as target:
            yield _Writer(target, header)
        part.replace(path)
