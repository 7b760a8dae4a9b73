"""Lists of values that SDMX-JSON writes behind its data: in the data stands the place of a value in its list."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from functools import lru_cache
from json import dumps
from tempfile import SpooledTemporaryFile
from typing import IO, Any, Final

from lmis.exchange.numbers import number

HELD: Final = 10_000
"""Different values of a list that are known again; a number that comes after so many others is written once more."""
IN_MEMORY: Final = 1 << 18
"""Bytes of a list that are held in memory; what is longer is put into a temporary file."""
WAITING: Final = 1000
"""Values that are written away at once."""
PIECE: Final = 1 << 16
NAME: Final = "\x00"
"""Begins the name of a list that is put into its place afterwards."""
NAMED: Final = re.compile(r'"\\u0000(\w+)"')


def compact(value: Any) -> str:
    """JSON without spaces, every script as itself."""
    return dumps(value, ensure_ascii=False, separators=(",", ":"))


@lru_cache(1 << 12)
def text(value: str) -> str:
    """A text that repeats itself, as JSON."""
    return compact(value)


class Places(dict[Any, str]):
    """The place of each value in the order in which they came; a new one is put behind."""

    def __missing__(self, value: Any) -> str:
        """Put it behind the others."""
        self[value] = place = str(len(self))
        return place


class Listed(dict[Any, str]):
    """The same for values without a code list, numbers above all: they are many, so that they are written away."""

    def __init__(self, files: ExitStack) -> None:
        """An empty list; its file is closed with the others."""
        super().__init__()
        away = SpooledTemporaryFile(IN_MEMORY, "w+", encoding="utf-8", newline="")  # noqa: SIM115  (closed by `files`)
        self._file: IO[str] = files.enter_context(away)
        self._waiting: list[str] = []
        self._count = self._written = 0

    def __missing__(self, value: Any) -> str:
        """Put it behind the others."""
        place, self._count = str(self._count), self._count + 1
        name = text(value) if isinstance(value, str) else f'"{number(value)}"'
        self._waiting.append(f'{{"name":{name},"names":{{"en":{name}}}}}')
        if self._count % WAITING == 0:
            self._write()
        if self._count <= HELD:
            self[value] = place
        return place

    def _write(self) -> None:
        if self._waiting:
            self._file.write(("," if self._written else "") + ",".join(self._waiting))
            self._written = self._count
            self._waiting.clear()

    def pieces(self) -> Iterator[str]:
        """The list as JSON, a piece at a time; where there is no value, null, because a list may not be empty."""
        self._write()
        self._file.seek(0)
        yield "[" if self._count else "[null"
        while piece := self._file.read(PIECE):
            yield piece
        yield "]"


def filled(made: str, lists: Mapping[str, Any]) -> Iterator[str]:
    """A text of JSON with lists in the place of their names."""
    parts = NAMED.split(made)
    for before, name in zip(parts[::2], [*parts[1::2], None], strict=True):
        yield before
        if name is not None:
            yield from lists[name].pieces()
