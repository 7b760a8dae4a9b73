"""Putting vacancies on the board, correcting them, and ending them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from lmis.commands.vacancies import AmendVacancy, CloseVacancy, PostVacancy
from lmis.errors import Conflict, Invalid
from lmis.model.dialects import take_serials
from lmis.model.employers import Employer
from lmis.model.ids import new_id
from lmis.model.vacancies import Opening, Vacancy
from lmis.queries.vacancies import (
    entries_of,
    free_openings,
    known_vacancies,
    last_ordinals,
    ledger_balances,
    opening_counts,
)
from lmis.services import openings
from lmis.services.checks import (
    Fault,
    code_fault,
    first,
    future_fault,
    licence_faults,
    place_faults,
    profile_faults,
    reason_fault,
)
from lmis.services.codes import Codes, codes
from lmis.services.resolving import (
    EmployerNotFound,
    VacancyNotFound,
    changed_meanwhile,
    resolve_employers,
    resolve_vacancies,
)
from lmis.services.writing import Draft, Outcome, record, write
from lmis.text.keys import search_key
from lmis.vocabulary import Actor, OpeningEntryKind


class ClosesBeforeItOpens(Invalid):
    """A vacancy cannot close before the day it is posted."""


class FourDigitsNeeded(Invalid):
    """A vacancy needs an occupation of four digits."""


class WageRangeFalls(Invalid):
    """The highest wage is below the lowest."""


class VacancyClosed(Conflict):
    """This vacancy is closed."""


FIELDS = (
    "title",
    "title_native",
    "description",
    "occupation",
    "province",
    "district",
    "wage_min",
    "wage_max",
    "wage_currency",
    "wage_period",
    "contract",
    "hours",
    "hours_per_week",
    "education",
    "experience_months",
    "closes_on",
    "social_security",
    "hazardous",
)
LISTS = ("required_skills", "useful_skills", "licences", "accommodations")


@dataclass
class Facts:
    """What the rules need to know, looked up for all commands at once."""

    codes: Codes
    employers: dict[str, Employer]
    by_id: dict[UUID, Vacancy] = field(default_factory=dict)
    by_number: dict[str, Vacancy] = field(default_factory=dict)
    free: dict[UUID, list[Opening]] = field(default_factory=dict)
    balances: dict[UUID, int] = field(default_factory=dict)
    counts: dict[UUID, tuple[int, int]] = field(default_factory=dict)
    last: dict[UUID, int] = field(default_factory=dict)
    moves: dict[UUID, list[tuple[date, int]]] = field(default_factory=dict)
    serials: list[int] = field(default_factory=list)

    def known(self, command: PostVacancy) -> Vacancy | None:
        """The vacancy that the command means, by the client's id or the office's own number."""
        if command.id and command.id in self.by_id:
            return self.by_id[command.id]
        return self.by_number.get(command.own_number) if command.own_number else None

    def learn_openings(self, session: Session, vacancies: Iterable[UUID]) -> None:
        """Take in the free openings and the ledger's balance of these vacancies."""
        ids = list(vacancies)
        if not ids:
            return
        for opening in session.scalars(free_openings(ids)):
            self.free.setdefault(opening.vacancy_id, []).append(opening)
        self.balances = dict(session.execute(ledger_balances(ids)).all())
        self.counts = {id_: (n, filled) for id_, n, filled in session.execute(opening_counts(ids))}
        self.last = dict(session.execute(last_ordinals(ids)).all())
        for vacancy_id, kind, number, day in session.execute(entries_of(ids)):
            if kind not in openings.ENDINGS:
                self.moves.setdefault(vacancy_id, []).append((day, number))


def post_vacancies(session: Session, by: Actor, commands: Sequence[PostVacancy]) -> list[Outcome]:
    """Put vacancies on the board of the actor's office; who is known already is updated with what is said.

    A closing day that has passed is no obstacle: a late file counts in its own quarter.

    Returns:
        One outcome per command, in order: the vacancy, or a refusal (not found for another office's employer).
    """
    assert by.office_id is not None
    facts = Facts(codes(session), resolve_employers(session, by, [command.employer for command in commands]))
    numbers = [command.own_number for command in commands if command.own_number]
    for vacancy in session.scalars(known_vacancies(by.office_id, [c.id for c in commands if c.id], numbers)):
        facts.by_id[vacancy.id] = vacancy
        if vacancy.own_number and vacancy.office_id == by.office_id:
            facts.by_number[vacancy.own_number] = vacancy
    facts.learn_openings(session, facts.by_id)
    facts.serials = take_serials(session, "vacancy", sum(facts.known(command) is None for command in commands))
    return write(session, by, [decide(command, facts, by) for command in commands])


def decide(command: PostVacancy, facts: Facts, by: Actor) -> Draft:
    """Apply the rules to one command."""
    draft = Draft("post-vacancy")
    employer, held = facts.employers.get(command.employer), facts.known(command)
    if employer is None:
        return draft.refuse(EmployerNotFound(value=command.employer), "#/employer")
    if held is not None and not (by.sees_all_offices or held.office_id == by.office_id):
        return draft.refuse(VacancyNotFound(value=str(command.id)))
    posted = command.happened_on or (held.posted_on if held else by.today)
    if fault := first(_post_faults(command, facts.codes, by, posted)):
        return draft.refuse(*fault)
    if held is not None:
        return _change(draft, command, held, facts, by)
    return _create(draft, command, employer, posted, facts, by)


def _post_faults(command: PostVacancy, known: Codes, by: Actor, posted: date) -> Iterable[Fault | None]:
    yield from _content_faults(command, known)
    yield future_fault(by, posted, "#/happened_on")
    yield future_fault(by, command.withdrawn_on, "#/withdrawn_on")
    if command.closes_on < posted:
        yield ClosesBeforeItOpens(closes_on=command.closes_on, posted_on=posted), "#/closes_on"
    if command.withdrawn_on and command.withdrawn_on < posted:
        yield ClosesBeforeItOpens(closes_on=command.withdrawn_on, posted_on=posted), "#/withdrawn_on"


def _content_faults(command: PostVacancy | AmendVacancy, known: Codes) -> Iterable[Fault | None]:
    yield from place_faults(known, command.province, command.district)
    yield code_fault(known, "occupation", known.occupations, command.occupation, "#/occupation")
    if command.occupation is not None and len(command.occupation) < 4:
        yield FourDigitsNeeded(value=command.occupation), "#/occupation"
    yield code_fault(known, "education", known.education, command.education, "#/education")
    yield code_fault(known, "currency", known.currencies, command.wage_currency, "#/wage_currency")
    yield from profile_faults(known, languages=command.languages)
    yield from licence_faults(known, command.licences)


def _wage_fault(command: AmendVacancy, held: Vacancy) -> Fault | None:
    """A wage range that would fall, the fields that are not said taken as they stand."""
    said = command.model_fields_set
    low, high = (getattr(command if name in said else held, name) for name in ("wage_min", "wage_max"))
    return (WageRangeFalls(wage_min=low, wage_max=high), "#/wage_min") if low and high and low > high else None


def vacancy_key(title: str | None, native: str | None) -> str:
    """What a vacancy is searched by."""
    return " ".join(search_key(text) for text in (title, native) if text)


def _columns(command: PostVacancy | AmendVacancy) -> dict[str, Any]:
    said = command.model_fields_set
    values: dict[str, Any] = {name: getattr(command, name) for name in FIELDS if name in said}
    values |= {name: list(getattr(command, name)) for name in LISTS if name in said}
    if "languages" in said:
        values["languages"] = [[spoken.language, spoken.level.value] for spoken in command.languages]
    return values


def _create(draft: Draft, command: PostVacancy, employer: Employer, posted: date, facts: Facts, by: Actor) -> Draft:
    draft.subject = command.id or new_id()
    assert by.office_id is not None
    withdrawn = command.withdrawn_on
    values = dict.fromkeys(FIELDS) | {name: [] for name in (*LISTS, "languages")} | _columns(command)
    draft.insert(
        Vacancy,
        id=draft.subject,
        serial=facts.serials.pop(0),
        office_id=by.office_id,
        country=facts.codes.office_countries[by.office_id],
        employer_id=employer.id,
        own_number=command.own_number,
        sector=employer.sector,
        search_key=vacancy_key(command.title, command.title_native),
        posted_on=posted,
        closed_on=withdrawn,
        close_reason="withdrawn_by_employer" if withdrawn else None,
        recorded_at=by.at,
        version=1,
        **values,
    )
    openings.notify(draft, by, draft.subject, command.openings, posted, withdrawn)
    return draft


def _change(draft: Draft, command: PostVacancy | AmendVacancy, held: Vacancy, facts: Facts, by: Actor) -> Draft:
    draft.subject, row = held.id, record(held)
    values = _columns(command)
    values["search_key"] = vacancy_key(values.get("title", held.title), values.get("title_native", held.title_native))
    if values.get("closes_on", held.closes_on) != held.closes_on:
        day = held.closes_on if isinstance(command, PostVacancy) else command.happened_on or by.today
        openings.reverse_expiry(draft, by, held, facts.balances.get(held.id, 0), len(facts.free.get(held.id, [])), day)
    draft.update(Vacancy, held.id, row, **values)
    if isinstance(command, PostVacancy) and held.closed_on is None and "openings" in command.model_fields_set:
        wanted, filled = facts.counts.get(held.id, (0, 0))
        day, spare = min(by.today, held.closes_on), wanted - command.openings
        if command.openings < filled or openings.least_stock(facts.moves.get(held.id, []), day) < spare:
            return draft.refuse(openings.FewerThanFilled(filled=filled, value=command.openings), "#/openings")
        openings.move(draft, by, held.id, -spare, facts.free.get(held.id, []), facts.last.get(held.id, 0), day)
    withdrawn = command.withdrawn_on if isinstance(command, PostVacancy) else None
    if withdrawn and held.closed_on is None:
        _withdraw(draft, by, held, facts, withdrawn, "withdrawn_by_employer")
    return draft


def _withdraw(draft: Draft, by: Actor, held: Vacancy, facts: Facts, day: date, because: str) -> None:
    free = facts.free.get(held.id, [])
    draft.update(Vacancy, held.id, record(held), closed_on=day, close_reason=because)
    openings.shut(draft, free)
    balance = facts.balances.get(held.id, 0)
    if balance:
        openings.enter(draft, by, held.id, OpeningEntryKind.WITHDRAWN, -balance, day)


def amend_vacancies(session: Session, by: Actor, commands: Sequence[AmendVacancy]) -> list[Outcome]:
    """Correct vacancies; only the fields that are given change."""
    held = resolve_vacancies(session, by, [command.vacancy for command in commands], lock=True)
    facts = Facts(codes(session), {})
    facts.learn_openings(session, [vacancy.id for vacancy in held.values()])
    drafts = []
    for command in commands:
        draft, vacancy = Draft("amend-vacancy"), held.get(command.vacancy)
        drafts.append(draft)
        if vacancy is None:
            draft.refuse(VacancyNotFound(value=command.vacancy), "#/vacancy")
            continue
        within = (
            command
            if command.province or not command.district
            else command.model_copy(update={"province": vacancy.province})
        )
        closes = command.closes_on or vacancy.closes_on
        if error := changed_meanwhile(command.version, vacancy.version):
            draft.refuse(error)
        elif (fault := first(_content_faults(within, facts.codes))) or (fault := _wage_fault(command, vacancy)):
            draft.refuse(*fault)
        elif closes < vacancy.posted_on:
            draft.refuse(ClosesBeforeItOpens(closes_on=closes, posted_on=vacancy.posted_on), "#/closes_on")
        else:
            _change(draft, command, vacancy, facts, by)
    return write(session, by, drafts)


def close_vacancies(session: Session, by: Actor, commands: Sequence[CloseVacancy]) -> list[Outcome]:
    """The employer withdraws what is still open; what is filled stays filled."""
    held = resolve_vacancies(session, by, [command.vacancy for command in commands], lock=True)
    facts = Facts(codes(session), {})
    facts.learn_openings(session, [vacancy.id for vacancy in held.values()])
    drafts = []
    for command in commands:
        draft, vacancy = Draft("close-vacancy"), held.get(command.vacancy)
        drafts.append(draft)
        day = command.happened_on or by.today
        faults = [
            reason_fault(facts.codes, ["withdrawal"], command.because, "#/because"),
            future_fault(by, command.happened_on, "#/happened_on"),
        ]
        if vacancy is None:
            draft.refuse(VacancyNotFound(value=command.vacancy), "#/vacancy")
            continue
        draft.subject = vacancy.id
        if fault := first(faults):
            draft.refuse(*fault)
        elif day < vacancy.posted_on:
            draft.refuse(ClosesBeforeItOpens(closes_on=day, posted_on=vacancy.posted_on), "#/happened_on")
        elif vacancy.closed_on is None:
            _withdraw(draft, by, vacancy, facts, day, command.because)
        elif (vacancy.closed_on, vacancy.close_reason) != (day, command.because):
            draft.refuse(VacancyClosed(closed_on=vacancy.closed_on), "#/vacancy")
    return write(session, by, drafts)
