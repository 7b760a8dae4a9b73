"""Khmer and Lao strings that break software go through every key, and do what the corpus says."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from lmis.errors import LmisError
from lmis.text.alike import similarity
from lmis.text.dates import parse_date, parse_year
from lmis.text.digits import parse_whole
from lmis.text.keys import name_key, search_key
from lmis.text.legacy import refuse_legacy
from lmis.text.normalise import normal
from lmis.text.phones import parse_phone
from lmis.text.romanise import romanise, sound_key
from lmis.text.words import words
from lmis.vocabulary import Language

STRINGS: list[dict[str, Any]] = json.loads(Path(__file__).with_name("naughty_km_lo.json").read_text("utf-8"))["strings"]
READERS: dict[str, Callable[[str], object]] = {
    "phone KH": lambda text: parse_phone(text, "KH"),
    "phone LA": lambda text: parse_phone(text, "LA"),
    "date": parse_date,
    "year": parse_year,
    "whole": parse_whole,
    "text": refuse_legacy,
}


def those_with(expectation: str) -> list[dict[str, Any]]:
    found = [entry for entry in STRINGS if expectation in entry]
    assert found
    return found


def test_the_corpus_is_large_and_says_everything_once() -> None:
    assert len(STRINGS) >= 300
    assert all(entry["why"] for entry in STRINGS)


def test_nothing_breaks_and_every_key_is_its_own_key() -> None:
    for text in (entry["text"] for entry in STRINGS):
        assert normal(normal(text)) == normal(text)
        assert search_key(search_key(text)) == search_key(text)
        assert sound_key(sound_key(text)) == sound_key(text)
        assert name_key(text, "Dara") == name_key("Dara", text)
        assert "".join(words(text, Language.KM)) == "".join(words(text, Language.KM)).strip()
        assert romanise(text).isascii() or any(not sign.isascii() for sign in text)
        assert 0 <= similarity(text, "Sok Dara") <= 1


def test_spellings_of_one_word_have_one_key() -> None:
    wrong = [entry for entry in those_with("same_as") if search_key(entry["text"]) != search_key(entry["same_as"])]
    assert wrong == []


def test_other_words_have_other_keys() -> None:
    wrong = [one for one in those_with("not_same_as") if search_key(one["text"]) == search_key(one["not_same_as"])]
    assert wrong == []


def test_what_is_normal_stays_and_keys_are_these() -> None:
    assert [one for one in those_with("stays") if normal(one["text"]) != one["text"]] == []
    assert [one for one in those_with("key") if search_key(one["text"]) != one["key"]] == []


def test_names_meet_their_latin_spellings() -> None:
    wrong = [one for one in those_with("sounds_like") if sound_key(one["text"]) != sound_key(one["sounds_like"])]
    assert wrong == []


@pytest.mark.parametrize("entry", those_with("read"), ids=lambda entry: entry["text"])
def test_reads_what_people_write(entry: dict[str, Any]) -> None:
    assert str(READERS[entry["read"]["as"]](entry["text"])) == entry["read"]["value"]


@pytest.mark.parametrize("entry", those_with("refused"), ids=lambda entry: entry["text"])
def test_refuses_with_the_reason(entry: dict[str, Any]) -> None:
    with pytest.raises(LmisError) as refused:
        READERS[entry["refused"]["as"]](entry["text"])
    assert type(refused.value).__name__ == entry["refused"]["error"]
