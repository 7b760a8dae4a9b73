"""A job centre in which something stands on every page: each state, each queue, each kind of paper."""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from factories.batches import PEOPLE, bring
from factories.register import a_placement, a_referral, a_seeker, a_vacancy, an_employer
from lmis.commands.employers import MakeEmployerLink
from lmis.commands.figures import PlanRelease, ReleaseKind
from lmis.commands.occupations import AskOccupation
from lmis.commands.placements import CancelPlacement, FollowUpPlacement
from lmis.commands.referrals import AnswerReferral
from lmis.commands.seekers import RegisterQuickly
from lmis.model.session import Database
from lmis.services.deliveries import accept_delivery, begin_delivery
from lmis.services.employer_links import make_employer_links
from lmis.services.following import follow_up_placements
from lmis.services.occupation_questions import ask_occupations
from lmis.services.placements import cancel_placements
from lmis.services.publishing import publish
from lmis.services.referrals import answer_referrals
from lmis.services.releasing import plan_releases
from lmis.services.seekers import register_quickly
from lmis.services.spreading import spread_all
from lmis.services.storing import store_suggestions
from lmis.services.uploading import Upload
from lmis.services.working import work
from lmis.services.writing import one
from lmis.vocabulary import Actor, Country, Language, Purpose, Role

ANSWERS: dict[str, dict[str, object]] = {
    "interview": {"interview_on": date(2026, 10, 9)},
    "accepted": {},
    "refused": {"reason": "lacks_skills"},
    "withdrawn": {"reason": "too_far"},
    "no_show": {},
}
"""What employers and people answer, with what belongs to it; the other states follow from placements."""
BAD = b"""number,name,sector,province,notified_on,colour
1,Golden Thread,14,KH02,2026-09-01,red
2,Silver Thread,04,KH02,2026-09-01,
3,Bronze Button,14,Batambang,2026-19-01,
"""
PERIOD = "2026Q3"


@dataclass(frozen=True, slots=True)
class Furnished:
    """Ids of what stands in the job centre, and the secret of an employer's link."""

    employer: UUID
    vacancy: UUID
    seeker: UUID
    placement: UUID
    delivery: UUID
    imported: UUID
    draft: UUID
    secret: str


def furnish(database: Database, by: Actor) -> Furnished:
    """Furnish the job centre of an officer of Cambodia; acts lie in the weeks before the officer's now."""
    with database.open(by, Purpose.REFERRAL, "furnish") as session:
        employer = an_employer(session, by, name="Golden Needle", name_native="ម្ជុលមាស", phone="+85523456789")
        vacancy = a_vacancy(
            session, by, employer, title_native="កម្មករកាត់ដេរ", openings=20, required_skills=["sewing"],
            description="Sewing of shirts, by day.", wage_min=20_000, wage_max=25_000, wage_currency="USD",
            wage_period="month", closes_on=by.today + timedelta(days=60),
        )  # fmt: skip
        a_vacancy(session, by, employer, title="Cook", occupation="5120", closes_on=by.today + timedelta(days=4))
        seeker = _referrals(session, by, vacancy)
        placement = _placements(session, by, employer, vacancy)
        _people(session, by)
        ask = [AskOccupation(title=title) for title in ("qwertzuiop", "អ្នកលក់ដូរនៅផ្សារ")]
        assert all(not outcome.refusal for outcome in ask_occupations(session, by, ask))
        ((_outcome, secret),) = make_employer_links(session, by, [MakeEmployerLink(employer=str(employer))])
    _night(database, by)
    bring(database, PEOPLE, by=by)
    imported, delivery = _file(database, by, for_real=True), _file(database, by)
    draft = _draft(database, by)
    return Furnished(employer, vacancy, seeker, placement, delivery, imported, draft, secret)


def _referrals(session: Session, by: Actor, vacancy: UUID) -> UUID:
    """One referral in each state that is answered, one that waits too long, and one of today."""
    consent = {"consent": {"mode": "thumbprint", "on": "2026-09-01"}}
    for number, (state, more) in enumerate(ANSWERS.items()):
        person = a_seeker(session, by, given_name=state.title(), birth_date=date(1980 + number, 3, 1), **consent)
        referral = a_referral(session, by, person, vacancy)
        told = {"referral": str(referral), "state": state, "happened_on": by.today, **more}
        one(answer_referrals(session, by, [AnswerReferral.model_validate(told)]))
    late = a_seeker(session, by, given_name="Sophea", birth_date=date(1991, 3, 1), phone="+85512345670")
    a_referral(session, by, late, vacancy)
    fresh = a_seeker(session, by, given_name="Bopha", birth_date=date(1992, 3, 1), skills=["sewing", "cutting"])
    a_referral(session, by, fresh, vacancy, happened_on=by.today)
    return late


def _placements(session: Session, by: Actor, employer: UUID, vacancy: UUID) -> UUID:
    """One that is to be followed up, with a second referral that it made pointless, and one that was cancelled."""
    other = a_vacancy(session, by, employer, title="Cutter", occupation="8153")
    person = a_seeker(session, by, given_name="Vanna", birth_date=date(1993, 3, 1), happened_on=date(2026, 7, 20))
    early = a_vacancy(session, by, employer, title="Ironer", occupation="9329", happened_on=date(2026, 7, 21))
    a_referral(session, by, person, early, happened_on=date(2026, 8, 1))
    placement = a_placement(session, by, person, early, happened_on=date(2026, 8, 20), contract="permanent")
    second = a_seeker(session, by, given_name="Rith", birth_date=date(1994, 3, 1))
    for each in (vacancy, other):
        a_referral(session, by, second, each)
    gone = a_placement(session, by, second, vacancy)
    cancel = CancelPlacement(placement=str(gone), because="did_not_start", happened_on=date(2026, 9, 25))
    one(cancel_placements(session, by, [cancel]))
    third = a_seeker(session, by, given_name="Sovann", birth_date=date(1989, 3, 1))
    for each in (vacancy, other):
        a_referral(session, by, third, each)
    asked = a_placement(session, by, third, other, contract="permanent")
    follow = FollowUpPlacement(placement=str(asked), finding="still_employed", happened_on=date(2026, 9, 30))
    one(follow_up_placements(session, by, [follow]))
    return placement


def _people(session: Session, by: Actor) -> None:
    """Two records of one person, somebody who has not come for long, and one who was registered in a hurry."""
    latin = {"family_name": "Sokh", "family_name_native": None, "given_name_native": None}
    twin = {"birth_date": "1995-04-13", "phone": "+85512345678"}
    a_seeker(session, by, own_number="17", **twin)
    a_seeker(session, by, own_number="99", **(latin | twin))
    a_seeker(session, by, given_name="Mony", birth_date=date(1988, 3, 1), happened_on=by.today - timedelta(days=80))
    one(register_quickly(session, by, [RegisterQuickly(name="Keo Thavy", age=31, province="KH02")]))
    for number in range(6):
        a_seeker(session, by, given_name=f"Sreymom {number}", birth_date=date(1970 + number, 6, 1))


def _night(database: Database, by: Actor) -> None:
    system = Actor(None, None, None, Role.SYSTEM, by.at)
    with database.open(system, Purpose.MATCHING, "night") as session:
        store_suggestions(session, system, spread_all(session, system, 10, 10), timedelta(days=14))


def _file(database: Database, by: Actor, *, for_real: bool = False) -> UUID:
    """A file that was rehearsed and has wrong lines; or one that was imported."""
    content = BAD if not for_real else b"\n".join(BAD.splitlines()[:2])
    with database.open(by, Purpose.IMPORT, "furnish") as session:
        sent = begin_delivery(session, by, Upload("employers", "employers.csv", content))
    work_off(database, by)
    if for_real:
        with database.open(by, Purpose.IMPORT, "furnish") as session:
            accept_delivery(session, by, sent, 0)
        work_off(database, by)
    return sent


def work_off(database: Database, by: Actor) -> None:
    """Let a worker do what waits."""
    work(database, lambda: Actor(None, None, None, Role.SYSTEM, by.at), "test", threading.Event(), once=True)


def _draft(database: Database, by: Actor) -> UUID:
    """Figures that provinces look through, and the day on which they come out."""
    ministry = replace(by, staff_id=None, office_id=None, country=Country.KH, role=Role.SYSTEM, language=Language.EN)
    with database.open(ministry, Purpose.STATISTICS, "furnish") as session:
        plan = PlanRelease(
            country=Country.KH, period=PERIOD, kind=ReleaseKind.FINAL, planned_on=by.today + timedelta(days=30)
        )
        one(plan_releases(session, ministry, [plan]))
        return publish(session, ministry, PERIOD, Country.KH, state="draft").edition_id
