"""Titles on the command line: files in, a file out, and words that a clerk can act on."""

from __future__ import annotations

import csv
from pathlib import Path

from openpyxl import Workbook


def test_labels_are_taken_titles_are_coded_and_what_is_unsure_is_answered(lmis) -> None:  # type: ignore[no-untyped-def]
    Path("esco.csv").write_text('uri,name,others,isco\nesco:1,Snake charmer,"Cobra tamer\nCobra dancer",2659\n')
    columns = ("--title", "name", "--title", "others", "--code", "isco", "--concept", "uri")
    told = lmis("occupations", "labels", "esco.csv", *columns, "--language", "en")
    assert told.output == "esco: 3 titles taken in, in place of 0\n"
    Path("coded.csv").write_text("title;code\nSnake person;esco:1\nWorker;12345\n")
    told = lmis("occupations", "learn", "coded.csv", "--title", "title", "--code", "code")
    assert "line 3" in told.output
    Path("ads.csv").write_text("No,Job Title,Work\n1,COBRA DANCER,\n2,,\n3,Tailor,sewing\n4,Xyzzy plugh,\n")
    columns = ("--title", "job_title", "--duties", "work")
    told = lmis("occupations", "code", "ads.csv", *columns, "--top", "3", "--out", "out.csv", "--ask")
    assert told.exit_code == 0, told.output
    with Path("out.csv").open() as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == ["row", "rank", "code", "probability"]
    assert [(row["row"], row["rank"]) for row in rows] == [(row, rank) for row in "134" for rank in "123"]
    assert [row["code"] for row in rows if row["rank"] == "1"][:2] == ["2659", "7531"]
    question = lmis("occupations", "queue").output.split()[0]
    assert lmis("occupations", "answer", question, "2659").exit_code == 0
    assert "already" in lmis("occupations", "answer", question, "2659").output


def test_a_missing_column_is_told_by_its_name(lmis) -> None:  # type: ignore[no-untyped-def]
    Path("ads.csv").write_text("id,job title\n1,x\n")
    told = lmis("occupations", "code", "ads.csv", "--title", "job title", "--duties", "work", "--out", "out.csv")
    assert told.exit_code == 1
    assert "The column “work” is missing." in told.output


def test_lists_are_read_as_a_spreadsheet_made_them(lmis) -> None:  # type: ignore[no-untyped-def]
    book = Workbook()
    for row in (["The list of 2026"], [], ["Name", "ISCO"], ["Snake charmer", 2659], ["Army officer", 110]):
        book.active.append(row)
    book.save("list.xlsx")
    told = lmis("occupations", "labels", "list.xlsx", "--title", "name", "--code", "isco", "--language", "en")
    assert told.output == "list: 2 titles taken in, in place of 0\n"
    Path("excel.csv").write_bytes("Titre;Code\nCharmeur d’été;2659\n".encode("cp1252"))
    arguments = ("labels", "excel.csv", "--title", "titre", "--code", "code", "--language", "fr")
    assert lmis("occupations", *arguments).exit_code == 1
    assert lmis("occupations", *arguments, "--encoding", "cp1252").output == "excel: 1 titles taken in, in place of 0\n"
    Path("unicode.txt").write_text("title\tcode\nអ្នកបញ្ជាពស់\t2659\n", encoding="utf-16")
    told = lmis("occupations", "learn", "unicode.txt", "--title", "title", "--code", "code", "--language", "km")
    assert told.output == "unicode: 1 titles taken in, in place of 0\n"


def test_a_line_that_is_torn_is_told_and_the_others_are_taken(lmis) -> None:  # type: ignore[no-untyped-def]
    Path("list.csv").write_text("title,code\nSnake charmer,2659\nTailor,7531,x,y\nCook,5120\n")
    told = lmis("occupations", "labels", "list.csv", "--title", "title", "--code", "code", "--language", "en")
    assert told.output.startswith("  line 3: ")
    assert told.output.endswith("list: 2 titles taken in, in place of 0\n")


def test_a_cell_may_hold_many_titles_and_commas_beside_them(lmis) -> None:  # type: ignore[no-untyped-def]
    duties = "They charm, tame, feed, and show snakes, cobras, and pythons, on stages, in streets"
    Path("list.csv").write_text(f'a,b,titles,isco,duties\n1,2,"Cobra tamer\nCobra dancer",2659,"{duties}"\n')
    told = lmis("occupations", "labels", "list.csv", "--title", "titles", "--code", "isco", "--language", "en")
    assert told.output == "list: 2 titles taken in, in place of 0\n"
