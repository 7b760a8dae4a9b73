"""Places by their names in three scripts: the one that is meant, or the few that could be, of which none is taken."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from lmis.text.alike import Known, known, most_alike
from lmis.text.keys import search_key

LEAST = 0.5  # similarity below which a suggestion confuses more than it helps

_NATIVE = re.compile("^(?:ខេត្ត|រាជធានី|ក្រុង|ស្រុក|ខណ្ឌ|ឃុំ|សង្កាត់|ភូមិ|ແຂວງ|ເມືອງ|ນະຄອນ|ເທດສະບານ|ບ້ານ)(?=.)")
_LATIN = re.compile(
    r"^(?:khaet|khet|khett|krong|krung|srok|khan|khum|sangkat|phum|khoueng|khwaeng|muang|mueang|meuang|ban|baan) "
    r"|(?<=.) (?:province|district|commune|municipality|city|village)$"
    r"|^(?:province|district|commune|municipality|city|village) (?:of )?(?=.)"
)


@dataclass(frozen=True)
class Places:
    """Places made ready to be looked up; `places` makes it."""

    by_key: Mapping[str, tuple[str, ...]]
    by_name: Mapping[str, tuple[str, ...]]

    @cached_property
    def names(self) -> Known:
        """The names made ready to be compared; made when the first name is asked for that is none of them."""
        return known(self.by_name)


@dataclass(frozen=True, slots=True)
class Found:
    """What a name names: `codes` exactly (several if they share it), and only if none does, the `near` ones."""

    codes: tuple[str, ...]
    near: tuple[str, ...]

    @property
    def code(self) -> str | None:
        """The one place that is meant, if it is one."""
        return self.codes[0] if len(self.codes) == 1 else None


def places(names: Mapping[str, Iterable[str | None]]) -> Places:
    """Make places ready for `find_place`.

    Args:
        names: code → its names in any script (en, km, lo, older spellings); a name that is None is left out.
    """
    by_key, by_name = defaultdict[str, list[str]](list), defaultdict[str, list[str]](list)
    for code, spellings in names.items():
        for name in dict.fromkeys(filter(None, spellings)):
            by_name[name].append(code)
            key = search_key(name)
            if key and code not in by_key[key]:
                by_key[key].append(code)
    return Places(
        {key: tuple(codes) for key, codes in by_key.items()},
        {name: tuple(codes) for name, codes in by_name.items()},
    )


def find_place(name: str, among: Places, limit: int = 3) -> Found:
    """Look a place up by a name in any script, with or without its kind (`ខេត្ត`, `Srok`, `Province`).

    Returns:
        The codes of the places of exactly this name; if there is none, of at most `limit` places with names like
        it, best first, for the reader to choose from. What stands in `near` is never what was meant for sure.
    """
    key = search_key(name)
    codes = among.by_key.get(key) or among.by_key.get(_without_kind(key)) or ()
    return Found(codes, () if codes else _near(name, among, limit))


def _without_kind(key: str) -> str:
    return _LATIN.sub("", _NATIVE.sub("", key))


def _near(name: str, among: Places, limit: int) -> tuple[str, ...]:
    without = _without_kind(search_key(name)) or name
    found = most_alike(without, among.names, limit * 3)  # a place has several names
    codes = [code for near, likeness in found if likeness >= LEAST for code in among.by_name[near]]
    return tuple(dict.fromkeys(codes))[:limit]
