"""The queues of a desk: what each holds, how a line of it reads, and what can be done with several at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Select
from sqlalchemy.orm import Session

from lmis.locale.catalogue import label, text
from lmis.locale.formats import day
from lmis.model.people import Person, RegistrationStay
from lmis.model.placements import Placement
from lmis.model.referrals import Referral
from lmis.model.vacancies import Vacancy
from lmis.queries import queues, waiting
from lmis.queries.duplicates import records_of
from lmis.text.numbers import serial_text
from lmis.vocabulary import Actor, Purpose
from lmis.web.pages.desk.histories import works_of

Ask = Callable[..., Select[Any]]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a queue: what it is about, and where it leads."""

    id: UUID
    """What the batch actions name."""
    name: str
    href: str
    cells: Sequence[str]
    number: str = ""


@dataclass(frozen=True, slots=True)
class Queue:
    """A queue: its words, whose lines it holds, their columns, and the verbs of its batch actions."""

    name: str
    words: str
    meaning: str
    ask: Ask
    key: Any
    purpose: Purpose
    heads: Sequence[str]
    lines: Callable[[Session, Actor, Sequence[Any]], list[Line]]
    verbs: Sequence[str] = ()
    own: bool = True
    """Whether it can be narrowed to what is one's own."""


def _people(session: Session, ids: Sequence[UUID]) -> dict[UUID, Person]:
    return {one.id: one for one in session.scalars(records_of(set(ids)))}


def name_of(one: Person) -> str:
    """A person's name in the country's own script, else in Latin letters."""
    native = (one.family_name_native, one.given_name_native)
    return " ".join(filter(None, native if any(native) else (one.family_name, one.given_name)))


def _stays(session: Session, by: Actor, rows: Sequence[RegistrationStay]) -> list[Line]:
    people = _people(session, [row.person_id for row in rows])
    spells = {one.id: one for one in session.scalars(queues.registrations_of_stays([row.id for row in rows]))}
    lines = []
    for row in rows:
        spell, one = spells[row.registration_id], people[row.person_id]
        cells = [day(spell.opened_on, by.language), day(spell.renewed_on, by.language), one.phone or ""]
        lines.append(_line(row.person_id, one, cells))
    return lines


def _line(id_: UUID, one: Person, cells: Sequence[str]) -> Line:
    return Line(id_, name_of(one), f"/desk/people/{one.id}", cells, serial_text("S", one.serial))


def _referrals(session: Session, by: Actor, rows: Sequence[Referral]) -> list[Line]:
    people = _people(session, [row.person_id for row in rows])
    works = works_of(session, by, {row.vacancy_id for row in rows})
    return [
        _line(
            row.id,
            people[row.person_id],
            [
                serial_text("R", row.serial),
                works[row.vacancy_id].title,
                works[row.vacancy_id].employer,
                day(row.referred_on, by.language),
                label("referral_state", row.state, by.language),
            ],
        )
        for row in rows
    ]


def _placements(session: Session, by: Actor, rows: Sequence[Placement]) -> list[Line]:
    people = _people(session, [row.person_id for row in rows])
    works = works_of(session, by, {row.vacancy_id for row in rows})
    lines = []
    for row in rows:
        work, one = works[row.vacancy_id], people[row.person_id]
        lines.append(_line(row.id, one, [work.title, work.employer, day(row.started_on, by.language), one.phone or ""]))
    return lines


def _vacancies(session: Session, by: Actor, rows: Sequence[Vacancy]) -> list[Line]:
    works = works_of(session, by, {row.id for row in rows})
    return [
        Line(
            row.id,
            works[row.id].title,
            f"/desk/vacancies/{row.id}",
            [works[row.id].employer, day(row.closes_on, by.language)],
            works[row.id].number,
        )
        for row in rows
    ]


REGISTRATION: Final = ("Registered on", "Renewed on", "Phone")
WORK: Final = ("Employer", "Closes on")

QUEUES: Final[Mapping[str, Queue]] = {
    queue.name: queue
    for queue in (
        Queue(
            "waiting-for-employer",
            "Referrals without an answer",
            "The employer has not answered for more than seven days.",
            queues.waiting_for_employer,
            Referral.id,
            Purpose.REFERRAL,
            ("Referral", "Vacancy", "Employer", "Referred on", "State"),
            _referrals,
            ("answer",),
        ),
        Queue(
            "follow-ups",
            "Follow-ups due",
            "One, three or six months after the start nobody has asked how it goes.",
            waiting.follow_ups_due,
            Placement.id,
            Purpose.PLACEMENT,
            ("Vacancy", "Employer", "Started on", "Phone"),
            _placements,
            ("follow-up",),
        ),
        Queue(
            "expiring",
            "Registrations about to expire",
            "Not renewed for 75 days or more.",
            queues.registrations_expiring,
            RegistrationStay.id,
            Purpose.REGISTRATION,
            REGISTRATION,
            _stays,
            ("renew", "close"),
        ),
        Queue(
            "to-complete",
            "Records to complete",
            "Registered with five fields only.",
            waiting.to_complete,
            RegistrationStay.id,
            Purpose.REGISTRATION,
            REGISTRATION,
            _stays,
            ("renew", "close"),
        ),
        Queue(
            "unassigned",
            "People without an officer",
            "Nobody looks after them.",
            queues.unassigned,
            RegistrationStay.id,
            Purpose.REGISTRATION,
            REGISTRATION,
            _stays,
            ("take",),
            own=False,
        ),
        Queue(
            "vacancies-closing",
            "Vacancies that close soon",
            "They close within seven days.",
            queues.vacancies_closing,
            Vacancy.id,
            Purpose.NONE,
            WORK,
            _vacancies,
            own=False,
        ),
    )
}
"""The queues of which the lines are records of one kind."""

WITHOUT: Final = Queue(
    "without-suggestions",
    "Vacancies without suggestions",
    "The last night found nobody for them.",
    waiting.without_suggestions,
    Vacancy.id,
    Purpose.NONE,
    WORK,
    _vacancies,
    own=False,
)
"""It is asked about a run, and is not there while nothing was stored."""


def said(words: str, by: Actor) -> str:
    """Words of a queue in the reader's language."""
    return text(words, by.language)
