"""Possible duplicates on a page: side by side, merged, told apart, taken back; and who looked is on the record."""

from __future__ import annotations

import re
from typing import Any

import pytest
from sqlalchemy import select

from conftest import actor
from factories.register import a_seeker
from lmis.model.access import AccessedPerson, AccessEvent
from lmis.model.people import Person
from lmis.vocabulary import Purpose, Role

HOME, NEXT_DOOR = "KH-JC-02", "KH-JC-03"
TWINS = {"birth_date": "1995-04-13", "phone": "+85512345678"}


def twins(desk: Any, office: str = HOME, **given: Any) -> list[Any]:
    """Two records of one person; their ids."""
    latin = {"family_name": "Sokh", "family_name_native": None, "given_name_native": None}
    by, told = actor(office), TWINS | given
    with desk.database.open(by, Purpose.REGISTRATION, "test") as session:
        one = a_seeker(session, by, own_number="17", **told)
        other = a_seeker(session, by, own_number="99", **(latin | told))
    return [one, other]


def links(page: Any) -> list[str]:
    """Where the pairs of the queue are looked at."""
    found = [str(given.get("href")) for tag, given in page.tags if tag == "a"]
    return [href for href in found if re.fullmatch("/duplicates/[0-9a-f-]{36}", href)]


def living(desk: Any) -> set[Any]:
    with desk.database.open(actor(None, Role.SYSTEM), Purpose.ADMINISTRATION, "test", write=False) as session:
        return {one.id for one in session.scalars(select(Person).where(Person.merged_into.is_(None)))}


def test_a_pair_is_compared_merged_and_taken_back(desk: Any) -> None:
    one, other = twins(desk)
    desk.sign_in()
    queue = desk.get("/duplicates")
    assert "Waits for a decision: 1" in queue.said
    (link,) = links(queue)
    pair = desk.get(link)
    for told in ("the same", "different", "only one says it", "Phone: the same phone; a family may share it", "Sum"):
        assert told in pair.said
    assert "+85512345678" in pair.said
    merge = pair.form("/merge")
    assert merge.fields["keep"] == str(one)
    merged = desk.send(merge, keep=str(other))
    assert living(desk) == {other}
    assert "kept" in merged.said
    assert links(desk.get("/duplicates")) == []
    assert links(desk.get("/duplicates?state=merged")) == [link]
    back = desk.send(merged.form("/take-back"))
    assert living(desk) == {one, other}
    assert "Your decision" in back.said


def test_different_people_leave_the_queue_and_can_come_back(desk: Any) -> None:
    twins(desk)
    desk.sign_in()
    (link,) = links(desk.get("/duplicates"))
    told = desk.send(desk.get(link).form("/different"))
    assert links(desk.get("/duplicates")) == []
    desk.send(told.form("/take-back"))
    assert links(desk.get("/duplicates")) == [link]


def test_later_leads_on_and_around(desk: Any) -> None:
    twins(desk)
    with desk.database.open(actor(), Purpose.REGISTRATION, "test") as session:
        for number in ("31", "32"):
            a_seeker(session, actor(), own_number=number, birth_date="1970-01-02", phone="+85512999999")
    desk.sign_in()
    first, second = links(desk.get("/duplicates"))
    assert links(desk.get(first)) == [second]
    assert links(desk.get(second)) == [first]


def test_what_somebody_else_decided_meanwhile_is_told(desk: Any) -> None:
    twins(desk)
    desk.sign_in()
    (link,) = links(desk.get("/duplicates"))
    stale = desk.get(link).form("/merge")
    desk.send(desk.get(link).form("/different"))
    refused = desk.send(stale, status=409)
    assert "Somebody has decided about these two records already." in refused.said


def test_nobody_sees_the_pairs_of_others(desk: Any) -> None:
    twins(desk)
    desk.sign_in()
    (link,) = links(desk.get("/duplicates"))
    stamp = desk.get(link).form("/merge").fields["stamp"]
    desk.sign_in(NEXT_DOOR)
    assert links(desk.get("/duplicates")) == []
    desk.get(link, 404)
    stamp = desk.get("/duplicates").form("/sign-out").fields["stamp"]
    for verb in ("merge", "different", "take-back"):
        assert desk.http.post(f"{link}/{verb}", data={"stamp": stamp}).status_code == 404
    for role in (Role.ANALYST, Role.ADMINISTRATOR):
        desk.sign_in("KH-MIN", role)
        desk.get("/duplicates", 403)
        desk.get(link, 403)
    desk.sign_in("KH-MIN", Role.COORDINATOR)
    assert links(desk.get("/duplicates")) == [link]


def test_whoever_looks_at_a_pair_is_on_the_record_of_both(desk: Any) -> None:
    both = set(twins(desk))
    desk.sign_in()
    (link,) = links(desk.get("/duplicates"))
    desk.get(link)
    for operation in ("page-queue-of-duplicates", "page-look-at-pair"):
        with desk.database.open(actor(None, Role.SYSTEM), Purpose.NONE, "test", write=False) as session:
            events = session.scalars(select(AccessEvent).where(AccessEvent.operation == operation)).all()
            assert events
            assert {one.purpose for one in events} == {Purpose.REGISTRATION.value}
            ids = [one.id for one in events]
            seen = session.scalars(select(AccessedPerson.person_id).where(AccessedPerson.event_id.in_(ids)))
            assert set(seen) == both


@pytest.mark.parametrize("name", ['"><script>alert(1)</script>', "{{ 7*7 }}", "</td><b>x", "‮abc"])
def test_names_that_break_pages_stand_there_as_they_are(desk: Any, name: str) -> None:
    twins(desk, given_name=name)
    desk.sign_in()
    (link,) = links(desk.get("/duplicates"))
    page = desk.get(link)
    assert any(" ".join(name.split()) in text for text in page.texts)
    assert page.html.count("<script") == 1, "our own"


@pytest.mark.parametrize("language", ["km", "lo"])
def test_both_pages_speak_the_language_of_the_reader(desk: Any, language: str) -> None:
    twins(desk)
    desk.sign_in()
    script = "[\u1780-\u17ff]" if language == "km" else "[\u0e80-\u0eff]"
    queue = desk.get("/duplicates", params={"lang": language})
    (link,) = links(queue)
    pair = desk.get(link)
    assert len(re.findall(script, queue.said)) > 100
    assert len(re.findall(script, pair.said)) > 400
    assert re.findall(r"\b(?:same|person|record|points)\b", pair.said) == []
