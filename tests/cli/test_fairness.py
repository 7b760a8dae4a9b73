"""Fairness on the command line: adverts that ask for a person are listed, and nothing is changed."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from conftest import actor
from factories.register import a_vacancy, register_seeker
from lmis.config import Settings
from lmis.model.session import Database
from lmis.services.seekers import register_seekers
from lmis.vocabulary import Purpose

FAR = date(2199, 12, 31)


def test_flagged_adverts_of_a_file_are_listed_with_their_line_and_words(lmis) -> None:  # type: ignore[no-untyped-def]
    Path("ads.csv").write_text("Job,Text\nCook,Six days a week.\nWaitress,Age 20 to 28.\n", encoding="utf-8")
    told = lmis("fairness", "adverts", "ads.csv", "--column", "job", "--column", "text")
    assert told.exit_code == 0, told.output
    assert "line 3, job: The title “Waitress” names a sex. For everybody: waiter or waitress.\n" in told.output
    assert "line 3, text: “Age 20 to 28” asks for an age." in told.output
    assert "line 2" not in told.output
    assert told.output.endswith("1 of 2 adverts ask for what has nothing to do with the work.\n")


def test_open_vacancies_are_listed_in_the_language_of_the_installation(lmis, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    by = actor("KH-JC-02")
    with Database.of(Settings()).open(by, Purpose.NONE, "test") as session:
        a_vacancy(session, by, closes_on=FAR, description="Female only")
        a_vacancy(session, by, closes_on=FAR)
        a_vacancy(session, by, closes_on=date(2026, 9, 2), description="Female only")
    monkeypatch.setenv("LMIS_LANGUAGE", "lo")
    told = lmis("fairness", "adverts", "--all")
    assert told.output.count("“Female only” ຮຽກຮ້ອງເພດ") == 1
    assert "ປະກາດ 1 ໃນ 2" in told.output


def test_either_a_file_or_the_register(lmis) -> None:  # type: ignore[no-untyped-def]
    assert lmis("fairness", "adverts").exit_code == 2
    assert lmis("fairness", "adverts", "ads.csv", "--all").exit_code == 2


def test_who_is_reached_is_told_and_written_and_a_small_number_is_blank(lmis, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    by = actor("KH-JC-02")
    with Database.of(Settings()).open(by, Purpose.NONE, "test") as session:
        seekers = [
            register_seeker(sex="F" if at < 9 else "M", family_name=f"Sok{at}", birth_date=date(1990 + at, 1, 1))
            for at in range(12)
        ]
        register_seekers(session, by, seekers)
    told = lmis("fairness", "report", "--quarter", "2026Q3", "--csv", "reached.csv")
    assert told.exit_code == 0, told.output
    assert "Who was suggested is not known" in told.output
    with Path("reached.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = {(row["breakdown"], row["code"], row["stage"]): row for row in csv.DictReader(file)}
    assert rows["total", "total", "registered"]["people"] == "12"
    assert rows["province", "KH02", "registered"]["name"] == "Battambang"
    men = rows["sex", "M", "registered"]
    assert (men["people"], men["hidden"]) == ("", "yes")
    assert rows["total", "total", "suggested"]["people"] == ""
    assert rows["total", "total", "suggested"]["hidden"] == "no"
    monkeypatch.setenv("LMIS_LANGUAGE", "lo")
    shown = lmis("fairness", "report", "--quarter", "2026Q3").output
    assert "ລົງທະບຽນ" in shown
    assert "ປິດບັງ" in shown
    refused = lmis("fairness", "report", "--quarter", "Q3")
    assert refused.exit_code == 1
