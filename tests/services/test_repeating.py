"""Answers that are given again, below the door."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import insert

from conftest import NOW, actor, office_id
from lmis.model.offices import Staff
from lmis.model.session import Database
from lmis.services.repeating import KeyUsedForAnother, first_answer, forget_old_answers, keep_answer
from lmis.vocabulary import Actor, Purpose


def somebody(database: Database) -> Actor:
    by = actor(staff_id=uuid4())
    row = {"id": by.staff_id, "login": "dara", "name": "Dara", "role": "officer", "office_id": office_id("KH-JC-02")}
    more = {"language": "en", "password_hash": "", "must_change": False, "recorded_at": NOW}
    with database.open(by, Purpose.NONE, "test") as session:
        session.execute(insert(Staff).execution_options(audited=True), [row | more])
    return by


def test_an_answer_stands_for_ninety_days_and_is_then_forgotten(database: Database) -> None:
    by = somebody(database)
    with database.open(by, Purpose.NONE, "test") as session:
        assert first_answer(session, by, "k", "close-vacancy", "d") is None
        keep_answer(session, by, "k", 200, "{}", {})
    for days, gone in ((90, 0), (101, 1)):
        later = replace(by, at=NOW + timedelta(days=days))
        with database.open(later, Purpose.NONE, "test") as session:
            kept = first_answer(session, later, "k", "close-vacancy", "d")
            with pytest.raises(KeyUsedForAnother):
                first_answer(session, later, "k", "close-vacancy", "other")
            assert kept is not None
            assert (kept.status, kept.body) == (200, "{}")
            assert forget_old_answers(session, later) == gone
