"""One normal form of a text, for comparing only: what is stored stays as it was typed.

Sources: The Unicode Standard, chapter 16 (Khmer, Lao); UAX #15 (normalisation forms); Unicode Technical
Note 61 (Khmer encoding structure).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from lmis.text.digits import TO_ASCII

CACHED = 1 << 16
_ROUNDS = 4  # one is enough for our scripts; rare compatibility letters need two

_INVISIBLE = (
    *range(0x09), *range(0x0E, 0x1C), *range(0x7F, 0x85), *range(0x86, 0xA0),
    0xAD, 0x34F, 0x61C, 0x17B4, 0x17B5, *range(0x180B, 0x180F), *range(0x200B, 0x2010),
    *range(0x202A, 0x202F), *range(0x2060, 0x2070), *range(0xFE00, 0xFE10), 0xFEFF,
)  # fmt: skip
_LOOK_ALIKES = {
    0x17A3: "អ", 0x17A4: "អា", 0x17A8: "ឧក", 0x17B2: "ឱ",  # Khmer: deprecated letters and variants
    0x0EBC: "ລ",  # Lao: the small lo under ho, as in ຫຼ, is ລ
    0x2018: "'", 0x2019: "'", 0x02BC: "'", 0x201C: '"', 0x201D: '"', 0x2010: "-", 0x2011: "-", 0x2013: "-",
    0x2014: "-", 0x2212: "-",
}  # fmt: skip
_TABLE: dict[int, str | None] = {**dict.fromkeys(_INVISIBLE), **_LOOK_ALIKES, **TO_ASCII}

_KHMER = re.compile("[\u1780-\u17ff]")
_KHMER_CLUSTER = re.compile("([\u1780-\u17b3])((?:\u17d2[\u1780-\u17b3]|[\u17b6-\u17d1\u17dd])+)")
_KHMER_PART = re.compile("\u17d2.|.")
_SUBSCRIPT, _SUBSCRIPT_RO = 1, 2
_KHMER_PLACES = {  # the order of the parts of a cluster
    0: "\u17cc",  # robat
    3: "\u17c9\u17ca",  # register shifters
    4: "".join(map(chr, range(0x17B6, 0x17C6))),  # vowels
    5: "\u17c6\u17cb\u17cd\u17ce\u17cf\u17d0\u17d1\u17dd",  # signs above
    6: "\u17c7\u17c8",  # signs after
}
_KHMER_PLACE = {sign: place for place, signs in _KHMER_PLACES.items() for sign in signs}
_UPPER_VOWELS = frozenset("\u17b7\u17b8\u17b9\u17ba\u17be")
_RAISED_BASES = frozenset("សហអ")  # take triisap; the others take muusikatoan

_LAO = re.compile("[\u0e80-\u0eff]")
_LAO_RULES = (
    (re.compile("\u0ec0\u0ec0"), "\u0ec1"),  # ເເ typed for ແ
    (re.compile("([\u0ec8-\u0ecb]+)([\u0eb1\u0eb4-\u0eb9\u0ebb\u0ecd])"), r"\2\1"),  # tone before vowel
    (re.compile("\u0ecd([\u0ec8-\u0ecb]*)\u0eb2"), "\\1\u0eb3"),  # ໍາ → ຳ, also around a tone
    (re.compile("\u0eb3([\u0ec8-\u0ecb]+)"), "\\1\u0eb3"),  # tone typed after ຳ
    (re.compile("([\u0eb1\u0eb4-\u0eb9\u0ebb\u0ec8-\u0ecd])\\1+"), r"\1"),  # a mark typed twice
)


def normal(text: str) -> str:
    """The normal form in which two spellings of the same text are equal; idempotent.

    NFKC, invisible characters removed, parts of a Khmer cluster in one order, Lao ຫຼ = ຫລ and ໍາ = ຳ, digits
    0-9, case-folded, spaces collapsed.
    """
    if text.isascii() and text.isprintable():
        return " ".join(text.lower().split())
    return _normal(text)


@lru_cache(CACHED)
def _normal(text: str) -> str:
    for _ in range(_ROUNDS):
        before, text = text, _once(text)
        if text == before:
            break
    return text


def _once(text: str) -> str:
    text = unicodedata.normalize("NFKC", text.translate(_TABLE).casefold()).translate(_TABLE)
    if _KHMER.search(text):
        text = _KHMER_CLUSTER.sub(_ordered, text)
    if _LAO.search(text):
        for pattern, replacement in _LAO_RULES:
            text = pattern.sub(replacement, text)
    return " ".join(text.split())


def _ordered(cluster: re.Match[str]) -> str:
    """The parts of a Khmer cluster in one order: subscripts, ro last, shifter, vowels, signs."""
    base, rest = cluster.groups()
    parts = _KHMER_PART.findall(rest.replace("\u17d2\u178a", "\u17d2\u178f"))  # subscript da looks like ta
    if "\u17bb" in parts and not _UPPER_VOWELS.isdisjoint(parts):  # ុ typed for a shifter: it looks the same
        shifter = "\u17ca" if base in _RAISED_BASES else "\u17c9"
        parts = [shifter if part == "\u17bb" else part for part in parts]
    ordered = "".join(dict.fromkeys(sorted(parts, key=_khmer_place)))  # and a sign typed twice counts once
    return base + ordered.replace("\u17b6\u17c1", "\u17c4").replace("\u17b8\u17c1", "\u17be")  # េ + ា, េ + ី


def _khmer_place(part: str) -> tuple[int, str]:
    if part[0] == "\u17d2":
        return (_SUBSCRIPT_RO if part[-1] == "\u179a" else _SUBSCRIPT), ""
    return _KHMER_PLACE[part], part
