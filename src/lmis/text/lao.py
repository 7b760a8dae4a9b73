"""Lao in Latin letters, syllable by syllable, without diacritics and tones.

Source: the romanisation of the United States Board on Geographic Names and the Permanent Committee on Geographical
Names (BGN/PCGN, Lao 1966), which follows French sounds (ou, x, gn) as the country's own maps and papers do.
"""

from __future__ import annotations

import re

_ONSETS = {
    "ກ": "k", "ຂ": "kh", "ຄ": "kh", "ງ": "ng", "ຈ": "ch", "ຊ": "x", "ສ": "s", "ຍ": "gn", "ດ": "d", "ຕ": "t", "ຖ": "th",
    "ທ": "th", "ນ": "n", "ບ": "b", "ປ": "p", "ຜ": "ph", "ຝ": "f", "ພ": "ph", "ຟ": "f", "ມ": "m", "ຢ": "y", "ຣ": "r",
    "ລ": "l", "ວ": "v", "ຫ": "h", "ອ": "", "ຮ": "h",
}  # fmt: skip
_FINALS = {
    "ກ": "k", "ຂ": "k", "ຄ": "k", "ງ": "ng", "ຍ": "y", "ຢ": "y", "ດ": "t", "ຕ": "t", "ຈ": "t", "ສ": "t", "ຊ": "t",
    "ທ": "t", "ຖ": "t", "ນ": "n", "ລ": "n", "ຣ": "n", "ບ": "p", "ປ": "p", "ພ": "p", "ຟ": "p", "ມ": "m", "ວ": "o",
}  # fmt: skip
_VOWELS = (  # before the letter, after it; the longer first
    ("ເ", "ົາ", "ao"), ("ເ", "ືອ", "ua"), ("ເ", "ຶອ", "ua"), ("ເ", "ັຍ", "ia"), ("ເ", "ຍ", "ia"), ("ເ", "າະ", "o"),
    ("ເ", "ິ", "eu"), ("ເ", "ີ", "eu"), ("ເ", "ັ", "e"), ("ເ", "ະ", "e"), ("ເ", "", "e"), ("ແ", "ະ", "ae"),
    ("ແ", "ັ", "ae"), ("ແ", "", "ae"), ("ໂ", "ະ", "o"), ("ໂ", "", "o"), ("ໄ", "", "ai"), ("ໃ", "", "ai"),
    ("", "ົວະ", "oua"), ("", "ົວ", "oua"), ("", "ັວ", "oua"), ("", "ັຽ", "ia"), ("", "ຽ", "ia"), ("", "ຳ", "am"),
    ("", "ະ", "a"), ("", "ັ", "a"), ("", "າ", "a"), ("", "ິ", "i"), ("", "ີ", "i"), ("", "ຶ", "u"), ("", "ື", "u"),
    ("", "ຸ", "ou"), ("", "ູ", "ou"), ("", "ົ", "o"), ("", "ໍ", "o"),
    ("", "ອ", "o"), ("", "ວ(?=[ກ-ຮ])", "oua"), ("", "", "a"),
)  # fmt: skip
_LETTER = "[ກ-ຮ]"
_SIGN = "[ະ-ູົຳຽໍ]"
_FREE = f"(?!{_SIGN})(?!ອ(?:[ກ-ຮ]|$))(?!ວ[ກ-ຮ](?!{_SIGN}))"  # after a letter: no vowel of its own follows
_ONSET = (  # ho before a sonorant; a cluster, where what follows shows that it is one; a letter
    f"ຫ[ງຍນມລວຣ]|[ກຂຄງຈສຊຕທຖ]ວ(?={_SIGN}|{_LETTER}{_FREE})|[ກຂຄຕປພຜຟທ][ລຣ](?={_SIGN}|ອ)|{_LETTER}"
)
_FORMS = [(re.compile(f"{before}({_ONSET}){after}({_LETTER}{_FREE})?"), sound) for before, after, sound in _VOWELS]
_TONES = re.compile("[\u0ec8-\u0ecc]")


def romanised_lao(text: str) -> str:
    """A run of Lao letters in normal form, in small Latin letters; signs that stand alone are left out."""
    plain, place, out = _TONES.sub("", text), 0, []
    while place < len(plain):
        sounds, place = _syllable(plain, place)
        out.append(sounds)
    return "".join(out)


def _syllable(text: str, place: int) -> tuple[str, int]:
    """The sounds of the syllable that begins at `place`, and where the next begins."""
    for form, vowel in _FORMS:
        found = form.match(text, place)
        if found:
            return _onset(found[1]) + vowel + _FINALS.get(found[2] or "", ""), found.end()
    return "", place + 1


def _onset(letters: str) -> str:
    if letters[0] == "ຫ" and len(letters) > 1:  # ho only sets the tone
        letters = letters[1:]
    return "".join(_ONSETS.get(letter, "") for letter in letters)
