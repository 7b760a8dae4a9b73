"""Text of an old font is refused with advice and never stored, on both databases."""

from __future__ import annotations

import csv
import io

from benchmarks.typed import limon
from sqlalchemy import select

from conftest import actor
from factories.batches import content
from lmis.locale.words import words
from lmis.model.people import Person
from lmis.model.session import Database
from lmis.services.importing import import_file
from lmis.vocabulary import Language, Purpose, Role

BY = actor(role=Role.HEAD)
HEADER = "number,family_name_native,given_name_native,sex,birth_year,identity_missing_reason,province,skills"
FAMILY = ["សុខ", "ចាន់", "គឹម", "ហេង", "ឈុន", "វណ្ណ", "ប៊ុន", "លឹម"]
GIVEN = ["ដារ៉ា", "បុប្ផា", "ស្រីមុំ", "ពិសិដ្ឋ", "រតនា", "សុភ័ក្ត្រ", "វណ្ណៈ", "ធារ៉ា"]


def test_a_file_of_an_old_font_is_refused_row_by_row_with_advice(database: Database) -> None:
    rows = [
        f"{n},{limon(f)},{limon(g)},F,1990,lost,KH02,sewing" for n, (f, g) in enumerate(zip(FAMILY, GIVEN, strict=True))
    ]
    rows += ["90,សុខ,ដារ៉ា,F,1990,lost,KH02,sewing", "91,,Sok Dara,F,1990,lost,KH02,sewing"]
    rejects = io.StringIO()
    report = import_file(
        database,
        BY,
        "job-seekers",
        io.BytesIO("\n".join([HEADER, *rows, ""]).encode()),
        file_name="people.csv",
        for_real=True,
        rejects=rejects,
        words=lambda error: words(error, Language.EN)[1],
    )
    assert (report.created, report.rejected) == (2, len(FAMILY)), report.refusals
    told = list(csv.DictReader(io.StringIO(rejects.getvalue())))
    assert {row["column"] for row in told} == {"family_name_native; given_name_native"}
    assert all("Unicode" in row["reason"] and "Limon" in row["reason"] for row in told)
    with database.open(BY, Purpose.REGISTRATION, "look", write=False) as session:
        assert {p.given_name_native for p in session.scalars(select(Person))} == {"ដារ៉ា", "Sok Dara"}
    held = str(content(database)["person"])
    assert not [cell for cell in map(limon, GIVEN) if repr(cell) in held]
