"""A surge: five fields now, the full record later, by file or over the counter, and nobody is counted twice."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from itertools import product
from typing import Any

import pytest
from sqlalchemy import select

from conftest import actor
from lmis.model.figures import Figure
from lmis.model.people import Person, Registration
from lmis.queries.duplicates import pairs_found
from lmis.services.importing import import_file
from lmis.services.publishing import publish
from lmis.vocabulary import Country, PairState, Purpose, Role

BY = actor(role=Role.HEAD)
QUICK = {"name": "Sok Dara", "age": "30", "province": "KH02", "sector": "14", "phone": "012345678"}
FULL = {
    "family_name": "Sok", "given_name": "Dara", "sex": "F", "birth_date": "1995-11-20",
    "identity_missing_reason": "lost", "phone": "012345678", "province": "KH02",
}  # fmt: skip
NUMBERED = {"file": {"number": "Q-1"}, "counter": {"own_number": "Q-1"}}
CALLED, CAME = "2026-08-03", "2026-09-15"
WAYS = ["file", "counter"]


def send(counter: Any, way: str, row: Mapping[str, str], day: str, *, numbered: bool = False) -> str:
    """Bring a row as a file or over the counter; how it ended."""
    number = NUMBERED[way] if numbered else {}
    if way == "file":
        cells = {**row, **number, "registered_on": day}
        text = io.StringIO()
        csv.writer(text).writerows([list(cells), list(cells.values())])
        source = io.BytesIO(text.getvalue().encode())
        report = import_file(counter.database, BY, "job-seekers", source, file_name="f.csv", for_real=True)
        assert report.rejected == 0, report.refusals
        return next(name for name in ("created", "updated", "unchanged") if getattr(report, name))
    quick = "age" in row
    body: dict[str, Any] = {**row, **number, "happened_on": day, "phone": "+85512345678"}
    body |= {"age": int(row["age"])} if quick else {}
    answer = counter.post("/seekers/quick" if quick else "/seekers", body)
    assert answer.status_code in (200, 201), answer.text
    return "created" if answer.status_code == 201 else "updated"


def held(counter: Any) -> list[tuple[Any, ...]]:
    """Every person with the spells of registration."""
    with counter.database.open(BY, Purpose.REGISTRATION, "test", write=False) as session:
        people = session.scalars(select(Person).order_by(Person.serial)).all()
        spells = session.scalars(select(Registration)).all()
        return [
            (
                *(person.family_name, person.given_name, person.sex, str(person.birth_date), person.birth_year),
                [(str(spell.opened_on), spell.quick) for spell in spells if spell.person_id == person.id],
            )
            for person in people
        ]


def counted(counter: Any, days: int) -> dict[str, float | None]:
    """Who is registered and who came in the third quarter, as it is published so many days later."""
    ministry = actor("KH-MIN", Role.COORDINATOR)
    ministry = replace(ministry, at=ministry.at + timedelta(days=days))
    with counter.database.open(ministry, Purpose.STATISTICS, "test") as session:
        edition = publish(session, ministry, "2026Q3", Country.KH).edition_id
    wanted = select(Figure.indicator, Figure.value).where(
        Figure.edition_id == edition,
        Figure.indicator.in_(["PES_SEEK_IN", "PES_SEEK_STK", "PES_PERS"]),
        Figure.breakdown == "total",
        Figure.period == "2026Q3",
    )
    with counter.database.open(ministry, Purpose.NONE, "test", write=False) as session:
        return {row.indicator: row.value for row in session.execute(wanted)}


def waiting(counter: Any) -> int:
    """Pairs that an officer has to look at."""
    with counter.database.open(BY, Purpose.NONE, "test", write=False) as session:
        return len(session.scalars(pairs_found(BY, PairState.OPEN, None, 50)).all())


@pytest.mark.parametrize(("first", "second", "numbered"), [*product(WAYS, WAYS, [True, False])])
def test_the_full_record_completes_the_five_fields_and_counts_once(
    counter: Any, first: str, second: str, numbered: bool
) -> None:
    assert send(counter, first, QUICK, CALLED, numbered=numbered) == "created"
    assert held(counter) == [("Sok Dara", None, None, "None", 1996, [(CALLED, True)])]
    before = counted(counter, 1)
    assert before == {"PES_SEEK_IN": 1, "PES_SEEK_STK": 1, "PES_PERS": 1}
    assert send(counter, second, FULL, CAME, numbered=numbered) == "updated"
    whole = [("Sok", "Dara", "F", "1995-11-20", 1995, [(CALLED, False)])]
    assert held(counter) == whole
    assert counted(counter, 2) == before
    send(counter, second, FULL, CAME, numbered=numbered)
    if numbered or first == "file":
        send(counter, first, QUICK, CALLED, numbered=numbered)
    assert held(counter) == whole
    assert counted(counter, 3) == before
    assert waiting(counter) == 0


def test_a_number_that_comes_with_the_full_record_is_taken_down(counter: Any) -> None:
    send(counter, "counter", QUICK, CALLED)
    assert send(counter, "file", FULL, CAME, numbered=True) == "updated"
    assert send(counter, "file", FULL | {"given_name": "Darany"}, CAME, numbered=True) == "updated"
    assert [person[1] for person in held(counter)] == ["Darany"]


@pytest.mark.parametrize(
    "other",
    [
        {"phone": "012999888"},
        {"given_name": "Bopha"},
        {"birth_date": "1990-11-20"},
        {"province": "KH12"},
        {"phone": ""},
    ],
    ids=["telephone", "name", "birth", "province", "no telephone"],
)
def test_whoever_may_be_somebody_else_gets_a_record_of_their_own(counter: Any, other: dict[str, str]) -> None:
    send(counter, "file", QUICK, CALLED)
    assert send(counter, "file", FULL | other, CAME) == "created"
    assert len(held(counter)) == 2


def test_a_sex_that_contradicts_is_left_to_an_officer(counter: Any) -> None:
    send(counter, "file", QUICK | {"sex": "M"}, CALLED)
    assert send(counter, "file", FULL, CAME) == "created"


def test_a_full_record_that_could_not_be_known_again_is_left_to_an_officer(counter: Any) -> None:
    send(counter, "file", QUICK, CALLED)
    year = {name: cell for name, cell in FULL.items() if name != "birth_date"} | {"birth_year": "1996"}
    assert send(counter, "file", year, CAME) == "created"
    assert waiting(counter) == 1
    assert send(counter, "file", year, CAME) == "unchanged"
    assert len(held(counter)) == 2


def test_of_two_calls_of_one_family_none_is_completed_by_itself(counter: Any) -> None:
    send(counter, "file", QUICK, CALLED)
    send(counter, "file", QUICK | {"sector": "41"}, CALLED)
    assert send(counter, "file", FULL, CAME) == "created"
    assert len(held(counter)) == 3
    assert waiting(counter) == 3
