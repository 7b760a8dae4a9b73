"""Files that are sent on a page: rehearsed, corrected, accepted, taken back; each of these is a step of a delivery."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from lmis.errors import Conflict, NotFound
from lmis.model.ids import new_id
from lmis.model.jobs import Job
from lmis.queries.jobs import steps_of
from lmis.services.jobs import enqueue, stop
from lmis.services.undoing import undo_batch
from lmis.services.uploading import Upload, kept_upload
from lmis.services.writing import Outcome
from lmis.vocabulary import Actor


class DeliveryNotFound(NotFound):
    """There is no such file in your office."""


class WentOnMeanwhile(Conflict):
    """Something was done with this file since the page was opened: look again, and repeat what is missing."""


@dataclass(frozen=True)
class Delivery:
    """One file that was sent, and the steps that were taken with it, in order."""

    steps: tuple[Job, ...]

    @property
    def root(self) -> Job:
        """The first rehearsal; the delivery has its id."""
        return self.steps[0]

    @property
    def last(self) -> Job:
        """The latest step, whatever its state."""
        return self.steps[-1]

    @property
    def under_way(self) -> bool:
        """Whether somebody has to wait."""
        return self.last.state in ("waiting", "running")

    @property
    def judged(self) -> Job | None:
        """The latest step that came to its end: its rejected lines are those that are still to be corrected."""
        return next((step for step in reversed(self.steps) if step.state == "done"), None)

    @property
    def imported(self) -> list[Job]:
        """The steps that wrote: the file, then corrected lines."""
        return [step for step in self.steps if step.state == "done" and step.payload["for_real"]]

    @property
    def whole(self) -> Job | None:
        """The step that judged the file itself last: its import, else its rehearsal."""
        done = [step for step in self.steps if step.state == "done" and not step.payload.get("mends")]
        return done[-1] if done else None

    @property
    def mends(self) -> list[Job]:
        """The steps whose corrected lines count: those that wrote, and the last rehearsal; it holds those before it."""
        wrote = [step for step in self.imported if step.payload.get("mends")]
        judged = self.judged
        last = [judged] if judged and judged.payload.get("mends") and judged not in wrote else []
        return wrote + last

    @property
    def acceptable(self) -> bool:
        """Whether there is a rehearsal of which nothing was imported."""
        return not self.under_way and self.judged is not None and not self.judged.payload["for_real"]


def begin_delivery(session: Session, by: Actor, upload: Upload) -> UUID:
    """Keep a file and rehearse it; returns the id of the delivery.

    Raises:
        UnknownKind, FileEmpty, PlacesAreForCoordinators.
    """
    id_ = new_id()
    payload = kept_upload(session, by, upload) | {"kept": True, "for_real": False}
    return enqueue(session, by, "import", payload, id=id_, root_id=id_)


def delivery_in_sight(session: Session, by: Actor, id_: UUID, *, lock: bool = False) -> Delivery:
    """A delivery of the actor's office; locked, where something is to be done with it.

    Raises:
        DeliveryNotFound: there is none.
    """
    query = steps_of(by, id_)
    steps = session.scalars(query.with_for_update(of=Job) if lock else query).all()
    if not steps:
        raise DeliveryNotFound(value=str(id_))
    return Delivery(tuple(steps))


def next_step(session: Session, by: Actor, delivery: Delivery, payload: dict[str, Any]) -> None:
    """Put the next step of a delivery in the queue."""
    enqueue(session, by, "import", payload, root_id=delivery.root.id, step=delivery.last.step + 1)


def accept_delivery(session: Session, by: Actor, id_: UUID, step: int) -> None:
    """Import for real what was rehearsed: the file and then its corrected lines, or further corrected lines.

    Args:
        step: the last one that the reader saw; who sends the same form twice imports once.
    """
    delivery = delivery_in_sight(session, by, id_, lock=True)
    judged = delivery.judged
    if delivery.last.step != step or not delivery.acceptable or judged is None:
        return
    corrected = judged.payload | {"for_real": True} if judged.payload.get("mends") else None
    if delivery.imported and corrected:
        next_step(session, by, delivery, corrected)
        return
    whole = delivery.root.payload | {"for_real": True, "kept": False}
    next_step(session, by, delivery, whole | ({"then": corrected} if corrected else {}))


def stop_delivery(session: Session, by: Actor, id_: UUID, step: int) -> None:
    """Break off what is under way: a rehearsal writes nothing, of an import the lines that are in stay.

    Args:
        step: the one that the reader saw; what has come to its end meanwhile is not touched.
    """
    delivery = delivery_in_sight(session, by, id_)
    if delivery.last.step == step and delivery.under_way:
        stop(session, delivery.last.id)


def rehearse_again(session: Session, by: Actor, id_: UUID, step: int) -> None:
    """Rehearse the file anew, where its first rehearsal did not come to its end."""
    delivery = delivery_in_sight(session, by, id_, lock=True)
    if delivery.last.step == step and not delivery.under_way and delivery.judged is None:
        next_step(session, by, delivery, delivery.root.payload)


def take_back_delivery(session: Session, by: Actor, id_: UUID) -> list[Outcome]:
    """Take back all that a delivery wrote, corrected lines first.

    Returns:
        One outcome per import; with a refusal (`BuiltUpon`) among them nothing may be kept.
    """
    steps = reversed(delivery_in_sight(session, by, id_, lock=True).imported)
    return [undo_batch(session, by, step.batch_id) for step in steps if step.batch_id]
