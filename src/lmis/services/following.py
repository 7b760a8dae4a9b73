"""What is found out after a placement, and services given to people beside referral."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from lmis.commands.placements import FollowUpPlacement, RecordService
from lmis.errors import Conflict, Invalid
from lmis.model.ids import new_id
from lmis.model.placements import FollowUp
from lmis.model.services import ServiceEvent
from lmis.queries.following import known_follow_ups, known_services
from lmis.services.checks import future_fault
from lmis.services.resolving import PlacementNotFound, SeekerNotFound, resolve_people, resolve_placements
from lmis.services.writing import Draft, Outcome, write
from lmis.vocabulary import Actor


class BeforeItStarted(Invalid):
    """A follow-up cannot come before the work started."""


class PlacementCancelled(Conflict):
    """A placement that was cancelled is not followed up."""


class EndsBeforeItBegins(Invalid):
    """A service cannot end before it begins."""


def follow_up_placements(session: Session, by: Actor, commands: Sequence[FollowUpPlacement]) -> list[Outcome]:
    """Take down what was found some time after a placement; the same id again changes nothing."""
    held = resolve_placements(session, by, [command.placement for command in commands])
    known = session.scalars(known_follow_ups(c.id for c in commands if c.id))
    there = {follow_up.id: follow_up.placement_id for follow_up in known}
    drafts = []
    for command in commands:
        draft, placement = Draft("follow-up-placement"), held.get(command.placement)
        drafts.append(draft)
        day = command.happened_on or by.today
        if placement is None or there.get(command.id or new_id(), placement.id) != placement.id:
            draft.refuse(PlacementNotFound(value=command.placement), "#/placement")
        elif fault := future_fault(by, day, "#/happened_on"):
            draft.refuse(*fault)
        elif day < placement.started_on:
            draft.refuse(BeforeItStarted(value=day, started_on=placement.started_on), "#/happened_on")
        elif placement.cancelled_on is not None:
            draft.refuse(PlacementCancelled(cancelled_on=placement.cancelled_on), "#/placement")
        elif command.id in there:
            draft.subject = command.id
        else:
            draft.subject = command.id or new_id()
            draft.insert(
                FollowUp,
                id=draft.subject,
                placement_id=placement.id,
                person_id=placement.person_id,
                happened_on=day,
                finding=command.finding,
                note=command.note,
                staff_id=by.staff_id,
                recorded_at=by.at,
            )
    return write(session, by, drafts)


def record_services(session: Session, by: Actor, commands: Sequence[RecordService]) -> list[Outcome]:
    """Take down counselling, training or social protection; the same id again changes nothing."""
    held = resolve_people(session, by, [command.seeker for command in commands])
    there = {service.id: service for service in session.scalars(known_services(c.id for c in commands if c.id))}
    drafts = []
    for command in commands:
        draft, person = Draft("record-service"), held.get(command.seeker)
        drafts.append(draft)
        day, known = command.happened_on or by.today, there.get(command.id) if command.id else None
        if person is None or (known is not None and known.person_id != person.id):
            draft.refuse(SeekerNotFound(value=command.seeker), "#/seeker")
        elif fault := future_fault(by, day, "#/happened_on"):
            draft.refuse(*fault)
        elif command.ends_on is not None and command.ends_on < day:
            draft.refuse(EndsBeforeItBegins(value=command.ends_on, begins_on=day), "#/ends_on")
        elif known is not None:
            draft.subject = known.id
        else:
            draft.subject = command.id or new_id()
            draft.insert(
                ServiceEvent,
                id=draft.subject,
                person_id=person.id,
                office_id=person.office_id,
                staff_id=by.staff_id,
                kind=command.kind,
                title=command.title,
                provider=command.provider,
                happened_on=day,
                ends_on=command.ends_on,
                recorded_at=by.at,
            )
    return write(session, by, drafts)
