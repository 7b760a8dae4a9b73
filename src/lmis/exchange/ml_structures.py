"""Structures as SDMX-ML 2.1 and 3.0, with names in every language.

Source: SDMX 2.1 and 3.0, section 3A/B, schemas SDMXStructure.xsd.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from lmis.exchange.messages import Head
from lmis.exchange.structures import (
    MEASURE,
    PACKAGES,
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
from lmis.exchange.xml import DECLARATION, SCHEMAS, header, named, quoted, root, tag, text

Version: TypeAlias = Literal["2.1", "3.0"]

LISTS: Final[Mapping[Version, Mapping[str, str]]] = {
    "2.1": {
        "agencyscheme": "OrganisationSchemes",
        "dataflow": "Dataflows",
        "categoryscheme": "CategorySchemes",
        "categorisation": "Categorisations",
        "codelist": "Codelists",
        "conceptscheme": "Concepts",
        "datastructure": "DataStructures",
        "contentconstraint": "Constraints",
    },
    "3.0": {
        "agencyscheme": "AgencySchemes",
        "codelist": "Codelists",
        "conceptscheme": "ConceptSchemes",
        "datastructure": "DataStructures",
        "dataflow": "Dataflows",
        "categoryscheme": "CategorySchemes",
        "categorisation": "Categorisations",
        "contentconstraint": "DataConstraints",
    },
}
"""The elements that hold structures of each kind: in the order of the schema of 2.1, which 3.0 leaves open, so that
nothing is referred to there before it stands (sdmx1 asks for that)."""
METRICS: Final = "sdmx_metrics"
"""The type of annotations that count. Source: what NSI web services answer to questions of availability."""
ITEM: Final = {"codelist": "Code", "conceptscheme": "Concept", "categoryscheme": "Category", "agencyscheme": "Agency"}


def urn_30(ref: Ref) -> str:
    """The URN of an artefact; constraints have another name in SDMX 3.0."""
    return ref.urn.replace("registry.ContentConstraint", "registry.DataConstraint")


def counts(one: Constraint) -> str:
    """How many series and observations there are, as other services tell it."""
    told = "".join(
        f'<com:Annotation id="{name}"><com:AnnotationTitle>{count}</com:AnnotationTitle>'
        f"<com:AnnotationType>{METRICS}</com:AnnotationType></com:Annotation>"
        for name, count in one.region.counts
    )
    return f"<com:Annotations>{told}</com:Annotations>"


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes structures in one version."""

    version: Version
    languages: Sequence[str]
    address: str  # of the service

    def address_of(self, ref: Ref) -> str:
        """Where the whole of a structure is."""
        kind = ref.kind if self.old else f"structure/{ref.kind.replace('contentc', 'datac')}"
        return f"{self.address}/{kind}/{ref.agency}/{ref.id}/{ref.version}"

    @property
    def old(self) -> bool:
        """Is it 2.1, where references are elements?"""
        return self.version == "2.1"

    def refer(self, element: str, ref: Ref, item: str | None = None) -> str:
        """A reference to an artefact, or to an item of it."""
        urn = ref.item(item) if item else ref.urn
        if not self.old:
            return f"<{element}>{text(urn)}</{element}>"
        package, name = PACKAGES[ref.kind]
        if item is None:
            inside = tag("Ref", id=ref.id, version=ref.version, agencyID=ref.agency, package=package, class_=name)
        else:
            inside = tag(
                "Ref",
                id=item,
                maintainableParentID=ref.id,
                maintainableParentVersion=ref.version,
                agencyID=ref.agency,
                package=package,
                class_=ITEM[ref.kind],
            )
        return f"<{element}>{inside}</{element}>"

    def artefact(self, one: Artefact, stub: bool) -> Iterator[str]:
        """An artefact; of a stub the names only."""
        name = self.element(one.ref)
        urn = one.ref.urn if self.old else urn_30(one.ref)
        given: dict[str, object] = {"id": one.ref.id, "urn": urn, "agencyID": one.ref.agency}
        if self.old or one.ref.kind != "agencyscheme":
            given["version"] = one.ref.version
        if self.old and one.ref.kind not in ("contentconstraint", "agencyscheme"):
            given["isFinal"] = "true"
        if stub:
            given |= {"isExternalReference": "true", "structureURL": self.address_of(one.ref)}
        if isinstance(one, ItemScheme) and one.partial:
            given["isPartial"] = "true"
        if isinstance(one, Constraint):
            given["type" if self.old else "role"] = "Actual"
        opening = "".join(f" {key}={quoted(value)}" for key, value in given.items())
        counted = counts(one) if isinstance(one, Constraint) and not stub else ""
        yield f"<str:{name}{opening}>{counted}{named('com:Name', one.names, self.languages)}"
        if not stub:
            yield from self.content(one)
        yield f"</str:{name}>"

    def element(self, ref: Ref) -> str:
        """The name of an artefact's element."""
        name = PACKAGES[ref.kind][1]
        return "DataConstraint" if name == "ContentConstraint" and not self.old else name

    def content(self, one: Artefact) -> Iterator[str]:
        """What an artefact holds."""
        match one:
            case ItemScheme():
                yield from (self.item(one, item) for item in one.items)
            case DataStructure():
                yield self.components(one)
            case Dataflow():
                yield self.refer("str:Structure", one.structure)
            case Categorisation():
                yield self.refer("str:Source", one.source) + self.refer("str:Target", one.scheme, one.category)
            case Constraint():
                yield self.region(one)

    def item(self, scheme: ItemScheme, item: Item) -> str:
        """A code, concept, category or agency."""
        name, inside = ITEM[scheme.ref.kind], named("com:Name", item.names, self.languages)
        if item.parent:
            inside += self.parent(item.parent)
        if name == "Concept":
            inside += f"<str:CoreRepresentation>{self.values(item.codelist, item.numeric)}</str:CoreRepresentation>"
        return f"<str:{name} id={quoted(item.id)} urn={quoted(scheme.ref.item(item.id))}>{inside}</str:{name}>"

    def parent(self, id_: str) -> str:
        """The code that a code belongs to."""
        return f"<str:Parent>{tag('Ref', id=id_) if self.old else text(id_)}</str:Parent>"

    def values(self, codelist: Ref | None, numeric: bool) -> str:
        """What values a concept or component has: those of a list, numbers, or text."""
        if codelist is not None:
            return self.refer("str:Enumeration", codelist)
        return tag("str:TextFormat", textType="Double" if numeric else "String")

    def concept(self, one: DataStructure, id_: str) -> str:
        """The concept behind a component."""
        return self.refer("str:ConceptIdentity", one.concepts, id_)

    def components(self, one: DataStructure) -> str:
        """Dimensions, attributes and the measure."""
        dimensions = "".join(self.dimension(one, part, place) for place, part in enumerate(one.dimensions, 1))
        position = f' position="{len(one.dimensions) + 1}"' if self.old else ""
        time = (
            f'<str:TimeDimension id="{TIME}"{position}>{self.concept(one, TIME)}<str:LocalRepresentation>'
            '<str:TextFormat textType="ObservationalTimePeriod"/></str:LocalRepresentation></str:TimeDimension>'
        )
        attributes = "".join(self.attribute(one, part) for part in one.attributes)
        measure = self.concept(one, MEASURE) + (
            '<str:LocalRepresentation><str:TextFormat textType="Double"/></str:LocalRepresentation>'
        )
        measure = (
            f'<str:PrimaryMeasure id="{MEASURE}">{measure}</str:PrimaryMeasure>'
            if self.old
            else f'<str:Measure id="{MEASURE}">{measure}</str:Measure>'
        )
        return (
            f'<str:DataStructureComponents><str:DimensionList id="DimensionDescriptor">{dimensions}{time}'
            f'</str:DimensionList><str:AttributeList id="AttributeDescriptor">{attributes}</str:AttributeList>'
            f'<str:MeasureList id="MeasureDescriptor">{measure}</str:MeasureList></str:DataStructureComponents>'
        )

    def dimension(self, one: DataStructure, part: Component, place: int) -> str:
        """A dimension of the key."""
        values = f"<str:LocalRepresentation>{self.values(part.codelist, False)}</str:LocalRepresentation>"
        return tag("str:Dimension", self.concept(one, part.id) + values, id=part.id, position=place)

    def attribute(self, one: DataStructure, part: Attribute) -> str:
        """An attribute, and what it varies with."""
        values = self.values(part.codelist, part.numeric)
        status = "Mandatory" if part.required else "Conditional"
        usage = {"assignmentStatus": status} if self.old else {"usage": "mandatory" if part.required else "optional"}
        inside = (
            f"{self.concept(one, part.id)}<str:LocalRepresentation>{values}</str:LocalRepresentation>"
            f"<str:AttributeRelationship>{self.relation(one, part)}</str:AttributeRelationship>"
        )
        return tag("str:Attribute", inside, id=part.id, **usage)

    def relation(self, one: DataStructure, part: Attribute) -> str:
        """What an attribute varies with."""
        if part.level == "observation":
            measure = f'<str:PrimaryMeasure><Ref id="{MEASURE}"/></str:PrimaryMeasure>'
            return measure if self.old else "<str:Observation/>"
        return "".join(
            f'<str:Dimension><Ref id="{id_}"/></str:Dimension>' if self.old else f"<str:Dimension>{id_}</str:Dimension>"
            for id_ in one.ids
        )

    def region(self, one: Constraint) -> str:
        """What there is: codes per dimension, and the days covered."""
        space = "com" if self.old else "str"
        keys = "".join(
            tag(f"{space}:KeyValue", "".join(f"<{space}:Value>{text(code)}</{space}:Value>" for code in codes), id=id_)
            for id_, codes in one.region.codes.items()
            if codes
        )
        if one.region.start:
            keys += (
                f'<{space}:KeyValue id="{TIME}"><{space}:TimeRange>'
                f'<{space}:StartPeriod isInclusive="true">{one.region.start}</{space}:StartPeriod>'
                f'<{space}:EndPeriod isInclusive="true">{one.region.end}</{space}:EndPeriod>'
                f"</{space}:TimeRange></{space}:KeyValue>"
            )
        attached = self.refer("str:Dataflow", one.flow)
        attached = f"<str:ConstraintAttachment>{attached}</str:ConstraintAttachment>"
        return f'{attached}<str:CubeRegion include="true">{keys}</str:CubeRegion>'


def structure_message(artefacts: Iterable[tuple[Artefact, bool]], head: Head, version: Version) -> Iterator[str]:
    """A message with these structures, each with whether its names are all that is wanted."""
    folder = f"{SCHEMAS}/v{version.replace('.', '_')}"
    spaces = {name: f"{folder}/{what}" for name, what in (("mes", "message"), ("str", "structure"), ("com", "common"))}
    yield DECLARATION + root("mes:Structure", spaces) + header(head) + "<mes:Structures>"
    writer, held = Writer(version, head.languages, head.address), list(artefacts)
    for kind, element in LISTS[version].items():
        here = [(one, stub) for one, stub in held if one.ref.kind == kind]
        if here:
            yield f"<str:{element}>"
            for one, stub in here:
                yield from writer.artefact(one, stub)
            yield f"</str:{element}>"
    yield "</mes:Structures></mes:Structure>"
