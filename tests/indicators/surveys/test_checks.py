"""What the checks find in small surveys that have one fault each."""

from __future__ import annotations

from typing import Any

import pytest

from lmis.indicators.surveys import Level, Why, harmonise, parse_mapping, read_table


def found(mapping: str, text: str) -> dict[str, tuple[Level, dict[str, Any]]]:
    said = parse_mapping(mapping)
    _, report = harmonise(said, [read_table(said, text.encode())])
    return {one.kind: (one.level, dict(one.values)) for one in report.findings}


STATUS = "status_in_employment"
MANY = """
survey: many_2024
title: Many
country: KH
ref_area: KHM
time: 2024
standard: 19
source: Somewhere
design: {strata: [S], psu: [P], person: [ID]}
variables:
  weight: {column: W}
  sex: {column: SEX, recode: {1: M, 2: F}}
  age: {column: AGE}
  worked: {column: Q1, yes: 1, no: 2}
  absent_from_job: {column: Q2, yes: 1, no: 2}
  sought_work: {column: Q3, yes: 1, no: 2}
  available: {column: Q4, yes: 1, no: 2}
  status_in_employment: {column: ST, recode: {1: 1, 2: 3}}
  actual_hours: {column: H, asked: {Q1: 1}}
"""


def many(change: dict[int, dict[str, str]] | None = None, rows: int = 40) -> str:
    """Forty people, half of them at work, in two strata of two units; `change` says who is different."""
    names = ["ID", "S", "P", "W", "SEX", "AGE", "Q1", "Q2", "Q3", "Q4", "ST", "H"]
    lines = []
    for number in range(rows):
        works = number % 2 == 0
        row = {
            "ID": number, "S": number % 4 // 2, "P": number % 8, "W": 100, "SEX": 1 + number % 3 // 2,
            "AGE": 20 + number,
            "Q1": 1 if works else 2, "Q2": "" if works else 2, "Q3": "" if works else 1 + number % 5 // 4,
            "Q4": "" if works else 1, "ST": 1 if works else "", "H": 30 + number if works else "",
        }  # fmt: skip
        lines.append([str({**row, **(change or {}).get(number, {})}[name]) for name in names])
    return "\n".join(",".join(line) for line in [names, *lines]) + "\n"


def test_a_sound_survey_has_no_findings() -> None:
    assert found(MANY, many()) == {}


@pytest.mark.parametrize(
    ("change", "kind", "level", "values"),
    [
        ({3: {"W": ""}}, "weight_missing", Level.ERROR, {"records": 1, "first": 4}),
        ({3: {"W": "-5"}, 4: {"W": "-1"}}, "weight_negative", Level.ERROR, {"records": 2, "first": 4}),
        ({3: {"W": "0"}}, "weight_zero", Level.WARNING, {"records": 1, "first": 4}),
        ({3: {"S": ""}}, "design_missing", Level.ERROR, {"records": 1, "first": 4, "column": "S"}),
        ({3: {"S": "9"}}, "psu_alone", Level.WARNING, {"strata": 1, "of": 3}),
        ({3: {"ID": "7"}}, "person_twice", Level.ERROR, {"records": 1, "first": 8, "columns": ["ID"]}),
        ({3: {"ID": ""}}, "person_unnamed", Level.WARNING, {"records": 1, "first": 4, "column": "ID"}),
        ({3: {"AGE": "2540"}}, "age_is_a_year", Level.ERROR, {"records": 1, "first": 4}),
        (
            {3: {"AGE": "140"}}, "impossible", Level.ERROR,
            {"records": 1, "first": 4, "variable": "age", "at_most": "120"},
        ),
        (
            {4: {"H": "169"}}, "impossible", Level.ERROR,
            {"records": 1, "first": 5, "variable": "actual_hours", "at_most": "168"},
        ),
        ({4: {"AGE": "12"}}, "children_at_work", Level.WARNING, {"records": 1, "first": 5, "age": "15"}),
        ({3: {"H": "20"}}, "answered_unasked", Level.WARNING, {"variable": "actual_hours", "records": 1}),
        ({3: {"ST": "2"}}, "job_without_work", Level.WARNING, {"records": 1, "first": 4, "variable": STATUS}),
        (
            {n: {"ST": ""} for n in (0, 2)}, "unclassified", Level.WARNING,
            {"records": 2, "first": 1, "variable": STATUS, "percent": 10.0},
        ),
        (
            {n: {"Q1": "", "Q2": ""} for n in (1, 3, 5)}, "without_status", Level.WARNING,
            {"records": 3, "first": 2, "percent": 7.5},
        ),
        (
            {4: {"ST": "4"}}, "uncovered", Level.WARNING,
            {"variable": STATUS, "value": "4", "name": None, "records": 1},
        ),
        ({n: {"SEX": "2"} for n in range(40)}, "all_the_same", Level.WARNING, {"variable": "sex"}),
        ({n: {"Q1": "2", "Q2": "2"} for n in range(40)}, "nobody_at_work", Level.ERROR, {}),
        ({n: {"W": "0.0001"} for n in range(40)}, "weights_implausible", Level.ERROR, {"total": 0, "rows": 40}),
    ],
)  # fmt: skip
def test_a_fault_is_found(change: dict[int, dict[str, str]], kind: str, level: Level, values: dict[str, Any]) -> None:
    assert found(MANY, many(change))[kind] == (level, values)


def test_few_impossible_answers_are_a_warning_by_the_limit_of_the_mapping() -> None:
    one = many({3: {"AGE": "140"}})
    assert found(MANY + "checks: {impossible_at_most: 5}\n", one)["impossible"][0] is Level.WARNING
    assert "impossible" not in found(MANY + "checks: {age_at_most: 150}\n", one)


@pytest.mark.parametrize(
    ("population", "kind", "level", "part"),
    [
        (4000, None, None, {}),
        (4500, "weights_off", Level.WARNING, {"percent": 11.1}),
        (40, "weights_far_off", Level.ERROR, {"times": "0.01"}),
        (400000, "weights_far_off", Level.ERROR, {"times": "100"}),
    ],
)
def test_weights_add_up_to_the_stated_population(
    population: int, kind: str | None, level: Level | None, part: dict[str, Any]
) -> None:
    findings = found(MANY + f"checks: {{population: {population}}}\n", many())
    assert set(findings) == ({kind} if kind else set())
    if kind:
        assert findings[kind][0] is level
        assert part.items() <= findings[kind][1].items()


def test_two_questions_answered_exactly_alike_are_told() -> None:
    mapping = MANY.replace("available: {column: Q4,", "available: {column: Q3,")
    assert "answered_alike" not in found(mapping, many())  # too few answers to tell
    more = found(mapping, many(rows=80))
    assert more["answered_alike"][1] == {"variable": "sought_work", "other": "available"}


def test_the_offices_own_status_is_compared() -> None:
    mapping = MANY + "  office_status: {column: ST, recode: {1: EMP, 2: UNE}}\n"
    assert "office_status_differs" not in found(mapping, many())
    told = found(mapping, many({4: {"ST": "2"}}))["office_status_differs"]
    assert told == (Level.WARNING, {"records": 1, "first": 5, "percent": 5.0})


def test_a_main_job_longer_than_all_jobs_is_told() -> None:
    mapping = MANY + "  actual_hours_all_jobs: {column: H, times: 0.5}\n"
    assert found(mapping, many())["main_job_longer_than_all"][1] == {"records": 20, "first": 1}


def test_an_unknown_design_and_rules_to_be_confirmed_are_told() -> None:
    bare = MANY.replace("design: {strata: [S], psu: [P], person: [ID]}\n", "") + "to_confirm: [age, sex]\n"
    findings = found(bare, many())
    assert set(findings) == {"design_unknown", "person_unknown", "to_confirm"}
    assert findings["to_confirm"][1] == {"variables": ["age", "sex"]}


def test_errors_come_first() -> None:
    said = parse_mapping(MANY)
    _, report = harmonise(said, [read_table(said, many({3: {"W": "0"}, 4: {"W": ""}}).encode())])
    assert [one.level for one in report.findings] == [Level.ERROR, Level.WARNING]
    assert [one.kind for one in report.errors] == ["weight_missing"]


def test_the_report_says_why_an_answer_is_missing_and_what_each_value_became() -> None:
    said = parse_mapping(MANY + "no_answer: {ST: 9}\n")
    _, report = harmonise(said, [read_table(said, many({0: {"ST": "9"}, 2: {"ST": "7"}}).encode())])
    by_name = {one.variable: one for one in report.variables}
    assert by_name["status_in_employment"].because == {Why.EMPTY: 20, Why.NO_ANSWER: 1, Why.UNCOVERED: 1}
    assert by_name["actual_hours"].because == {Why.NOT_ASKED: 20}
    assert [(one.value, one.made, one.records) for one in by_name["status_in_employment"].became] == [
        ("", None, 20), ("9", None, 1), ("7", None, 1), ("1", "1", 18),
    ]  # fmt: skip
