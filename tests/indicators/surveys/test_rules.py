"""Each kind of rule over a few cells, worked out by hand."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from lmis.errors import Invalid
from lmis.indicators.frame import Answers, Category, Column, Quantity
from lmis.indicators.surveys import harmonise, parse_mapping, read_table
from lmis.indicators.surveys.conditions import UnknownMade, UnknownTerm
from lmis.indicators.surveys.mapping import SurveyMapping
from lmis.indicators.surveys.read_layout import HeadingMalformed
from lmis.indicators.surveys.read_numbers import UnfinishedRule, UnknownPeriod, UnknownWord
from lmis.indicators.surveys.read_rules import MadeOfItself, UnknownHarmonisedVariable, VariableNotMade

HEAD = """
survey: small_2024
title: Small
country: LA
ref_area: LAO
time: 2024
standard: 19
source: Somewhere
"""
VARIABLES = """
variables:
  weight: {column: W}
  sex: {column: W, recode: {1: F, 2: M}}
  age: {column: AGE}
  worked: {column: A, yes: 1, no: rest}
  absent_from_job: {column: A, yes: 2, no: rest}
  sought_work: {column: A, yes: 3, no: rest}
  available: {column: A, yes: 3, no: rest}
"""


def mapping(rules: str = "", top: str = "") -> SurveyMapping:
    return parse_mapping(HEAD + top + VARIABLES + rules)


def made(rules: str, variable: str, cells: str, top: str = "") -> list[Any]:
    """The variable for each record of a little table: names first, then cells; - is an empty one."""
    rows = [line.split() for line in cells.strip().splitlines()]
    names = ["W", "AGE", *(["A"] if "A" not in rows[0] else []), *rows[0]]
    fill = ["1", "30", *(["1"] if "A" not in rows[0] else [])]
    lines = [",".join(names), *(",".join(fill + ["" if cell == "-" else cell for cell in row]) for row in rows[1:])]
    said = mapping(rules, top)
    persons, _ = harmonise(said, [read_table(said, ("\n".join(lines) + "\n").encode())])
    return plainly(persons.column(variable))


def plainly(column: Column) -> list[Any]:
    match column:
        case Answers(yes, known):
            return [bool(a) if b else None for a, b in zip(yes, known, strict=True)]
        case Category(codes, labels):
            return [labels[code] if code >= 0 else None for code in codes]
        case Quantity(values):
            return [None if np.isnan(value) else round(float(value), 4) for value in values]
    raise AssertionError(column)


def test_pay_is_brought_to_the_month() -> None:
    rule = "  monthly_earnings: {column: PAY, period: {column: PER, is: {1: day, 2: week, 3: 2, 4: month, 5: year}}}\n"
    cells = "PAY PER\n12 1\n84 2\n100 3\n7 4\n120 5\n9 6\n- 4\n5 -"
    assert made(rule, "monthly_earnings", cells) == [365, 365, 200, 7, 10, None, None, None]


def test_sums_may_take_an_empty_cell_for_nothing() -> None:
    cells = "H1 H2\n8 4\n8 -\n- -\n0 3"
    assert made("  actual_hours: {sum: [H1, H2]}\n", "actual_hours", cells) == [12, None, None, 3]
    assert made("  actual_hours: {sum: [H1, H2], empty: 0}\n", "actual_hours", cells) == [12, 8, None, 3]
    weighted = "  months_seeking: {sum: [{column: H1, times: 12}, H2]}\n"
    assert made(weighted, "months_seeking", cells) == [100, None, None, 3]


def test_the_first_filled_column_is_taken() -> None:
    assert made("  hours_paid: {first: [H1, H2]}\n", "hours_paid", "H1 H2\n8 4\n- 5\n- -") == [8, 5, None]


def test_a_number_may_stand_for_another_one() -> None:
    assert made("  hours_paid: {column: H, instead: {-1: 0}}\n", "hours_paid", "H\n-1\n5") == [0, 5]


def test_bands_may_stand_for_a_number() -> None:
    rule = "  months_seeking: {cases: [{when: {D: 1}, is: 0.5}, {when: {D: [2, 3]}, is: 4}]}\n"
    assert made(rule, "months_seeking", "D\n1\n3\n9") == [0.5, 4, None]
    assert made(rule, "duration_of_search", "D\n1\n3\n9") == ["MLT1", "M3-5", None]


def test_months_are_counted_since_a_date_of_either_calendar() -> None:
    rule = "  months_since_last_job: {months_since: {year: Y, month: M, at: 2017-06}}\n"
    cells = "Y M\n2017 6\n2016 12\n2560 1\n2018 1\n2015 99\n- 3"
    assert made(rule, "months_since_last_job", cells) == [0, 6, 5, None, None, None]


def test_a_rule_may_build_on_what_others_make_in_any_order() -> None:
    rules = """
  informal_job:
    cases: x
"""
    with pytest.raises(UnknownWord):
        mapping(rules)
    rules = """
  informal_job:
    yes: {any: [{made: {status_in_employment: 5}}, {made: {status_in_employment: [2, 3], informal_unit: yes}}]}
    no: {made: {status_in_employment: answered}}
  informal_unit: {yes: {made: {hours_paid: {below: 10}}}, no: rest}
  status_in_employment: {column: ST, recode: {2: 2, 3: 3, 5: 5}}
  hours_paid: {column: H}
"""
    cells = "ST H\n5 40\n3 4\n2 40\n1 4\n3 -"
    assert made(rules, "informal_job", cells) == [True, True, False, None, False]


def test_conditions_may_have_a_name() -> None:
    top = "named:\n  farms: {Q1: 1}\n  sells: {all: [{holds: farms}, {Q2: [1, 2]}]}\n"
    rule = "  own_use_work: {yes: {all: [{holds: farms}, {not: {holds: sells}}]}, no: rest}\n"
    assert made(rule, "own_use_work", "Q1 Q2\n1 1\n1 3\n2 3", top) == [False, True, False]


def test_everybody_else_is_no_where_the_rule_says_rest() -> None:
    assert made("  second_job: {column: J, yes: 1, no: rest}\n", "second_job", "J\n1\n7\n-") == [True, False, None]
    assert made("  second_job: {yes: {J: 1}, no: rest}\n", "second_job", "J\n1\n7\n-") == [True, False, False]


@pytest.mark.parametrize("word", ["asked", "among"])
def test_a_variable_may_be_of_some_people_only(word: str) -> None:
    rule = f"  second_job: {{column: J, yes: 1, no: rest, {word}: {{made: {{worked: yes}}}}}}\n"
    assert made(rule, "second_job", "A J\n1 1\n1 2\n3 1") == [True, False, None]


def test_values_may_be_declared_to_be_no_answer() -> None:
    top = "no_answer: {H: [98, 99], J: 9}\n"
    assert made(
        "  hours_paid: {column: H}\n  second_job: {column: J, yes: 1, no: rest}\n", "hours_paid", "H J\n40 1\n99 9", top
    ) == [40, None]
    assert made(
        "  hours_paid: {column: H}\n  second_job: {column: J, yes: 1, no: rest}\n", "second_job", "H J\n40 1\n99 9", top
    ) == [True, None]
    assert made(
        "  second_job: {column: J, yes: 9, no: rest}\n  hours_paid: {column: H}\n", "second_job", "H J\n40 1\n99 9", top
    ) == [False, True]


def test_finer_codes_give_the_coarser_ones() -> None:
    rules = "  isco4: {column: O, digits: 4}\n  isic4: {column: I, digits: 4}\n"
    cells = "O I\n110 111\n2310 8510"
    assert made(rules, "isco2", cells) == ["01", "23"]
    assert made(rules, "occupation", cells) == ["0", "2"]
    assert made(rules, "skill_level", cells) == [None, "L3-4"]
    assert made(rules, "economic_activity", cells) == ["AGR", "PUB"]


def test_hours_are_banded() -> None:
    rules = "  actual_hours: {column: H}\n"
    assert made(rules, "hours_band", "H\n0\n0.5\n14.5\n15\n48.5\n49\n-") == [
        "H00", "H01-14", "H01-14", "H15-29", "H40-48", "HGE49", None,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("rules", "top", "error", "value"),
    [
        ("  hours_paid: {column: H, sum: [H]}\n", "", UnfinishedRule, ["column", "sum"]),
        ("  hours_paid: {first: []}\n", "", UnfinishedRule, []),
        ("  hours_paid: {column: H, instead: 3}\n", "", UnfinishedRule, 3),
        ("  monthly_earnings: {column: P, period: {column: X, is: {1: weak}}}\n", "", UnknownPeriod, "weak"),
        ("  monthly_earnings: {column: P, period: {column: X}}\n", "", UnfinishedRule, ["column"]),
        ("  hours_paid: {months_since: {year: Y, month: M}}\n", "", UnfinishedRule, {"year": "Y", "month": "M"}),
        ("  second_job: {yes: {holds: farm}, no: rest}\n", "named: {farms: {Q: 1}}\n", UnknownTerm, "farm"),
        ("  second_job: {yes: {made: {wroked: yes}}, no: rest}\n", "", UnknownMade, "wroked"),
        ("  second_job: {yes: {made: {worked: 1}}, no: rest}\n", "", UnknownMade, 1),
        ("  second_job: {yes: {made: {informal_job: yes}}, no: rest}\n", "", VariableNotMade, "informal_job"),
        ("", "checks: {ages: 3}\n", UnknownWord, "ages"),
        ("", "checks: {age_at_most: old}\n", HeadingMalformed, "old"),
        ("", "checks: {population: 0}\n", HeadingMalformed, 0),
        ("", "no_answer: {H: []}\n", HeadingMalformed, []),
        ("", "file: {encoding: klingon}\n", HeadingMalformed, "klingon"),
        ("", "file: {format: pdf}\n", HeadingMalformed, "pdf"),
        ("", "file: {join: [A]}\n", HeadingMalformed, ["A"]),
        ("", "to_confirm: [wroked]\n", UnknownHarmonisedVariable, "wroked"),
    ],
)
def test_refuses_with_the_value_at_fault(rules: str, top: str, error: type[Invalid], value: object) -> None:
    with pytest.raises(error) as refusal:
        mapping(rules, top)
    assert refusal.value.values["value"] == value
    assert refusal.value.values["pointer"].startswith("#/")


def test_variables_that_are_made_of_each_other_are_refused() -> None:
    rules = """
  informal_job: {yes: {made: {informal_unit: yes}}, no: rest}
  informal_unit: {yes: {made: {informal_job: yes}}, no: rest}
"""
    with pytest.raises(MadeOfItself) as refusal:
        mapping(rules)
    assert refusal.value.values["variables"] == ["informal_job", "informal_unit", "informal_job"]


def test_words_of_the_file_are_read() -> None:
    said = mapping(top="file: {encoding: windows-1252, format: fixed_width, rows: R, join: {B: {X: Y}}}\n")
    assert (said.layout.encoding, said.layout.fixed, said.layout.joining.rows) == ("cp1252", True, "R")
    assert said.layout.joining.pairs == {"B": {"X": "Y"}}
