"""`lmis publish` and `lmis editions` as a ministry's analyst uses them."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

HEADER = "number,family_name,sex,birth_year,identity_missing_reason,province,registered_on,wanted_occupations\n"
SOK = "1,Sok,F,1990,lost,Battambang,2026-07-01,8153\n"
KEO = "2,Keo,M,1992,lost,Battambang,2026-08-01,5223\n"
KH = ("--country", "KH")


def take_in(lmis: Any, *lines: str) -> None:
    """Import these people."""
    Path("people.csv").write_text(HEADER + "".join(lines))
    assert lmis("import", "job-seekers", "people.csv", "--office", "KH-JC-02", "--for-real").exit_code == 0


def test_a_quarter_goes_its_way_from_draft_to_a_revision_that_is_explained(lmis: Any) -> None:
    take_in(lmis, SOK)
    assert "edition 1" in lmis("publish", "2026Q3", *KH, "--draft").output
    assert "Not approved: 1 provinces  KH02" in lmis("editions", "approvals", "2026Q3", *KH).output
    assert "KH02" in lmis("publish", "2026Q3", *KH, "--final").output
    approved = ("editions", "approve", "2026Q3", *KH, "--province", "KH02")
    assert lmis(*approved).output == "KH02 approved draft 1.\n"
    assert "Approved: 1 provinces  KH02" in lmis("editions", "approvals", "2026Q3", *KH).output
    assert "edition 1" in lmis("publish", "2026Q3", *KH, "--final").output
    assert "compare" in lmis("editions", "why", "2026Q3", *KH).output
    take_in(lmis, SOK.replace(",F,", ",M,"), KEO)
    assert "revision" in lmis("publish", "2026Q3", *KH, "--final").output
    told = lmis("publish", "2026Q3", *KH, "--final", "--because", "a file came late")
    assert "edition 2" in told.output
    shown = lmis("editions", "list", *KH).output
    assert "a file came late" in shown
    assert "Draft" in shown or "draft" in shown
    why = lmis("editions", "why", "2026Q3", *KH, "--out", "why.csv").output
    assert "registrations, added: 1" in why
    assert "registrations, corrected: 1" in why
    with Path("why.csv").open(encoding="utf-8-sig") as file:
        lines = list(csv.DictReader(file))
    men = [one for one in lines if (one["period"], one["indicator"], one["cell"]) == ("2026Q3", "PES_SEEK_IN", "M")]
    assert [(one["before"], one["after"], one["by_how_much"]) for one in men] == [("0", "2", "+1")] * 2
    assert {one["corrected"] for one in men} == {"", "sex: F → M"}
    assert all(one["person"].startswith("S-") for one in men)
    told = lmis("editions", "why", "2026Q3", *KH, "--indicator", "PES_SEEK_IN", "--breakdown", "total").output
    assert "2026Q3 PES_SEEK_IN total : 1 → 2" in told
    assert "0 figures do not come out" in lmis("editions", "check", "2026Q3", *KH, "--number", "1").output


def test_the_calendar_says_what_comes_out_when(lmis: Any) -> None:
    planned = (
        "editions",
        "plan",
        "2026Q3",
        *KH,
        "--kind",
        "final",
        "--on",
        "2026-12-30",
        "--note",
        "with the bulletin",
    )
    assert "with the bulletin" in lmis(*planned).output
    told = lmis("editions", "calendar", *KH).output
    assert "30 December 2026" in told
    assert "final figures" in told


def test_says_what_there_is_not(lmis: Any) -> None:
    told = lmis("editions", "check", "2026Q3", *KH)
    assert told.exit_code == 1
    assert "lmis editions list" in told.output
    told = lmis("editions", "approvals", "2026Q3", *KH)
    assert (told.exit_code, "--draft" in told.output) == (1, True)
