"""Names of people: one line to read, and a rough key that romanised spellings share."""

from __future__ import annotations

import re

from lmis.text.keys import name_key

_SAME_SOUND = (  # romanised Khmer and Lao; in order, each on the result of the one before
    (r"(.)\1+", r"\1"),
    (r"c(?!h)|q", "k"),
    (r"ch|j", "c"),
    (r"w", "v"),
    (r"x", "s"),
    (r"(?<=[bdgklmnprstv])h", ""),  # breath after a consonant: Ph, Th, Kh; Hengh
    (r"ny(?=[aeiou])|gn", "n"),
    (r"oeu|eu|ue|oe|ae", "e"),
    (r"ea|ya", "ia"),
    (r"ou|oo", "u"),
    (r"ay|ey|ei", "ai"),
    (r"ee|y", "i"),
    (r"au|av$", "ao"),
    (r"(.)\1+", r"\1"),
)
_RULES = tuple((re.compile(pattern), replacement) for pattern, replacement in _SAME_SOUND)


def full_name(family: str | None, given: str | None) -> str:
    """The name in one line, family name first, as both countries' papers write it; empty if there is none."""
    return " ".join(part.strip() for part in (family, given) if part and part.strip())


def sound_key(family: str | None, given: str | None) -> str:
    """A rough key for finding possible duplicates: Heng = Haeng = Hengh, Sy = Si, Vong = Wong, Phon = Pon.

    Khmer and Lao words stay as `name_key` makes them. Two people may well share it: show, never merge.
    """
    return " ".join(sorted(map(_sound, name_key(family, given).split())))


def _sound(word: str) -> str:
    if word.isascii():
        for pattern, replacement in _RULES:
            word = pattern.sub(replacement, word)
    return word
