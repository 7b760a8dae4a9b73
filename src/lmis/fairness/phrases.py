"""The phrases of adverts, read from the tables in `phrases/`: what asks for a person instead of for work.

A phrase is a regular expression over a folded text (`folding`), with two additions: `{name}` stands for the words of
that name and language in `words.csv`, `{..20}` for at most twenty signs of the same sentence. A group `least` holds
an age that is asked as the lowest: up to the lawful minimum it is no finding. Khmer and Lao phrases may be written in
any order of signs. Those that no speaker has checked are marked `reviewed=false`.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from lmis.fairness.folding import fold_phrase
from lmis.vocabulary import Language

SCRIPTS: Final = {
    Language.EN: re.compile("[a-z]"),
    Language.KM: re.compile("[\u1780-\u17ff]"),
    Language.LO: re.compile("[\u0e80-\u0eff]"),
}
"""What a folded text must hold for the phrases of a language to be looked for."""
_MACRO: Final = re.compile(r"\{(?:\.\.(\d+)|([a-z_]+))\}")
_NOT_WITHIN: Final = {
    Language.EN: ("(?<![a-z0-9])", "(?![a-z0-9])"),
    Language.KM: ("(?<!\u17d2)", "(?![\u17b6-\u17d3])"),
    Language.LO: ("", "(?![\u0eb0-\u0ebc\u0ec8-\u0ecd])"),
}
"""Latin phrases are whole words; Khmer and Lao ones do not end within a cluster."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """One phrase of a language; `neutral` is a title to use instead."""

    kind: str
    pattern: re.Pattern[str]
    reviewed: bool
    neutral: str | None = None


@cache
def asking(language: Language) -> tuple[Phrase, ...]:
    """Phrases that ask for a sex, an age, looks, a family, an origin, or for no disability."""
    return tuple(_phrase(row, row["kind"]) for row in _rows("asks", language))


@cache
def titles(language: Language) -> tuple[Phrase, ...]:
    """Titles of jobs that name a sex."""
    return tuple(_phrase(row, "title") for row in _rows("titles", language))


@cache
def innocent(language: Language) -> tuple[Phrase, ...]:
    """Phrases that look like the others and are not: their kind, or `any`."""
    return tuple(_phrase(row, row["kind"]) for row in _rows("innocent", language))


def _phrase(row: dict[str, str], kind: str) -> Phrase:
    language = Language(row["language"])
    before, after = _NOT_WITHIN[language]
    pattern = re.compile(f"{before}(?:{fold_phrase(_expanded(row['pattern'], language))}){after}")
    return Phrase(kind, pattern, row["reviewed"] == "true", row.get("neutral"))


def _expanded(pattern: str, language: Language) -> str:
    words = _words(language)
    while _MACRO.search(pattern):
        pattern = _MACRO.sub(lambda m: f"[^\\n]{{0,{m[1]}}}?" if m[1] else f"(?:{words[m[2]]})", pattern)
    return pattern


@cache
def _words(language: Language) -> dict[str, str]:
    return {row["name"]: row["pattern"] for row in _rows("words", language)}


@cache
def _rows(table: str, language: Language) -> tuple[dict[str, str], ...]:
    text = files("lmis.fairness").joinpath("phrases", f"{table}.csv").read_text(encoding="utf-8")
    return tuple(row for row in csv.DictReader(text.splitlines()) if row["language"] == language.value)
