"""Old fonts by the evidence of a whole column: `suk` alone may be Latin, but not among hundreds like `RBHmhakSRt`.

A column is of an old font where enough of its cells prove it by themselves. What cannot be told from a name in Latin
letters (`Sok Dara`, `CHANTHY`) stays, unless nearly nothing else in the column is one: then a single word is doubtful
too, for an old font makes `Kuy` and `Cala` as well.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from typing import Final

from lmis.text.legacy import looks_legacy

FEWEST: Final = 2
"""So many cells have to prove it; one can be a slip."""
SHARE: Final = 0.15
"""Of the cells that could be, so many have to prove it; of names typed with an old font, half to nine tenths do."""
SHARE_BESIDE: Final = 0.05
"""The same for a column that stands beside one of an old font, where one cell is no slip."""
NEARLY_ALL: Final = 0.8
"""Where so many of them prove it or are no names, a single word that could be a name is doubtful too."""

Doubts = Callable[[str], bool]
"""Whether a cell of a column is refused although it proves nothing by itself."""

_POSSIBLE = re.compile("[A-Za-z\u00a1-\u00ff]")
_BEYOND = re.compile("[\u0100-\u024f\u0300-\u1fff]")  # no eight-bit font has these: Khmer, Lao, most of Vietnamese
_NAME = re.compile("(?:[b-df-hj-np-tv-xz]{0,4}[aeiouy]+)+[b-df-hj-np-tv-xz]{0,4}")
_PARTING = re.compile(r"[.,;:]?\s+|[.-]+")
_BEFORE_NAMES = re.compile("\\b(?:[dlO]['’]|Mc|Mac|De|Du|La|Le)(?=[A-Z])")
_NO_APOSTROPHES = dict.fromkeys(map(ord, "'’‘"))


def doubts_of(cells: Iterable[str], *, beside: bool = False) -> Doubts | None:
    """What is doubtful in a column besides the cells that prove an old font; None where the column is of none.

    Args:
        cells: a sample of the column. beside: whether another column of the table is of an old font.
    """
    possible = [cell for cell in cells if is_possible(cell)]
    proven = sum(map(looks_legacy, possible))
    least = max(1, SHARE_BESIDE * len(possible)) if beside else max(FEWEST, SHARE * len(possible))
    if proven < least:
        return None
    others = sum(looks_legacy(cell) or is_no_name(cell) for cell in possible)
    return is_no_full_name if others >= NEARLY_ALL * len(possible) else is_no_name


def is_possible(cell: str) -> bool:
    """Whether an eight-bit font could have made a cell."""
    return bool(_POSSIBLE.search(cell)) and not _BEYOND.search(cell)


def is_no_name(cell: str) -> bool:
    """Whether a cell could be of an old font, and is not written as Latin orthographies write names."""
    return is_possible(cell) and not _named(cell)


def is_no_full_name(cell: str) -> bool:
    """The same, where one word makes no name."""
    return is_possible(cell) and _named(cell) < 2


def _named(cell: str) -> int:
    """How many words a name in Latin letters has; 0 where it is none."""
    signs = (sign for sign in unicodedata.normalize("NFD", cell) if not "\u0300" <= sign <= "\u036f")
    plain = _BEFORE_NAMES.sub("", "".join(signs)).translate(_NO_APOSTROPHES)
    words = [word for word in _PARTING.split(plain) if word]
    sayable = all(word.isdigit() or _NAME.fullmatch(word.lower()) for word in words)
    return len(words) if sayable and words and (words[0].istitle() or words[0].isupper()) else 0
