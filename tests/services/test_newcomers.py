"""Newcomers of a file, together or one after the other: the register holds the same, and so does the way back."""

from __future__ import annotations

import io
from collections import Counter
from datetime import date, datetime
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from conftest import actor
from factories.batches import undo
from factories.trail import told
from lmis.model.base import Base
from lmis.model.session import Database
from lmis.services.chunks import Together
from lmis.services.import_reports import ImportReport
from lmis.services.importing import import_file
from lmis.vocabulary import Purpose, Role

SYSTEM = actor(None, Role.SYSTEM)
LEFT_OUT = {"access_event", "accessed_person", "audit_event", "import_batch", "serial"}
HEADER = (
    "number,registered_on,family_name,given_name,family_name_native,sex,birth_date,birth_year,identity_number,"
    "identity_missing_reason,phone,province,district,education,experience,skills,languages,licences,wanted_occupations,"
    "wage_amount,wage_currency,disability,consent_mode,consent_on,closed_on,closed_because,office\n"
)
ROWS = (
    '1,2026-07-01,Sok,Dara,សុខ,F,12/03/1996,,012345678,,012 345 678,Battambang,KH0201,2,8153:36,"a\\b; ដេរ",km:native,'
    "driving_car; ໃບຂັບຂີ່ລົດຈັກ,8153,200,USD,hearing,written,2026-07-01,,,KH-JC-02",
    "2,2026-07-02,Chan,Vanna,,M,,1990,,lost,,បាត់ដំបង,,,,,,,,,,,,,2026-08-01,moved_away,KH-JC-02",
    "3,2026-07-02,Keo,Bopha,,F,,1985,,lost,+85512999888,KH12,,3,9211:12;8153:2,,en:basic,,9211,800000,KHR,,,,,,KH-JC-12",
    "4,2026-07-02,Keo,Bopha,,F,,2020,,lost,,KH12,,3,,,,,,,,,,,,,KH-JC-12",  # a child
    "5,2026-07-02,Keo,Bopha,,F,,1985,,lost,+85512999888,KH12,,3,,,,,,,,,,,,,KH-JC-12",  # who 3 is, by another number
    "6,2026-07-02,Mey,Sina,,F,,1985,012345678,,,KH02,,,,,,,,,,,,,,,KH-JC-02",  # the number of 1
    ",2026-07-02,Prak,Rith,,M,,1981,,lost,,KH02,,,,,,,,,,,,,,,KH-JC-02",  # without a number
    "8,2026-07-02,Prak,Rith,,M,,1981,,lost,,KH02,,,,,,,,,,,,,2026-06-01,moved_away,KH-JC-02",  # ends before it begins
    "9,2026-07-02,Long,Thida,,F,1999-01-31,,,lost,,KH02,KH1201,,,,,,,,,,,,,,KH-JC-02",  # a district of elsewhere
    "2,2026-07-02,Chan,Vanna,,M,,1991,,lost,,KH02,,,,,,,,,,,,,2026-08-01,moved_away,KH-JC-02",  # 2 again, corrected
    ",,,,,,,,,,,,,,,,,,,,,,,,,,",
)


def send(database: Database, rows: Any = ROWS) -> ImportReport:
    text = HEADER + "".join(f"{row}\n" for row in rows)
    source = io.BytesIO(text.encode())
    return import_file(database, SYSTEM, "job-seekers", source, file_name="people.csv", for_real=True)


def refused(report: ImportReport) -> list[tuple[int, str, str]]:
    return [(line, column, error.name) for line, column, error in report.refusals]


def content(database: Database) -> Counter[str]:
    """Every row of the register, without ids, instants and what is sealed anew."""
    found: Counter[str] = Counter()
    with database.open(SYSTEM, Purpose.ADMINISTRATION, "compare", write=False) as session:
        for table in Base.metadata.sorted_tables:
            if table.name in LEFT_OUT:
                continue
            for row in session.execute(select(table).execution_options(people="engine")).mappings():
                found[f"{table.name} {_plain(row)}"] += 1
    return found


def _plain(row: Any) -> str:
    passing = {"serial", "version"}
    told = {k: v for k, v in row.items() if k not in passing and not isinstance(v, UUID | datetime | bytes)}
    return repr(sorted(told.items(), key=lambda item: item[0]))


def test_the_register_holds_the_same_whichever_way_rows_go(
    database: Database, another_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    together = send(database)
    with monkeypatch.context() as patch:
        patch.setattr(Together, "takes", lambda _definition: False)
        singly = send(another_database)
    assert (together.created, together.updated, together.rejected, together.blank) == (5, 1, 4, 1)
    counts = [(r.lines, r.created, r.updated, r.unchanged, r.rejected, r.blank) for r in (together, singly)]
    assert counts[0] == counts[1]
    assert refused(together) == refused(singly)
    assert content(database) == content(another_database)
    assert send(database).created == 0


def test_what_was_registered_together_is_told_and_taken_back(database: Database) -> None:
    before = content(database)
    report = send(database, ROWS[:3])
    assert report.created == 3
    changes = [change for _event, some in told(database, "register-seeker") for change in some]
    tables = Counter(table for table, *_ in changes)
    assert tables == {"person": 3, "registration": 3, "registration_stay": 3, "support_need": 1}
    first = next(new for table, _, _, new in changes if table == "person" and new["own_number"] == "1")
    assert (first["identity_number"], first["skills"], first["family_name_native"]) == (
        "012345678",
        ["a\\b", "ដេរ"],
        "សុខ",
    )
    undo(database, report.batch_id, SYSTEM)
    assert content(database) == before


@pytest.mark.parametrize("rows", [ROWS[:1] * 2, [ROWS[0], ROWS[0].replace("1,2026", "7,2026", 1)]])
def test_rows_that_name_one_person_are_not_taken_together(database: Database, rows: Any) -> None:
    report = send(database, rows)
    assert (report.created, report.lines) == (1, 2)


def test_days_of_a_row_are_those_of_the_file(database: Database) -> None:
    send(database, ROWS[1:2])
    table = Base.metadata.tables["registration"]
    with database.open(SYSTEM, Purpose.ADMINISTRATION, "look", write=False) as session:
        (spell,) = session.execute(select(table).execution_options(people="engine")).mappings()
    assert (spell["opened_on"], spell["closed_on"], spell["close_reason"]) == (
        date(2026, 7, 2),
        date(2026, 8, 1),
        "moved_away",
    )
