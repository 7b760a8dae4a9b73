"""Keys by which texts are found, compared and joined; made from text, never stored in its place."""

from __future__ import annotations

import re
import string
import unicodedata
from functools import lru_cache

from lmis.text.normalise import CACHED, normal

_ASCII = dict.fromkeys(map(ord, string.punctuation), " ") | {ord("'"): None}
_ASCII |= dict.fromkeys((*range(9, 14), *range(28, 32)), " ")
_ASCII |= {ord(upper): upper.lower() for upper in string.ascii_uppercase}
_LETTERS = str.maketrans({"đ": "d", "ð": "d", "ø": "o", "ł": "l", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "þ": "th"})
_OWN_SCRIPTS = "\u0e80-\u0eff\u1780-\u17ff"
_SPACE_BESIDE = re.compile(f" (?=[{_OWN_SCRIPTS}])|(?<=[{_OWN_SCRIPTS}]) ")
_SIGNS_AT_END = re.compile(r"(?<![0-9a-z])([a-z])(\+\+|#)(?![0-9a-z+#])")  # C++ is not C, and C# is neither
_SIGN_WORDS = {"++": "plusplus", "#": "sharp"}
_TITLES = frozenset(
    normal(title) for title in ("Mr", "Mrs", "Ms", "Miss", "លោក", "លោកស្រី", "អ្នកស្រី", "ທ້າວ", "ທ່ານ", "ນາງ", "ນາງສາວ")
)


def search_key(text: str) -> str:
    """The key under which a text is found: letters and digits only, Latin words parted by one space.

    No space is left beside Khmer or Lao letters, which are written with and without. Accents over Latin letters go,
    and letters that ASCII lacks become those typed for them (đ = d, æ = ae); `C++` and `C#` stay apart from `C`.
    """
    if not text.isascii() or not text.isprintable():
        return _search_key(text)
    if "+" in text or "#" in text:
        text = _named_signs(text.lower())
    return " ".join(text.translate(_ASCII).split())


def name_key(family: str | None, given: str | None) -> str:
    """The key of a person's name: its words in alphabetical order, without titles.

    Which part is the family name, and which field holds it, makes no difference; a title never decides.
    """
    words = [normal(word) for part in (family, given) if part for word in normal(part).split()]
    kept = [word for word in words if word.strip(".") not in _TITLES] or words
    return " ".join(sorted(key for word in kept for key in search_key(word).split()))


@lru_cache(CACHED)
def _search_key(text: str) -> str:
    plain = unicodedata.normalize("NFD", _named_signs(normal(text))).translate(_LETTERS)
    plain = " ".join("".join(map(_letter_or_space, plain)).split())
    return normal(_SPACE_BESIDE.sub("", plain))  # again: what was apart may now be one cluster


def _named_signs(text: str) -> str:
    return _SIGNS_AT_END.sub(lambda sign: sign[1] + _SIGN_WORDS[sign[2]], text)


def _letter_or_space(sign: str) -> str:
    """Keep letters, digits and the marks of our scripts; drop Latin accents; the rest parts words."""
    if sign.isalnum():
        return sign
    if sign == "'" or "\u0300" <= sign <= "\u036f":
        return ""
    return sign if unicodedata.category(sign)[0] == "M" else " "
