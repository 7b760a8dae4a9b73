"""Under which keys a record is found by one that may be the same person: without reading everybody.

Two records meet where they share a telephone; the whole name and the birth date; in one province the whole name and the
birth year, or one part of the name and the birth date. Of another sex, or of one that is not known, a birth date is no
reason to look. A part is reduced to the consonants that are heard, in whichever script and spelling it was written, so
that Kim, Keum and គឹម meet; a slip of the keyboard spoils one part, and the other still meets.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache
from itertools import combinations
from typing import Final
from uuid import UUID

from lmis.duplicates.traits import Key, Names, Traits
from lmis.text.normalise import CACHED
from lmis.text.romanise import sound_key

MOST: Final = 50
"""A key that more records share (the telephone of an office, or of a recruiter) says nothing of who they are."""

_VOWELS: Final = re.compile("[aeiouy]+")
_LIKE: Final = str.maketrans("rdbg", "ltpk")  # Vila = Vira in Lao, Tevy = Devi in Khmer

Words = tuple[str | None, str | None, str | None, str | None]


@lru_cache(CACHED)
def consonants(part: str) -> str:
    """The consonants of a part of a name as they sound, the like-sounding ones as one; of a part of vowels, these."""
    sounds = sound_key(part)
    return (_VOWELS.sub("", sounds) or sounds).translate(_LIKE)


def block_words(
    names: Names, birth_date: date | None, birth_year: int, country: str, province: str, sex: str | None
) -> Words:
    """The words to be keyed: whole name, birth year and province; one part, the other part; whole name and birth date.

    The whole name is a ring: whichever part comes first, and whether a space parts them, makes no difference. Of a
    birth that is not the same day, and of a part of the name alone, the scale asks that the province is the same; where
    the birth date is what speaks for one person, another sex speaks against it by more.
    """
    whole, heard = _heard(names)
    if not heard:
        return None, None, None, None
    word = f"{country}|{province}|{birth_year}|{whole}"
    if birth_date is None:
        return word, None, None, None
    born = f"{country}|{sex}|{birth_date.isoformat()}|"
    one, other = (f"{born}{province}|{part}" if part else None for part in (*heard, None)[:2])
    return word, one, other, born + whole


@lru_cache(CACHED)
def _heard(names: Names) -> tuple[str, tuple[str, ...]]:
    """The whole name as a ring, and its parts in order, as they sound."""
    latin, native = names.scripts
    heard = sorted(filter(None, map(consonants, latin or native)))
    return _ring("".join(heard)), tuple(heard)


def _ring(letters: str) -> str:
    return min((letters[turn:] + letters[:turn] for turn in range(len(letters))), default="")


def blocks_of(traits: Traits) -> Iterator[Key]:
    """The keys under which a record is found; parts of a name are one kind of key, for they may be exchanged."""
    return (key for key in (traits.phone, *traits.keys) if key is not None)


def candidates(people: Iterable[Traits], new: Iterable[UUID] | None = None) -> Iterator[tuple[Traits, Traits]]:
    """Pairs that share a key, each once.

    Args:
        new: only pairs in which one of these stands; all pairs where it is not said.
    """
    wanted = None if new is None else set(new)
    blocks: dict[Key, dict[UUID, Traits]] = defaultdict(dict)
    for person in people:
        for key in blocks_of(person):
            blocks[key][person.id] = person
    seen: set[tuple[UUID, UUID]] = set()
    for members in blocks.values():
        if not 1 < len(members) <= MOST:
            continue
        for one, other in combinations(members.values(), 2):
            pair = pair_of(one.id, other.id)
            if pair in seen or (wanted is not None and wanted.isdisjoint(pair)):
                continue
            seen.add(pair)
            yield one, other


def pair_of(one: UUID, other: UUID) -> tuple[UUID, UUID]:
    """Two ids as a pair has them: the lower one first."""
    return (one, other) if one < other else (other, one)
