"""The form of a job title in which two ways of writing it meet: a key, its words, and the script that it is in."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from lmis.text.keys import search_key
from lmis.text.words import words
from lmis.vocabulary import Language

ENGLISH: Final = Language.EN.value
_OWN_SCRIPTS: Final = {
    Language.KM.value: re.compile("[\u1780-\u17ff]"),
    Language.LO.value: re.compile("[\u0e80-\u0eff]"),
}
_ENDINGS: Final = (("ies", "y"), ("sses", "ss"), ("ers", "er"), ("ors", "or"), ("ing", ""), ("s", ""))
_LEAST_STEM: Final = 3
_BEHIND: Final = re.compile(r"[(\[{#@/|,:;–—]|\s-|-\s")
"""Signs behind which a title says where, for whom or how, no longer what."""
_KEPT: Final = 1 << 16


def title_key(title: str) -> str:
    """The key of a title: letters and digits in one spelling.

    Places, levels and what stands in brackets stay: on job-board titles leaving them out changed nothing that a
    bootstrap could tell from chance, and a wrong guess at what is noise loses a word that mattered.
    """
    return search_key(title)


def head_of(title: str) -> str:
    """What stands in a title before the first bracket, dash or other such sign, if that says anything."""
    return next((part for part in _BEHIND.split(title) if title_key(part)), title)


def script_of(key: str) -> str | None:
    """`km` or `lo` where a key has letters of that script; None for every other."""
    return next((language for language, letters in _OWN_SCRIPTS.items() if letters.search(key)), None)


@lru_cache(_KEPT)
def title_words(key: str, language: str) -> tuple[str, ...]:
    """The words of a key: English ones without their endings, Khmer and Lao ones by ICU, others as they stand."""
    own = script_of(key)
    if own is not None:
        return tuple(words(key, Language(own)))
    return tuple(map(stem, key.split())) if language == ENGLISH else tuple(key.split())


def stem(word: str) -> str:
    """An English word of a title without the ending of its plural or of its -ing: what job titles differ in."""
    if word.endswith("ss"):
        return word
    for ending, rest in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _LEAST_STEM:
            return word[: -len(ending)] + rest
    return word
