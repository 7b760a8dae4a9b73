"""Names of people: one line to read, and a rough key that romanised spellings share."""

from __future__ import annotations

from lmis.text import romanise
from lmis.text.keys import name_key


def full_name(family: str | None, given: str | None) -> str:
    """The name in one line, family name first, as both countries' papers write it; empty if there is none."""
    return " ".join(part.strip() for part in (family, given) if part and part.strip())


def sound_key(family: str | None, given: str | None) -> str:
    """A rough key for finding possible duplicates: Heng = Haeng = Hengh = ហេង, Sy = Si, Vong = Wong, Phon = Pon.

    The sounds of the words of `name_key` in alphabetical order, so that it does not matter which part is the family
    name. Two people may well share it: show, never merge.
    """
    return " ".join(sorted(filter(None, map(romanise.sound_key, name_key(family, given).split()))))
