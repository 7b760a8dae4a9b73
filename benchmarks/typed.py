"""How people type Khmer: the variations that look the same on the page, and the keys of an old eight-bit font.

Seeded and made by us, for measuring how well text is found again and how surely old fonts are recognised. The keys of
Limon S1 are our own table of the best-known ones; the real fonts have more.
"""

from __future__ import annotations

import random
import re

INVISIBLE = "\u200b\u200c\u200d\ufeff\u00ad\u2060"
HABITS = {  # each looks like the original, or is what a keyboard without the letter gives
    "\u17c4": "\u17c1\u17b6", "\u17be": "\u17c1\u17b8",
    "\u17d2\u178f": "\u17d2\u178a", "\u17d2\u178a": "\u17d2\u178f",
    "\u17c9\u17b8": "\u17bb\u17b8", "\u17ca\u17b8": "\u17bb\u17b8", "\u17ca\u17b9": "\u17bb\u17b9",
    "\u17c9\u17ba": "\u17bb\u17ba", "\u17bb\u17c6": "\u17c6\u17bb", "\u17b6\u17c6": "\u17c6\u17b6",
    "\u17b1": "\u17b2", "\u17a2\u17b6": "\u17a4", "\u17a2": "\u17a3",
}  # fmt: skip
_RO_LAST = re.compile("(\u17d2[\u1780-\u1799\u179b-\u17a2])(\u17d2\u179a)")
_VOWEL_AFTER = re.compile("((?:\u17d2[\u1780-\u17a2])+)([\u17b6-\u17c5])")
_CLUSTER_END = re.compile("(?<=[\u1780-\u17d1])(?=[\u1780-\u17b3])(?<!\u17d2)")
_ASCII = str.maketrans("០១២៣៤៥៦៧៨៩", "0123456789")


def varied(name: str, dice: random.Random) -> str:
    """The same Khmer name as another hand types it: one to four habits at once."""
    for habit in dice.sample(_HABITS, dice.randint(1, 4)):
        name = habit(name, dice)
    return name


def _invisible(name: str, dice: random.Random) -> str:
    place = dice.randint(0, len(name))
    return name[:place] + dice.choice(INVISIBLE) + name[place:]


def _spaced(name: str, dice: random.Random) -> str:
    ends = [found.start() for found in _CLUSTER_END.finditer(name)]
    place = dice.choice(ends) if ends else len(name)
    return name[:place] + " " + name[place:]


def _unspaced(name: str, _dice: random.Random) -> str:
    return name.replace(" ", "")


def _other_digits(name: str, _dice: random.Random) -> str:
    return name.translate(_ASCII)


def _other_order(name: str, dice: random.Random) -> str:
    return _RO_LAST.sub(r"\2\1", name) if dice.random() < 0.5 else _VOWEL_AFTER.sub(r"\2\1", name)


def _other_signs(name: str, dice: random.Random) -> str:
    there = [signs for signs in HABITS if signs in name]
    signs = dice.choice(there) if there else None
    return name.replace(signs, HABITS[signs]) if signs else name


def _twice(name: str, dice: random.Random) -> str:
    vowels = [place for place, sign in enumerate(name) if "\u17b6" <= sign <= "\u17c5"]
    place = dice.choice(vowels) if vowels else 0
    return name[:place] + name[place] + name[place:] if vowels else name


_HABITS = (_invisible, _spaced, _unspaced, _other_digits, _other_order, _other_signs, _twice)

KEYS = dict(zip("កខគឃងចឆជឈញដឋឌឍណតថទធនបផពភមយរលវសហឡអ", "kxKXgcqCQjdzDZNtfTFnbpBPmyrlvshLG", strict=True))
UNDER = dict(zip("កខគឃងចឆជឈញដតឋឌឍណថទធនបផពភមយលវសហអ", "áçÁÇ¶©ä¢ÄJþþæÐÆÑßÞ§ñ,ö<ÖµüøVSð¥", strict=True))
VOWELS = {
    "ា": ("", "a"), "ិ": ("", "i"), "ី": ("", "I"), "ឹ": ("", "w"), "ឺ": ("", "W"), "ុ": ("", "u"), "ូ": ("", "U"),
    "ួ": ("", "Y"), "ើ": ("e", "I"), "ឿ": ("e", "O"), "ៀ": ("e", "o"), "េ": ("e", ""), "ែ": ("E", ""), "ៃ": ("é", ""),
    "ោ": ("e", "a"), "ៅ": ("e", "A"),
}  # fmt: skip
SIGNS = dict(zip("ំះៈ់័៏៌៍៉៊ៗ។", "MH³;½¾’_:‘².", strict=True))
DIGITS = dict(zip("០១២៣៤៥៦៧៨៩", "0123456789", strict=True))
ALONE = {"ឥ": "\\", "ឦ": "|", "ឧ": "]", "ឪ": "«", "ឯ": "É", "ឱ": "»", "ឫ": "b£", "ឬ": "b¤", "ឭ": "B£", "ឮ": "B¤"}
_LIMON_CLUSTER = re.compile("([ក-អ])((?:\u17d2[ក-អ])*)([៉៊]?)([ា-ៅ]?)|(.)", re.S)


def limon(khmer: str) -> str:
    """The keys that were pressed for a Khmer word."""
    return "".join(map(_keys, _LIMON_CLUSTER.finditer(khmer)))


def _keys(part: re.Match[str]) -> str:
    base, under, shift, vowel, other = part.groups()
    if other is not None:
        return SIGNS.get(other) or ALONE.get(other) or DIGITS.get(other, other)
    below = under.replace("\u17d2", "")
    before, after = VOWELS.get(vowel, ("", ""))
    ro = "R" if "រ" in below else ""
    return before + ro + KEYS[base] + "".join(UNDER.get(one, "") for one in below) + SIGNS.get(shift, "") + after
