"""A text folded for finding phrases in it, each sign of it with its place in the text as it was typed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from lmis.text.normalise import CACHED, normal

END: Final = "\n"
"""The end of a sentence or line: no phrase reaches over it."""
_ENDS: Final = frozenset(".!?;|។៕•·\n\r")
_KEPT: Final = frozenset("-<>+/%$:=")
_SIGNS: Final = {"~": "-", "≤": "<", "≥": ">", "៛": "$", "₭": "$", "&": "/", "×": "x"}
_HIDDEN: Final = "\u00ad\u034f\u17b4\u17b5\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff \t"
_UNIT: Final = re.compile(
    f"[\u1780-\u17b3](?:[{_HIDDEN}]*(?:\u17d2[{_HIDDEN}]*[\u1780-\u17b3]|[\u17b6-\u17d1\u17dd]))*"
    f"|\u0ec0[{_HIDDEN}]*\u0ec0"
    f"|[\u0e81-\u0eae\u0edc-\u0edf](?:[{_HIDDEN}]*[\u0eb1-\u0ebc\u0ec8-\u0ecd])*"
    "|.",
    re.DOTALL,
)
"""A Khmer cluster, a Lao letter with its signs, or any one sign: what `normal` settles by itself."""
_OWN: Final = re.compile("[\u0e80-\u0eff\u1780-\u17ff]")


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text; sign `i` of `text` stands for what was typed from `starts[i]` to `ends[i]`."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def typed(self, start: int, end: int) -> tuple[int, int]:
        """The span in the text as typed of a span that is not empty."""
        return self.starts[start], self.ends[end - 1]


def fold(text: str) -> Folded:
    """Fold a text: spellings that mean the same are equal, and phrases are found without knowing where words end.

    Each unit is in `normal` form (digits 0-9, invisible signs gone, the order of Khmer and Lao signs settled); no
    space is left beside Khmer and Lao letters, as in `search_key`. Of punctuation stay sentence ends (as line ends)
    and the signs of ranges and amounts.
    """
    signs: list[tuple[str, int, int]] = []
    for folded, start, end in _units(text):
        for sign in folded:
            _append(signs, sign, start, end)
    while signs and signs[-1][0] in (" ", END):
        signs.pop()
    starts, ends = tuple(one[1] for one in signs), tuple(one[2] for one in signs)
    return Folded("".join(one[0] for one in signs), starts, ends)


def fold_phrase(pattern: str) -> str:
    """A pattern with its Khmer and Lao letters in the form that `fold` gives; all else as it stands."""
    return "".join(_unit(match[0]) if _OWN.match(match[0]) else match[0] for match in _UNIT.finditer(pattern))


def _units(text: str) -> Iterator[tuple[str, int, int]]:
    for match in _UNIT.finditer(text):
        start, end = match.span()
        beside = text[start - 1 : start].isdigit() and text[end : end + 1].isdigit()
        if match[0] in (".", ",", ":") and beside:
            yield ":" if match[0] == ":" else ".", start, end  # 1.60, 1,60 and 18:00
        else:
            yield _unit(match[0]), start, end


@lru_cache(CACHED)
def _unit(unit: str) -> str:
    """The folded form of one unit: nothing, a space, the end of a sentence, or one or more signs."""
    if unit in _ENDS:
        return END
    if unit in _SIGNS:
        return _SIGNS[unit]
    if _OWN.match(unit) and len(unit) > 1:
        return normal("".join(unit.split()))
    plain = normal(unit)
    if not plain:
        return " " if unit.isspace() else ""
    if plain in _KEPT or _OWN.match(plain):
        return plain if unicodedata.category(plain[0])[0] in "LMNPS" and not _is_mark_of_text(plain) else " "
    bare = "".join(sign for sign in unicodedata.normalize("NFD", plain) if not "\u0300" <= sign <= "\u036f")
    return bare if bare.isalnum() else "" if plain == "'" else " "


def _is_mark_of_text(sign: str) -> bool:
    """Khmer and Lao punctuation, such as ៖ and ៗ without its word."""
    return bool(_OWN.match(sign)) and unicodedata.category(sign[0])[0] == "P"


def _append(signs: list[tuple[str, int, int]], sign: str, start: int, end: int) -> None:
    """Put one more sign behind the others; spaces only between Latin words, one at a time."""
    last = signs[-1][0] if signs else END
    tight = last == END or last in _KEPT or bool(_OWN.match(last))
    if sign == " ":
        if not tight and last != " ":
            signs.append((sign, start, end))
        return
    if last == " " and (sign == END or sign in _KEPT or _OWN.match(sign)):
        signs.pop()
    if sign != END or (signs and signs[-1][0] != END):
        signs.append((sign, start, end))
