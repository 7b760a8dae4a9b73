"""Batch actions: one command for each line that was ticked, all carried out by one call of the service."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy.orm import Session
from starlette.datastructures import FormData

from lmis.commands.base import Command
from lmis.commands.placements import FollowUpPlacement
from lmis.commands.referrals import AnswerReferral
from lmis.commands.seekers import CloseRegistration, RenewRegistration, TransferSeeker
from lmis.locale.words import words
from lmis.services import registrations
from lmis.services.codes import codes
from lmis.services.following import follow_up_placements
from lmis.services.referrals import answer_referrals
from lmis.services.writing import Outcome
from lmis.vocabulary import Actor
from lmis.web.pages.desk.sheets import Sheet


@dataclass(frozen=True, slots=True)
class Verb:
    """A batch action: the command, its field that names the record, what else the form asks, and the service."""

    command: type[Command]
    names: str
    fields: Sequence[str]
    service: Callable[[Session, Actor, Sequence[Any]], list[Outcome]]


@dataclass(frozen=True, slots=True)
class Batched:
    """What came of answering a list: how many lines are done, and which were refused and why."""

    done: int = 0
    refused: Mapping[str, str] = field(default_factory=dict)
    typed: Mapping[str, str] = field(default_factory=dict)
    nothing: bool = False
    """Nothing was ticked or answered."""
    ticked: Sequence[str] = ()
    """The lines that stay ticked."""

    @property
    def status(self) -> int:
        """Of the page that shows it."""
        return 422 if self.refused or self.nothing else 200

    def values(self) -> dict[str, Any]:
        """For the template."""
        return {
            "done": self.done,
            "refused": self.refused,
            "typed": dict(self.typed),
            "nothing": self.nothing,
            "ticked": set(self.ticked),
        }


VERBS: Final[Mapping[str, Verb]] = {
    "renew": Verb(RenewRegistration, "seeker", (), registrations.renew_registrations),
    "close": Verb(CloseRegistration, "seeker", ("because",), registrations.close_registrations),
    "take": Verb(TransferSeeker, "seeker", (), registrations.transfer_seekers),
    "answer": Verb(AnswerReferral, "referral", ("state", "reason", "interview_on", "happened_on"), answer_referrals),
    "follow-up": Verb(FollowUpPlacement, "placement", ("finding", "note", "happened_on"), follow_up_placements),
}


def carry_out(
    session: Session, by: Actor, name: str, ticked: Sequence[str], form: FormData
) -> tuple[int, dict[str, str]]:
    """Do the same with several records.

    Returns:
        How many were done, and record → why it was refused.
    """
    verb = VERBS[name]
    sheet = Sheet(form, by)
    values = sheet.values(verb.fields)
    if name == "take":
        assert by.office_id is not None
        values = {"office": codes(session).office_codes[by.office_id], "officer": by.staff_id}
    commands: list[Any] = []
    for one in ticked:
        commands.append(sheet.command(verb.command, {verb.names: one, **values}))
    if sheet.faults:
        return 0, dict.fromkeys(ticked, sheet.sentence)
    outcomes = zip(ticked, verb.service(session, by, commands), strict=True)
    refused = {one: words(each.refusal.error, by.language)[1] for one, each in outcomes if each.refusal is not None}
    return len(ticked) - len(refused), refused
