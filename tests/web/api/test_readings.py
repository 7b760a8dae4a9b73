"""Whoever reads a person leaves a record of it, whatever becomes of the request."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from factories.requests import SEEKER
from lmis.model.access import AccessedPerson, AccessEvent
from lmis.model.session import Database
from lmis.vocabulary import Purpose, Role


def readings(counter: Any, person: str) -> list[tuple[str, str, UUID | None]]:
    """(operation, purpose, staff) of every reading of a person."""
    query = (
        select(AccessEvent.operation, AccessEvent.purpose, AccessEvent.staff_id)
        .join(AccessedPerson, AccessedPerson.event_id == AccessEvent.id)
        .where(AccessedPerson.person_id == UUID(person))
        .order_by(AccessEvent.at)
    )
    with counter.database.open(counter.staff(), Purpose.NONE, "test", write=False) as session:
        return [tuple(row) for row in session.execute(query)]


def test_every_operation_that_reads_a_person_is_recorded(counter: Any) -> None:
    seeker, vacancy = counter.seeker(), counter.vacancy()
    referral = counter.referral(seeker, vacancy)
    who, id_ = counter.staff().staff_id, seeker["id"]
    gets = {
        "/seekers?q=sok": "search-seekers",
        f"/seekers/{id_}": "get-seeker",
        f"/seekers/{id_}/support": "get-support",
        f"/seekers/{id_}/services": "list-services",
        f"/seekers/{id_}/suggestions": "suggest-work",
        f"/vacancies/{vacancy['id']}/referrals": "list-referrals-of-vacancy",
        f"/referrals/{referral['id']}": "get-referral",
        "/referrals": "list-referrals",
        "/queues/registrations-expiring": "",
    }
    for path, operation in gets.items():
        before = readings(counter, id_)
        assert counter.get(path).status_code == 200
        new = readings(counter, id_)[len(before) :]
        assert [(name, staff) for name, _purpose, staff in new] == ([(operation, who)] if operation else [])
    purposes = {name: purpose for name, purpose, _ in readings(counter, id_)}
    assert (purposes["get-support"], purposes["suggest-work"]) == ("counselling", "matching")
    told = counter.get(f"/seekers/{id_}/readings").json()["items"]
    assert {row["operation"] for row in told} >= {"register-seeker", "get-seeker", "refer-seeker"}
    by_office = counter.get("/readings?limit=200", role=Role.HEAD).json()["items"]
    assert {row["kind"] for row in by_office} >= {"person"}


def test_a_request_that_fails_after_reading_is_recorded(counter: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    seeker = counter.seeker()
    refused = counter.post(f"/seekers/{seeker['id']}/reopen")
    assert refused.status_code == 409
    assert readings(counter, seeker["id"])[-1][0] == "reopen-registration"

    def broken(*_: Any, **__: Any) -> Any:
        raise RuntimeError

    monkeypatch.setattr("lmis.web.records.SeekerOut.of", broken)
    assert counter.get(f"/seekers/{seeker['id']}").status_code == 500
    assert readings(counter, seeker["id"])[-1][0] == "get-seeker"
    assert counter.post("/seekers", SEEKER | {"own_number": "9"}).status_code == 500
    monkeypatch.undo()
    assert len(counter.get("/seekers").json()["items"]) == 1, "what failed was not written"


def test_without_a_record_nothing_is_answered(counter: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    seeker = counter.seeker()

    def broken(*_: Any, **__: Any) -> Any:
        raise RuntimeError

    monkeypatch.setattr(Database, "settle", broken)
    answer = counter.get(f"/seekers/{seeker['id']}")
    assert (answer.status_code, "Sok" in answer.text) == (500, False)


def test_a_replayed_answer_is_a_reading_too(counter: Any) -> None:
    first = counter.post("/seekers", SEEKER, idempotency_key="r-1").json()
    before = len(readings(counter, first["id"]))
    assert counter.post("/seekers", SEEKER, idempotency_key="r-1").json() == first
    assert len(readings(counter, first["id"])) == before + 1
