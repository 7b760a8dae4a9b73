"""Structures as SDMX-JSON 1.0 and 2.0, with names in every language.

Source: sdmx-twg/sdmx-json, structure message 1.0 and 2.0, with their schemas.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from lmis.exchange.json_data import JsonVersion, meta, said
from lmis.exchange.json_places import compact
from lmis.exchange.messages import Head
from lmis.exchange.ml_structures import METRICS, urn_30
from lmis.exchange.structures import (
    MEASURE,
    TIME,
    Artefact,
    Attribute,
    Categorisation,
    Component,
    Constraint,
    Dataflow,
    DataStructure,
    Item,
    ItemScheme,
    Ref,
)

LISTS: Final[Mapping[str, str]] = {
    "agencyscheme": "agencySchemes",
    "categorisation": "categorisations",
    "categoryscheme": "categorySchemes",
    "codelist": "codelists",
    "conceptscheme": "conceptSchemes",
    "contentconstraint": "contentConstraints",
    "dataflow": "dataflows",
    "datastructure": "dataStructures",
}
ITEMS: Final[Mapping[str, str]] = {
    "agencyscheme": "agencies",
    "codelist": "codes",
    "conceptscheme": "concepts",
    "categoryscheme": "categories",
}


def structure_message(artefacts: Iterable[tuple[Artefact, bool]], head: Head, version: JsonVersion) -> Iterator[str]:
    """A message with these structures, each with whether its names are all that is wanted."""
    writer = Writer(head, version)
    held = list(artefacts)
    yield f'{{"meta":{compact(meta(head, "structure", version))},"data":{{'
    begun = False
    for kind, name in LISTS.items():
        here = [compact(writer.artefact(one, stub)) for one, stub in held if one.ref.kind == kind]
        if here:
            name = "dataConstraints" if kind == "contentconstraint" and version == "2.0" else name
            yield f'{"," if begun else ""}"{name}":[{",".join(here)}]'
            begun = True
    yield "}}"


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes structures in one version."""

    head: Head
    version: JsonVersion

    @property
    def old(self) -> bool:
        """Is it 1.0?"""
        return self.version == "1.0"

    def artefact(self, one: Artefact, stub: bool) -> dict[str, Any]:
        """An artefact; of a stub the names only."""
        urn = one.ref.urn if self.old else urn_30(one.ref)
        made: dict[str, Any] = {"id": one.ref.id, **said(one.names, self.head), "agencyID": one.ref.agency}
        if self.old or one.ref.kind != "agencyscheme":
            made["version"] = one.ref.version
        if self.old:
            made["isFinal"] = one.ref.kind not in ("contentconstraint", "agencyscheme")
        made["links"] = [{"rel": "self", "urn": urn}]
        if stub:
            return {**made, "isExternalReference": True}
        if isinstance(one, ItemScheme) and one.partial:
            made["isPartial"] = True
        return {**made, **self.content(one)}

    def content(self, one: Artefact) -> dict[str, Any]:
        """What an artefact holds."""
        match one:
            case ItemScheme():
                return {ITEMS[one.ref.kind]: [self.item(one, item) for item in one.items]}
            case DataStructure():
                return {"dataStructureComponents": self.components(one)}
            case Dataflow():
                return {"structure": one.structure.urn}
            case Categorisation():
                return {"source": one.source.urn, "target": one.scheme.item(one.category)}
            case Constraint():
                return self.constraint(one)
        return {}

    def item(self, scheme: ItemScheme, item: Item) -> dict[str, Any]:
        """A code, concept, category or agency."""
        made = {"id": item.id, **said(item.names, self.head)}
        made["links"] = [{"rel": "self", "urn": scheme.ref.item(item.id)}]
        if item.parent:
            made["parent"] = item.parent
        if scheme.ref.kind == "conceptscheme":
            made["coreRepresentation"] = self.values(item.codelist, item.numeric)
        return made

    def values(self, codelist: Ref | None, numeric: bool) -> dict[str, Any]:
        """What values a concept or component has: those of a list, numbers, or text."""
        if codelist is not None:
            return {"enumeration": codelist.urn}
        return {self.format_name: {self.type_name: "Double" if numeric else "String"}}

    @property
    def format_name(self) -> str:
        """What a format is called."""
        return "textFormat" if self.old else "format"

    @property
    def type_name(self) -> str:
        """What its type is called."""
        return "textType" if self.old else "dataType"

    def components(self, one: DataStructure) -> dict[str, Any]:
        """Dimensions, attributes and the measure."""
        dimensions = [self.dimension(one, part, place) for place, part in enumerate(one.dimensions)]
        time: dict[str, Any] = {"id": TIME, "conceptIdentity": one.concepts.item(TIME)}
        time["localRepresentation"] = {self.format_name: {self.type_name: "ObservationalTimePeriod"}}
        if self.old:
            time |= {"position": len(dimensions), "type": "TimeDimension"}
        measure = {"id": MEASURE, "conceptIdentity": one.concepts.item(MEASURE)}
        measure_values = {"localRepresentation": self.values(None, True)}
        return {
            "dimensionList": {
                "id": "DimensionDescriptor",
                "dimensions": dimensions,
                **({"timeDimensions": [time]} if self.old else {"timeDimension": time}),
            },
            "attributeList": {
                "id": "AttributeDescriptor",
                "attributes": [self.attribute(one, part) for part in one.attributes],
            },
            "measureList": {
                "id": "MeasureDescriptor",
                **(
                    {"primaryMeasure": measure | measure_values}
                    if self.old
                    else {"measures": [measure | measure_values]}
                ),
            },
        }

    def dimension(self, one: DataStructure, part: Component, place: int) -> dict[str, Any]:
        """A dimension of the key."""
        made: dict[str, Any] = {"id": part.id, "position": place, "conceptIdentity": one.concepts.item(part.id)}
        if self.old:
            made["type"] = "Dimension"
        return {**made, "localRepresentation": self.values(part.codelist, False)}

    def attribute(self, one: DataStructure, part: Attribute) -> dict[str, Any]:
        """An attribute, and what it varies with."""
        varying: dict[str, Any] = {"dimensions": list(one.ids)}
        if part.level == "observation":
            varying = {"primaryMeasure": MEASURE} if self.old else {"observation": {}}
        required = "Mandatory" if part.required else "Conditional"
        usage = {"assignmentStatus": required} if self.old else {"usage": "mandatory" if part.required else "optional"}
        return {
            "id": part.id,
            **usage,
            "attributeRelationship": varying,
            "conceptIdentity": one.concepts.item(part.id),
            "localRepresentation": self.values(part.codelist, part.numeric),
        }

    def constraint(self, one: Constraint) -> dict[str, Any]:
        """What there is: codes per dimension, and the days covered."""
        keys: list[dict[str, Any]] = [
            {"id": id_, "values": list(codes) if self.old else [{"value": code} for code in codes]}
            for id_, codes in one.region.codes.items()
            if codes
        ]
        if one.region.start:
            start, end = ({"period": day, "isInclusive": True} for day in (one.region.start, one.region.end))
            keys.append({"id": TIME, "timeRange": {"startPeriod": start, "endPeriod": end}})
        counted = [{"id": name, "title": str(count), "type": METRICS} for name, count in one.region.counts]
        return {
            "annotations": counted,
            ("type" if self.old else "role"): "Actual",
            "constraintAttachment": {"dataflows": [one.flow.urn]},
            "cubeRegions": [{("isIncluded" if self.old else "include"): True, "keyValues": keys}],
        }
