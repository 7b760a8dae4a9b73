"""Observations as SDMX-CSV 1.0 and 2.0, a series at a time.

Source: sdmx-twg/sdmx-csv, field guide of versions 1.0 and 2.0.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Final, Literal, TypeAlias

from lmis.exchange.answers import Answer
from lmis.exchange.messages import Head, best
from lmis.exchange.numbers import number
from lmis.exchange.observations import Series
from lmis.exchange.structures import MEASURE, TIME, Component

CsvVersion: TypeAlias = Literal["1.0", "2.0"]
Labels: TypeAlias = Literal["id", "name", "both"]

QUOTED: Final = re.compile(r'[,"\r\n]')
"""What makes a cell need quotation marks, as Python's csv has it with lines that end as ours."""
END: Final = "\r\n"


@lru_cache(1 << 14)
def cell(text: str) -> str:
    """A cell as Python's csv writes it; codes and labels repeat themselves, so that each is looked at once."""
    return '"' + text.replace('"', '""') + '"' if QUOTED.search(text) else text


def data_message(answer: Answer, head: Head, version: CsvVersion, labels: Labels = "id") -> Iterator[str]:
    """Lines with the observations of an answer.

    Args:
        labels: codes alone, codes with names (`SEX_F: Women`; of 2.0 in columns of their own: `name`).
    """
    return Writer(answer, head, version, labels).message()


class Writer:
    """Writes one message."""

    def __init__(self, answer: Answer, head: Head, version: CsvVersion, labels: Labels) -> None:
        """Prepare what every line repeats."""
        answer = replace(answer, at=TIME)  # a line is an observation, whichever dimension was asked to vary
        self.answer, self.head, self.version, self.labels = answer, head, version, labels
        structure = answer.flow.structure
        self.dimensions: tuple[Component, ...] = (*structure.dimensions, Component(id=TIME))
        self.attributes = (*answer.at_level("series"), *answer.at_level("observation"))
        self.missing = "NaN" if version == "2.0" else ""
        """A value that is missing on purpose: an empty cell of 2.0 would say that there is no statement about it."""
        self._names: dict[tuple[str, str], str] = {}

    def message(self) -> Iterator[str]:
        """The header, then the lines of each series."""
        yield ",".join(map(cell, self._header())) + END
        for one in self.answer.series:
            yield "".join(self._lines(one))

    def _header(self) -> list[str]:
        names = [one.id for one in self.dimensions] + [MEASURE]
        names += [one.id for one in self.attributes]
        if self.version == "1.0":
            return ["DATAFLOW", *map(self._titled, names)]
        front = ["STRUCTURE", "STRUCTURE_ID", "ACTION"]
        if self.labels == "name":
            front.insert(2, "STRUCTURE_NAME")
            return [*front, *(part for name in names for part in (name, self._concept(name)))]
        return [*front, *map(self._titled, names)]

    def _titled(self, id_: str) -> str:
        return id_ if self.labels == "id" else f"{id_}: {self._concept(id_)}"

    def _concept(self, id_: str) -> str:
        scheme = self.answer.registry.codelist(self.answer.flow.structure.concepts)
        return best(scheme.name_of(id_), self.head.language)

    def _lines(self, one: Series) -> Iterator[str]:
        """The lines of a series; what does not change from one to the next is written once."""
        ref = self.answer.flow.artefact.ref
        name = f"{ref.agency}:{ref.id}({ref.version})"
        title = best(self.answer.flow.names, self.head.language)
        if self.version == "2.0":
            front = ["dataflow", name, "R"]
            if self.labels == "name":
                front.insert(2, title)
            elif self.labels == "both":
                front[1] = f"{name}: {title}"
        else:
            front = [name if self.labels == "id" else f"{name}: {title}"]
        shown: Callable[[Component, str], Sequence[str]] = self._shown
        named = zip(self.dimensions, one.key, strict=False)
        start = "".join([f"{cell(part)}," for part in front])
        start += "".join([f"{cell(part)}," for dimension, code in named for part in shown(dimension, code)])
        of_series = "".join([f",{cell(part)}" for att, value in self._series_said(one) for part in shown(att, value)])
        own = self.answer.at_level("observation")
        beside, nothing = "," if self._beside else "", (None,) * len(own)
        for each in one.observations or ():
            value = self.missing if each.value is None else number(each.value)
            said = each.attributes or nothing
            told = _codes(said) if self.labels == "id" else self._all_shown(own, map(_text, said))
            yield f"{start}{cell(each.period)}{beside},{value}{beside}{of_series}{''.join(told)}{END}"
        if not one.observations:
            empty = "".join(self._all_shown(own, [""] * len(own)))
            yield f"{start}{beside},{beside}{of_series}{empty}{END}"

    def _all_shown(self, attributes: Sequence[Component], told: Iterable[str]) -> Iterator[str]:
        for one, text in zip(attributes, told, strict=True):
            for part in self._shown(one, text):
                yield f",{cell(part)}"

    def _series_said(self, one: Series) -> Iterator[tuple[Component, str]]:
        held = self.answer.at_level("series")
        for att, value in zip(held, one.attributes or [None] * len(held), strict=True):
            yield att, _text(value)

    @property
    def _beside(self) -> bool:
        """Whether every column has one with a name beside it."""
        return self.labels == "name" and self.version == "2.0"

    def _shown(self, one: Component, code: str) -> tuple[str, ...]:
        """A code, with its name where names are wanted."""
        if self.labels == "id":
            return (code,)
        name = self._name(one, code)
        if self._beside:
            return code, name
        return (f"{code}: {name}" if name else code,)

    def _name(self, one: Component, code: str) -> str:
        if one.codelist is None or not code:
            return ""
        if (one.id, code) not in self._names:
            names = self.answer.registry.codelist(one.codelist).name_of(code)
            self._names[one.id, code] = best(names, self.head.language)
        return self._names[one.id, code]


def _text(value: str | float | None) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else number(value)


def _codes(said: Sequence[str | float | None]) -> list[str]:
    """Codes and numbers as cells behind others."""
    return [f",{cell(one)}" if isinstance(one, str) else "," if one is None else f",{number(one)}" for one in said]
