"""How two names agree, across scripts, spellings and the order of their parts."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from lmis.duplicates.keys import consonants
from lmis.duplicates.traits import Names
from lmis.text.alike import similarity
from lmis.text.keys import search_key
from lmis.text.normalise import CACHED
from lmis.text.romanise import sound_key

STEPS: Final = ("same", "sounds", "close", "part", "other")
"""From most to least: letter by letter; by sound; nearly; one part of the name only; not at all."""

SAME, SOUNDS, CLOSE, PART, OTHER = range(len(STEPS))

ALIKE: Final = 0.72
"""Parts of a name that are so alike may be one part with a slip, or in another spelling."""


def agreement(one: Names, other: Names) -> str:
    """The step on which two names agree.

    Where both records have the name in the country's own script, that one decides what is the same, because several
    names share their Latin letters; otherwise the scripts that agree best count.
    """
    (latin, native), (their_latin, their_native) = one.scripts, other.scripts
    if native and their_native:
        own = _compared(native, their_native)
        if own == SAME or not (latin and their_latin):
            return STEPS[own]
        return STEPS[max(min(own, _compared(latin, their_latin)), SOUNDS if own <= CLOSE else CLOSE)]
    if latin and their_latin:
        return STEPS[_compared(latin, their_latin)]
    return STEPS[_compared(latin or native, their_native or their_latin)]


@lru_cache(CACHED)
def _compared(ours: tuple[str, ...], theirs: tuple[str, ...]) -> int:
    """The step of two names of one or two parts; the weaker part decides, whichever comes first."""
    if len(ours) != 2 or len(theirs) != 2:
        return min(_parts(" ".join(ours), " ".join(turned)) for turned in (theirs, theirs[::-1]))
    straight = [_parts(one, other) for one, other in zip(ours, theirs, strict=True)]
    crossed = [_parts(one, other) for one, other in zip(ours, theirs[::-1], strict=True)]
    best = min(straight, crossed, key=lambda steps: (max(steps), min(steps)))
    if max(best) <= CLOSE:
        return max(best)
    return PART if min(*straight, *crossed) <= SOUNDS else OTHER


@lru_cache(CACHED)
def _parts(one: str, other: str) -> int:
    """How two parts agree."""
    if search_key(one) == search_key(other):
        return SAME
    if sound_key(one) == sound_key(other):
        return SOUNDS
    return CLOSE if consonants(one) == consonants(other) or similarity(one, other) >= ALIKE else OTHER
