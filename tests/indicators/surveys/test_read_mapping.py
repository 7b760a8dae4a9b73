from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.surveys.example import EXAMPLE
from lmis.cli.survey_docs import variables_page
from lmis.cli.survey_report import report_lines
from lmis.errors import Invalid
from lmis.indicators.surveys import harmonise, parse_mapping, read_mapping, read_table
from lmis.indicators.surveys.conditions import parse_condition
from lmis.indicators.surveys.document import UnreadableMapping, plain
from lmis.indicators.surveys.limits import Limits
from lmis.indicators.surveys.read_layout import HeadingMalformed, HeadingMissing
from lmis.indicators.surveys.read_mapping import OTHERS, SHAPES, NoMappingFile
from lmis.indicators.surveys.read_numbers import UnfinishedRule, UnknownWord
from lmis.indicators.surveys.read_rules import (
    WORDS,
    UnknownHarmonisedVariable,
    UnknownLabel,
    VariableNotMapped,
    parse_variables,
)

MANUAL = Path(__file__).resolve().parents[3] / "docs" / "surveys.md"
SURVEYS = Path(__file__).resolve().parents[3] / "seeds" / "surveys"


def test_reads_what_the_survey_is() -> None:
    mapping = parse_mapping(EXAMPLE)
    assert (mapping.country, mapping.ref_area, mapping.time, mapping.standard) == ("KH", "KHM", "2024-Q1", 19)
    assert (mapping.strata, mapping.psu) == (("PROV",), ("EA",))
    assert {"W", "Q4", "H2", "EA"} <= mapping.columns


@pytest.mark.parametrize(
    ("old", "new", "error", "value"),
    [
        ("country: KH", "country: Cambodia", HeadingMalformed, "Cambodia"),
        ("time: 2024-Q1", "time: 2567", HeadingMalformed, "2567"),
        ("time: 2024-Q1", "time: 2024-13", HeadingMalformed, "2024-13"),
        ("standard: 19", "standard: 20", HeadingMalformed, "20"),
        ("source: Somewhere", "source:", HeadingMissing, None),
        ("design: {strata: [PROV], ", "design: {stratum: [PROV], ", UnknownWord, "stratum"),
        ("  worked: {", "  wroked: {", UnknownHarmonisedVariable, "wroked"),
        ("recode: {1: M, 2: F}", "recode: {1: M, 2: W}", UnknownLabel, "W"),
        ("recode: {1: KH01, ", "recode: {1: 1, ", UnknownLabel, 1),
        ("{column: SEX, recode:", "{column: SEX, recod:", UnknownWord, "recod"),
        ("{column: Q1, yes: 1, no: 2}", "{column: Q1, yes: 1}", UnfinishedRule, ["column", "yes"]),
        ("{column: W, times: 0.01}", "{times: 0.01}", UnfinishedRule, ["times"]),
        ("{column: W, times: 0.01}", "{column: W, times: 0}", UnfinishedRule, 0),
        ("digits: 4, keep: 2", "digits: four, keep: 2", UnfinishedRule, "four"),
        ("is: 2}]", "is: 9}]", UnknownLabel, 9),
        ("not_asked: [future_start]", "not_asked: [future]", UnknownHarmonisedVariable, "future"),
        ("not_asked: [future_start]", "not_asked: future_start", HeadingMalformed, "future_start"),
    ],
)
def test_refuses_with_the_value_at_fault(old: str, new: str, error: type[Invalid], value: object) -> None:
    assert old in EXAMPLE
    with pytest.raises(error) as refusal:
        parse_mapping(EXAMPLE.replace(old, new))
    assert refusal.value.values.get("value") == value
    assert refusal.value.values["pointer"].startswith("#/")


def test_an_unknown_variable_is_refused_with_the_nearest() -> None:
    with pytest.raises(UnknownHarmonisedVariable) as refusal:
        parse_mapping(EXAMPLE.replace("  worked: {", "  wroked: {"))
    assert "worked" in refusal.value.values["nearest"]


def test_a_variable_that_every_survey_needs_must_be_mapped() -> None:
    with pytest.raises(VariableNotMapped) as refusal:
        parse_mapping(EXAMPLE.replace("  age: {column: AGE, not_answers: [99]}\n", ""))
    assert refusal.value.values == {"variables": ["age"]}


@pytest.mark.parametrize("text", ["", "- a", "variables", "survey: [", "{}"])
def test_refuses_what_is_no_mapping(text: str) -> None:
    with pytest.raises(Invalid):
        parse_mapping(text)


def test_refuses_files_that_are_not_there_or_not_text(tmp_path: Path) -> None:
    with pytest.raises(NoMappingFile):
        read_mapping(tmp_path / "none.yml")
    (tmp_path / "bytes.yml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(UnreadableMapping):
        read_mapping(tmp_path / "bytes.yml")


@given(st.data())
def test_no_change_of_a_line_makes_it_crash(data: st.DataObject) -> None:
    lines = EXAMPLE.strip().splitlines()
    place = data.draw(st.integers(0, len(lines) - 1))
    lines[place] = (
        lines[place].partition(":")[0]
        + ": "
        + data.draw(
            st.sampled_from(
                ["", "3", "x", "[]", "{}", "[1, {a: 2}]", "{column: 3}", "{yes: no, no: yes}", "{cases: [1]}"]
            )
        )
    )
    with suppress(Invalid):
        parse_mapping("\n".join(lines))


@pytest.mark.parametrize("path", sorted(SURVEYS.glob("*.yml")), ids=lambda path: path.stem)
def test_the_mapping_files_of_the_project_are_valid(path: Path) -> None:
    assert read_mapping(path).survey == path.stem


def blocks(kind: str) -> list[str]:
    return re.findall(rf"```{kind}\n(.*?)```", MANUAL.read_text(encoding="utf-8"), re.DOTALL)


def test_the_kinds_of_rules_of_the_manual_are_valid() -> None:
    _, variables, conditions = blocks("yaml")
    lacking = "absent_from_job: {column: Q2, yes: 1, no: 2}\navailable: {column: Q2, yes: 1, no: 2}\n"
    assert len(parse_variables(plain(variables + lacking), [])) == 21
    assert [parse_condition(plain(line), "#") for line in conditions.strip().splitlines()]


def test_the_example_of_the_manual_gives_the_report_that_it_shows() -> None:
    mapping = parse_mapping(blocks("yaml")[0])
    persons, report = harmonise(mapping, [read_table(mapping, blocks("csv")[0].encode())])
    assert report.errors == ()
    assert persons["own_use_work"].tolist() == [False, False, False, True, False, False]
    shown = [line for block in blocks("text") for line in block.splitlines()]
    told = list(report_lines(report))
    assert len(shown) == 8
    assert [line for line in shown if line not in told] == []


def test_the_list_of_variables_is_what_the_code_makes_of_it() -> None:
    page = MANUAL.with_name("survey-variables.md")
    assert page.read_text(encoding="utf-8") == variables_page(), "run `lmis docs survey-variables`"


def test_the_manual_names_every_mapping_and_every_limit() -> None:
    text = MANUAL.read_text(encoding="utf-8")
    assert [path.stem for path in SURVEYS.glob("*.yml") if f"`{path.stem}`" not in text] == []
    assert [one.name for one in fields(Limits) if f"`{one.name}`" not in text] == []
    assert [word for word in (*SHAPES, *OTHERS) if f"`{word}`" not in text] == []
    words = {word for kind in WORDS.values() for word in kind}
    assert [word for word in words if word not in text] == []
