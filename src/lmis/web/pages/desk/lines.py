"""Rejected lines on a page: which cells are open, what is wrong with them, and what could stand there."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from starlette.datastructures import FormData

from lmis.imports.lists import NotInList, SeveralMeant, UnknownPlace
from lmis.imports.rows import Fault
from lmis.locale.words import words
from lmis.services.codes import UnknownCode
from lmis.services.mending import Line, WorkingCopy
from lmis.vocabulary import Language

SHOWN: Final = 50
"""Lines on one page."""
LONGEST: Final = 2_000
"""Longer cells are mended in the file: nobody corrects a letter in a form."""
FIELD: Final = re.compile(r"(cell|near)-(\d{1,9})-(\d{1,5})", re.ASCII)
"""A cell as it was typed, or the valid value that was chosen for it."""


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


CODED: Final = (UnknownCode, NotInList, UnknownPlace, SeveralMeant)
"""Errors whose nearest values are codes with their names beside them."""


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes faults in the reader's language."""

    language: Language
    places: Mapping[str, str]
    """The names of places, for codes that are proposed."""

    def said(self, fault: Fault) -> str:
        """What is wrong, and what to do."""
        return words(fault.error, self.language)[1]

    def options(self, fault: Fault, cell: str) -> list[tuple[str, str]]:
        """The nearest valid values, each as the whole cell would read, and how it is called."""
        wrong = fault.error.values.get("value")
        options = []
        for near in map(str, fault.error.values.get("nearest") or ()):
            value = near.partition(" ")[0] if isinstance(fault.error, CODED) else near
            whole = cell.replace(wrong, value, 1) if isinstance(wrong, str) and wrong and wrong in cell else value
            named = f"{value} {self.places[value]}" if self.places.get(value, value) != value else near
            options.append((whole, named))
        return options


Edits = Mapping[int, Mapping[int, str]]
"""Line → position → what was typed there."""


def lines_values(
    copy: WorkingCopy, writer: Writer, at: int, only: int | None, edits: Edits | None = None
) -> dict[str, Any]:
    """What the template of rejected lines needs: one page of them, or one of them with all its cells.

    Args:
        edits: what was typed and could not be taken: these lines are shown, with that in their cells.
    """
    bad = copy.bad
    pages = max(1, -(-len(bad) // SHOWN))
    at = min(max(at, 1), pages)
    edits = edits or {}
    chosen = [line for line in bad if line.number == only or line.number in edits] or bad[(at - 1) * SHOWN : at * SHOWN]
    whole = only is not None and len(chosen) == 1
    return {
        "bad": len(bad),
        "mended": len(copy.lines) - len(bad),
        "lines": [shown(line, copy.header, writer, edits.get(line.number, {}), whole=whole) for line in chosen],
        "at": at,
        "pages": pages,
        "only": chosen[0].number if whole else None,
    }


def shown(line: Line, header: Sequence[str], writer: Writer, typed: Mapping[int, str], *, whole: bool) -> Shown:
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
        if (whole or position in faults or position in typed) and len(value) <= LONGEST:
            cells.append(_cell(position, name, typed.get(position, value), faults[position], writer))
        elif value.strip():
            others.append((name, value[:LONGEST]))
    return Shown(line.number, cells, others, [writer.said(fault) for fault in general], whole)


def _cell(at: int, header: str, value: str, faults: Sequence[Fault], writer: Writer) -> Cell:
    options = {option: name for fault in faults for option, name in writer.options(fault, value)}
    return Cell(at, header, value, [writer.said(fault) for fault in faults], list(options.items()))


def edits_of(form: FormData) -> Edits:
    """Line → position → what stands there now: the valid value that was chosen, else what was typed."""
    told: dict[str, dict[tuple[int, int], str]] = {"cell": {}, "near": {}}
    for name, value in form.items():
        if isinstance(value, str) and (match := FIELD.fullmatch(name)):
            told[match[1]][int(match[2]), int(match[3])] = value.replace("\r\n", "\n")
    chosen = {place: value for place, value in told["near"].items() if value}
    edits: dict[int, dict[int, str]] = defaultdict(dict)
    for (line, at), value in (told["cell"] | chosen).items():
        edits[line][at] = value
    return edits
