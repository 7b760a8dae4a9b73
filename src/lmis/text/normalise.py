"""One normal form of a text, for comparing only: what is stored stays as it was typed.

Sources: The Unicode Standard, chapter 16 (Khmer, Lao: look-alikes, discouraged code points, how a register shifter
looks under an upper vowel); UAX #15 (normalisation forms); Unicode Technical Note 61 (Khmer encoding structure).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from lmis.text.digits import TO_ASCII

CACHED = 1 << 15
_ROUNDS = 4  # one is enough for our scripts; rare compatibility letters need two

_INVISIBLE = (
    *range(0x09), *range(0x0E, 0x1C), *range(0x7F, 0x85), *range(0x86, 0xA0),
    0xAD, 0x34F, 0x61C, 0x17B4, 0x17B5, *range(0x180B, 0x180F), *range(0x200B, 0x2010),
    *range(0x202A, 0x202F), *range(0x2060, 0x2070), *range(0xFE00, 0xFE10), 0xFEFF,
)  # fmt: skip
_LOOK_ALIKES = {
    0x17A3: "អ", 0x17A4: "អា", 0x17A8: "ឧក", 0x17B2: "ឱ", 0x17D8: "។ល។",  # Khmer: deprecated, and variants
    0x2018: "'", 0x2019: "'", 0x02BC: "'", 0x201C: '"', 0x201D: '"', 0x2010: "-", 0x2011: "-", 0x2013: "-",
    0x2014: "-", 0x2212: "-",
}  # fmt: skip
_TABLE: dict[int, str | None] = {**dict.fromkeys(_INVISIBLE), **_LOOK_ALIKES, **TO_ASCII}

_KHMER = re.compile("[\u1780-\u17ff]")
_KHMER_CLUSTER = re.compile("([\u1780-\u17b3])((?:\u17d2[\u1780-\u17b3]|[\u17b6-\u17d1\u17dd])+)")
_KHMER_PART = re.compile("\u17d2.|.")
_KHMER_DANGLING = re.compile("\u17d2(?![\u1780-\u17b3])")  # nothing stands under anything
_SUBSCRIPT, _SUBSCRIPT_RO = 1, 2
_KHMER_PLACES = {  # the order of the parts of a cluster
    0: "\u17cc",  # robat
    3: "\u17c9\u17ca",  # register shifters
    4: "".join(map(chr, range(0x17B6, 0x17C6))),  # vowels
    5: "\u17c6\u17cb\u17cd\u17ce\u17cf\u17d0\u17d1\u17dd",  # signs above
    6: "\u17c7\u17c8",  # signs after
}
_KHMER_PLACE = {sign: place for place, signs in _KHMER_PLACES.items() for sign in signs}
_UPPER_VOWELS = frozenset("\u17b7\u17b8\u17b9\u17ba\u17be\u17bf")
_UPPER_AM = frozenset("\u17b6\u17c6")  # ាំ, above the letter too
_SHIFTER_SHAPES = frozenset("\u17bb\u17c9\u17ca")  # ុ and both shifters look the same under an upper vowel
_RAISED_BASES = frozenset("សហអ")  # take triisap; the others take muusikatoan
_VOWELS_IN_TWO = (  # what was typed in two parts, and the vowel that it looks like
    ("\u17c1", "\u17b6", "\u17c4"), ("\u17c1", "\u17b8", "\u17be"), ("\u17b6", "\u17c4", "\u17c4"),
    ("\u17b8", "\u17be", "\u17be"), ("\u17c1", "\u17be", "\u17be"), ("\u17c1", "\u17bf", "\u17bf"),
    ("\u17c1", "\u17c0", "\u17c0"), ("\u17c1", "\u17c4", "\u17c4"), ("\u17c1", "\u17c5", "\u17c5"),
)  # fmt: skip

_LAO = re.compile("[\u0e80-\u0eff]")
_LAO_TAIL = re.compile("[\u0eb1-\u0ebc\u0ec8-\u0ecd]{2,}")
_LAO_PLACES = {
    0: "\u0eba\u0ebc",
    2: "\u0ec8\u0ec9\u0eca\u0ecb\u0ecc",
    3: "\u0eb2\u0eb3",
}  # virama and small lo, tones, long a
_LAO_PLACE = {sign: place for place, signs in _LAO_PLACES.items() for sign in signs}
_LAO_VOWEL = 1  # the vowels above and below, between these

_SETTLED = re.compile("[ -@\\[-~\u0e80-\u0eff\u1780-\u17ff]*")  # in our scripts, one round is enough


def normal(text: str) -> str:
    """The normal form in which two spellings of the same text are equal; idempotent.

    NFKC, invisible characters removed, parts of a Khmer cluster in one order, vowels typed in two parts joined,
    spellings that look alike made one (្ដ = ្ត, ុី = ៉ី = ៊ី), Lao ຫຼ = ຫລ and ໍາ = ຳ, digits 0-9, case-folded,
    spaces collapsed. Any text is accepted.
    """
    if text.isascii() and text.isprintable():
        return " ".join(text.lower().split())
    return _normal(text)


@lru_cache(CACHED)
def _normal(text: str) -> str:
    for _ in range(_ROUNDS):
        before, text = text, _once(text)
        if text == before or _SETTLED.fullmatch(text):
            break
    return text


def _once(text: str) -> str:
    text = unicodedata.normalize("NFKC", text.translate(_TABLE).casefold()).translate(_TABLE)
    if _KHMER.search(text):
        text = _KHMER_DANGLING.sub("", text)
        text = _KHMER_CLUSTER.sub(_ordered, text)
    if _LAO.search(text):
        text = _LAO_TAIL.sub(_lao_ordered, text.replace("\u0ec0\u0ec0", "\u0ec1")).replace("\u0ebc", "ລ")  # ເເ, ຫຼ
    return " ".join(text.split())


def _ordered(cluster: re.Match[str]) -> str:
    """The parts of a Khmer cluster in one order: subscripts, ro last, shifter, vowels, signs."""
    base, rest = cluster.groups()
    rest = rest.replace("\u17d2\u178a", "\u17d2\u178f")  # subscript da looks like ta
    if len(rest) == 1:
        return base + rest
    parts = _KHMER_PART.findall(rest)
    for one, other, whole in _VOWELS_IN_TWO:
        if one in parts and other in parts:
            parts = [part for part in parts if part not in (one, other)] + [whole]
    if not _SHIFTER_SHAPES.isdisjoint(parts) and _has_upper_vowel(parts):
        shifter = "\u17ca" if base in _RAISED_BASES else "\u17c9"
        parts = [shifter if part in _SHIFTER_SHAPES else part for part in parts]
    return base + "".join(dict.fromkeys(sorted(parts, key=_khmer_place)))  # and a sign typed twice counts once


def _has_upper_vowel(parts: list[str]) -> bool:
    return not _UPPER_VOWELS.isdisjoint(parts) or _UPPER_AM.issubset(parts)


def _khmer_place(part: str) -> tuple[int, str]:
    if part[0] == "\u17d2":
        return (_SUBSCRIPT_RO if part[-1] == "\u179a" else _SUBSCRIPT), ""
    return _KHMER_PLACE[part], part


def _lao_ordered(tail: re.Match[str]) -> str:
    """The signs after a Lao letter in one order: small lo, vowel, tone; ໍ and າ are ຳ, also around a tone."""
    parts = sorted(dict.fromkeys(tail[0]), key=_lao_place)
    if "\u0ecd" in parts and parts[-1] == "\u0eb2":
        parts = [part for part in parts[:-1] if part != "\u0ecd"] + ["\u0eb3"]
    return "".join(parts)


def _lao_place(sign: str) -> tuple[int, str]:
    return _LAO_PLACE.get(sign, _LAO_VOWEL), sign
