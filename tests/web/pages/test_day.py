"""My day: what waits, counted and listed; several lines at once; and the daily register."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from conftest import actor
from factories.register import a_placement, a_referral, a_seeker, a_vacancy
from lmis.model.people import Registration, RegistrationStay
from lmis.model.placements import FollowUp
from lmis.model.referrals import Referral
from lmis.vocabulary import Actor, Purpose, Role
from lmis.web.pages.desk import day

HOME, NEXT_DOOR = "KH-JC-02", "KH-JC-03"
LONG_AGO = date(2026, 6, 1)


def people(desk: Any, office: str = HOME, count: int = 3, **given: Any) -> list[Any]:
    """So many different people, registered long ago; their ids."""
    by = actor(office)
    with desk.database.open(by, Purpose.REGISTRATION, "test") as session:
        told = [
            {"family_name": f"Sok{at}", "birth_date": date(1970 + at, 2, 3), "family_name_native": None}
            for at in range(count)
        ]
        return [a_seeker(session, by, **({"happened_on": LONG_AGO} | one | given)) for one in told]


def rows(desk: Any, entity: Any) -> list[Any]:
    with desk.database.open(actor(None, Role.SYSTEM), Purpose.ADMINISTRATION, "test", write=False) as session:
        return list(session.scalars(select(entity)))


def ticked(page: Any, name: str) -> list[str]:
    """The lines of a queue that can be ticked."""
    return [str(given["value"]) for tag, given in page.tags if tag == "input" and given.get("name") == "ticked"]


def act(desk: Any, page: Any, verb: str, ids: list[str], status: int = 200, **fields: str) -> Any:
    """Tick lines, and press a button."""
    return desk.send(page.form("/desk/queues/"), status=status, **{"verb": verb, "ticked": ids, **fields})


def test_the_day_counts_what_waits_and_leads_there(desk: Any) -> None:
    people(desk)
    people(desk, NEXT_DOOR, count=2)
    today = desk.sign_in()
    assert today.answer.url.path == "/desk"
    assert "3 Registrations about to expire" in today.said
    assert "0 Possible duplicates" in today.said
    links = [
        given["href"] for tag, given in today.tags if tag == "a" and str(given.get("href")).startswith("/desk/queues/")
    ]
    assert len(links) == 6, "nothing was stored yet, so no vacancy lacks suggestions"
    for link in links:
        desk.get(str(link))
    assert "0 Registrations about to expire" in desk.get("/desk?mine=1").said
    desk.get("/desk/queues/without-suggestions", 404)
    desk.get("/desk/queues/nothing", 404)


def test_several_registrations_are_renewed_or_closed_together(desk: Any) -> None:
    people(desk)
    desk.sign_in()
    page = desk.get("/desk/queues/expiring")
    first, second, third = ticked(page, "expiring")
    assert "Tick the lines first" in act(desk, page, "renew", [], 422).said
    renewed = act(desk, page, "renew", [first, second])
    assert "Done: 2" in renewed.said
    assert ticked(renewed, "expiring") == [third]
    refused = act(desk, renewed, "close", [third], 422)
    assert "Refused: 1" in refused.said
    assert any(given.get("value") == third and "checked" in given for _, given in refused.tags), "it stays ticked"
    act(desk, refused, "close", [third], because="no_contact")
    assert [one.close_reason for one in rows(desk, Registration) if one.closed_on] == ["no_contact"]


def test_a_line_of_another_office_is_refused_and_the_others_are_done(desk: Any) -> None:
    (own,) = people(desk, count=1)
    (other,) = people(desk, NEXT_DOOR, count=1)
    desk.sign_in()
    both = act(desk, desk.get("/desk/queues/expiring"), "close", [str(own), str(other)], 422, because="no_contact")
    assert "Done: 1" in both.said
    assert "Refused: 1" in both.said
    assert [one.person_id for one in rows(desk, Registration) if one.closed_on] == [own]


def test_people_whom_nobody_looks_after_are_taken_on(desk: Any) -> None:
    people(desk)
    desk.sign_in()
    page = desk.get("/desk/queues/unassigned")
    taken = act(desk, page, "take", ticked(page, "unassigned"))
    assert "Done: 3" in taken.said
    assert all(one.officer_id for one in rows(desk, RegistrationStay) if one.until is None)
    people(desk, count=1, birth_date=date(1960, 1, 1))
    desk.sign_in("KH-MIN", Role.COORDINATOR)
    assert ticked(desk.get("/desk/queues/unassigned"), "unassigned") == [], "a coordinator takes nobody to the ministry"
    desk.sign_in()
    assert "3 Registrations about to expire" in desk.get("/desk?mine=1").said


def work(desk: Any, by: Actor, who: list[Any], *, placed: bool) -> None:
    with desk.database.open(by, Purpose.PLACEMENT, "test") as session:
        vacancy = a_vacancy(session, by, openings=9, happened_on=LONG_AGO)
        for one in who:
            if placed:
                a_placement(session, by, one, vacancy, happened_on=by.today - timedelta(days=40))
            else:
                a_referral(session, by, one, vacancy)


def test_several_referrals_are_answered_together(desk: Any) -> None:
    work(desk, actor(), people(desk), placed=False)
    desk.sign_in()
    page = desk.get("/desk/queues/waiting-for-employer")
    assert "Golden Needle" in page.said
    ids = ticked(page, "waiting")
    refused = act(desk, page, "answer", ids, 422, state="refused")
    assert "Refused: 3" in refused.said
    done = act(desk, refused, "answer", ids, state="refused", reason="already_filled", happened_on="៤/១០/២០២៦")
    assert "Nothing waits here." in done.said
    assert {(one.state, one.reason, one.answered_on) for one in rows(desk, Referral)} == {
        ("refused", "already_filled", date(2026, 10, 4))
    }


def test_follow_ups_come_due_and_are_taken_down_together(desk: Any) -> None:
    work(desk, actor(), people(desk), placed=True)
    desk.sign_in()
    page = desk.get("/desk/queues/follow-ups")
    ids = ticked(page, "follow-ups")
    assert len(ids) == 3
    done = act(desk, page, "follow-up", ids[:2], finding="still_employed", note="<b>by telephone</b>")
    assert "Waiting: 1" in done.said
    assert [one.finding for one in rows(desk, FollowUp)] == ["still_employed"] * 2
    desk.clock.pass_(hours=24 * 55)
    desk.sign_in()
    assert len(ticked(desk.get("/desk/queues/follow-ups"), "")) == 1, "two were asked less than 60 days ago"
    desk.clock.pass_(hours=24 * 10)
    desk.sign_in()
    assert len(ticked(desk.get("/desk/queues/follow-ups"), "")) == 3, "after 90 days they are asked again"


def test_a_queue_goes_on_page_by_page(desk: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(day, "SHOWN", 2)
    people(desk)
    desk.sign_in()
    first = desk.get("/desk/queues/expiring")
    (more,) = (str(given["href"]) for tag, given in first.tags if tag == "a" and "after=" in str(given.get("href")))
    later = desk.get(more)
    assert len(ticked(first, "")) == 2
    assert len(ticked(later, "")) == 1
    assert set(ticked(first, "")).isdisjoint(ticked(later, ""))


def test_the_daily_register_tells_who_came_and_what_for(desk: Any) -> None:
    today, by = date(2026, 10, 5), actor()
    (one, other) = people(desk, count=2, happened_on=today)
    with desk.database.open(by, Purpose.PLACEMENT, "test") as session:
        vacancy = a_vacancy(session, by)
        a_referral(session, by, one, vacancy, happened_on=today)
        a_placement(session, by, other, vacancy, happened_on=today)
    people(desk, NEXT_DOOR, count=1, happened_on=today)
    desk.sign_in()
    page = desk.get("/desk/register")
    for said in ("People: 2", "Registered: 2", "Referred: 1", "Placed: 1", "Referred R-0000001-3"):
        assert said in page.said
    assert "Nobody came that day." in desk.get("/desk/register?on=4/10/2026").said
    assert "is not a date" in desk.get("/desk/register?on=yesterday", 422).said
    assert "People: 2" in desk.get(f"/desk/register?office={NEXT_DOOR}").said, "of one's own office only"
    desk.sign_in("KH-MIN", Role.COORDINATOR)
    assert "People: 1" in desk.get(f"/desk/register?office={NEXT_DOOR}").said


def test_the_daily_register_as_pdf_can_be_read_back(desk: Any) -> None:
    people(desk, count=2, happened_on=date(2026, 10, 5), given_name_native="ដារ៉ា", given_name="#let x = 1 $y$ 饭")
    desk.sign_in()
    for language in ("en", "km", "lo"):
        answer = desk.http.get(f"/desk/register/file.pdf?on=2026-10-05&lang={language}")
        assert answer.headers["content-type"] == "application/pdf"
        assert answer.headers["cache-control"] == "no-store"
        read = PdfReader(BytesIO(answer.content))
        text = "".join(page.extract_text() for page in read.pages)
        assert "S-0000001-3" in text
        assert "#let x = 1 $y$ " in text.replace("\n", " ")
        assert read.trailer["/Root"]["/MarkInfo"]["/Marked"]
