"""Lists in which cells are looked up: a code or an exact name is taken, all else is refused with the nearest values."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Final

from lmis.errors import Invalid
from lmis.text.keys import search_key
from lmis.text.nearest import nearest
from lmis.text.places import Found, Places, find_place, places

REMEMBERED: Final = 10_000
"""Different cells of which is kept what they name: a million rows have few different places and occupations."""

SHORT: Final = 12
"""So short a list is told whole where nothing in it is like what was written."""

Names = Mapping[str, Iterable[str | None]]
"""Code → the names of what it stands for, in any language; None is left out."""


class NotInList(Invalid):
    """This value is not in the list."""


class UnknownPlace(Invalid):
    """There is no such place."""


class SeveralMeant(Invalid):
    """Several values of the list have this name: write the code of the one that is meant."""


class Listing:
    """The codes of one list, with their names in several languages."""

    unknown: type[Invalid] = NotInList

    def __init__(self, names: Names, shown: Mapping[str, str], codes: Names | None = None) -> None:
        """Take the list down; it is made ready when the first cell is looked up.

        Args:
            shown: code → the name that stands beside it in a refusal, in the sender's language.
            codes: code → other codes for the same thing.
        """
        self.names, self.shown, self.codes = names, shown, codes or {}
        self.certain: dict[str, str] = {}
        self.refused: dict[str, Found] = {}

    def code(self, cell: str) -> str:
        """The code of what a cell names.

        Raises:
            NotInList or UnknownPlace, with the nearest values; SeveralMeant, with all that have this name.
        """
        code = self.certain.get(cell)
        if code is not None:
            return code
        found = self.refused.get(cell) or self._looked_up(cell)
        if found.code is not None:
            return found.code
        told = [self.told(code) for code in found.codes or found.near]
        raise (SeveralMeant if found.codes else self.unknown)(value=cell, nearest=told)

    def told(self, code: str) -> str:
        """A code as a refusal tells it: with its name, if the name says more than the code."""
        name = self.shown.get(code) or code
        return code if search_key(name) == _key(code) else f"{code} {name}"

    def _looked_up(self, cell: str) -> Found:
        found = Found((cell,), ()) if cell in self.names else self._found(cell)
        if found.code is not None and len(self.certain) < REMEMBERED:
            self.certain[cell] = found.code
        elif found.code is None and len(self.refused) < REMEMBERED:
            self.refused[cell] = found
        return found

    def _found(self, cell: str) -> Found:
        codes = self._by_key.get(_key(cell), ())
        return Found(codes, () if codes else self._near(cell))

    def _near(self, cell: str) -> tuple[str, ...]:
        found = nearest(cell, list(self._by_name), 6)
        codes = tuple(dict.fromkeys(code for name in found for code in self._by_name[name]))[:3]
        return codes or (tuple(self.names) if len(self.names) <= SHORT else ())

    @cached_property
    def _by_key(self) -> dict[str, tuple[str, ...]]:
        """Key → the codes that it stands for: codes, names, and both together, as a refusal tells them."""
        by_key: dict[str, dict[str, None]] = defaultdict(dict)
        for code, name in self._said():
            by_key[_key(name)][code] = None
            by_key[_key(f"{code} {name}")][code] = None
        return {key: tuple(codes) for key, codes in by_key.items() if key}

    @cached_property
    def _by_name(self) -> dict[str, list[str]]:
        by_name: dict[str, list[str]] = defaultdict(list)
        for code, name in self._said():
            by_name[name].append(code)
        return by_name

    def _said(self) -> Iterator[tuple[str, str]]:
        """Every code with each of the words that stand for it."""
        for code, names in self.names.items():
            words = (code, self.told(code), *self.codes.get(code, ()), *names)
            yield from ((code, word) for word in dict.fromkeys(words) if word)


class PlaceListing(Listing):
    """Places of a country or of the place above them; the kind of place may stand beside a name."""

    unknown = UnknownPlace

    def _found(self, cell: str) -> Found:
        codes = self._by_key.get(_key(cell), ())
        found = Found(codes, ()) if codes else find_place(cell, self._places)
        return found if found.codes or found.near else Found((), self._near(cell))

    @cached_property
    def _places(self) -> Places:
        return places(self.names)


def _key(text: str) -> str:
    """The key of a code or a name; in a code `_` parts words."""
    return search_key(text.replace("_", " "))
