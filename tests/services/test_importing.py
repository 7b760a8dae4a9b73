"""Importing files: nothing is lost, the same file twice changes nothing, a bad row stops nobody."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from conftest import actor
from factories.workbooks import a_workbook
from lmis.config import Settings
from lmis.errors import LmisError
from lmis.imports.definitions import KINDS
from lmis.imports.templates import template
from lmis.model.audit import AuditEvent
from lmis.model.batches import ImportBatch
from lmis.model.people import Person, Registration
from lmis.model.reference import Place
from lmis.model.session import Database
from lmis.sample.world import write_world
from lmis.services.importing import ImportReport, import_file
from lmis.vocabulary import Actor, Purpose, Role
from reference_data import needs_reference_data

BY = actor(role=Role.HEAD)
SYSTEM = actor(role=Role.SYSTEM, office=None)
HEADER = "number,family_name,sex,birth_year,identity_missing_reason,province,registered_on,wanted_occupations\n"
GOOD = "1,Sok,F,1990,lost,Battambang,2026-09-01,8153\n2,Chan,M,1985,lost,KH02,2026-09-02,\n"


def send(
    database: Database, text: str | bytes, kind: str = "job-seekers", by: Actor = BY, **options: Any
) -> ImportReport:
    content = text.encode() if isinstance(text, str) else text
    options = {"for_real": True, "file_name": f"{kind}.csv"} | options
    report = import_file(database, by, kind, io.BytesIO(content), **options)
    ends = report.created + report.updated + report.unchanged + report.rejected + report.blank
    assert report.lines == ends
    return report


def count(database: Database, entity: Any) -> int:
    with database.open(SYSTEM, Purpose.NONE, "count", write=False) as session:
        counting = select(func.count()).select_from(entity)
        return session.scalar(counting.execution_options(people="aggregate")) or 0


def test_good_rows_go_in_and_the_bad_one_comes_back_with_line_column_and_reason(database: Database) -> None:
    rejects = io.StringIO()
    bad = "3,Keo,X,1990,lost,Nowhere,2026-09-01,8153\n"
    report = send(database, HEADER + GOOD + bad + ",,,,,,,\n", rejects=rejects)
    assert (report.created, report.rejected, report.blank, report.lines) == (2, 1, 1, 4)
    (row,) = csv.DictReader(io.StringIO(rejects.getvalue()))
    assert (row["line"], row["column"]) == ("4", "sex; province")
    assert "Nowhere" in row["reason"]
    assert row["family_name"] == "Keo"


def test_a_mended_rejects_file_goes_in(database: Database) -> None:
    rejects = io.StringIO()
    send(database, HEADER + "3,Keo,X,1990,lost,KH02,2026-09-01,8153\n", rejects=rejects)
    mended = rejects.getvalue().replace("Keo,X", "Keo,F")
    assert send(database, mended).created == 1


def test_the_same_file_twice_changes_nothing_however_it_is_written(database: Database) -> None:
    send(database, HEADER + GOOD)
    before = count(database, AuditEvent)
    with database.open(SYSTEM, Purpose.NONE, "t", write=False) as session:
        batches = select(func.count()).select_from(AuditEvent).where(AuditEvent.batch_id.is_not(None))
        written = session.scalar(batches)
    swapped = GOOD.splitlines(keepends=True)[::-1]
    variants = [
        HEADER + GOOD,
        "\ufeff" + HEADER + GOOD,
        (HEADER + GOOD).replace("\n", "\r\n"),
        HEADER + "".join(swapped),
    ]
    variants.append((HEADER + GOOD).replace(",", ";"))
    for variant in variants:
        assert send(database, variant).unchanged == 2
    with database.open(SYSTEM, Purpose.NONE, "t", write=False) as session:
        assert session.scalar(batches) == written
    assert before < count(database, AuditEvent)  # the batches themselves are on the record


def test_a_rehearsal_tells_the_same_and_leaves_nothing(database: Database) -> None:
    report = send(database, HEADER + GOOD, for_real=False)
    assert (report.created, report.batch_id) == (2, None)
    assert (count(database, Person), count(database, ImportBatch), count(database, AuditEvent)) == (0, 0, 0)
    assert send(database, HEADER + GOOD).created == 2


def test_a_person_who_stands_in_the_file_twice_is_one_person(database: Database) -> None:
    twice = GOOD + "1,Sok,F,1990,lost,Battambang,2026-09-01,8153\n" + "1,Sok,F,1990,lost,KH02,2026-09-01,5120\n"
    report = send(database, HEADER + twice)
    assert (report.created, report.unchanged, report.updated) == (2, 1, 1)
    assert count(database, Person) == 2


def test_rows_of_another_office_are_refused_unless_one_sees_it(database: Database) -> None:
    text = HEADER.strip() + ",office\n1,Sok,F,1990,lost,KH12,2026-09-01,,KH-JC-12\n"
    assert send(database, text).refusals[0][2].name == "other-office"
    coordinator = actor("KH-MIN", role=Role.COORDINATOR)
    assert send(database, text, by=coordinator).created == 1
    abroad = text.replace("KH-JC-12", "LA-JC-01")
    assert send(database, abroad, by=coordinator).rejected == 1
    with pytest.raises(LmisError):
        send(database, HEADER + GOOD, office="KH-JC-12")


def test_a_refusal_does_not_keep_its_chunk_in_memory(database: Database) -> None:
    report = send(database, HEADER + "1,Sok,F,1990,lost,nowhere,2026-09-01,\n1,Sok,F,2025,lost,KH12,2026-09-01,\n")
    assert len(report.refusals) == 2
    assert all(error.__traceback__ is error.__context__ is None for _, _, error in report.refusals)


def test_the_system_needs_to_be_told_the_office(database: Database) -> None:
    assert send(database, HEADER + GOOD, by=SYSTEM).refusals[0][2].name == "office-not-said"
    assert send(database, HEADER + GOOD, by=SYSTEM, office="KH-JC-02").created == 2


def test_a_surge_file_is_completed_later_and_counts_once(database: Database) -> None:
    header = "number,name,age,province,sector,wage,wage_currency,registered_on\n"
    surge = header + "Q1,Sok Dara,30,Battambang,14,200,USD,2026-08-01\n"
    assert send(database, surge).created == 1
    full = HEADER + "Q1,Sok,F,1996,lost,KH02,2026-09-05,8153\n"
    assert send(database, full).updated == 1
    assert send(database, surge).unchanged == 1
    assert (count(database, Person), count(database, Registration)) == (1, 1)


def test_a_file_that_breaks_in_the_middle_keeps_what_was_done_and_goes_on_when_sent_again(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lmis.services.importing.CHUNK", 1000)
    table = [line.split(",") for line in (HEADER + GOOD).splitlines()]
    rows = "".join(f'<row r="{at}"><c r="A{at}"><v>{at * 7919}</v></c></row>' for at in range(9, 20_000))
    broken = a_workbook({"People": table}, after=rows + "<row></broken>")
    with pytest.raises(LmisError):
        send(database, broken)
    with database.open(BY, Purpose.NONE, "t", write=False) as session:
        assert session.scalars(select(ImportBatch.state)).all() == ["failed"]
    assert send(database, HEADER + GOOD).unchanged == 2


def test_cambodias_gazetteer_goes_in_and_again_changes_nothing(database: Database) -> None:
    file = needs_reference_data() / "geography" / "cambodia_communes.yml"
    for created, unchanged in ((1652, 0), (0, 1652)):
        report = send(database, file.read_bytes(), "places", SYSTEM, file_name=file.name)
        assert (report.created, report.unchanged, report.rejected) == (created, unchanged, 0)
    with database.open(SYSTEM, Purpose.NONE, "t", write=False) as session:
        place = session.get_one(Place, "KH010201")
        assert (place.name_en, place.name_km, place.parent) == ("Banteay Neang", "បន្ទាយនាង", "KH0102")
    districts = file.with_name("cambodia_districts.yml")
    assert send(database, districts.read_bytes(), "places", SYSTEM, file_name=districts.name).rejected == 0


def test_a_sample_world_goes_in_whole_and_again_changes_nothing(database: Database, tmp_path: Path) -> None:
    write_world(600, 120, 3, tmp_path, Settings().seeds)
    for turn in ("created", "unchanged"):
        for country in ("KH", "LA"):
            for kind in ("employers", "job-seekers", "vacancies", "referrals", "placements"):
                report = send(database, (tmp_path / country / f"{kind}.csv").read_bytes(), kind, SYSTEM)
                assert getattr(report, turn) == report.lines, (turn, country, kind, report.refusals[:3])


@pytest.mark.parametrize("kind", sorted(set(KINDS) - {"referrals", "placements", "vacancies"}))
def test_a_template_can_be_sent_as_it_is(database: Database, kind: str) -> None:
    report = send(database, template(kind), kind, SYSTEM, office="KH-JC-02")
    assert report.rejected == 0, report.refusals


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(st.text(st.characters(codec="utf-8"), max_size=8), max_size=9), max_size=6))
def test_lines_are_the_sum_of_their_ends_for_any_table(bare_database: Database, table: list[list[str]]) -> None:
    out = io.StringIO()
    csv.writer(out).writerows(table)
    send(bare_database, HEADER + out.getvalue(), for_real=False)


def test_days_far_back_count_in_their_own_quarter(database: Database) -> None:
    send(database, HEADER + "1,Sok,F,1990,lost,KH02,15/02/2025,8153\n")
    with database.open(BY, Purpose.NONE, "t", write=False) as session:
        spell = session.scalars(select(Registration)).one()
    assert (spell.opened_on, spell.recorded_at) == (date(2025, 2, 15), BY.at)
