"""Suggestions on a page, both ways: why, why not, what to ask; referred with few clicks, and still on the same list."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from conftest import actor
from factories.register import a_referral, a_seeker, a_vacancy
from lmis.commands.referrals import AnswerReferral
from lmis.model.access import AccessedPerson, AccessEvent
from lmis.model.referrals import Referral
from lmis.services.referrals import answer_referrals
from lmis.services.spreading import spread_all
from lmis.services.storing import store_suggestions
from lmis.vocabulary import Purpose, Role

HOME, NEXT_DOOR = "KH-JC-02", "KH-JC-03"
NAMES = ("Dara", "Bopha", "Sophea", "Vanna")


def a_world(desk: Any, office: str = HOME, **given: Any) -> tuple[UUID, list[UUID]]:
    """A vacancy and four people for it."""
    by = actor(office)
    with desk.database.open(by, Purpose.REGISTRATION, "test") as session:
        vacancy = a_vacancy(session, by, **given)
        people = [
            a_seeker(session, by, given_name=name, birth_date=f"1990-01-0{at}") for at, name in enumerate(NAMES, 1)
        ]
    return vacancy, people


def referrals(desk: Any) -> list[Referral]:
    with desk.database.open(actor(None, Role.SYSTEM), Purpose.ADMINISTRATION, "test", write=False) as session:
        found = session.scalars(select(Referral).order_by(Referral.serial)).all()
        session.expunge_all()
    return list(found)


def ticks(page: Any) -> list[str]:
    return [str(given["value"]) for tag, given in page.tags if tag == "input" and given.get("name") == "tick"]


def test_three_people_are_referred_with_four_clicks_and_stay_on_the_list(desk: Any) -> None:
    vacancy, _ = a_world(desk)
    desk.sign_in()
    page = desk.get(f"/desk/vacancies/{vacancy}/suggestions")
    boxes = ticks(page)
    assert len(boxes) == 4
    clicks = [f"tick {box}" for box in boxes[:3]] + ["the button"]
    assert len(clicks) <= 6
    came = desk.send(page.form("/refer"), tick=boxes[:3])
    assert str(came.answer.url).endswith(f"/suggestions?done=3&top=20#p-{boxes[0]}")
    assert came.answer.history[0].status_code == 303
    assert [one.state for one in referrals(desk)] == ["referred"] * 3
    assert ticks(came) == boxes[3:]
    listed = [str(given["id"]) for tag, given in came.tags if tag == "li" and "id" in given]
    assert sorted(listed) == sorted(f"p-{box}" for box in boxes)
    assert "Referred: 3." in came.said
    assert came.said.count("Referred today") == 3
    assert came.html.count("/slip") == 3


def test_sending_the_list_again_refers_nobody_twice(desk: Any) -> None:
    vacancy, people = a_world(desk)
    desk.sign_in()
    form = desk.get(f"/desk/vacancies/{vacancy}/suggestions").form("/refer")
    for _ in range(2):
        desk.send(form, tick=[str(people[0])])
    assert len(referrals(desk)) == 1


def test_points_add_up_in_words_and_unknown_is_asked(desk: Any) -> None:
    vacancy, _ = a_world(desk, education=3, required_skills=["sewing"])
    desk.sign_in()
    page = desk.get(f"/desk/vacancies/{vacancy}/suggestions")
    assert "Ask about: Education" in page.said
    for part in page.html.split('<li id="p-')[1:]:
        points = [int(one) for one in re.findall(r"<td>(\d+) of \d+</td>", part)]
        total = int(re.findall(r"<td><strong>(\d+) of \d+</strong></td>", part)[0])
        assert sum(points) == total
    assert "Skills: has sewing" in page.said or "sewing" in page.said


def test_says_why_the_others_are_not_suggested(desk: Any) -> None:
    vacancy, _ = a_world(desk, licences=["driving_bus"])
    desk.sign_in()
    page = desk.get(f"/desk/vacancies/{vacancy}/suggestions")
    assert not ticks(page)
    assert "Looked at: 4." in page.said
    assert "What could be changed" in page.said


def test_who_was_referred_on_another_day_is_counted_and_not_listed(desk: Any) -> None:
    vacancy, people = a_world(desk)
    by = actor()
    with desk.database.open(by, Purpose.REFERRAL, "test") as session:
        a_referral(session, by, people[0], vacancy)
    desk.sign_in()
    page = desk.get(f"/desk/vacancies/{vacancy}/suggestions")
    assert "Already referred 1" in page.said
    assert sorted(ticks(page)) == sorted(map(str, people[1:]))


def test_the_list_of_the_night_comes_back_as_it_was(desk: Any) -> None:
    vacancy, people = a_world(desk)
    by = actor(None, Role.SYSTEM)
    with desk.database.open(by, Purpose.MATCHING, "test") as session:
        store_suggestions(session, by, spread_all(session, by, 10, None), timedelta(days=1))
    desk.sign_in()
    page = desk.get(f"/desk/vacancies/{vacancy}/suggestions/stored")
    boxes = ticks(page)
    assert sorted(boxes) == sorted(map(str, people))
    page = desk.send(page.form("/refer"), tick=boxes[:2])
    assert "/suggestions/stored?done=2" in str(page.answer.url)
    assert page.said.count("Referred today") == 2
    assert ticks(page) == boxes[2:]
    assert str(vacancy) in desk.get(f"/desk/people/{people[0]}/suggestions/stored").html


def test_who_cannot_be_referred_is_told_on_the_list_and_the_others_are(desk: Any) -> None:
    vacancy, people = a_world(desk)
    _, (stranger, *_) = a_world(desk, NEXT_DOOR)
    desk.sign_in()
    form = desk.get(f"/desk/vacancies/{vacancy}/suggestions").form("/refer")
    page = desk.send(form, tick=[str(people[0]), str(stranger)])
    assert "Referred: 1." in page.said
    assert "Not referred: 1." in page.said
    assert "There is no such person in your office." in page.said
    assert [one.person_id for one in referrals(desk)] == [people[0]]


def test_nobody_ticked_is_said(desk: Any) -> None:
    vacancy, _ = a_world(desk)
    desk.sign_in()
    page = desk.send(desk.get(f"/desk/vacancies/{vacancy}/suggestions").form("/refer"))
    assert "Tick somebody first." in page.said


def test_work_for_a_person_is_suggested_and_referred_to(desk: Any) -> None:
    vacancy, people = a_world(desk)
    desk.sign_in()
    page = desk.get(f"/desk/people/{people[1]}/suggestions")
    assert "Golden Needle" in page.said
    page = desk.send(page.form("/refer"), tick=[str(vacancy)])
    assert str(page.answer.url).endswith(f"/desk/people/{people[1]}/suggestions?done=1&top=20#p-{vacancy}")
    assert "Referred today" in page.said
    assert [(one.person_id, one.vacancy_id) for one in referrals(desk)] == [(people[1], vacancy)]


def test_nothing_of_another_office_is_seen_or_done(desk: Any) -> None:
    vacancy, people = a_world(desk)
    own, _ = a_world(desk, NEXT_DOOR)
    desk.sign_in(NEXT_DOOR)
    stamp = desk.get(f"/desk/vacancies/{own}/suggestions").form("/refer")
    for path in (f"vacancies/{vacancy}", f"people/{people[0]}"):
        desk.get(f"/desk/{path}/suggestions", 404)
        desk.get(f"/desk/{path}/suggestions/stored", 404)
        desk.send(stamp, action=f"/desk/{path}/refer", status=404, tick=[str(people[0])])
    assert referrals(desk) == []


def test_whom_an_officer_sees_on_the_list_is_on_the_record(desk: Any) -> None:
    vacancy, people = a_world(desk)
    desk.sign_in()
    desk.get(f"/desk/vacancies/{vacancy}/suggestions")
    with desk.database.open(actor(None, Role.SYSTEM), Purpose.ADMINISTRATION, "test", write=False) as session:
        query = select(AccessedPerson.person_id).join(AccessEvent, AccessEvent.id == AccessedPerson.event_id)
        seen = session.scalars(query.where(AccessEvent.operation == "page-suggest-people")).all()
    assert set(seen) == set(people)


def test_only_case_workers_see_suggestions(desk: Any) -> None:
    vacancy, _ = a_world(desk)
    desk.sign_in(role=Role.ANALYST)
    desk.get(f"/desk/vacancies/{vacancy}/suggestions", 403)


def test_whom_the_employer_refused_is_suggested_with_what_came_of_it(desk: Any) -> None:
    vacancy, people = a_world(desk)
    by = actor()
    with desk.database.open(by, Purpose.REFERRAL, "test") as session:
        referral = a_referral(session, by, people[0], vacancy)
        refused = AnswerReferral(referral=str(referral), state="refused", reason="lacks_experience")
        assert answer_referrals(session, by, [refused])[0].refusal is None
    desk.sign_in()
    for path in (f"/desk/vacancies/{vacancy}/suggestions", f"/desk/people/{people[0]}/suggestions"):
        page = desk.get(path)
        assert page.said.count("Referred before: R-") == 1
        assert "Refused · Not enough experience" in page.said
        assert f"/desk/referrals/{referral}" in page.html
    assert len(ticks(desk.get(f"/desk/vacancies/{vacancy}/suggestions"))) == 4
