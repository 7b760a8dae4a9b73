"""The command line as an officer and an operator use it: words out, exit codes, and the JSON that others rely on."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event
from typer.testing import CliRunner, Result

from lmis.cli import app
from lmis.config import Settings
from reference_data import needs_reference_data

HEADER = "number,family_name,sex,birth_year,identity_missing_reason,province,registered_on,wanted_occupations\n"
GOOD = "1,Sok,F,1990,lost,Battambang,2026-09-01,8153\n"
BAD = "2,Keo,X,1990,lost,KH02,2026-09-01,8153\n"


def test_setting_up_again_changes_nothing_and_the_doctor_is_content(lmis) -> None:  # type: ignore[no-untyped-def]
    assert "nothing to change" in lmis("init").output
    told = lmis("doctor")
    assert told.exit_code == 0
    assert "SQLite" in told.output


def test_the_doctor_and_init_speak_the_language_of_the_installation(
    lmis, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setenv("LMIS_LANGUAGE", "km")
    told = lmis("doctor")
    assert told.exit_code == 0
    assert "តារាងយោង" in told.output
    assert "reference tables" not in told.output
    monkeypatch.setenv("LMIS_LANGUAGE", "lo")
    monkeypatch.setenv("LMIS_DATABASE_URL", "sqlite:///new.db")
    assert "ສະກຸນເງິນ" in lmis("init").output


def test_an_import_prints_one_json_object_and_ends_well_also_with_rejected_rows(lmis) -> None:  # type: ignore[no-untyped-def]
    Path("people.csv").write_text(HEADER + GOOD + BAD + ",,,,,,,\n")
    sent = ["import", "job-seekers", "people.csv", "--office", "KH-JC-02", "--json"]
    rehearsed = json.loads(lmis(*sent).output)
    told = lmis(*sent, "--for-real", "--rejects", "rejects.csv")
    report = json.loads(told.output)
    assert told.exit_code == 0
    assert {name: report[name] for name in ("lines", "created", "updated", "unchanged", "rejected", "blank")} == {
        "lines": 3, "created": 1, "updated": 0, "unchanged": 0, "rejected": 1, "blank": 1,
    }  # fmt: skip
    assert rehearsed["created"] == 1
    assert report["seconds"] >= 0
    assert report["peak_rss_mb"] > 0
    assert "Keo" in Path("rejects.csv").read_text(encoding="utf-8-sig")
    assert json.loads(lmis(*sent, "--for-real").output)["unchanged"] == 1


def test_a_sweep_tells_how_many_pairs_wait(lmis) -> None:  # type: ignore[no-untyped-def]
    Path("people.csv").write_text(
        HEADER.replace("birth_year", "birth_date")
        + "1,Sok Dara,F,1990-04-13,lost,Battambang,2026-09-01,8153\n"
        + "2,Dara Sok,F,13/04/2533,lost,Battambang,2026-09-02,8153\n"
    )
    assert lmis("import", "job-seekers", "people.csv", "--office", "KH-JC-02", "--for-real").exit_code == 0
    told = json.loads(lmis("duplicates", "sweep", "--json").stdout)
    assert told == {"keyed": 0, "compared": 4, "queued": 0, "certain": 0}  # the import has queued the pair itself
    assert "0 more wait" in lmis("duplicates", "sweep").output


def test_a_register_is_exported_to_standard_output_or_to_a_file_of_ones_own(lmis) -> None:  # type: ignore[no-untyped-def]
    Path("people.csv").write_text(HEADER + GOOD)
    assert lmis("import", "job-seekers", "people.csv", "--office", "KH-JC-02", "--for-real").exit_code == 0
    told = lmis("export", "job-seekers", "--office", "KH-JC-02")
    assert (told.exit_code, told.stderr) == (0, "1 lines were exported\n")
    assert told.stdout_bytes.startswith("\ufeffnumber,registered_on,".encode())
    assert lmis("export", "job-seekers", "--office", "KH-JC-02", "--out", "out.csv").exit_code == 0
    assert Path("out.csv").read_bytes() == told.stdout_bytes
    assert Path("out.csv").stat().st_mode & 0o777 == 0o600
    assert json.loads(lmis("import", "job-seekers", "out.csv", "--for-real", "--json").output)["unchanged"] == 1
    Path("out.csv").write_text("kept")
    assert lmis("export", "job-seekers", "--office", "KH-JC-99", "--out", "out.csv").exit_code == 1
    assert (Path("out.csv").read_text(), list(Path().glob("*.part"))) == ("kept", [])


def test_a_file_that_is_none_ends_with_one_and_wrong_usage_with_two(lmis) -> None:  # type: ignore[no-untyped-def]
    Path("letter.csv").write_text("Dear Sir or Madam\n")
    assert lmis("import", "employers", "letter.csv").exit_code == 1
    assert lmis("import", "employers").exit_code == 2
    assert lmis("publish", "2026Q9", "--country", "KH").exit_code == 1
    assert lmis("match", "vacancy", "V-0000001-9").exit_code == 1


def test_a_missing_file_and_an_unknown_kind_are_told_in_the_language_of_the_run(lmis, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    Path("letter.csv").write_text("Dear Sir or Madam\n")
    wrong = [("import", "employers", "nowhere.csv"), ("import", "tractors", "letter.csv"), ("import", "employers", ".")]
    told = [lmis(*arguments) for arguments in wrong]
    assert [ran.exit_code for ran in told] == [1, 1, 1]
    assert "nowhere.csv" in told[0].stderr
    assert "job-seekers" in told[1].stderr
    for language, script in (("km", r"[\u1780-\u17ff]"), ("lo", r"[\u0e80-\u0eff]")):
        monkeypatch.setenv("LMIS_LANGUAGE", language)
        for arguments in wrong:
            ran = lmis(*arguments)
            assert ran.exit_code == 1
            assert all(re.search(script, line) for line in ran.stderr.splitlines()), ran.stderr


def matched(lmis: Any, what: str, number: str, *options: str) -> Result:
    """A match by a short number whose check digit is not known."""
    return next(t for digit in range(10) if (t := lmis("match", what, f"{number}{digit}", *options)).exit_code == 0)


def test_matching_both_ways_prints_the_agreed_shape(lmis) -> None:  # type: ignore[no-untyped-def]
    assert lmis("sample", "--people", "300", "--vacancies", "60", "--seed", "5", "--out", "world").exit_code == 0
    for kind in ("employers", "job-seekers", "vacancies"):
        assert lmis("import", kind, f"world/KH/{kind}.csv", "--for-real").exit_code == 0
    for what, number in (("vacancy", "V-0000001-"), ("seeker", "S-0000001-")):
        found = json.loads(matched(lmis, what, number, "--json").output)
        assert set(found) == {"at", "weights", "considered", "suggestions", "not_suggested", "relaxed", "opens"}
        assert found["considered"] == len(found["suggestions"]) + sum(found["not_suggested"].values())
        for suggestion in found["suggestions"]:
            assert set(suggestion) == {"id", "rank", "points", "reasons"}
            assert suggestion["points"] == sum(reason["points"] for reason in suggestion["reasons"])
            assert all(set(reason) == {"criterion", "points", "max", "known"} for reason in suggestion["reasons"])
    in_words, in_json = (matched(lmis, "vacancy", "V-0000001-", *option).output for option in ((), ("--json",)))
    assert ("If the vacancy were open" in in_words) == bool(json.loads(in_json)["relaxed"].get("closed"))


def test_a_figure_of_a_survey_comes_out_to_the_published_digit(lmis) -> None:  # type: ignore[no-untyped-def]
    file = needs_reference_data() / "surveys" / "phl_lfs_2022" / "LFS_PUF_February_2022.csv.gz"
    mapping = Settings().seeds / "surveys" / "phl_lfs_2022_02.yml"
    assert "Rehearsal" in lmis("survey", "load", mapping, file).output
    assert lmis("indicators", "phl_lfs_2022_02").exit_code == 1
    assert lmis("survey", "load", mapping, file, "--for-real").exit_code == 0
    assert "phl_lfs_2022_02" in lmis("survey", "list").output
    assert lmis("indicators", "phl_lfs_2022_02", "--by", "sex,age_group,region", "--out", "out.csv").exit_code == 0
    header, *lines = Path("out.csv").read_text().splitlines()
    assert header == "indicator,ref_area,time,sex,age_group,region,value,se,lower,upper,respondents,status"
    (rate,) = [line.split(",") for line in lines if line.startswith("UNE_DEAP_RT_NAT,PHL,2022-02,_T,_T,_T")]
    assert round(float(rate[6]), 4) == 6.4314
    inputs = "series,ref_area,period,value,unit,source,retrieved_on\nGDP_REAL,PHL,2022,2e13,PHP,Accounts,2023-02-01\n"
    Path("inputs.csv").write_text(inputs)
    full = lmis("indicators", "phl_lfs_2022_02", "--by", "sex", "--full", "--inputs", "inputs.csv").output.splitlines()
    assert full[0].endswith("classification,class,value,se,cv,lower,upper,respondents,base,status,note")
    assert any(line.startswith("EMP_TECO_NB,") and ",industry,A," in line for line in full)
    (each,) = [line for line in full if line.startswith("SDG_A821_NB,")]
    assert each.endswith('"GDP_REAL 2022: Accounts, 2023-02-01"')
    (lacking,) = [line for line in full if line.startswith("EAR_EMTA_NB,")]
    assert lacking.endswith("not available,missing: monthly_earnings")


def test_accounts_are_made_once(lmis) -> None:  # type: ignore[no-untyped-def]
    given = ["user", "add", "sokha", "--office", "KH-JC-02", "--password", "three small brown cats"]
    assert lmis(*given).exit_code == 0
    assert lmis(*given).exit_code in (0, 1)
    assert lmis("user", "add", "chan", "--office", "KH-JC-99", "--password", "three small brown cats").exit_code == 1


def test_without_a_key_everything_says_what_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LMIS_DATABASE_URL", "sqlite:///none.db")
    monkeypatch.setenv("LMIS_KEY_FILE", "none.key")
    told = CliRunner().invoke(app, ["survey", "list"])
    assert told.exit_code == 1
    assert "lmis init" in told.output


def test_an_import_tells_a_clerk_what_came_of_the_file(lmis) -> None:  # type: ignore[no-untyped-def]
    Path("people.csv").write_text(HEADER + GOOD + BAD)
    told = lmis("import", "job-seekers", "people.csv", "--office", "KH-JC-02", "--for-real", "--rejects", "bad.csv")
    assert [line.partition(" lines in ")[0] for line in told.stdout.splitlines()] == [
        "people.csv: 2",
        "  1 created",
        "  1 rejected",
        "The rejected lines are in bad.csv, each with its reason: mend them there and send that file.",
    ]
    assert "line 3, sex: " in told.stderr


def test_a_rejects_file_that_cannot_be_written_is_refused_in_words_and_the_rows_are_kept(lmis) -> None:  # type: ignore[no-untyped-def]
    Path("people.csv").write_text(HEADER + GOOD + BAD * 300)
    sent = ["import", "job-seekers", "people.csv", "--office", "KH-JC-02", "--for-real", "--json", "--rejects"]
    for target in (".", "/proc/none.csv", "/dev/full"):
        told = lmis(*sent, target)
        assert (told.exit_code, type(told.exception)) == (1, SystemExit), target
        assert "file" in told.stderr
    report = json.loads(lmis(*sent, "rejects.csv").output)
    assert (report["lines"], report["created"], report["rejected"]) == (301, 1, 300)
    assert len(Path("rejects.csv").read_text().splitlines()) == 301


def test_a_full_disk_and_a_broken_one_are_told_in_words(lmis) -> None:  # type: ignore[no-untyped-def]
    Path("people.csv").write_text(HEADER + "".join(f"{number}{GOOD[1:]}" for number in range(500)))
    sent = ["import", "job-seekers", "people.csv", "--office", "KH-JC-02", "--for-real", "--json"]

    def no_room(connection: Any, _record: Any) -> None:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages}")

    event.listen(Engine, "connect", no_room)
    try:
        told = lmis(*sent)
    finally:
        event.remove(Engine, "connect", no_room)
    assert (told.exit_code, type(told.exception)) == (1, SystemExit)
    assert "disk is full" in told.stderr
    assert json.loads(lmis(*sent).output)["created"] == 500
    Path("lmis.db").write_bytes(b"no database at all" * 1000)
    told = lmis(*sent)
    assert (told.exit_code, type(told.exception)) == (1, SystemExit)
    assert "database" in told.stderr


def test_headers_of_an_office_are_named_once_listed_and_forgotten(lmis) -> None:  # type: ignore[no-untyped-def]
    Path("f.csv").write_text("Factory,Branch,Where\nNeedle,Education,Krong Battambang\n")
    sent = ["import", "employers", "f.csv", "--office", "KH-JC-02", "--json"]
    named = ["--map", "Factory=name", "--map", "Branch=sector", "--map", "Where=province"]
    assert lmis(*sent).exit_code == 1
    assert lmis(*sent, "--map", "Factory").exit_code == 1
    assert "province" in lmis(*sent, "--map", "Where=provinces").stderr
    assert json.loads(lmis(*sent, *named).output)["created"] == 1
    assert "No headers are remembered." in lmis("profiles").output
    assert json.loads(lmis(*sent, *named, "--for-real").output)["created"] == 1
    assert json.loads(lmis(*sent, "--for-real").output)["unchanged"] == 1
    told = {"office": "KH-JC-02", "kind": "employers"}
    (profile,) = json.loads(lmis("profiles", "--json").output)
    assert profile == told | {"headers": {"Branch": "sector", "Factory": "name", "Where": "province"}}
    assert lmis("profiles").output == "KH-JC-02 employers\n  Branch = sector\n  Factory = name\n  Where = province\n"
    assert lmis("profiles", "forget", "employers", "--office", "KH-JC-02").exit_code == 0
    again = lmis("profiles", "forget", "employers", "--office", "KH-JC-02")
    assert (again.exit_code, lmis("profiles", "--json").output) == (1, "[]\n")
    assert "employers" in again.stderr


def test_an_import_reads_labels_and_tells_the_nearest_in_the_language_of_the_installation(
    lmis, monkeypatch: pytest.MonkeyPatch
) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setenv("LMIS_LANGUAGE", "km")
    header = HEADER.replace("wanted_occupations", "wanted_hours")
    Path("p.csv").write_text(header + GOOD.replace("8153", "ពេញម៉ោង") + GOOD.replace("Battambang", "Batambang"))
    told = lmis("import", "job-seekers", "p.csv", "--office", "KH-JC-02")
    assert "KH02 បាត់ដំបង" in told.stderr
    assert "ពេញម៉ោង" not in told.stderr.partition("Batambang")[0]
