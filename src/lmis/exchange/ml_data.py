"""Observations as SDMX-ML: 2.1 generic and structure-specific, 3.0 structure-specific; a series at a time.

Source: SDMX 2.1, section 3A (generic and structure-specific data); SDMX 3.0, section 3. Written by hand, because the
libraries hold a whole message in memory; see ADR 0022 for what both cost.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Final, Literal, TypeAlias

from lmis.exchange.answers import Answer, flat, regrouped
from lmis.exchange.messages import Head
from lmis.exchange.numbers import number
from lmis.exchange.observations import Observation, Series
from lmis.exchange.structures import MEASURE, TIME
from lmis.exchange.xml import DECLARATION, SCHEMAS, header, quoted, root, tag

Kind: TypeAlias = Literal["generic", "specific", "specific-3.0"]

XSI: Final = "http://www.w3.org/2001/XMLSchema-instance"
STRUCTURE_ID: Final = "S1"


def data_message(answer: Answer, head: Head, kind: Kind) -> Iterator[str]:
    """A message with the observations of an answer."""
    writer: Generic | Specific = Generic(answer) if kind == "generic" else Specific(answer, kind)
    yield writer.opening(head)
    series = answer.series if answer.at in (TIME, "AllDimensions") else regrouped(answer)
    if answer.at == "AllDimensions":
        yield from writer.observations(flat(series))
    else:
        yield from writer.series(series)
    yield writer.closing


def _structured(answer: Answer, namespace: str | None, *, old: bool = True) -> str:
    """The header's reference to the dataflow, or to the structure itself where there is no dataflow."""
    ref = answer.flow.artefact.ref
    kind, element = ("Dataflow", "StructureUsage") if ref.kind == "dataflow" else ("DataStructure", "Structure")
    usage = tag("Ref", agencyID=ref.agency, id=ref.id, version=ref.version, class_=kind) if old else ref.urn
    given = tag(
        "mes:Structure",
        f"<com:{element}>{usage}</com:{element}>",
        structureID=STRUCTURE_ID,
        namespace=namespace,
        dimensionAtObservation=answer.at,
    )
    return given + "<mes:DataSetAction>Replace</mes:DataSetAction>"


@lru_cache(1 << 14)
def _value(id_: str, value: str) -> str:
    return f"<gen:Value id={quoted(id_)} value={quoted(value)}/>"


@lru_cache(1 << 14)
def _attribute(id_: str, value: str) -> str:
    return f" {id_}={quoted(value)}"


def _ids(answer: Answer) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The ids of attributes of series and of observations."""
    series, observation = (tuple(one.id for one in answer.at_level(level)) for level in ("series", "observation"))
    return series, observation


def _valued(ids: Sequence[str], values: Sequence[str | float | None]) -> str:
    """Attributes of generic data; texts repeat themselves and are kept, numbers do not."""
    return "".join(
        [
            _value(id_, value) if isinstance(value, str) else f'<gen:Value id="{id_}" value="{number(value)}"/>'
            for id_, value in zip(ids, values, strict=False)
            if value is not None
        ]
    )


def _said(ids: Sequence[str], values: Sequence[str | float | None]) -> str:
    """Attributes of structure-specific data."""
    return "".join(
        [
            _attribute(id_, value) if isinstance(value, str) else f' {id_}="{number(value)}"'
            for id_, value in zip(ids, values, strict=False)
            if value is not None
        ]
    )


class Generic:
    """Generic data of SDMX-ML 2.1."""

    closing = "</mes:DataSet></mes:GenericData>"

    def __init__(self, answer: Answer) -> None:
        """Prepare what every series repeats."""
        self.answer = answer
        self.of_series, self.of_observation = _ids(answer)

    def opening(self, head: Head) -> str:
        """Up to the first series."""
        spaces = {name: f"{SCHEMAS}/v2_1/{what}" for name, what in (("mes", "message"), ("com", "common"))}
        spaces["gen"] = f"{SCHEMAS}/v2_1/data/generic"
        return (
            f"{DECLARATION}{root('mes:GenericData', spaces)}{header(head, _structured(self.answer, None))}"
            f'<mes:DataSet structureRef="{STRUCTURE_ID}" action="Replace">'
        )

    def series(self, series: Iterable[Series]) -> Iterator[str]:
        """Series with their observations."""
        ids = self.answer.key_ids
        for one in series:
            key = "".join(map(_value, ids, one.key))
            said = _valued(self.of_series, one.attributes)
            said = f"<gen:Attributes>{said}</gen:Attributes>" if said else ""
            body = "".join(map(self._observation, one.observations))
            yield f"<gen:Series><gen:SeriesKey>{key}</gen:SeriesKey>{said}{body}</gen:Series>"

    def _observation(self, one: Observation) -> str:
        said = _valued(self.of_observation, one.attributes)
        value = "" if one.value is None else f'<gen:ObsValue value="{number(one.value)}"/>'
        said = f"<gen:Attributes>{said}</gen:Attributes>" if said else ""
        return f'<gen:Obs><gen:ObsDimension value="{one.period}"/>{value}{said}</gen:Obs>'

    def observations(self, rows: Iterable[tuple[Series, Observation]]) -> Iterator[str]:
        """Observations without series."""
        ids = (*self.answer.key_ids, TIME)
        named = (*self.of_series, *self.of_observation)
        for one, each in rows:
            key = "".join(map(_value, ids, (*one.key, each.period)))
            said = _valued(named, (*one.attributes, *each.attributes))
            said = f"<gen:Attributes>{said}</gen:Attributes>" if said else ""
            value = "" if each.value is None else f'<gen:ObsValue value="{number(each.value)}"/>'
            yield f"<gen:Obs><gen:ObsKey>{key}</gen:ObsKey>{value}{said}</gen:Obs>"


class Specific:
    """Structure-specific data of SDMX-ML 2.1 and 3.0."""

    def __init__(self, answer: Answer, kind: Kind) -> None:
        """Prepare what every series repeats."""
        self.answer, self.old = answer, kind == "specific"
        self.of_series, self.of_observation = _ids(answer)
        ref = answer.flow.artefact.ref
        self.space = f"{ref.urn}:ObsLevelDim:{answer.at}"
        self.closing = "</mes:DataSet></mes:StructureSpecificData>"

    def opening(self, head: Head) -> str:
        """Up to the first series."""
        folder = f"{SCHEMAS}/{'v2_1' if self.old else 'v3_0'}"
        spaces = {name: f"{folder}/{what}" for name, what in (("mes", "message"), ("com", "common"))}
        spaces |= {"ss": f"{folder}/data/structurespecific", "xsi": XSI, "ns1": self.space}
        structured = _structured(self.answer, self.space, old=self.old)
        return (
            f"{DECLARATION}{root('mes:StructureSpecificData', spaces)}{header(head, structured)}"
            f'<mes:DataSet ss:structureRef="{STRUCTURE_ID}" xsi:type="ns1:DataSetType" ss:dataScope="DataStructure"'
            f' ss:action="Replace">'
        )

    def series(self, series: Iterable[Series]) -> Iterator[str]:
        """Series with their observations."""
        ids = self.answer.key_ids
        for one in series:
            key = "".join(map(_attribute, ids, one.key)) + _said(self.of_series, one.attributes)
            body = "".join(map(self._observation, one.observations))
            yield f"<Series{key}>{body}</Series>" if body else f"<Series{key}/>"

    def _observation(self, one: Observation) -> str:
        said = _said(self.of_observation, one.attributes)
        value = "" if one.value is None else f' {MEASURE}="{number(one.value)}"'
        return f'<Obs {self.answer.at}="{one.period}"{value}{said}/>'

    def observations(self, rows: Iterable[tuple[Series, Observation]]) -> Iterator[str]:
        """Observations without series."""
        ids = (*self.answer.key_ids, TIME)
        named = (*self.of_series, *self.of_observation)
        for one, each in rows:
            key = "".join(map(_attribute, ids, (*one.key, each.period)))
            value = "" if each.value is None else f' {MEASURE}="{number(each.value)}"'
            yield f"<Obs{key}{value}{_said(named, (*one.attributes, *each.attributes))}/>"
