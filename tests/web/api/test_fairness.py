"""Who is reached, as an analyst asks for it; nobody else does."""

from __future__ import annotations

from typing import Any

from lmis.vocabulary import Role


def test_an_analyst_gets_counts_with_names_and_no_small_number(counter: Any) -> None:
    for at in range(6):
        counter.seeker(family_name=f"Sok{at}", birth_date=f"199{at}-01-01", disability=["seeing"] if at < 2 else [])
    report = counter.get("/fairness/report?quarter=2026Q3", office="KH-MIN", role=Role.ANALYST).json()
    assert (report["period"], report["country"], report["runs"]) == ("2026Q3", "KH", 0)
    groups = {(group["breakdown"], group["code"]): group for group in report["groups"]}
    registered = {key: group["stages"][0] for key, group in groups.items()}
    assert registered["total", "total"]["people"] == 6
    assert groups["province", "KH02"]["name"] == "Battambang"
    assert (registered["disability", "told"]["people"], registered["disability", "told"]["hidden"]) == (None, True)
    assert registered["disability", "not_told"]["people"] is None
    suggested = groups["total", "total"]["stages"][1]
    assert (suggested["stage"], suggested["people"], suggested["hidden"]) == ("suggested", None, False)


def test_an_officer_does_not(counter: Any) -> None:
    assert counter.get("/fairness/report?quarter=2026Q3").status_code == 403


def test_a_quarter_that_is_none_is_refused(counter: Any) -> None:
    answer = counter.get("/fairness/report?quarter=third", office="KH-MIN", role=Role.ANALYST)
    assert (answer.status_code, answer.json()["type"]) == (422, "/problems/unknown-period")
