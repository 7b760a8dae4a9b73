"""What was built upon an import is in the way of taking it back; what merely came later is not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from itertools import pairwise
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from conftest import NOW, actor
from factories.batches import HEADER, PEOPLE, bring, content, undo
from factories.register import DAY, a_placement, a_referral
from lmis.commands.placements import CancelPlacement, RecordService
from lmis.commands.referrals import AnswerReferral
from lmis.commands.seekers import AmendSeeker, CloseRegistration, ReopenRegistration, TransferSeeker
from lmis.commands.vacancies import AmendVacancy, ChangeOpenings, CloseVacancy
from lmis.model.people import Person, Registration
from lmis.model.placements import Placement
from lmis.model.referrals import Referral
from lmis.model.session import Database
from lmis.model.vacancies import Vacancy
from lmis.queries.vacancies import entries_of, free_openings
from lmis.services import trail
from lmis.services.built_upon import Claims
from lmis.services.expiry import expire_vacancies
from lmis.services.following import record_services
from lmis.services.openings import change_openings
from lmis.services.placements import cancel_placements
from lmis.services.referrals import answer_referrals, spell_on
from lmis.services.registrations import close_registrations, reopen_registrations, transfer_seekers
from lmis.services.seekers import amend_seekers
from lmis.services.vacancies import amend_vacancies, close_vacancies
from lmis.services.writing import one
from lmis.vocabulary import Actor, Purpose, ReferralState, Role

Act = Callable[[Session, Actor], object]
File = tuple[str, str]

VACANCIES = "number,employer,posted_on,title,occupation,openings,province,closes_on,withdrawn_on"
PLACEMENTS = "number,seeker,vacancy,started_on,cancelled_on,cancelled_because"
REFERRALS = "number,seeker,vacancy,referred_on,state,answered_on,reason"
SPELLS = f"{HEADER},closed_on,closed_because"
FIRST = "1,2026-09-01,Sok,Dara,F,1995,lost,KH02,"


@pytest.fixture
def world(database: Database) -> Database:
    """Two people; a factory with a vacancy of two openings and another of one."""
    bring(database, PEOPLE)
    bring(database, "number,name,sector,province,notified_on\nE1,Needle,14,KH02,2026-09-01\n", "employers")
    rows = "V1,E1,2026-09-01,Sewing,8153,2,KH02,2026-09-30,\nV2,E1,2026-09-01,Ironing,8153,1,KH02,2026-12-31,\n"
    bring(database, f"{VACANCIES}\n{rows}", "vacancies")
    return database


def happens(database: Database, acts: list[Act | File]) -> None:
    """What counters do and send, each in a transaction of its own."""
    by = actor(at=NOW + timedelta(minutes=30))
    for act in acts:
        if isinstance(act, tuple):
            bring(database, act[1], act[0])
            continue
        with database.open(by, Purpose.COUNSELLING, "later") as session:
            act(session, by)


def in_the_way(database: Database, batch: UUID | None) -> dict[str, int]:
    """Kind → how many; nothing where the batch was taken back. A refusal leaves everything as it was."""
    before = content(database)
    outcome = undo(database, batch)
    if outcome.refusal is None:
        return {}
    assert content(database) == before
    return {kind: told["count"] for kind, told in outcome.refusal.error.values["built"].items()}


def contradictions(database: Database) -> list[str]:
    """Spells that overlap, referrals outside every spell, ledgers that fall below zero or do not balance."""
    by, found = actor(role=Role.SYSTEM, office=None, at=NOW + timedelta(days=1)), []
    with database.open(by, Purpose.ADMINISTRATION, "sweep") as session:
        expire_vacancies(session, by)
    with database.open(by, Purpose.ADMINISTRATION, "look", write=False) as session:
        spells: dict[UUID, list[Registration]] = {}
        for spell in session.scalars(select(Registration).order_by(Registration.person_id, Registration.opened_on)):
            spells.setdefault(spell.person_id, []).append(spell)
        for held in spells.values():
            found += ["spells" for a, b in pairwise(held) if a.closed_on is None or a.closed_on > b.opened_on]
        for referral in session.scalars(select(Referral)):
            if spell_on(referral.referred_on, spells.get(referral.person_id, [])) is None:
                found.append("referral")
        for offered in session.scalars(select(Vacancy)):
            free = len(session.scalars(free_openings([offered.id])).all())
            moves = sorted((day, n) for _, _, n, day in session.execute(entries_of([offered.id])))
            days = {day for day, _ in moves}
            stocks = [sum(n for moved, n in moves if moved <= day) for day in sorted(days)]
            ended = (offered.closed_on or offered.closes_on) < by.today
            if min(stocks) < 0 or stocks[-1] != (0 if ended else free):
                found.append(f"ledger {offered.own_number} {stocks} {free}")
    return found


def seeker(session: Session, number: str = "1") -> UUID:
    return session.scalars(select(Person).where(Person.own_number == number)).one().id


def vacancy(session: Session, number: str = "V1") -> UUID:
    return session.scalars(select(Vacancy).where(Vacancy.own_number == number)).one().id


def number_of(number: str, identity: str) -> File:
    """A file that says a person's identity number."""
    header = "number,family_name,given_name,sex,birth_year,identity_kind,identity_number,province"
    return "job-seekers", f"{header}\n{number},Sok,Dara,F,1995,national_id,{identity},KH02\n"


def closes(number: str, day: date) -> Act:
    def act(session: Session, by: Actor) -> None:
        command = CloseRegistration(seeker=str(seeker(session, number)), because="own_wish", happened_on=day)
        one(close_registrations(session, by, [command]))

    return act


def reopens(number: str, day: date) -> Act:
    def act(session: Session, by: Actor) -> None:
        one(
            reopen_registrations(
                session, by, [ReopenRegistration(seeker=str(seeker(session, number)), happened_on=day)]
            )
        )

    return act


def moves(number: str, office: str) -> Act:
    def act(session: Session, by: Actor) -> None:
        one(transfer_seekers(session, by, [TransferSeeker(seeker=str(seeker(session, number)), office=office)]))

    return act


def amends(number: str, **values: object) -> Act:
    def act(session: Session, by: Actor) -> None:
        one(amend_seekers(session, by, [AmendSeeker(seeker=str(seeker(session, number)), **values)]))  # type: ignore[arg-type]

    return act


def counsels(number: str) -> Act:
    def act(session: Session, by: Actor) -> None:
        command = RecordService(seeker=str(seeker(session, number)), kind="counselling", title="Talk")  # type: ignore[arg-type]
        one(record_services(session, by, [command]))

    return act


def refers(number: str, to: str, day: date = date(2026, 9, 12)) -> Act:
    return lambda session, by: a_referral(session, by, seeker(session, number), vacancy(session, to), happened_on=day)


def answers(state: ReferralState, reason: str | None = None) -> Act:
    def act(session: Session, by: Actor) -> None:
        referral = session.scalars(select(Referral)).one().id
        one(answer_referrals(session, by, [AnswerReferral(referral=str(referral), state=state, reason=reason)]))

    return act


def places(number: str, in_: str, day: date = date(2026, 9, 20)) -> Act:
    return lambda session, by: a_placement(session, by, seeker(session, number), vacancy(session, in_), happened_on=day)


def cancels(number: str, day: date = date(2026, 9, 26)) -> Act:
    def act(session: Session, by: Actor) -> None:
        placement = session.scalars(select(Placement).where(Placement.person_id == seeker(session, number))).one().id
        command = CancelPlacement(placement=str(placement), because="did_not_start", happened_on=day)
        one(cancel_placements(session, by, [command]))

    return act


def wants(openings: int, number: str = "V2") -> Act:
    def act(session: Session, by: Actor) -> None:
        one(change_openings(session, by, [ChangeOpenings(vacancy=str(vacancy(session, number)), openings=openings)]))

    return act


def withdraws(number: str) -> Act:
    def act(session: Session, by: Actor) -> None:
        one(close_vacancies(session, by, [CloseVacancy(vacancy=str(vacancy(session, number)))]))

    return act


def retitles(number: str) -> Act:
    def act(session: Session, by: Actor) -> None:
        one(amend_vacancies(session, by, [AmendVacancy(vacancy=str(vacancy(session, number)), title="Other")]))

    return act


def sweeps(session: Session, by: Actor) -> None:
    expire_vacancies(session, by)


def placed(*rows: str) -> File:
    return "placements", "\n".join((PLACEMENTS, *rows, ""))


def referred(*rows: str) -> File:
    return "referrals", "\n".join((REFERRALS, *rows, ""))


def offered(*rows: str) -> File:
    return "vacancies", "\n".join((VACANCIES, *rows, ""))


def seen(*rows: str) -> File:
    return "job-seekers", "\n".join((SPELLS, *rows, ""))


OPENED_AGAIN = [reopens("1", date(2026, 9, 22)), closes("1", date(2026, 9, 28))]
PLACED = placed("P1,1,V1,2026-09-20,,")
REFUSED = referred("R1,1,V1,2026-09-10,refused,2026-09-12,lacks_skills")
PHONE = seen(f"{FIRST}098765432,,")
CLOSED = seen(f"{FIRST}012345678,2026-09-15,own_wish")

RAISED = offered("V2,E1,2026-09-01,Ironing,8153,2,KH02,2026-12-31,")
RETITLED = offered("V2,E1,2026-09-01,Iron,8153,1,KH02,2026-12-31,")
SHORTENED = offered("V2,E1,2026-09-01,Ironing,8153,1,KH02,2026-09-25,")
LENGTHENED = offered("V1,E1,2026-09-01,Sewing,8153,2,KH02,2026-12-31,")
WITHDRAWN = offered("V2,E1,2026-09-01,Ironing,8153,1,KH02,2026-12-31,2026-09-28")
LIVE = referred("R1,1,V1,2026-09-10,referred,,")
IN_V2, CANCELLED = placed("P1,1,V2,2026-09-20,,"), placed("P1,1,V2,2026-09-20,2026-09-26,did_not_start")
TODAY = date(2026, 10, 5)

# what stood before, the file that is taken back, what came later, what is in the way
CASES: dict[str, tuple[list[Act | File], File, list[Act | File], dict[str, int]]] = {
    "spells after the one that opens again": ([], PLACED, OPENED_AGAIN, {"reopen-registration": 1}),
    "a spell that runs": ([], CLOSED, [reopens("1", date(2026, 9, 20))], {"reopen-registration": 1}),
    "a placement from the spell that opens again": ([], CLOSED, [places("1", "V1", DAY)], {"placement": 1}),
    "a move while nobody was registered": ([], CLOSED, [moves("1", "KH-JC-03")], {"transfer-seeker": 1}),
    "not a late referral within the spell": ([], CLOSED, [refers("1", "V1")], {}),
    "a referral during the spell that goes": (
        [closes("1", date(2026, 9, 5))],
        seen("1,2026-09-10,Sok,Dara,F,1995,lost,KH02,,,"),
        [refers("1", "V1")],
        {"referral": 1},
    ),
    "not a placement after a phone": ([], PHONE, [refers("1", "V1"), places("1", "V1")], {}),
    "not a spell or a talk after a phone": ([], PHONE, [counsels("1"), closes("1", date(2026, 9, 28))], {}),
    "not a disability after a phone": ([], PHONE, [amends("1", disability=["seeing"])], {}),
    "a name after a phone": ([], PHONE, [amends("1", family_name="Chan")], {"amend-seeker": 1}),
    "not the other person": ([], PHONE, [amends("2", phone="+85512999888"), closes("2", date(2026, 9, 28))], {}),
    "an identity number that another has now": (
        [number_of("1", "123456789")],
        number_of("1", "987654321"),
        [amends("2", identity_kind="national_id", identity_number="123456789")],
        {"amend-seeker": 1},
    ),
    "not another identity number": (
        [number_of("1", "123456789")],
        number_of("1", "987654321"),
        [amends("2", identity_kind="national_id", identity_number="111222333")],
        {},
    ),
    "not another placement in the vacancy": ([], PLACED, [places("2", "V1")], {}),
    "a cancellation of the placement": ([], PLACED, [cancels("1")], {"cancel-placement": 1}),
    "not the sweep after a placement": ([], PLACED, [sweeps], {}),
    "not another title after a placement": ([], PLACED, [retitles("V1")], {}),
    "an ending that counted an opening which came back": (
        [],
        placed("P1,1,V1,2026-10-02,2026-10-04,did_not_start"),
        [sweeps],
        {"settle-vacancy": 1},
    ),
    "not a placement beside one that the file cancelled": (
        [],
        placed("P1,1,V1,2026-09-20,2026-09-25,did_not_start"),
        [places("2", "V1")],
        {},
    ),
    "a placement in the opening that was given back": (
        [IN_V2],
        CANCELLED,
        [places("2", "V2", TODAY)],
        {"placement": 1},
    ),
    "the end of the opening that was given back": ([IN_V2], CANCELLED, [withdraws("V2")], {"close-vacancy": 1}),
    "a referral after coming back": ([IN_V2], CANCELLED, [refers("1", "V1", date(2026, 9, 28))], {"referral": 1}),
    "placements in raised openings": (
        [],
        RAISED,
        [places("1", "V2", TODAY), places("2", "V2", TODAY)],
        {"placement": 2},
    ),
    "not a placement after another title": ([], RETITLED, [refers("2", "V2"), places("1", "V2")], {}),
    "another change of the vacancy": ([], RETITLED, [retitles("V2")], {"amend-vacancy": 1}),
    "not fewer openings after another title": ([], RETITLED, [wants(0)], {}),
    "an expiry on the earlier closing day": ([], SHORTENED, [sweeps], {"settle-vacancy": 1}),
    "not a late referral before the earlier closing day": ([], SHORTENED, [refers("1", "V2")], {}),
    "a referral after the first closing day": ([], LENGTHENED, [refers("1", "V1", TODAY)], {"referral": 1}),
    "an opening given back after the withdrawal": (
        [IN_V2],
        WITHDRAWN,
        [cancels("1"), sweeps],
        {
            "cancel-placement": 1,
            "settle-vacancy": 1,
        },
    ),
    "a referral to the same vacancy after a refusal": ([LIVE], REFUSED, [refers("1", "V1")], {"referral": 1}),
    "not a referral to another after a refusal": ([LIVE], REFUSED, [refers("1", "V2")], {}),
    "a placement elsewhere after a refusal": ([LIVE], REFUSED, [places("1", "V2")], {"placement": 1}),
    "an answer": ([], LIVE, [answers(ReferralState.INTERVIEW)], {"answer-referral": 1}),
    "a placement from a referral": ([], LIVE, [places("1", "V1")], {"placement": 1}),
}


@pytest.mark.parametrize("case", CASES)
def test_what_is_in_the_way_is(world: Database, case: str) -> None:
    before, (kind, text), since, expected = CASES[case]
    happens(world, before)
    report = bring(world, text, kind)
    assert report.rejected == 0
    happens(world, since)
    assert in_the_way(world, report.batch_id) == expected
    assert contradictions(world) == []


def test_what_others_did_before_the_batch_came_to_a_record_is_not_built_upon_it() -> None:
    claims = Claims()
    claims.learn(7, [("person", {"id": "a"}, {"phone": None}, {"phone": "1"})], {})
    claims.learn(9, [("vacancy", {"id": "v"}, None, {"title": "Sewing"})], {})
    amended: tuple[dict[str, str], dict[str, None], dict[str, str]] = ({"id": "a"}, {"phone": None}, {"phone": "2"})
    assert [claims.met(id_, "person", *amended) for id_ in (6, 8)] == [False, True]
    referral = {"person_id": "b", "vacancy_id": "v"}
    assert [claims.met(id_, "referral", {"id": "r"}, None, referral) for id_ in (8, 10)] == [False, True]


def test_what_a_batch_brought_and_changed_goes_as_a_whole() -> None:
    claims = Claims()
    spell = {"person_id": "a", "closed_on": None}
    claims.learn(7, [("registration", {"id": "s"}, None, spell)], {})
    claims.learn(8, [("registration", {"id": "s"}, {"closed_on": None}, {"closed_on": "2026-09-20"})], {})
    assert not claims.met(9, "registration", {"id": "t"}, None, {"person_id": "a"})


def test_a_refusal_names_five_ids_of_however_many(database: Database) -> None:
    header, *rows = PEOPLE.splitlines()
    report = bring(database, "\n".join([header, *(f"{n}{rows[0][1:]}" for n in range(1, 8)), ""]))
    happens(database, [counsels(str(n)) for n in range(1, 8)])
    outcome = undo(database, report.batch_id)
    assert outcome.refusal is not None
    told = outcome.refusal.error.values["built"]["service_event"]
    assert (told["count"], len(told["ids"]), len(set(told["ids"]))) == (7, 5, 5)


def test_later_events_are_read_block_by_block(world: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trail, "BLOCK", 2)
    report = bring(world, PHONE[1])
    happens(world, [counsels("2"), counsels("2"), counsels("2"), counsels("1"), amends("1", family_name="Chan")])
    assert in_the_way(world, report.batch_id) == {"amend-seeker": 1}
