"""How alike two names are, across scripts, spellings and the order of their words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from rapidfuzz import fuzz, process

from lmis.text.romanise import romanise, sound_key

_VOWELS = re.compile("[aeiouy]+")
_WEIGHTS = (0.45, 0.4, 0.15)  # of the sounds, of their consonants, of the letters
_DECIMALS = 4
_LONGEST = 200  # letters of a name that are compared
_WORDS = 6  # a name of more words is compared in the order in which it was written

Keys = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Known:
    """Names made ready to be compared with many; `known` makes it."""

    names: tuple[str, ...]
    keys: tuple[tuple[str, ...], ...]


def similarity(one: str, other: str) -> float:
    """How alike two names are, in [0, 1]: 1 for one name in another order of its words, 0 for nothing in common.

    Scripts may differ, family and given name may be exchanged. It is the same whichever comes first. Names that
    share a sound key but not their letters stay below 1.
    """
    ours, theirs = _turned(one), _turned(other)
    return max(_likeness(a, b) for a in ours for b in theirs)


def known(names: Iterable[str]) -> Known:
    """Make names ready for `most_alike`; each counts once, and one without letters or digits not at all."""
    keys = {name: _keys(name) for name in sorted(set(names))}
    distinct = tuple(name for name in keys if all(keys[name]))
    return Known(distinct, tuple(tuple(keys[name][part] for name in distinct) for part in range(3)))


def most_alike(name: str, among: Known, limit: int = 5) -> list[tuple[str, float]]:
    """The known names most like `name`, with their similarity in [0, 1]; best first, equals in alphabetical order.

    Every order of the words of `name` counts that keeps the ring (Sok Dara, Dara Sok); those of the known names
    are taken as they are written.
    """
    best = np.zeros(len(among.names))
    for keys in filter(all, _turned(name)):
        parts = (process.cdist([key], them, scorer=fuzz.ratio)[0] for key, them in zip(keys, among.keys, strict=True))
        likeness = sum(weight * part for weight, part in zip(_WEIGHTS, parts, strict=True))
        best = np.maximum(best, np.minimum(likeness / 100, 1.0).round(_DECIMALS))
    order = np.argsort(-best, kind="stable")[: max(limit, 0)]  # the names are in alphabetical order
    return [(among.names[place], float(best[place])) for place in order]


def _likeness(one: Keys, other: Keys) -> float:
    if not (all(one) and all(other)):
        return 0.0
    likeness = sum(weight * fuzz.ratio(a, b) for weight, a, b in zip(_WEIGHTS, one, other, strict=True))
    return round(min(1.0, likeness / 100), _DECIMALS)


def _turned(name: str) -> list[Keys]:
    """The keys of a name from each of its words on: `Sok Dara Chan`, `Dara Chan Sok`, `Chan Sok Dara`."""
    parts = name[:_LONGEST].split()
    places = range(len(parts)) if 1 < len(parts) <= _WORDS else range(1)
    return [_keys(" ".join(parts[place:] + parts[:place])) for place in places]


def _keys(name: str) -> Keys:
    """The sounds of a name, their consonants (of a name of vowels these), and its letters."""
    sounds = sound_key(name[:_LONGEST])
    return sounds, _VOWELS.sub("", sounds) or sounds, romanise(name[:_LONGEST]).replace(" ", "")
