"""How far an import is, and what a clerk reads at its end."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from rich.console import Console

from factories.workbooks import a_workbook
from lmis.cli.progress import progress_of
from lmis.cli.telling import faults, letter
from lmis.errors import NotFound
from lmis.services.importing import ImportReport


def a_report(**fields: object) -> ImportReport:
    counts = {"lines": 12_400, "created": 12_300, "rejected": 100, "seconds": 4.0}
    return ImportReport("job-seekers", **{"for_real": True, **counts, **fields})  # type: ignore[arg-type]


def watched(path: Path, *, terminal: bool, every: float = 0.0, read: int = 50) -> str:
    """All that is told while half of a file of 100 bytes was read, and then all of it."""
    out = io.StringIO()
    console = Console(file=out, force_terminal=terminal, width=150, color_system=None, legacy_windows=False)
    with path.open("rb") as source, progress_of(source, path.name, console, every=every) as tell:
        for _ in range(2):
            source.read(read)
            tell(a_report())
    return out.getvalue()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file of a hundred bytes, with a name that a terminal could take for its own signs."""
    path = tmp_path / "[red]people.csv"
    path.write_bytes(b"x" * 100)
    return path


def test_a_terminal_shows_a_bar_with_the_share_that_was_read_the_pace_and_the_ends(file: Path) -> None:
    told = watched(file, terminal=True)
    assert "[red]people.csv" in told
    assert "100%" in told
    assert "12,400 lines, 3,100 a second: 12,300 created, 100 rejected" in told


def test_elsewhere_there_is_a_plain_line_now_and_then(file: Path) -> None:
    assert watched(file, terminal=False).splitlines() == [
        "[red]people.csv 50%: 12,400 lines, 3,100 a second: 12,300 created, 100 rejected",
        "[red]people.csv 100%: 12,400 lines, 3,100 a second: 12,300 created, 100 rejected",
    ]
    assert watched(file, terminal=False, every=60.0) == ""


def test_no_share_is_claimed_of_a_workbook(tmp_path: Path) -> None:
    path = tmp_path / "people.xlsx"
    path.write_bytes(a_workbook({"A": [["a"]]}))
    assert "%" not in watched(path, terminal=False)
    assert "%" not in watched(path, terminal=True)


def test_a_clerk_reads_how_each_line_ended_and_what_to_do_next() -> None:
    report = a_report(ignored_columns=["remarks"], resumed=[5_000])
    assert letter(report, "people.csv", Path("bad.csv")) == [
        "people.csv: 12,400 lines in 4.0 s",
        "  12,300 created",
        "  100 rejected",
        "It went on where it had broken off, behind 5,000 lines.",
        "Left out, because no such column is known: remarks",
        "The rejected lines are in bad.csv, each with its reason: mend them there and send that file.",
    ]
    assert "--rejects" in letter(report, "people.csv", None)[-1]
    assert "--for-real" in letter(a_report(for_real=False), "people.csv", None)[-1]
    assert letter(a_report(lines=0, created=0, rejected=0), "e.csv", None)[1:] == ["  nothing in it"]


@pytest.mark.parametrize(("code", "script"), [("km", "[\u1780-\u17ff]"), ("lo", "[\u0e80-\u0eff]")])
def test_a_clerk_reads_it_in_the_language_of_the_office(
    code: str, script: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LMIS_LANGUAGE", code)
    report = a_report(ignored_columns=["remarks"], resumed=[5_000], for_real=False)
    report.refusals = [(7, "phone", NotFound(value="x")), (8, "", NotFound(value="y"))]
    told = [*letter(report, "people.csv", Path("bad.csv")), *letter(report, "people.csv", None), *faults(report)]
    assert len(told) > 12
    assert [line for line in told if not re.search(script, line)] == []
