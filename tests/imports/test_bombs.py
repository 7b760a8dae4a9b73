"""Files that are made to exhaust a reader: each is refused soon, and with little memory."""

from __future__ import annotations

import io
import json
import random
import struct
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

import pytest

from factories.workbooks import MAIN, a_workbook, an_ods

MOST_SECONDS, MOST_MB = 2.0, 300.0
HEADER = ["id", "name", "born"]

CHILD = """
import json, sys, time
from lmis.errors import LmisError
from lmis.imports.definitions import KINDS
from lmis.imports.plain import table, typed
from lmis.imports.read import examine, read

def peak():
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmHWM")) / 1024

before, began = peak(), time.perf_counter()
told = {"error": None, "accepted": 0, "quarantined": 0}
try:
    with open(sys.argv[1], "rb") as source:
        examine(source)
        sheet = read(source, [table(["id", "name", "born"], ["whole", "text", "date"])])
        for record in typed(sheet):
            pass
        told |= {"accepted": sheet.tally.records, "quarantined": sheet.tally.quarantined}
except LmisError as error:
    told["error"] = error.name
told["seconds"] = time.perf_counter() - began
told["mb"] = peak() - before
print(json.dumps(told))
"""


def replaced(name: str, content: bytes, pressed: int = ZIP_DEFLATED) -> bytes:
    """A workbook of which one part is another."""
    out, plain = io.BytesIO(), a_workbook({"A": [HEADER]}, texts="<si><t>x</t></si>", styles="<cellXfs/>")
    with ZipFile(io.BytesIO(plain)) as old, ZipFile(out, "w", pressed) as new:
        for part in old.namelist():
            new.writestr(part, content if part == name else old.read(part))
    return out.getvalue()


def noise(size: int) -> bytes:
    """Letters that do not shrink."""
    return random.Random(1).randbytes(size // 2).hex().encode()


def sheet(rows: bytes, pressed: int = ZIP_DEFLATED) -> bytes:
    return replaced(
        "xl/worksheets/sheet1.xml",
        f'<worksheet xmlns="{MAIN}"><sheetData>'.encode() + rows + b"</sheetData></worksheet>",
        pressed,
    )


def lying() -> bytes:
    """A part that says it is small, and is not."""
    content = bytearray(sheet(b"<row><c><v>1</v></c></row>" * 3_000_000))
    at = content.rfind(b"PK\x01\x02", 0, content.rfind(b"sheet1.xml"))
    content[at + 24 : at + 28] = struct.pack("<I", 1000)
    return bytes(content)


ENTITIES = (
    b'<!DOCTYPE s [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><sst><si><t>&b;</t></si></sst>'
)

BOMBS: dict[str, tuple[Callable[[], bytes], str | None]] = {
    "zeros": (lambda: sheet(b" " * 300_000_000), "spreadsheet-too-large"),
    "many rows alike": (lambda: sheet(b"<row><c><v>1</v></c></row>" * 4_000_000), "spreadsheet-too-large"),
    "a lying size": (lying, None),
    "entities": (lambda: replaced("xl/sharedStrings.xml", ENTITIES), "not-a-spreadsheet"),
    "a cell of 100 MB": (
        lambda: sheet(b"<row><c><v>" + noise(100_000_000) + b"</v></c></row>", ZIP_STORED),
        "spreadsheet-too-large",
    ),
    "a text of 100 MB": (
        lambda: replaced("xl/sharedStrings.xml", b"<sst><si><t>" + noise(100_000_000) + b"</t></si></sst>", ZIP_STORED),
        "spreadsheet-too-large",
    ),
    "elements in elements": (lambda: sheet(b"<row>" + b"<c>" * 1_000_000), None),
    "a column far out": (lambda: a_workbook({"A": [HEADER]}, after='<row><c r="ZZZZZZ1"><v>1</v></c></row>'), None),
    "a row far down": (lambda: a_workbook({"A": [HEADER]}, after='<row r="999999999999"><c><v>1</v></c></row>'), None),
    "repeated cells": (
        lambda: an_ods(
            {"A": [HEADER]},
            after='<table:table-row table:number-rows-repeated="999999999"><table:table-cell '
            'table:number-columns-repeated="999999999" office:value-type="float" office:value="1"/></table:table-row>',
        ),
        "spreadsheet-too-large",
    ),
    "many parts": (lambda: _parts(20_000), "spreadsheet-too-large"),
    "a list of parts without end": (
        lambda: b"PK\x03\x04" + b"\x00" * 8_000_000 + b"PK\x05\x06" + b"\x00" * 8 + b"\x00\x00\x70\x00" + b"\x00" * 6,
        "spreadsheet-too-large",
    ),
    "a line of 100 MB": (lambda: b"id,name,born\n1," + b"x" * 100_000_000, "line-too-long"),
    "a quoted cell of 100 MB": (lambda: b'id,name,born\n1,"' + b"x" * 100_000_000 + b'",\n', "line-too-long"),
    "a million columns": (lambda: b"id,name,born" + b",x" * 1_000_000 + b"\n1,2,3\n", "too-many-columns"),
    "a million cells in rows": (lambda: b"id,name,born\n" + (b"," * 1_000_000 + b"\n1,x,\n") * 5, None),
    "a million cells of words": (lambda: b"id,name,born\n" + (b"a," * 1_000_000 + b"\n1,x,\n") * 3, None),
    "a phone of a million digits": (lambda: b"id,name,born\n" + b"1,x," + b"9" * 900_000 + b"\n", None),
    "quotes without end": (lambda: b"id,name,born\n" + b'1,"x\n' * 200_000, None),
    "quotes that wait for an end": (lambda: b"id,name,born\n" + (b'1,"x\n' + b"y\n" * 120) * 500, None),
}


def _parts(count: int) -> bytes:
    out = io.BytesIO()
    with ZipFile(out, "w") as archive:
        for number in range(count):
            archive.writestr(f"xl/{number}", b"")
    return out.getvalue()


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is measured on Linux only")
@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_does_no_harm(name: str, tmp_path: Path) -> None:
    make, error = BOMBS[name]
    file = tmp_path / "bomb"
    file.write_bytes(make())
    ran = subprocess.run([sys.executable, "-c", CHILD, str(file)], capture_output=True, text=True, check=True)
    told = json.loads(ran.stdout)
    assert told["mb"] < MOST_MB, told
    assert error is None or told["error"] == error, told
    if told["error"] is not None:
        assert told["seconds"] < MOST_SECONDS, told
    assert told["accepted"] <= 5, told
