"""However a file is written and however often it is sent, the register holds its truth once."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from conftest import actor
from factories.trail import tellings
from lmis.config import Settings
from lmis.errors import LmisError
from lmis.imports.definitions import KINDS
from lmis.imports.templates import template
from lmis.model.audit import AuditEvent
from lmis.model.people import Person
from lmis.model.session import Database
from lmis.sample.world import write_world
from lmis.services.importing import ImportReport, import_file
from lmis.vocabulary import Purpose, Role

SYSTEM = actor(role=Role.SYSTEM, office=None)
ORDER = ("employers", "job-seekers", "vacancies", "referrals", "placements")
SURGE = "name,age,province,sector,wage\n" + "Sok Dara,30,Battambang,14,200\nChan Vanna,41,KH12,01,300\n" * 3


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The files of a small country."""
    folder = tmp_path_factory.mktemp("world")
    write_world(120, 24, 7, folder, Settings().seeds)
    return {kind: (folder / "KH" / f"{kind}.csv").read_text("utf-8-sig") for kind in ORDER}


def send(database: Database, text: str | bytes, kind: str, **options: Any) -> ImportReport:
    content = text.encode() if isinstance(text, str) else text
    options = {"for_real": True, "office": "KH-JC-02" if text is SURGE else None} | options
    return import_file(database, SYSTEM, kind, io.BytesIO(content), file_name=f"{kind}.csv", **options)


def audited(database: Database) -> int:
    """Audit events of the register's own records."""
    with database.open(SYSTEM, Purpose.NONE, "count", write=False) as session:
        own = select(func.count()).select_from(AuditEvent).where(AuditEvent.act != "import-batch")
        return session.scalar(own) or 0


def people(database: Database) -> int:
    with database.open(SYSTEM, Purpose.NONE, "count", write=False) as session:
        everybody = select(func.count()).select_from(Person).execution_options(people="aggregate")
        return session.scalar(everybody) or 0


def shuffled(text: str) -> str:
    header, *rows = text.splitlines(keepends=True)
    random.Random(4).shuffle(rows)
    return header + "".join(rows)


def written(text: str, **how: Any) -> str:
    out = io.StringIO()
    csv.writer(out, **{"lineterminator": "\n"} | how).writerows(csv.reader(io.StringIO(text)))
    return out.getvalue()


def turned(text: str) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(row[::-1] for row in csv.reader(io.StringIO(text)))
    return out.getvalue()


VARIANTS: dict[str, Callable[[str], str]] = {
    "as it was": lambda text: text,
    "shuffled": shuffled,
    "with a byte-order mark": lambda text: "\ufeff" + text,
    "with the line ends of Windows": lambda text: text.replace("\n", "\r\n"),
    "separated by semicolons": lambda text: written(text, delimiter=";"),
    "separated by tabs": lambda text: written(text, delimiter="\t"),
    "in quotes everywhere": lambda text: written(text, quoting=csv.QUOTE_ALL),
    "with blank lines between": lambda text: text.replace("\n", "\n\n"),
    "its columns turned round": turned,
    "its second half": lambda text: "".join(
        line for at, line in enumerate(text.splitlines(keepends=True)) if at == 0 or at > text.count("\n") // 2
    ),
}  # fmt: skip


def test_however_a_file_is_written_again_nothing_changes(database: Database, world: dict[str, str]) -> None:
    for kind in ORDER:
        report = send(database, world[kind], kind)
        assert report.created == report.lines, (kind, report.refusals[:3])
    before, there = audited(database), people(database)
    for how, variant in VARIANTS.items():
        for kind in ORDER:
            report = send(database, variant(world[kind]), kind)
            assert report.unchanged == report.lines - report.blank, (how, kind, report.refusals[:3])
            assert audited(database) == before, (how, kind)
    assert people(database) == there


def test_the_same_file_ten_times_is_in_once(database: Database, world: dict[str, str]) -> None:
    for kind, text in (("job-seekers", world["job-seekers"]), ("job-seekers", SURGE)):
        first = send(database, text, kind)
        before, there = audited(database), people(database)
        for _ in range(9):
            assert send(database, text, kind).unchanged == first.lines == first.created
        assert (audited(database), people(database)) == (before, there)


def test_files_that_overlap_by_half_bring_what_is_new(database: Database, world: dict[str, str]) -> None:
    header, *rows = world["job-seekers"].splitlines(keepends=True)
    half, step = len(rows) // 3, len(rows) // 6
    brought = 0
    for start in range(0, len(rows), step):
        part = rows[start : start + half]
        report = send(database, header + "".join(part), "job-seekers")
        fresh = max(0, min(start + half, len(rows)) - brought)
        assert (report.created, report.unchanged) == (fresh, len(part) - fresh)
        brought += fresh
    assert people(database) == tellings(database, "register-seeker") == brought == len(rows)


SAMPLES = {kind: template(kind).encode() for kind in KINDS}
DAMAGE = ("cut", "drop", "double", "quote", "separator", "line", "nul", "byte", "blank")


def damaged(content: bytes, blows: list[tuple[str, int]]) -> bytes:
    """The file after so many blows, each at a place of its own."""
    for kind, place in blows:
        at = place % (len(content) + 1)
        put = {"quote": b'"', "separator": b",;\t|"[place % 4 :][:1], "line": b"\r\n", "nul": b"\0", "byte": b"\xe9"}
        match kind:
            case "cut":
                content = content[:at] if place % 5 == 0 else content
            case "drop":
                content = content[:at] + content[at + 1 + place % 9 :]
            case "double":
                content = content[:at] + content[max(0, at - place % 60) : at] + content[at:]
            case "blank":
                content = content[:at] + b"\n,,,\n\n" + content[at:]
            case _:
                content = content[:at] + put[kind] + content[at:]
    return content


@pytest.mark.parametrize("real", [False, True])
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    kind=st.sampled_from(sorted(KINDS)),
    copies=st.integers(1, 4),
    blows=st.lists(st.tuples(st.sampled_from(DAMAGE), st.integers(0, 4000)), max_size=8),
)
def test_of_a_damaged_file_every_line_is_accounted_for(
    bare_database: Database, real: bool, kind: str, copies: int, blows: list[tuple[str, int]]
) -> None:
    header, row = SAMPLES[kind].split(b"\n", 1)
    content = damaged(header + b"\n" + row * copies, blows)
    rejects = io.StringIO()
    try:
        report = send(bare_database, content, kind, office="KH-JC-02", for_real=real, rejects=rejects)
    except LmisError:
        return
    ends = report.created, report.updated, report.unchanged, report.rejected, report.blank
    assert report.lines == sum(ends)
    separator = next(one for one in ",;\t|" if f"{one}line{one}column{one}reason" in rejects.getvalue())
    _header, *told = csv.reader(io.StringIO(rejects.getvalue()), delimiter=separator)
    assert len(told) == report.rejected, "each rejected row comes back"
