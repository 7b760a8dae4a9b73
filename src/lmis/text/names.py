"""Names of people: one line to read, and a rough key that romanised spellings share."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from itertools import combinations
from typing import Final

from lmis.text import romanise
from lmis.text.keys import name_key

_MOST_PARTS: Final = 3
"""Words of a name that is written without a space; a fourth has not been seen."""
_MOST_SIGNS: Final = 40
"""Longer is no name."""
_UNDER: Final = "\u17d2"
_BEFORE: Final = frozenset("\u0ec0\u0ec1\u0ec2\u0ec3\u0ec4")
_BEHIND: Final = frozenset("\u0eb0\u0eb2\u0eb3\u0ebd")
"""Signs of Khmer and Lao between which and the letter that they belong to no word ends."""


def full_name(family: str | None, given: str | None) -> str:
    """The name in one line, family name first, as both countries' papers write it; empty if there is none."""
    return " ".join(part.strip() for part in (family, given) if part and part.strip())


def sound_key(family: str | None, given: str | None) -> str:
    """A rough key for finding possible duplicates: Heng = Haeng = Hengh = ហេង, Sy = Si, Vong = Wong, Phon = Pon.

    The sounds of the words of `name_key` in alphabetical order, so that it does not matter which part is the family
    name. Two people may well share it: show, never merge.
    """
    return " ".join(sorted(filter(None, map(romanise.sound_key, name_key(family, given).split()))))


def spaced_keys(key: str) -> list[str]:
    """What `name_key` makes of the same name where a space stands between its words, and none stands in `key`.

    Khmer and Lao names are written with a space and without. Every place is tried at which a word can end, so that the
    right key is among these, and any other belongs to a person whose whole name reads the same.

    Args:
        key: a `name_key`; where it has several words, more of them may be within these.
    """
    words = key.split()
    if not 0 < len(words) < _MOST_PARTS or len(key) > _MOST_SIGNS or any(map(str.isdigit, key)):
        return []
    found = {tuple(sorted(parts)) for parts in _parted(words, _MOST_PARTS if not key.isascii() else 2)}
    return sorted(" ".join(parts) for parts in found)


def _parted(words: list[str], most: int) -> Iterator[list[str]]:
    """The words, each cut at places where one can end, so that there are more of them, but no more than `most`."""
    ends = [(at, end) for at, word in enumerate(words) for end in _ends(word)]
    for cuts in range(1, most - len(words) + 1):
        for chosen in combinations(ends, cuts):
            yield [
                part for at, word in enumerate(words) for part in _cut(word, [end for of, end in chosen if of == at])
            ]


def _cut(word: str, ends: list[int]) -> list[str]:
    return [word[start:end] for start, end in zip([0, *ends], [*ends, len(word)], strict=True)]


def _ends(word: str) -> list[int]:
    """Where within a word another can end: before a letter that has nothing to do with what stands before it."""
    if word.isascii():
        return list(range(2, len(word) - 1))
    return [
        at
        for at in range(1, len(word))
        if unicodedata.category(word[at])[0] != "M"
        and word[at] not in _BEHIND
        and word[at - 1] not in {_UNDER, *_BEFORE}
    ]
