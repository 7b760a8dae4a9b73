"""Khmer and Lao in Latin letters, and a rough key that a word shares with its usual Latin spellings."""

from __future__ import annotations

import re
from functools import lru_cache

from lmis.text.keys import search_key
from lmis.text.khmer import romanised_khmer
from lmis.text.lao import romanised_lao
from lmis.text.normalise import CACHED

_KHMER = re.compile("[\u1780-\u17d3\u17dd]+")
_LAO = re.compile("[\u0e81-\u0ecf]+")

_SAME_SOUND = (  # romanised Khmer and Lao; in order, each on the result of the one before
    (r"c(?!h)|q", "k"),  # Soc, Sok
    (r"t?ch+", "j"),  # Chhay, Chay
    (r"w", "v"),
    (r"x|z", "s"),
    (r"(?<=[bdgklmnprstv])h", ""),  # breath after a consonant: Ph, Th, Kh; Hengh
    (r"gn(?=[aeiou]|$)|ny(?=[aeiou])", "n"),
    (r"(?<=[aeiou])h", ""),
    (r"r(?![aeiouy])", ""),  # Khmer ends no syllable in a spoken r
    (r"(?<=[aeiou][klns])e$", ""),  # Champhone
    (r"b(?![aeiourl])", "p"),
    (r"d(?![aeiourl])", "t"),
    (r"(?<!n)g(?![aeiourl])", "k"),
    (r"(?<=k)v(?=[aeo])", "o"),  # Khva, Khoua
    (r"ay", "ai"),
    (r"ueu|aeu|oeu|eu|ue|oe|eae|ae", "e"),
    (r"ev(?![aeiou])", "eo"),
    (r"iey|ey|ei|ee|y(?![aeiou])", "i"),
    (r"[ou]ea|eua|ia|ie|oa|ya", "ea"),
    (r"au|[ao]v(?![aeiou])|ou|oo|uo|u", "o"),
    (r"(.)\1+", r"\1"),
)
_ROUNDS = 9  # two or three are enough for words; each makes the key shorter or its letters fewer
_RULES = tuple((re.compile(pattern), replacement) for pattern, replacement in _SAME_SOUND)


def romanise(text: str) -> str:
    """The text in small Latin letters and digits, words parted by one space: ភ្នំពេញ is `phnumpenh`, ວົງສາ `vongsa`.

    One word has many Latin spellings; this is one of them, made by rule, for finding and comparing. It is no
    translation and is shown to nobody as a name. Spaces are left out beside Khmer and Lao letters, as in a
    search key. Any text is accepted; what is neither Khmer nor Lao comes as in its search key.

    Source: UNGEGN for Khmer, BGN/PCGN for Lao (modules `khmer` and `lao`).
    """
    if text.isascii():
        return search_key(text)
    key = search_key(text)
    return search_key(_LAO.sub(_lao_run, _KHMER.sub(_khmer_run, key)))


@lru_cache(CACHED)
def sound_key(text: str) -> str:
    """A rough key by which a word is found in either script and in its usual Latin spellings; idempotent.

    Sok = Sokh = សុខ, Sreymom = Srey Mom = ស្រីមុំ, Vongsa = Vongxa = ວົງສາ; spaces never matter. Different
    names may well share it: show them, never merge them.
    """
    key = romanise(text).replace(" ", "")
    for _ in range(_ROUNDS):
        before = key
        for pattern, replacement in _RULES:
            key = pattern.sub(replacement, key)
        if key == before:
            break
    return key


def _khmer_run(run: re.Match[str]) -> str:
    return romanised_khmer(run[0])


def _lao_run(run: re.Match[str]) -> str:
    return romanised_lao(run[0])
