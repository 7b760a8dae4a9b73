"""Text of eight-bit fonts and of wrong encodings: it looks right on one screen only, and is refused, never stored.

Before Unicode, Khmer (Limon, ABC) and Lao (Saysettha, Alice) were typed with fonts that drew their letters over Latin
ones, so such a cell arrives as `kMBg;` for កំពង់ or `ì¾¸` for ລາວ. It is recognised by what no Latin
orthography does: capitals within words, signs within words, clusters that nobody can say.

Source: the keyboard of Limon S1 and the code tables of Saysettha Lao, as documents of both countries show them.
"""

from __future__ import annotations

import re
from typing import Final

from lmis.errors import Invalid

LIMON: Final = "limon"  # Khmer over the keys of Latin letters
UPPER_HALF: Final = "upper_half"  # Lao, or Khmer of the ABC fonts, over the signs behind them
WRONG_ENCODING: Final = "wrong_encoding"
LONGEST = 2_000  # letters that are looked at

_MISREAD = re.compile(r"á[žŸ\x9e\x9f].|(?:à[º»].?){2}|Ã[\x80-\xbf€-™].?|â€.|\ufffd")  # UTF-8 read as Latin-1 or cp1252
_HIGH = "\u00a1-\u00ff"
_HIGH_RUN = re.compile(f"[{_HIGH}]{{3,}}")
_NOT_LETTER = re.compile("[\u00a2-\u00a9\u00ac-\u00b4\u00b6-\u00b9\u00bc-\u00be×÷]")
_PLAIN = re.compile("(?:[A-DF-QS-Z]?[a-z]*+[ .'-]++)*+[A-DF-QS-Z]?[a-z]*+")  # most cells; what has no mark at all
_OURS = re.compile("[\u0e80-\u0eff\u1780-\u17ff\u200b-\u200d0-9 .,;:/()\n-]*+")  # what has letters of our scripts only
_WORD = re.compile(r"[^\s/()\[\]\"|]+")

_OWN = re.compile("[\u0e80-\u0eff\u1780-\u17ff]")
_MARKUP = re.compile(r"<[^<]*>|&#?[A-Za-z0-9]+;|[{}]|javascript", re.I)
_ADDRESS = re.compile(r"[@\\=#%$*]|://|www\.|[a-z]_[a-z]|[a-z]\.[a-z]{2,4}$", re.I)

_SIGNS_INSIDE = re.compile(  # no orthography writes these within a word, or behind these letters
    "[A-Za-z][¶§©¢¥½¾¼³²µ£¤¦¬°¹»«<][A-Za-zþÞß;:]|[a-z][ÁÇÄÐÑÆÞÉ]"
    "|[b-df-hj-np-tv-zB-DF-HJ-NP-TV-Z][þß]|[b-df-hj-np-tv-zB-DF-HJ-NP-TV-Z]ñ|ø[aIUEW]"
    "|^E(?:q[^u]|[kgcvtb][bcdfgjkmpqvxz](?<!Egg)(?<!Ebb)(?<!Eck)(?<!Etc))"
    "|;R|[a-z];[CKXDFTPBNLJ][^aeiouy;]|[A-Z]:[a-z]|[a-z]:[A-Z]"
)
_CAPITALS_INSIDE = re.compile("[a-zþñøüéßæ][A-Z]|[A-Z]{2,}[a-z]")
_CAPITALS_FIRST = re.compile("^[éE]?R[bcdfgjklmnpqstvxzBCDFGJKLNPQSTVXZ]+[aeiouyAEIOUYH]|^[éE]R[a-z]")
_SLIP = re.compile("[A-Z]{2,}s|[A-Z][a-z]{3,}[DGKLNPRST]")  # SMEs; and VannaK, where a finger stayed on shift
_PIECE = re.compile("[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[^A-Za-z]+")
_SAYABLE = re.compile("(?:[a-z]|[bcdfgkpstw][rlhwyn]|s[ckmpqt]|sch|s[tcp][rh]|[ct]hr|kn|qu|ng|p[sf]|mc)?[aeiouy]", re.I)
_PREFIXES = frozenset({"i", "Mc", "Mac", "De", "Di", "Du", "La", "Le"})
_KNOWN = frozenset({
    "BigC", "BSc", "eBay", "eCommerce", "eGov", "eLearning", "eMail", "eSwatini", "ETag", "eVisa",
    "eXchange", "GmbH", "hasOwnProperty", "iOS", "kWh", "LaTeX", "macOS", "MSc", "NaN", "PhD", "PhDs", "Rmeet",
})  # fmt: skip
_WEAK = tuple(map(re.compile, ("[A-Za-z]{2}[;_]$", "^[a-zA-Z],[a-z]{2}", "[a-z];[a-zE]", "[bmyrvgjN]:[auigUw]")))


class LegacyFont(Invalid):
    """This text was typed with an old font or read in the wrong encoding; type it again in Unicode."""


def looks_legacy(text: str) -> bool:
    """Whether a text was typed with a Khmer or Lao eight-bit font, or read in the wrong encoding.

    A single word of small letters only (`sala`, `cam`) can be either and is taken as Latin; look at a whole cell,
    or at the cells of a column together.
    """
    return legacy_kind(text) is not None


def refuse_legacy(text: str) -> str:
    """The text as it is, if it can be stored.

    Raises:
        LegacyFont: it carries `kind` (`limon`, `upper_half`, `wrong_encoding`), not the text.
    """
    kind = legacy_kind(text)
    if kind:
        raise LegacyFont(kind=kind)
    return text


def legacy_kind(text: str) -> str | None:
    """What is wrong with a text: `limon`, `upper_half`, `wrong_encoding`, or None if nothing is."""
    text = text[:LONGEST]
    if _PLAIN.fullmatch(text) or _OURS.fullmatch(text):
        return None
    if _MISREAD.search(text):
        return WRONG_ENCODING
    if any(_is_high(run[0]) for run in _HIGH_RUN.finditer(text)):
        return UPPER_HALF
    return LIMON if _marks(text) else None


def _is_high(run: str) -> bool:
    """Signs and accented letters in a row: no orthography writes three without a plain letter, nor signs between."""
    return (bool(_NOT_LETTER.search(run)) and any(map(str.isalpha, run))) or len(run) > 4


def _marks(text: str) -> bool:
    """Whether a word shows what only such a font can have made, or the words two things that it could have made."""
    if _MARKUP.search(text):
        return False
    words = [word for word in _WORD.findall(text) if not _ADDRESS.search(word) and not _OWN.search(word)]
    return any(map(_is_limon, words)) or sum(any(map(mark.search, words)) for mark in _WEAK) > 1


def _is_limon(word: str) -> bool:
    plain = word.strip(".,;:!?-'’‘")
    if plain in _KNOWN or _SLIP.fullmatch(plain):
        return False
    if _SIGNS_INSIDE.search(word):
        return True
    if plain.isupper():
        return False
    if len(plain) > 3 and plain[1:].isascii() and plain[1:].islower() and plain[1:].isalpha():
        return False  # a slip of the keyboard as well: Rtihi for Rithi; the column tells
    return bool(_CAPITALS_FIRST.search(plain)) or (bool(_CAPITALS_INSIDE.search(plain)) and not _is_camel(plain))


def _is_camel(word: str) -> bool:
    """Whether capitals part a word into pieces that can be said: PowerPoint, McDonald, MySQL, iPhone."""
    pieces = [piece for piece in _PIECE.findall(word) if piece.isalpha()]
    if pieces[0].islower() and pieces[0] not in _PREFIXES:
        return False
    return all(
        piece in _PREFIXES or (piece.isupper() and len(piece) > 1) or (len(piece) > 1 and bool(_SAYABLE.match(piece)))
        for piece in pieces
    )
