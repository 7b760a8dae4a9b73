"""An employer's view by a secret link: own vacancies, names only with consent, every person shown on the record."""

from __future__ import annotations

import re
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from conftest import actor, office_id
from factories.register import a_referral, a_seeker, a_vacancy, an_employer
from lmis.commands.seekers import WithdrawConsent
from lmis.model.access import AccessedPerson, AccessEvent
from lmis.model.employers import EmployerLink
from lmis.model.referrals import Referral
from lmis.services.consents import withdraw_consent
from lmis.vocabulary import Purpose, Role
from lmis.web.pages import employers as pages
from web.pages.conftest import routes

HOME, NEXT_DOOR = "KH-JC-02", "KH-JC-03"
CONSENT = {"consent": {"mode": "thumbprint", "on": "2026-09-01"}}


def a_case(desk: Any, office: str = HOME, name: str = "Golden Needle") -> dict[str, Any]:
    """An employer with a vacancy, to which one person was referred who consents and one who does not."""
    by = actor(office)
    with desk.database.open(by, Purpose.REFERRAL, "test") as session:
        employer = an_employer(session, by, name=name)
        vacancy = a_vacancy(session, by, employer)
        willing = a_seeker(session, by, given_name="Willing", phone="+85512345678", **CONSENT)
        silent = a_seeker(session, by, given_name="Silent", given_name_native="ស្ងាត់", birth_date=date(1991, 1, 1))
        told = {one: a_referral(session, by, one, vacancy) for one in (willing, silent)}
    return {"employer": employer, "vacancy": vacancy, "willing": willing, "silent": silent, "referrals": told}


def link_for(desk: Any, case: dict[str, Any], office: str = HOME, **fields: str) -> str:
    """The link that an officer makes; then nobody is signed in."""
    desk.sign_in(office)
    page = desk.send(desk.get(f"/desk/employers/{case['employer']}").form("/links$"), status=201, **fields)
    link = re.findall(r'value="(https?://[^"]+)" readonly', page.html)[0]
    desk.http.cookies.clear()
    return link[link.index("/employer") :]


def enter(desk: Any, link: str, status: int = 200) -> Any:
    return desk.send(desk.get("/employer/enter").form("/employer/enter"), status=status, key=link)


def answer_of(desk: Any, page: Any, referral: UUID, status: int = 200, **fields: str) -> Any:
    return desk.send(page.form(f"/employer/referrals/{referral}/answer"), status=status, **fields)


def test_sees_own_vacancies_and_of_people_what_they_consent_to(desk: Any) -> None:
    case = a_case(desk)
    page = enter(desk, link_for(desk, case))
    assert "Sewing machine operator" in page.said
    page = desk.get(f"/employer/vacancies/{case['vacancy']}")
    assert "Willing" in page.said
    assert "+85512345678" in page.said
    assert "Silent" not in page.html
    assert "ស្ងាត់" not in page.html
    assert len(set(re.findall(r"R-\d{7}-\d", page.html))) == 2
    for person in (case["willing"], case["silent"]):
        assert str(person) not in page.html


def test_a_consent_that_was_withdrawn_shows_nothing_any_more(desk: Any) -> None:
    case, by = a_case(desk), actor()
    with desk.database.open(by, Purpose.REGISTRATION, "test") as session:
        withdraw_consent(session, by, [WithdrawConsent(seeker=str(case["willing"]))])
    enter(desk, link_for(desk, case))
    page = desk.get(f"/employer/vacancies/{case['vacancy']}")
    assert "Willing" not in page.html
    assert "+85512345678" not in page.html


def test_answers_go_the_way_of_all_answers(desk: Any) -> None:
    case = a_case(desk)
    referral = case["referrals"][case["silent"]]
    enter(desk, link_for(desk, case))
    page = desk.get(f"/employer/vacancies/{case['vacancy']}")
    page = answer_of(desk, page, referral, state="refused", status=422)
    assert "needs its reason" in page.said
    assert page.form(f"{referral}/answer").fields["state"] == "refused"
    page = answer_of(desk, page, referral, state="placed", status=422)
    page = answer_of(desk, page, referral, state="interview", interview_on="2026-10-09")
    assert "The answer is taken down." in page.said
    page = answer_of(desk, page, referral, state="refused", reason="lacks_skills")
    with desk.database.open(actor(None, Role.SYSTEM), Purpose.ADMINISTRATION, "test", write=False) as session:
        held = session.scalars(select(Referral).where(Referral.id == referral)).one()
        assert (held.state, held.reason) == ("refused", "lacks_skills")


def test_nothing_of_another_employer_is_seen_or_answered(desk: Any) -> None:
    case, same_office, next_door = a_case(desk), a_case(desk, name="Silver"), a_case(desk, NEXT_DOOR, "Bronze")
    link = link_for(desk, case)
    page = enter(desk, link)
    mine = desk.get(f"/employer/vacancies/{case['vacancy']}")
    form = mine.form(f"{case['referrals'][case['willing']]}/answer")
    for other in (same_office, next_door):
        assert str(other["vacancy"]) not in page.html
        desk.get(f"/employer/vacancies/{other['vacancy']}", 404)
        for referral in other["referrals"].values():
            desk.send(form, action=f"/employer/referrals/{referral}/answer", status=404, state="accepted")
    assert desk.http.get("/desk/vacancies", follow_redirects=False).status_code == 303
    with desk.database.open(actor(None, Role.SYSTEM), Purpose.ADMINISTRATION, "test", write=False) as session:
        assert {one.state for one in session.scalars(select(Referral))} == {"referred"}


def test_a_link_runs_out_and_is_revoked_and_only_its_digest_is_kept(desk: Any) -> None:
    case = a_case(desk)
    short, long = link_for(desk, case, days="1"), link_for(desk, case, days="300")
    with desk.database.open(actor(None, Role.SYSTEM), Purpose.ADMINISTRATION, "test", write=False) as session:
        kept = [bytes(one.digest) for one in session.scalars(select(EmployerLink))]
    assert all(link.split("=")[1].encode() not in digest for link in (short, long) for digest in kept)
    enter(desk, short)
    desk.clock.pass_(days=2)
    assert "does not open any more" in desk.get("/employer", 403).said
    enter(desk, short, 403)
    enter(desk, long)
    browser = dict(desk.http.cookies)
    desk.sign_in()
    page = desk.get(f"/desk/employers/{case['employer']}")
    desk.send(page.form("/revoke"))
    desk.http.cookies.clear()
    desk.http.cookies.update(browser)
    desk.get("/employer", 403)


@pytest.mark.parametrize("days", ["0", "366", "many"])
def test_days_that_cannot_be_are_told_beside_the_field(desk: Any, days: str) -> None:
    case = a_case(desk)
    desk.sign_in()
    page = desk.send(desk.get(f"/desk/employers/{case['employer']}").form("/links$"), status=422, days=days)
    assert page.form("/links$").fields["days"] == days


def test_every_person_shown_is_on_the_record(desk: Any) -> None:
    case = a_case(desk)
    enter(desk, link_for(desk, case))
    desk.get(f"/employer/vacancies/{case['vacancy']}")
    with desk.database.open(actor(None, Role.SYSTEM), Purpose.ADMINISTRATION, "test", write=False) as session:
        query = select(AccessEvent).where(AccessEvent.operation == "page-employer-vacancy", AccessEvent.people > 0)
        event = session.scalars(query).one()
        seen = session.scalars(select(AccessedPerson.person_id).where(AccessedPerson.event_id == event.id)).all()
        assert (event.staff_id, event.office_id, event.purpose) == (None, office_id(HOME), "referral")
    assert set(seen) == {case["willing"], case["silent"]}


def test_no_page_opens_without_a_link(desk: Any) -> None:
    open_to_all = {"/employer/enter", "/employer/leave"}
    for route in routes(pages):
        if route.path not in open_to_all:
            path = re.sub(r"\{.*?\}", str(UUID(int=1)), route.path)
            for method in route.methods:
                answer = desk.http.request(method, path, data={"stamp": "x"})
                assert answer.status_code == 403, (method, path)


def test_links_are_made_by_who_sees_the_employer(desk: Any) -> None:
    case, own = a_case(desk), a_case(desk, NEXT_DOOR)
    desk.sign_in(NEXT_DOOR)
    form = desk.get(f"/desk/employers/{own['employer']}").form("/links$")
    desk.get(f"/desk/employers/{case['employer']}", 404)
    desk.send(form, action=f"/desk/employers/{case['employer']}/links", status=404)
    desk.sign_in(role=Role.ANALYST)
    desk.get(f"/desk/employers/{case['employer']}", 403)


def test_the_secret_is_sent_in_no_address(desk: Any) -> None:
    case = a_case(desk)
    address, _, secret = link_for(desk, case).partition("#key=")
    assert address == "/employer/enter", "a browser keeps what stands behind the # to itself"
    assert len(secret) > 20
    told = desk.get(address).answer.headers
    assert (told["referrer-policy"], told["cache-control"]) == ("no-referrer", "no-store")
    old = desk.get(f"/employer/enter?key={secret}").form("/employer/enter")
    assert old.fields["key"] == "", "an address of the old shape says nothing to this service"
    assert "Sewing machine operator" in enter(desk, secret).said, "the secret alone, as well as the whole link"


def test_a_key_that_opens_nothing_stands_in_its_field_again(desk: Any) -> None:
    form = desk.get("/employer/enter").form("/employer/enter")
    assert "does not open any more" in desk.send(form, status=403, key="wrong key").said
    assert desk.send(form, status=403, key="wrong key").form("/employer/enter").fields["key"] == "wrong key"
    assert desk.send(form, status=422, key=" ").form("/employer/enter").fields["key"] == ""
