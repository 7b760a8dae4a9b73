"""The lines of a file that have to be corrected: as they stand now, and as an officer has corrected them."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from lmis.imports.rejects import Rejects, RejectsFile
from lmis.imports.rows import Fault
from lmis.model.batches import StoredFile
from lmis.model.jobs import Job
from lmis.services.deliveries import Delivery, WentOnMeanwhile, delivery_in_sight, next_step
from lmis.services.files import keep_file
from lmis.services.keeping_faults import faults_of
from lmis.services.uploading import RejectsNotFound
from lmis.vocabulary import Actor

Edits = Mapping[int, Mapping[int, str]]
"""Line → position of the cell → what stands there now."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the file that was sent, as it stands now; without faults it was corrected and is fine."""

    number: int
    cells: list[str]
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class WorkingCopy:
    """The lines of a delivery that were rejected or corrected."""

    header: list[str]
    separator: str
    lines: list[Line]

    @property
    def bad(self) -> list[Line]:
        """Those that still cannot be taken."""
        return [line for line in self.lines if line.faults]


EMPTY = WorkingCopy([], ",", [])


def working_copy(session: Session, delivery: Delivery) -> WorkingCopy:
    """The lines that are to be corrected, with those beside them that were corrected and are not imported yet.

    Where the files are kept no longer, it is empty.
    """
    judged = delivery.judged
    if judged is None:
        return EMPTY
    rejected = _rejects(session, judged)
    if not judged.payload.get("mends"):
        return EMPTY if rejected is None else _rejected_lines(rejected)
    mended = _file(session, judged.payload["file"])
    if mended is None:
        return EMPTY
    faults = {row.line: faults_of(row.reasons) for row in rejected.rows} if rejected else {}
    lines = [Line(row.line, row.cells, faults.get(row.at, ())) for row in mended.rows]
    if judged.payload["for_real"]:
        lines = sorted(
            [line for line in lines if line.faults] + _others(session, delivery, judged, lines),
            key=lambda line: line.number,
        )
    return WorkingCopy(mended.header, mended.separator, lines)


def correct_lines(session: Session, by: Actor, id_: UUID, step: int, edits: Edits) -> None:
    """Write corrected cells into the working copy, and rehearse all of its lines as a file of their own.

    Raises:
        WentOnMeanwhile: `step` is not the last one any more. RejectsNotFound: nothing is left to be corrected.
    """
    delivery = delivery_in_sight(session, by, id_, lock=True)
    if delivery.last.step != step or delivery.under_way:
        raise WentOnMeanwhile()
    copy = working_copy(session, delivery)
    if not copy.lines:
        raise RejectsNotFound(value=str(id_))
    root = delivery.root.payload
    name = f"mended-{root['file_name']}"
    file = keep_file(session, by, "keep-mended", name, _written(copy, edits).encode())
    rest = {"file_name": name, "kind": root["kind"], "office": root["office"], "for_real": False}
    next_step(session, by, delivery, {"file": str(file), "kept": True, "mends": True} | rest)


def are_new(session: Session, by: Actor, id_: UUID, edits: Edits) -> bool:
    """Whether a cell was corrected that nobody judged yet."""
    if not edits:
        return False
    held = {line.number: line.cells for line in working_copy(session, delivery_in_sight(session, by, id_)).lines}
    return any(
        dict(enumerate(held.get(number, ()))).get(at, value) != value
        for number, cells in edits.items()
        for at, value in cells.items()
    )


def _written(copy: WorkingCopy, edits: Edits) -> str:
    page = io.StringIO()
    rows = Rejects(page, copy.header, copy.separator)
    for line in copy.lines:
        cells = [edits.get(line.number, {}).get(at, cell) for at, cell in enumerate(line.cells)]
        rows.add(cells, line.number, "", "")
    return page.getvalue()


def _rejected_lines(file: RejectsFile) -> WorkingCopy:
    lines = [Line(row.line, row.cells, faults_of(row.reasons)) for row in file.rows]
    return WorkingCopy(file.header, file.separator, lines)


def _others(session: Session, delivery: Delivery, mended: Job, lines: list[Line]) -> list[Line]:
    """Lines that were rejected when the file itself was imported, and not yet in its rehearsal."""
    whole = next((step for step in delivery.imported if step.step == mended.step - 1), None)
    rejected = _rejects(session, whole) if whole is not None and not whole.payload.get("mends") else None
    known = {line.number for line in lines}
    found = _rejected_lines(rejected).lines if rejected else []
    return [line for line in found if line.number not in known]


def _rejects(session: Session, step: Job) -> RejectsFile | None:
    kept = (step.result or {}).get("rejects")
    return _file(session, kept) if kept else None


def _file(session: Session, id_: str) -> RejectsFile | None:
    held = session.get(StoredFile, UUID(id_))
    return RejectsFile.of(held.content.decode()) if held is not None else None
