"""Rejected lines on a page: which cells are open, what is wrong with them, and what could stand there."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from starlette.datastructures import FormData

from lmis.imports.rows import Fault
from lmis.locale.words import words
from lmis.services.codes import UnknownCode
from lmis.services.mending import Line, WorkingCopy
from lmis.vocabulary import Language

SHOWN: Final = 50
"""Lines on one page."""
LONGEST: Final = 2_000
"""Longer cells are mended in the file: nobody corrects a letter in a form."""
FIELD: Final = re.compile(r"cell-(\d{1,9})-(\d{1,5})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that is open for correction."""

    at: int
    header: str
    value: str
    faults: Sequence[str] = ()
    options: Sequence[tuple[str, str]] = ()
    """What could stand there instead, and how that is called."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A line on the page: its open cells, the others as text, and what is wrong with it as a whole."""

    number: int
    cells: Sequence[Cell]
    others: Sequence[tuple[str, str]]
    faults: Sequence[str]
    whole: bool


def lines_values(copy: WorkingCopy, language: Language, at: int, only: int | None) -> dict[str, Any]:
    """What the template of rejected lines needs: one page of them, or one of them with all its cells."""
    bad = copy.bad
    pages = max(1, -(-len(bad) // SHOWN))
    at = min(max(at, 1), pages)
    chosen = [line for line in bad if line.number == only] or bad[(at - 1) * SHOWN : at * SHOWN]
    whole = only is not None and len(chosen) == 1
    return {
        "bad": len(bad),
        "mended": len(copy.lines) - len(bad),
        "lines": [shown(line, copy.header, language, whole=whole) for line in chosen],
        "at": at,
        "pages": pages,
        "only": chosen[0].number if whole else None,
    }


def shown(line: Line, header: Sequence[str], language: Language, *, whole: bool) -> Shown:
    """A line, with the cells at fault open; all of them, where it is not said which are."""
    faults: dict[int, list[Fault]] = defaultdict(list)
    general: list[Fault] = []
    for fault in line.faults:
        if fault.column in header:
            faults[header.index(fault.column)].append(fault)
        else:
            general.append(fault)
    whole = whole or not faults
    cells, others = [], []
    for position, (name, value) in enumerate(zip(header, line.cells, strict=False)):
        if (whole or position in faults) and len(value) <= LONGEST:
            cells.append(_cell(position, name, value, faults[position], language))
        elif value.strip():
            others.append((name, value[:LONGEST]))
    return Shown(line.number, cells, others, [_said(fault, language) for fault in general], whole)


def _cell(at: int, header: str, value: str, faults: Sequence[Fault], language: Language) -> Cell:
    options = {option: name for fault in faults for option, name in _options(fault, value)}
    return Cell(at, header, value, [_said(fault, language) for fault in faults], list(options.items()))


def _said(fault: Fault, language: Language) -> str:
    """What is wrong; a value without a place in the form is told with the column that it has none in."""
    return words(fault.error, language)[1]


def _options(fault: Fault, cell: str) -> list[tuple[str, str]]:
    """The nearest valid values, each as the whole cell would read."""
    wrong = fault.error.values.get("value")
    options = []
    for near in fault.error.values.get("nearest") or ():
        value = str(near).partition(" ")[0] if isinstance(fault.error, UnknownCode) else str(near)
        whole = cell.replace(wrong, value, 1) if isinstance(wrong, str) and wrong and wrong in cell else value
        options.append((whole, str(near)))
    return options


def edits_of(form: FormData) -> Mapping[int, Mapping[int, str]]:
    """Line → position → what stands there now."""
    edits: dict[int, dict[int, str]] = defaultdict(dict)
    for name, value in form.items():
        if isinstance(value, str) and (match := FIELD.fullmatch(name)):
            edits[int(match[1])][int(match[2])] = value.replace("\r\n", "\n")
    return edits
