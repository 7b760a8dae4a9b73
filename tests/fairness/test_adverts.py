"""Adverts that ask for a person instead of for work are found in three languages; innocent ones are left alone."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lmis.fairness.adverts import findings, flags_of
from lmis.fairness.folding import fold
from lmis.fairness.phrases import asking, innocent, titles
from lmis.vocabulary import Language

HERE = Path(__file__).parent
with (HERE / "adverts.csv").open(encoding="utf-8", newline="") as file:
    CORPUS = list(csv.DictReader(file))
with (HERE / "unseen.csv").open(encoding="utf-8", newline="") as file:
    UNSEEN = list(csv.DictReader(file))

REACHED = {Language.EN: (35 / 38, 35 / 38), Language.KM: (34 / 35, 1.0), Language.LO: (1.0, 1.0)}
"""Precision and recall on `unseen.csv` when it was scored, once, after the phrases had been repaired on the others.

It was written before that repair, but by one hand that had read the phrases of the time, and much says the same in
three languages: adverts as employers write them are more varied, and there these figures are not to be expected.
"""


def kinds(text: str) -> set[str]:
    return {finding.kind for finding in findings(text)}


def measured(rows: list[dict[str, str]], language: Language) -> tuple[float, float]:
    """Precision and recall of "flagged at all" over the texts of a language."""
    rows = [row for row in rows if row["language"] == language.value]
    right = sum(bool(row["kinds"]) and bool(findings(row["text"])) for row in rows)
    flagged = sum(bool(findings(row["text"])) for row in rows)
    return right / flagged, right / sum(bool(row["kinds"]) for row in rows)


@pytest.mark.parametrize("language", Language)
def test_the_adverts_from_which_phrases_were_drawn_are_told_apart(language: Language) -> None:
    """Also those that were held out of the first phrases: they have been seen since."""
    precision, recall = measured(CORPUS, language)
    assert min(precision, recall) >= 0.95


@pytest.mark.parametrize("language", Language)
def test_on_adverts_that_no_phrase_was_drawn_from_it_is_no_worse_than_when_first_measured(language: Language) -> None:
    """The goal is 0.9 each."""
    precision, recall = measured(UNSEEN, language)
    assert precision >= REACHED[language][0] >= 0.9
    assert recall >= REACHED[language][1] >= 0.9


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("corpus", [CORPUS, UNSEEN])
def test_each_corpus_holds_enough_of_each_kind(language: Language, corpus: list[dict[str, str]]) -> None:
    rows = [row for row in corpus if row["language"] == language.value]
    assert len(rows) >= 60
    assert 0.4 <= sum(not row["kinds"] for row in rows) / len(rows) <= 0.6


def test_no_text_stands_in_both() -> None:
    assert not {row["text"] for row in CORPUS} & {row["text"] for row in UNSEEN}


@pytest.mark.parametrize(
    "text",
    [
        "Sales assistant in a women's clothing shop", "Care for elderly people", "male and female both",
        "Kindergarten teacher", "Men and women welcome", "Experience 2 years", "Minimum age 18", "Maternity ward",
    ],
)  # fmt: skip
def test_innocent_texts_are_left_alone(text: str) -> None:
    assert findings(text) == ()


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("ត្រូវការ ស្រី ៣ នាក់", "sex"), ("ត្រូវ\u200bការស\u200b្រី\u200b៣នាក់", "sex"), ("ត្រូវការស្រី3នាក់", "sex"),
        ("ត្រូវការស្ដ្រី ៣នាក់", "sex"), ("ត្រូវការស្ត្រី ៣នាក់", "sex"),
        ("ອາຍຸ ໑໘ - ໓໐ ປີ", "age"), ("ອາ\u200bຍຸ18-30ປີ", "age"), ("ຮັບ ແຕ່ ຜູ້ ຍິງ", "sex"),
        ("FEMALE\u200b ONLY", "sex"), ("Fe\u00admale only", "sex"), ("អាយុ ១៨–៣០ ឆ្នាំ", "age"),
    ],
)  # fmt: skip
def test_neither_hidden_signs_nor_spaces_nor_digits_nor_spelling_hide_a_demand(text: str, kind: str) -> None:
    assert kind in kinds(text)


def test_a_lawful_minimum_age_is_no_finding_and_a_higher_one_is() -> None:
    assert findings("At least 18 years old") == ()
    assert kinds("At least 25 years old") == {"age"}
    assert findings("អាយុចាប់ពី ១៨ឆ្នាំ") == ()
    assert kinds("អាយុចាប់ពី ២៥ឆ្នាំ") == {"age"}


def test_a_finding_tells_its_place_in_the_text_as_typed() -> None:
    text = "ប្រាក់ខែ 250$។  ត្រូវ\u200bការ ស្រី ៣ នាក់។"
    (found,) = findings(text)
    assert text[found.start : found.end] == found.text
    assert found.text.startswith("ត្រូវ\u200bការ ស្រី")


@pytest.mark.parametrize(
    ("title", "neutral"),
    [("Waitress", "waiter or waitress"), ("Salesgirl", "sales assistant"), ("អ្នករត់តុស្រី", "អ្នករត់តុ"),
     ("ສາວເສີບ", "ພະນັກງານເສີບ")],
)  # fmt: skip
def test_a_title_that_names_a_sex_is_flagged_softly_with_a_neutral_one(title: str, neutral: str) -> None:
    (found,) = findings(title)
    assert (found.kind, found.soft, found.neutral) == ("title", True, neutral)


def test_flags_tell_the_field_and_skip_what_is_not_said() -> None:
    (flag,) = flags_of([("title", "Cook"), ("title_native", None), ("description", "Men only.")])
    assert (flag.field, flag.finding.kind) == ("description", "sex")


@given(st.text(st.characters(codec="utf-8"), max_size=80))
def test_any_text_is_folded_and_every_sign_has_its_place(text: str) -> None:
    folded = fold(text)
    assert len(folded.text) == len(folded.starts) == len(folded.ends)
    assert all(0 <= start < end <= len(text) for start, end in zip(folded.starts, folded.ends, strict=True))
    for found in findings(text):
        assert text[found.start : found.end] == found.text


@pytest.mark.parametrize("language", [Language.KM, Language.LO])
def test_phrases_that_no_speaker_has_checked_say_so(language: Language) -> None:
    assert not any(one.reviewed for table in (asking, titles, innocent) for one in table(language))
