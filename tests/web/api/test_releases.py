"""Drafts, approvals, calendar and changes as programs of a ministry and a province ask for them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from conftest import NOW, actor
from factories.requests import SEEKER
from lmis.services.publishing import publish
from lmis.vocabulary import Country, Purpose, Role

MINISTRY = {"office": "KH-MIN", "role": Role.ANALYST}


def published(counter: Any, state: str, days: int = 0) -> UUID:
    """Publish the third quarter, so many days later."""
    by = actor("KH-MIN", Role.COORDINATOR, NOW + timedelta(days=days))
    with counter.database.open(by, Purpose.STATISTICS, "test") as session:
        return publish(session, by, "2026Q3", Country.KH, state=state).edition_id


def register(counter: Any) -> None:
    """Somebody registers in Battambang, in the third quarter."""
    counter.made("/seekers", SEEKER | {"happened_on": "2026-09-01"})


def test_a_head_approves_a_draft_that_only_staff_sees(counter: Any) -> None:
    register(counter)
    draft = published(counter, "draft", 1)
    assert counter.http.get(f"/api/v1/figures/editions/{draft}").status_code == 404
    assert counter.get(f"/figures/editions/{draft}").status_code == 200
    assert counter.get(f"/figures/editions/{draft}", office="LA-JC-01").status_code == 404
    assert counter.http.get("/api/v1/figures/editions?country=KH").json()["items"] == []
    (listed,) = counter.get("/figures/drafts").json()["items"]
    assert (listed["id"], listed["state"]) == (str(draft), "draft")
    assert counter.get("/figures/drafts", office="LA-JC-01").json()["items"] == []
    head = counter.headers(role=Role.HEAD)
    path = f"/api/v1/figures/drafts/{draft}"
    answer = counter.http.post(f"{path}/approve", json={"province": "KH02", "remark": "seen"}, headers=head)
    assert [one["province"] for one in answer.json()["approved"]] == ["KH02"]
    elsewhere = counter.http.post(
        f"{path}/approve", json={"province": "KH02"}, headers=counter.headers("KH-JC-12", Role.HEAD)
    )
    assert (elsewhere.status_code, elsewhere.json()["type"]) == (403, "/problems/not-your-province")
    taken = counter.http.post(f"{path}/withdraw-approval", json={"province": "KH02"}, headers=head)
    assert taken.json() == {"approved": [], "changed": [], "missing": ["KH02"]}


def test_the_calendar_is_open_to_everybody(counter: Any) -> None:
    day = {"period": "2026Q3", "kind": "final", "planned_on": "2026-12-30", "note": "with the bulletin"}
    made = counter.http.post("/api/v1/figures/calendar", json=day, headers=counter.headers("KH-MIN", Role.ANALYST))
    assert made.status_code == 201
    (listed,) = counter.http.get("/api/v1/figures/calendar?country=KH").json()["items"]
    assert {name: listed[name] for name in day} == day
    assert counter.http.get("/api/v1/figures/calendar?country=KH&since=2027-01-01").json()["items"] == []


def test_an_analyst_is_told_by_which_records_a_figure_changed(counter: Any) -> None:
    register(counter)
    first = published(counter, "preliminary", 1)
    register(counter)
    second = published(counter, "preliminary", 2)
    asked = f"/figures/editions/{second}/changes?earlier={first}&indicator=PES_SEEK_IN&breakdown=total"
    months, quarter = counter.get(asked, **MINISTRY).json()
    assert (quarter["period"], quarter["before"], quarter["after"]) == ("2026Q3", 1, 2)
    assert [(one["amount"], one["record"], one["change"]) for one in quarter["records"]] == [(1, "spells", "added")]
    assert months["period"] == "2026M09"
    (record,) = quarter["records"]
    readings = counter.get(f"/seekers/{record['person']}/readings").json()["items"]
    assert "statistics" in {one["purpose"] for one in readings}
