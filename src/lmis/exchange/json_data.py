"""Observations as SDMX-JSON 1.0 and 2.0, a series at a time.

Codes are written as positions in lists of values. The lists come behind the data, when it is known what occurs in them,
so that nothing is held but them. No library writes this format; see ADR 0022.

Source: sdmx-twg/sdmx-json, data message 1.0 and 2.0, with their schemas.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from typing import Any, Final, Literal, TypeAlias

from lmis.exchange.answers import ALL_DIMENSIONS, Answer, flat, regrouped
from lmis.exchange.json_places import NAME, Listed, Places, compact, filled, text
from lmis.exchange.messages import Head, best
from lmis.exchange.numbers import number
from lmis.exchange.observations import Observation, Series, bounds
from lmis.exchange.structures import MEASURE, TIME, Attribute, Names

JsonVersion: TypeAlias = Literal["1.0", "2.0"]

SCHEMA: Final = (
    "https://raw.githubusercontent.com/sdmx-twg/sdmx-json/master/{name}-message/tools/schemas/{version}/"
    "sdmx-json-{name}-schema.json"
)
ROLES: Final = {"FREQ": ["FREQ"], "REF_AREA": ["GEO"], TIME: ["TIME_PERIOD"]}
"""Roles of dimensions. Source: SDMX cross-domain concept roles."""


def meta(head: Head, name: str, version: JsonVersion) -> dict[str, Any]:
    """The head of a message."""
    return {
        "schema": SCHEMA.format(name=name, version=f"{version}.0" if version == "2.0" else version),
        "id": head.message_id,
        "test": False,
        "prepared": head.instant,
        "contentLanguages": list(head.languages),
        "sender": {"id": head.sender},
    }


def said(names: Names, head: Head) -> dict[str, Any]:
    """The name in the language asked for, and the names in all."""
    held = {language: names[language] for language in head.languages if names.get(language)}
    return {"name": best(names, head.language), "names": held or {"en": best(names, "en")}}


def data_message(answer: Answer, head: Head, version: JsonVersion) -> Iterator[str]:
    """A message with the observations of an answer."""
    return Writer(answer, head, version).message()


Told: TypeAlias = Callable[[Any], str]


class Writer:
    """Writes one message."""

    def __init__(self, answer: Answer, head: Head, version: JsonVersion) -> None:
        """Prepare the lists of values."""
        self.answer, self.head, self.version = answer, head, version
        self.alone = answer.at == ALL_DIMENSIONS
        self.observed: tuple[str, ...] = (answer.at,) if not self.alone else (*answer.key_ids, TIME)
        self.of_series = () if self.alone else answer.key_ids
        self.dimensions = {name: Places() for name in (*self.of_series, *self.observed)}
        self.series_attributes: Sequence[Attribute] = () if self.alone else answer.at_level("series")
        more = answer.at_level("series") if self.alone else ()
        self.attributes: Sequence[Attribute] = (*more, *answer.at_level("observation"))
        self.files = ExitStack()
        self.values: dict[str, Places | Listed] = {}
        self._of_series = [self._told(one) for one in self.series_attributes]
        self._of_observation = [self._told(one) for one in self.attributes]

    def _told(self, one: Attribute) -> Told:
        """How a value of an attribute is written: its place in the list of its values, or itself."""
        if self.version == "2.0" and one.codelist is None:
            return _itself
        places = self.values[one.id] = Places() if one.codelist is not None else Listed(self.files)
        return places.__getitem__

    def message(self) -> Iterator[str]:
        """The parts of the message."""
        with self.files:
            yield from self._parts()

    def _parts(self) -> Iterator[str]:
        link = {"rel": "dataflow", "urn": self.answer.flow.artefact.ref.urn}
        opening: dict[str, Any] = {"action": "Replace", "links": [link]}
        if self.version == "2.0":
            opening = {"structure": 0, **opening}
        yield f'{{"meta":{compact(meta(self.head, "data", self.version))},"data":{{"dataSets":[{compact(opening)[:-1]}'
        if self.alone:
            yield ',"observations":{'
            yield from _joined(self._observation(each, one) for one, each in flat(self.answer.series))
        else:
            series = self.answer.series if self.answer.at == TIME else regrouped(self.answer)
            yield ',"series":{'
            yield from _joined(map(self._series, series))
        yield "}}],"
        structure = compact(self._structure())
        if self.version == "2.0":
            yield f'"structures":[{structure}]'
        else:
            yield from filled(f'"structure":{structure}', self.values)
        yield "}}" if self.version == "2.0" else '},"errors":[]}'

    def _series(self, one: Series) -> str:
        places = [self.dimensions[name][code] for name, code in zip(self.of_series, one.key, strict=True)]
        parts = []
        if one.attributes:
            parts.append(f'"attributes":[{_said(self._of_series, one.attributes)}]')
        if one.observations:
            parts.append(f'"observations":{{{",".join([self._observation(each) for each in one.observations])}}}')
        return f'"{":".join(places)}":{{{",".join(parts)}}}'

    def _observation(self, each: Observation, one: Series | None = None) -> str:
        if one is None:
            place, values = self.dimensions[self.observed[0]][each.period], each.attributes
        else:
            codes = zip(self.observed, (*one.key, each.period), strict=True)
            place = ":".join([self.dimensions[name][code] for name, code in codes])
            values = (*one.attributes, *each.attributes) if each.attributes else ()
        told = _said(self._of_observation, values)
        value = "null" if each.value is None else number(each.value)
        return f'"{place}":[{value},{told}]' if told else f'"{place}":[{value}]'

    def _structure(self) -> dict[str, Any]:
        """The lists of all values that occur, with their names."""
        ref = self.answer.flow.artefact.ref
        links = [{"rel": "dataflow", "urn": ref.urn}, {"rel": "structure", "urn": self.answer.flow.structure.ref.urn}]
        place = {name: at for at, name in enumerate((*self.answer.flow.structure.ids, TIME))}
        made: dict[str, Any] = {"dataSets": [0]} if self.version == "2.0" else {}
        made |= {"links": links, **said(self.answer.flow.names, self.head)}
        made["dimensions"] = {
            "dataSet": [],
            "series": [self._dimension(name, place[name]) for name in self.of_series],
            "observation": [self._dimension(name, place[name]) for name in self.observed if self.dimensions[name]],
        }
        if self.version == "2.0":
            measure = {"id": MEASURE, **self._concept(MEASURE), "format": {"dataType": "Double"}}
            made["measures"] = {"observation": [measure]}
        made["attributes"] = {
            "dataSet": [],
            "series": [self._attribute(one) for one in self.series_attributes],
            "observation": [self._attribute(one) for one in self.attributes],
        }
        made["annotations"] = []
        return made

    def _concept(self, id_: str) -> dict[str, Any]:
        scheme = self.answer.registry.codelist(self.answer.flow.structure.concepts)
        return said(scheme.name_of(id_), self.head)

    def _dimension(self, id_: str, place: int) -> dict[str, Any]:
        made = {"id": id_, **self._concept(id_), "keyPosition": place}
        if id_ in ROLES:
            made["roles"] = ROLES[id_]
        return {**made, "values": [self._member(id_, code) for code in self.dimensions[id_]]}

    def _member(self, id_: str, code: str) -> dict[str, Any]:
        if id_ == TIME:
            first, last = bounds(code)
            days = {"start": f"{first}T00:00:00Z", "end": f"{last}T23:59:59Z"}
            return {"id": code, "name": code, "names": {"en": code}, **days}
        component = next(one for one in self.answer.flow.structure.dimensions if one.id == id_)
        assert component.codelist is not None
        return {"id": code, **said(self.answer.registry.codelist(component.codelist).name_of(code), self.head)}

    def _attribute(self, one: Attribute) -> dict[str, Any]:
        varying: dict[str, Any] = {"dimensions": list(self.answer.flow.structure.ids)}
        if one.level == "observation":
            varying = {"observation": {}} if self.version == "2.0" else {"primaryMeasure": MEASURE}
        made = {"id": one.id, **self._concept(one.id), "relationship": varying}
        if self.version == "2.0" and one.codelist is None:
            return {**made, "format": {"dataType": "Double" if one.numeric else "String"}}
        if one.codelist is None:
            return {**made, "values": NAME + one.id}
        name_of = self.answer.registry.codelist(one.codelist).name_of
        values: list[Any] = [{"id": value, **said(name_of(value), self.head)} for value in self.values[one.id]]
        return {**made, "values": values or [None]}


def _said(told: Sequence[Told], values: Sequence[str | float | None]) -> str:
    return ",".join(["null" if value is None else one(value) for one, value in zip(told, values, strict=False)])


def _itself(value: str | float) -> str:
    return text(value) if isinstance(value, str) else number(value)


def _joined(parts: Iterable[str]) -> Iterator[str]:
    first = True
    for part in parts:
        yield part if first else f",{part}"
        first = False
