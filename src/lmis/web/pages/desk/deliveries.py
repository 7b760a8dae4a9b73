"""What a page tells of a delivery: how far it is, what came of its lines, and what can be done with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy.orm import Session

from lmis.errors import LmisError
from lmis.imports.definitions import KINDS
from lmis.locale.words import words
from lmis.model.jobs import Job
from lmis.queries.batches import undone_among
from lmis.services.codes import codes
from lmis.services.deliveries import Delivery
from lmis.services.keeping_faults import error_of
from lmis.text.nearest import nearest
from lmis.vocabulary import Actor, Role
from lmis.web.problems import Fault

ENDS: Final = ("created", "updated", "unchanged", "rejected", "blank")
SLOW: Final = timedelta(seconds=60)
"""Whoever waits longer for somebody to begin is told what to do."""
UNDOERS: Final = frozenset({Role.HEAD, Role.COORDINATOR})


@dataclass(frozen=True, slots=True)
class Came:
    """What came, or would come, of the lines of one file."""

    mended: bool
    for_real: bool
    report: dict[str, Any]
    undone: bool


def delivery_values(session: Session, by: Actor, delivery: Delivery) -> dict[str, Any]:
    """What the template of a delivery needs, but for its lines."""
    root, last, judged = delivery.root, delivery.last, delivery.judged
    came = _came(session, delivery)
    written = [one for one in came if one.for_real and not one.undone]
    return {
        "delivery": delivery,
        "file_name": root.payload["file_name"],
        "kind": root.payload["kind"],
        "office": root.payload["office"] or _office(session, root),
        "sent_at": root.recorded_at,
        "state": state_of(delivery, came),
        "came": came,
        "expected": _expected(delivery),
        "nobody": last.state == "waiting" and by.at - max(last.recorded_at, last.due_at) > SLOW,
        "again_at": last.due_at if last.state == "waiting" and last.due_at > by.at else None,
        "refresh": _pause(by.at, last) if delivery.under_way else None,
        "failure": words(_failure(last), by.language) if last.state == "failed" else None,
        "ignored": ignored_columns(root.payload["kind"], came[0].report if came else {}),
        "acceptable": delivery.acceptable and (judged is not None and _some(judged, delivery)),
        "retractable": bool(written) and not delivery.under_way and by.role in UNDOERS,
        "for_heads": bool(written) and not delivery.under_way and by.role not in UNDOERS,
        "good": _good(came),
        "refusal": None,
        "bad": 0,
        "lines": [],
    }


def state_of(delivery: Delivery, came: Sequence[Came]) -> str:
    """One word for the whole."""
    written = [one for one in came if one.for_real]
    if delivery.under_way or delivery.last.state in ("failed", "stopped"):
        return delivery.last.state
    if written and all(one.undone for one in written):
        return "undone"
    return "done" if written else "rehearsed"


def _office(session: Session, root: Job) -> str:
    return codes(session).office_codes.get(root.office_id, "") if root.office_id else ""


def _came(session: Session, delivery: Delivery) -> list[Came]:
    """The file, then corrected lines that are in, then those that were judged last."""
    imported = delivery.imported
    steps = imported or [step for step in delivery.steps[:1] if step.state == "done"]
    judged = delivery.judged
    if judged is not None and judged not in steps:
        steps = [*steps, judged]
    undone = set(session.scalars(undone_among(step.batch_id for step in steps if step.batch_id)))
    return [
        Came(
            bool(step.payload.get("mends")),
            step.payload["for_real"],
            (step.result or {})["report"],
            step.batch_id in undone,
        )
        for step in steps
    ]


def _expected(delivery: Delivery) -> int | None:
    """How many lines the step under way has, where a rehearsal counted them."""
    last = delivery.last
    if not last.payload["for_real"]:
        return None
    same = [step for step in delivery.steps[:-1] if step.payload["file"] == last.payload["file"] and step.result]
    lines: int | None = (same[0].result or {})["report"]["lines"] if same else None
    return lines


def _some(judged: Job, delivery: Delivery) -> bool:
    """Whether there is anything that could be imported."""
    reports = [(step.result or {})["report"] for step in {delivery.root, judged} if step.state == "done"]
    return any(report["lines"] - report["rejected"] - report["blank"] for report in reports)


def _pause(now: datetime, last: Job) -> int:
    """Seconds until the page looks again: often at first, then seldom, for the line may be poor."""
    waited = (now - last.recorded_at).total_seconds()
    return 2 if waited < 20 else 5 if waited < 120 else 15


def _good(came: Sequence[Came]) -> int:
    """How many lines of what was rehearsed would go in as they stand."""
    reports = [one.report for one in came if not one.for_real]
    return sum(report["lines"] - report["rejected"] - report["blank"] for report in reports)


def _failure(last: Job) -> LmisError:
    kept = (last.result or {}).get("told")
    return error_of(kept) if kept else Fault()


def ignored_columns(kind: str, report: dict[str, Any]) -> list[tuple[str, list[str]]]:
    """Headers that nothing is known about, each with the nearest that would be."""
    names = sorted({column.name for definition in KINDS[kind] for column in definition.asked})
    return [(header, nearest(header, names)) for header in report.get("ignored_columns", ())]
