"""Stored suggestions over the counter: the newest night, as it stands today."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from conftest import actor
from lmis.model.access import AccessedPerson, AccessEvent
from lmis.services.spreading import spread_all
from lmis.services.storing import store_suggestions
from lmis.vocabulary import Purpose, Role


def night(counter: Any, top: int = 5, cap: int = 5) -> None:
    by = actor(None, Role.SYSTEM, counter.clock.at)
    with counter.database.open(by, Purpose.MATCHING, "night") as session:
        store_suggestions(session, by, spread_all(session, by, top, cap), timedelta(days=1))


def test_what_a_night_stored_is_served_both_ways_and_never_stale(counter: Any) -> None:
    seeker, other, vacancy = counter.seeker(), counter.seeker(), counter.vacancy()
    none = counter.get(f"/vacancies/{vacancy['id']}/suggestions/stored")
    assert (none.status_code, none.json()["title"]) == (
        404, "No suggestions are stored yet: the night run stores them.",
    )  # fmt: skip
    night(counter)
    found = counter.get(f"/vacancies/{vacancy['number']}/suggestions/stored").json()
    assert {one["id"] for one in found["suggestions"]} == {seeker["id"], other["id"]}
    for one in found["suggestions"]:
        assert one["points"] == one["stored_points"] == sum(reason["points"] for reason in one["reasons"])
    assert (found["left_out"], found["capped"]) == ([], {"count": 0, "words": ""})
    counter.referral(seeker, vacancy)
    later = counter.get(f"/vacancies/{vacancy['id']}/suggestions/stored").json()
    assert [one["id"] for one in later["suggestions"]] == [other["id"]]
    assert later["left_out"] == [{"reason": "already_referred", "count": 1, "words": "Already referred"}]
    assert (later["run"], later["weights"]) == (found["run"], found["weights"])
    work = counter.get(f"/seekers/{other['number']}/suggestions/stored").json()
    assert [(one["id"], one["number"]) for one in work["suggestions"]] == [(vacancy["id"], vacancy["number"])]


def test_only_those_who_are_told_were_read(counter: Any) -> None:
    seeker, other, vacancy = counter.seeker(), counter.seeker(), counter.vacancy()
    night(counter, top=1)
    (told,) = counter.get(f"/vacancies/{vacancy['id']}/suggestions/stored").json()["suggestions"]
    query = (
        select(AccessedPerson.person_id)
        .join(AccessEvent, AccessedPerson.event_id == AccessEvent.id)
        .where(AccessEvent.operation == "stored-people")
    )
    with counter.database.open(counter.staff(), Purpose.NONE, "test", write=False) as session:
        assert session.scalars(query).all() == [UUID(told["id"])]
    assert told["id"] in (seeker["id"], other["id"])


def test_the_cap_is_told_in_words(counter: Any) -> None:
    counter.seeker()
    first, second = counter.vacancy(), counter.vacancy()
    night(counter, cap=1)
    lists = [counter.get(f"/vacancies/{one['id']}/suggestions/stored").json() for one in (first, second)]
    assert sorted(one["capped"]["count"] for one in lists) == [0, 1]
    words = "1 better-placed people were already suggested to 1 vacancies."
    assert {one["capped"]["words"] for one in lists} == {"", words}


def test_another_office_finds_nothing_there(counter: Any) -> None:
    counter.seeker()
    vacancy = counter.vacancy()
    night(counter)
    assert counter.get(f"/vacancies/{vacancy['id']}/suggestions/stored", office="KH-JC-03").status_code == 404
