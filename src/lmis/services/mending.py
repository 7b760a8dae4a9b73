"""The lines of a file that have to be corrected: as they stand now, and as an officer has corrected them.

Corrected lines are a file of their own, which comes in by the same door. A line that could not be taken apart with
certainty goes into it only when somebody has corrected it: its cells as they are shown are a guess.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy.orm import Session

from lmis.imports.rejects import Rejects, RejectsFile
from lmis.imports.rows import Fault
from lmis.model.batches import StoredFile
from lmis.model.jobs import Job
from lmis.services.deliveries import Delivery, WentOnMeanwhile, delivery_in_sight, next_step
from lmis.services.files import keep_file
from lmis.services.keeping_faults import faults_of
from lmis.vocabulary import Actor

Edits = Mapping[int, Mapping[int, str]]
"""Line → position of the cell → what stands there now."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the file that was sent, as it stands now."""

    number: int
    cells: list[str]
    kept: str = ""
    """Its faults as they are kept; nothing where it was corrected and is right."""
    pending: bool = False
    """Whether it was corrected and is not imported yet."""

    @property
    def faults(self) -> tuple[Fault, ...]:
        """What is wrong with it."""
        return faults_of(self.kept)

    @property
    def uncertain(self) -> bool:
        """Whether it could not be taken apart with certainty."""
        return any(not fault.column for fault in self.faults)

    def edited(self, cells: Mapping[int, str]) -> Line:
        """The line with these cells."""
        return replace(self, cells=[cells.get(at, cell) for at, cell in enumerate(self.cells)])


@dataclass(frozen=True, slots=True)
class WorkingCopy:
    """The lines of a delivery that were rejected, or corrected and not imported yet."""

    header: list[str]
    separator: str
    lines: list[Line]

    @property
    def bad(self) -> list[Line]:
        """Those that still cannot be taken."""
        return [line for line in self.lines if line.kept]


def working_copy(session: Session, delivery: Delivery) -> WorkingCopy:
    """The lines that are to be corrected; where the files are kept no longer, it is empty.

    They are those which the file itself left, and over them, in order, the corrected lines of every step that wrote
    and of the last rehearsal.
    """
    whole = _left(session, delivery)
    if whole is None:
        return WorkingCopy([], ",", [])
    lines = {row.line: Line(row.line, row.cells, row.reasons) for row in whole.rows}
    for step in delivery.mends:
        for line in _judged(session, step):
            lines[line.number] = line
            if step.payload["for_real"] and not line.kept:
                del lines[line.number]  # it is in
    return WorkingCopy(whole.header, whole.separator, [lines[number] for number in sorted(lines)])


def correct_lines(session: Session, by: Actor, id_: UUID, step: int, edits: Edits) -> bool:
    """Write corrected cells into the working copy, and rehearse its lines as a file of their own.

    Returns:
        False where there is nothing to be judged.

    Raises:
        WentOnMeanwhile: `step` is not the last one any more.
    """
    delivery = delivery_in_sight(session, by, id_, lock=True)
    if delivery.last.step != step or delivery.under_way:
        raise WentOnMeanwhile()
    copy = working_copy(session, delivery)
    lines = [line.edited(edits.get(line.number, {})) for line in copy.lines]
    chosen = [new for old, new in zip(copy.lines, lines, strict=True) if old.pending or old != new or not old.uncertain]
    if not chosen:
        return False
    root = delivery.root.payload
    name = f"mended-{root['file_name']}"
    file = keep_file(session, by, "keep-mended", name, _written(replace(copy, lines=chosen)).encode())
    rest = {"file_name": name, "kind": root["kind"], "office": root["office"], "for_real": False}
    next_step(session, by, delivery, {"file": str(file), "kept": True, "mends": True} | rest)
    return True


def are_new(session: Session, by: Actor, id_: UUID, edits: Edits) -> bool:
    """Whether a cell was corrected that nobody judged yet."""
    if not edits:
        return False
    held = working_copy(session, delivery_in_sight(session, by, id_)).lines
    return any(line.edited(edits.get(line.number, {})) != line for line in held)


def _written(copy: WorkingCopy) -> str:
    page = io.StringIO()
    rows = Rejects(page, copy.header, copy.separator)
    for line in copy.lines:
        rows.add(line.cells, line.number, "", "")
    return page.getvalue()


def _left(session: Session, delivery: Delivery) -> RejectsFile | None:
    """What the file itself left; where that is nothing by now, no row, but the header that its corrected lines have."""
    if delivery.whole is None:
        return None
    left = _rejects(session, delivery.whole)
    if left is None and delivery.mends:
        mended = _file(session, delivery.mends[0].payload["file"])
        return replace(mended, rows=[]) if mended else None
    return left


def _judged(session: Session, step: Job) -> Iterator[Line]:
    """The lines of a file of corrected lines, as this step judged them."""
    mended, rejected = _file(session, step.payload["file"]), _rejects(session, step)
    reasons = {row.line: row.reasons for row in rejected.rows} if rejected else {}
    for row in mended.rows if mended else ():
        yield Line(row.line, row.cells, reasons.get(row.at, ""), pending=not step.payload["for_real"])


def _rejects(session: Session, step: Job) -> RejectsFile | None:
    kept = (step.result or {}).get("rejects")
    return _file(session, kept) if kept else None


def _file(session: Session, id_: str) -> RejectsFile | None:
    held = session.get(StoredFile, UUID(id_))
    return RejectsFile.of(held.content.decode()) if held is not None else None
