"""Corrected lines: what goes into their file, which line is which, and what stays to be corrected."""

from __future__ import annotations

import threading
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from conftest import actor
from lmis.errors import LmisError
from lmis.model.employers import Employer
from lmis.model.session import Database
from lmis.services.deliveries import (
    Delivery,
    accept_delivery,
    begin_delivery,
    delivery_in_sight,
    take_back_delivery,
)
from lmis.services.mending import WorkingCopy, correct_lines, working_copy
from lmis.services.uploading import Upload
from lmis.services.working import work
from lmis.vocabulary import Purpose, Role

HEADER = "number,name,sector,province,notified_on\n"
BY = actor()


class Sending:
    """A delivery that is worked on at once."""

    def __init__(self, database: Database, text: str) -> None:
        self.database = database
        with database.open(BY, Purpose.IMPORT, "test") as session:
            self.id: UUID = begin_delivery(session, BY, Upload("employers", "e.csv", text.encode()))
        self.work()

    def work(self) -> None:
        work(self.database, lambda: actor(None, Role.SYSTEM), "test", threading.Event(), once=True)

    def copy(self) -> WorkingCopy:
        with self.database.open(BY, Purpose.IMPORT, "test", write=False) as session:
            return working_copy(session, self.delivery(session))

    def delivery(self, session: Any) -> Delivery:
        return delivery_in_sight(session, BY, self.id)

    def correct(self, edits: dict[int, dict[int, str]]) -> bool:
        with self.database.open(BY, Purpose.IMPORT, "test") as session:
            judged = correct_lines(session, BY, self.id, self.delivery(session).last.step, edits)
        self.work()
        return judged

    def accept(self) -> None:
        with self.database.open(BY, Purpose.IMPORT, "test") as session:
            accept_delivery(session, BY, self.id, self.delivery(session).last.step)
        self.work()

    def names(self) -> list[str]:
        with self.database.open(BY, Purpose.IMPORT, "test", write=False) as session:
            return sorted(session.scalars(select(Employer.name)))


def test_lines_keep_their_numbers_over_cells_with_line_ends(database: Database) -> None:
    sending = Sending(
        database,
        HEADER + '1,"Golden\nNeedle",04,KH02,2026-09-01\n2,"A\n\nB",04,KH02,2026-09-01\n3,C,04,KH02,2026-09-01\n',
    )
    assert [(line.number, line.cells[1]) for line in sending.copy().bad] == [
        (2, "Golden\nNeedle"),
        (4, "A\n\nB"),
        (7, "C"),
    ]
    assert sending.correct({4: {2: "13"}})
    assert [line.number for line in sending.copy().bad] == [2, 7]
    assert [line.number for line in sending.copy().lines if line.pending] == [2, 4, 7]
    sending.correct({7: {2: "14"}})
    assert [line.number for line in sending.copy().bad] == [2]
    sending.accept()
    assert sending.names() == ["A\n\nB", "C"]
    assert [line.number for line in sending.copy().lines] == [2]


def test_a_line_that_is_a_guess_is_judged_only_when_somebody_corrected_it(database: Database) -> None:
    sending = Sending(
        database, HEADER + "1,Golden Needle,14,KH02,2026-09-01\n2,Short,14,KH02\n3,C,04,KH02,2026-09-01\n"
    )
    assert [(line.number, line.uncertain) for line in sending.copy().bad] == [(3, True), (4, False)]
    assert sending.copy().bad[0].cells == ["2", "Short", "14", "KH02", ""]
    sending.correct({4: {2: "14"}})
    sending.accept()
    assert sending.names() == ["C", "Golden Needle"]
    assert [line.number for line in sending.copy().bad] == [3]
    assert not sending.correct({})
    assert sending.correct({3: {4: "2026-09-02"}})
    sending.accept()
    assert sending.names() == ["C", "Golden Needle", "Short"]
    assert sending.copy().lines == []


def test_taking_back_takes_back_the_file_and_its_corrected_lines(database: Database) -> None:
    sending = Sending(database, HEADER + "1,Golden Needle,14,KH02,2026-09-01\n2,C,04,KH02,2026-09-01\n")
    sending.correct({3: {2: "14"}})
    sending.accept()
    assert sending.names() == ["C", "Golden Needle"]
    with database.open(BY, Purpose.IMPORT, "test") as session:
        assert [one.refusal for one in take_back_delivery(session, BY, sending.id)] == [None, None]
    assert sending.names() == []


def test_nothing_is_corrected_while_the_work_goes_on_or_by_another_office(database: Database) -> None:
    sending = Sending(database, HEADER + "2,C,04,KH02,2026-09-01\n")
    with database.open(BY, Purpose.IMPORT, "test") as session:
        correct_lines(session, BY, sending.id, 0, {2: {2: "14"}})
        for step in (0, 1):
            with pytest.raises(LmisError) as refused:
                correct_lines(session, BY, sending.id, step, {2: {2: "13"}})
            assert refused.value.name == "went-on-meanwhile"
        with pytest.raises(LmisError) as unseen:
            correct_lines(session, actor("KH-JC-03"), sending.id, 1, {})
        assert unseen.value.name == "delivery-not-found"
        accept_delivery(session, BY, sending.id, 1)  # it is not judged yet: nothing to be accepted
        assert len(sending.delivery(session).steps) == 2


def test_what_a_rehearsed_file_was_like_is_told(database: Database) -> None:
    text = f"From Battambang\n\n{HEADER}1,A,14,KH02,2026-09-01\n{HEADER}2,B,14,KH02,2026-09-01\n"
    sending = Sending(database, text)
    with database.open(BY, Purpose.IMPORT, "test", write=False) as session:
        job = sending.delivery(session).root
        assert job.result is not None
        report = job.result["report"]
        assert (report["lines"], report["created"], report["repeated_headers"]) == (2, 2, 1)
        assert report["before_header"] >= 1
        assert (job.progress, job.batch_id) == (2, None)
