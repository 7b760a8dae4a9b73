"""What SDMX calls structures: code lists, concepts, data structures, dataflows, and how they refer to each other.

A model of our own, because no library writes all the formats that are served, and none of them names in every language;
see ADR 0022. Source: SDMX 2.1 and 3.0 information model (sections 3 to 6).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias

Names: TypeAlias = Mapping[str, str]
"""Language → name; English is always there."""
Level: TypeAlias = Literal["series", "observation"]

AGENCY: Final = "LMIS"
VERSION: Final = "1.0"
TIME: Final = "TIME_PERIOD"
MEASURE: Final = "OBS_VALUE"

PACKAGES: Final[Mapping[str, tuple[str, str]]] = {
    "agencyscheme": ("base", "AgencyScheme"),
    "codelist": ("codelist", "Codelist"),
    "conceptscheme": ("conceptscheme", "ConceptScheme"),
    "datastructure": ("datastructure", "DataStructure"),
    "dataflow": ("datastructure", "Dataflow"),
    "categoryscheme": ("categoryscheme", "CategoryScheme"),
    "categorisation": ("categoryscheme", "Categorisation"),
    "contentconstraint": ("registry", "ContentConstraint"),
}
"""Type of an artefact as addresses name it → the package and class of its URN."""


@dataclass(frozen=True, slots=True)
class Ref:
    """The full name of an artefact."""

    kind: str
    id: str
    agency: str = AGENCY
    version: str = VERSION

    @property
    def urn(self) -> str:
        """The URN of SDMX 2.1."""
        package, name = PACKAGES[self.kind]
        return f"urn:sdmx:org.sdmx.infomodel.{package}.{name}={self.agency}:{self.id}({self.version})"

    def item(self, id_: str) -> str:
        """The URN of an item of this scheme: a code, concept, category or agency."""
        package, name = ITEMS[self.kind]
        return f"urn:sdmx:org.sdmx.infomodel.{package}.{name}={self.agency}:{self.id}({self.version}).{id_}"


ITEMS: Final[Mapping[str, tuple[str, str]]] = {
    "agencyscheme": ("base", "Agency"),
    "codelist": ("codelist", "Code"),
    "conceptscheme": ("conceptscheme", "Concept"),
    "categoryscheme": ("categoryscheme", "Category"),
}


@dataclass(frozen=True, slots=True)
class Item:
    """A code, a concept, a category or an agency."""

    id: str
    names: Names
    parent: str | None = None
    codelist: Ref | None = None  # of a concept: what its values are taken from
    numeric: bool = False  # of a concept: its values are numbers


@dataclass(frozen=True, slots=True, kw_only=True)
class Artefact:
    """Whatever has an agency and a version."""

    ref: Ref
    names: Names = field(default_factory=dict)

    @property
    def children(self) -> tuple[Ref, ...]:
        """What this artefact refers to."""
        return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemScheme(Artefact):
    """A code list, concept scheme, category scheme or agency scheme."""

    items: tuple[Item, ...]
    partial: bool = False  # some items were left out, as was asked

    @property
    def children(self) -> tuple[Ref, ...]:
        """The code lists of concepts."""
        return tuple(dict.fromkeys(item.codelist for item in self.items if item.codelist is not None))

    def name_of(self, id_: str) -> Names:
        """The names of an item; its id where there is none."""
        return next((item.names for item in self.items if item.id == id_), {"en": id_})


@dataclass(frozen=True, slots=True, kw_only=True)
class Component:
    """A dimension or an attribute: a concept, and the list that its values come from (None: free text or number)."""

    id: str
    codelist: Ref | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribute(Component):
    """What is said of a value; `level` tells what it varies with."""

    level: Level = "observation"
    required: bool = False
    numeric: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DataStructure(Artefact):
    """Dimensions, in the order of keys and without the time, which always follows them; attributes; one measure."""

    concepts: Ref
    dimensions: tuple[Component, ...]
    attributes: tuple[Attribute, ...]

    @property
    def children(self) -> tuple[Ref, ...]:
        """Concept scheme and code lists."""
        lists = (one.codelist for one in (*self.dimensions, *self.attributes) if one.codelist is not None)
        return tuple(dict.fromkeys((self.concepts, *lists)))

    def at(self, level: Level) -> tuple[Attribute, ...]:
        """The attributes of a level."""
        return tuple(one for one in self.attributes if one.level == level)

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of the dimensions, without the time."""
        return tuple(one.id for one in self.dimensions)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dataflow(Artefact):
    """What can be asked for data."""

    structure: Ref

    @property
    def children(self) -> tuple[Ref, ...]:
        """Its structure."""
        return (self.structure,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Categorisation(Artefact):
    """A dataflow stands in a category."""

    source: Ref
    scheme: Ref
    category: str

    @property
    def children(self) -> tuple[Ref, ...]:
        """The dataflow and the scheme."""
        return (self.source, self.scheme)


@dataclass(frozen=True, slots=True)
class Region:
    """What there is in a dataflow: per dimension the codes that occur, first and last period, and how much."""

    codes: Mapping[str, tuple[str, ...]]
    start: str | None = None  # first day, ISO 8601
    end: str | None = None
    series: int = 0
    observations: int = 0

    @property
    def counts(self) -> tuple[tuple[str, int], ...]:
        """What is counted, by the names that others use for it."""
        return ("obs_count", self.observations), ("series_count", self.series)


@dataclass(frozen=True, slots=True, kw_only=True)
class Constraint(Artefact):
    """What there actually is in a dataflow."""

    flow: Ref
    region: Region

    @property
    def children(self) -> tuple[Ref, ...]:
        """The dataflow."""
        return (self.flow,)
