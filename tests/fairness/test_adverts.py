"""What adverts ask of people is found in three languages, where it stands, and innocent texts are left alone."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lmis.fairness.adverts import KINDS, findings, flags_of
from lmis.fairness.phrases import asking, innocent, titles
from lmis.vocabulary import Language

with (Path(__file__).parent / "adverts.csv").open(encoding="utf-8", newline="") as file:
    ADVERTS = list(csv.DictReader(file))
"""Adverts of our own, half of them innocent; those that are held out served no phrase."""


@pytest.mark.parametrize("held_out", ["no", "yes"])
@pytest.mark.parametrize("language", Language)
def test_what_is_asked_is_found_and_little_else(language: Language, held_out: str) -> None:
    adverts = [row for row in ADVERTS if (row["language"], row["held_out"]) == (language.value, held_out)]
    assert len(adverts) >= 40
    right, found, asked = 0, 0, 0
    for row in adverts:
        kinds = set(filter(None, row["kinds"].split(";")))
        got = {finding.kind for finding in findings(row["text"])}
        right, found, asked = right + len(kinds & got), found + len(got), asked + len(kinds)
    assert right / found >= 0.9, f"precision of {language.name}"
    assert right / asked >= 0.9, f"recall of {language.name}"


@pytest.mark.parametrize(
    ("text", "kind", "place"),
    [
        ("Cook wanted. Female only, 2 years.", "sex", "Female only"),
        ("Driver, maximum age 35.", "age", "maximum age 35"),
    ],
)
def test_a_finding_tells_where_it_stands_in_the_text_as_typed(text: str, kind: str, place: str) -> None:
    (finding,) = findings(text)
    assert (finding.kind, text[finding.start : finding.end]) == (kind, place)
    assert finding.text == place


def test_a_title_that_names_a_sex_is_told_softly_with_a_neutral_one() -> None:
    (finding,) = findings("Waitress")
    assert (finding.kind, finding.soft, finding.neutral) == ("title", True, "waiter or waitress")


@pytest.mark.parametrize("text", ["Minimum age 18.", "Applicants must be at least 18 years old."])
def test_the_lawful_minimum_age_is_no_finding(text: str) -> None:
    assert findings(text) == ()


@pytest.mark.parametrize("row", [row for row in ADVERTS if row["language"] != "en" and row["kinds"]][::5])
def test_invisible_signs_change_nothing(row: dict[str, str]) -> None:
    text = row["text"]
    split = "\u200b".join(text.split(" "))
    assert {one.kind for one in findings(text)} == {one.kind for one in findings(split.replace("\u200b", " \u200b"))}


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=60), st.sampled_from([row["text"] for row in ADVERTS]))
def test_every_finding_lies_in_its_text(noise: str, text: str) -> None:
    for finding in findings(noise + text):
        assert (noise + text)[finding.start : finding.end] == finding.text
        assert finding.kind in KINDS


def test_flags_name_the_field_and_pass_over_what_is_not_said() -> None:
    flags = flags_of([("title", "Salesgirl"), ("title_native", None), ("description", "Under 30 years.")])
    assert [(flag.field, flag.finding.kind) for flag in flags] == [("title", "title"), ("description", "age")]


@pytest.mark.parametrize("language", [Language.KM, Language.LO])
def test_no_khmer_or_lao_phrase_is_called_reviewed(language: Language) -> None:
    assert not any(phrase.reviewed for phrase in (*asking(language), *titles(language), *innocent(language)))
