"""The grammar of SDMX REST, versions 1.5 (`/sdmx/2.1`) and 2.2 (`/sdmx/3.0`): addresses to queries.

Source: sdmx-twg/sdmx-rest, api/sdmx-rest.yaml of tags v1.5.0 and v2.2.2.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Literal, TypeAlias

from lmis.exchange.faults import NothingFound, NotOffered, QueryNotUnderstood
from lmis.text.nearest import nearest

Api: TypeAlias = Literal["2.1", "3.0"]
Parameters: TypeAlias = Sequence[tuple[str, str]]

ALL: Final = frozenset({"all", "*"})
LATEST: Final = frozenset({"latest", "~", "+"})

HELD: Final[Mapping[str, tuple[str, ...]]] = {
    "dataflow": ("dataflow",),
    "datastructure": ("datastructure",),
    "codelist": ("codelist",),
    "conceptscheme": ("conceptscheme",),
    "categoryscheme": ("categoryscheme",),
    "categorisation": ("categorisation",),
    "agencyscheme": ("agencyscheme",),
    "organisationscheme": ("agencyscheme",),
    "contentconstraint": ("contentconstraint",),
    "actualconstraint": ("contentconstraint",),
    "dataconstraint": ("contentconstraint",),
}
"""Type of structure in an address → the types that are held."""
EVERY: Final = tuple(dict.fromkeys(kind for kinds in HELD.values() for kind in kinds))
NONE_HELD: Final = frozenset(
    (
        *("metadatastructure", "hierarchicalcodelist", "hierarchy", "hierarchyassociation", "dataproviderscheme"),
        *("dataconsumerscheme", "organisationunitscheme", "metadataproviderscheme", "metadataflow"),
        *("reportingtaxonomy", "provisionagreement", "metadataprovisionagreement", "structureset", "structuremap"),
        *("representationmap", "conceptschememap", "categoryschememap", "organisationschememap"),
        *("reportingtaxonomymap", "process", "allowedconstraint", "attachmentconstraint", "metadataconstraint"),
        *("transformationscheme", "rulesetscheme", "userdefinedoperatorscheme", "customtypescheme"),
        *("namepersonalisationscheme", "vtlmappingscheme", "valuelist"),
    )
)
"""Types of structure that there are in SDMX and none of here."""

DETAILS: Final = (
    *("full", "allstubs", "referencestubs", "allcompletestubs", "referencecompletestubs", "referencepartial", "raw"),
)
RELATIONS: Final = ("none", "parents", "parentsandsiblings", "ancestors", "children", "descendants", "all")
DATA_DETAILS: Final = ("full", "dataonly", "serieskeysonly", "nodata")

DATA_21: Final = (
    *("startPeriod", "endPeriod", "updatedAfter", "firstNObservations", "lastNObservations"),
    *("dimensionAtObservation", "detail", "includeHistory"),
)
DATA_30: Final = (
    *("updatedAfter", "firstNObservations", "lastNObservations", "dimensionAtObservation", "attributes", "measures"),
    *("includeHistory", "startPeriod", "endPeriod", "asOf", "reportingYearStartDay"),
)
AVAILABLE: Final = ("mode", "references", "startPeriod", "endPeriod", "updatedAfter")


@dataclass(frozen=True, slots=True)
class StructureQuery:
    """What structures are asked for; an empty tuple of ids asks for all."""

    kinds: tuple[str, ...]
    agencies: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    versions: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    detail: str = "full"
    references: str = "none"


@dataclass(frozen=True, slots=True)
class DataQuery:
    """What data are asked for; `keys` as they were written: per key, per dimension, the codes (none: all)."""

    agency: str | None
    flow: str
    version: str | None
    keys: tuple[tuple[tuple[str, ...], ...], ...] = ()
    providers: tuple[str, ...] = ()
    filters: tuple[tuple[str, str], ...] = ()  # component, and what is asked of it
    attributes: bool = True
    values: bool = True
    at: str = "TIME_PERIOD"
    parameters: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AvailabilityQuery:
    """What values there are for a query of data."""

    data: DataQuery
    component: str | None = None
    exact: bool = True
    references: str = "none"


Query: TypeAlias = StructureQuery | DataQuery | AvailabilityQuery


def query_of(api: Api, path: str, parameters: Parameters) -> Query:
    """The query at an address behind `/sdmx/2.1/` or `/sdmx/3.0/`, percent signs resolved.

    Raises:
        QueryNotUnderstood: the address or a parameter is not of the grammar.
        NothingFound: there are no structures of that kind.
        NotOffered: it is of the grammar, and this service does not do it.
    """
    parts = path.strip("/").split("/")
    if not parts[0]:
        raise QueryNotUnderstood(value=path[:200], allowed=[*HELD, "data"])
    if api == "3.0":
        return _query_30(parts, parameters)
    match parts[0]:
        case "data":
            return _data_21(parts[1:], parameters)
        case "availableconstraint":
            return _available_21(parts[1:], parameters)
        case "schema":
            return _schema(parts[1:], parameters)
        case _:
            return _structures(parts, parameters)


def _query_30(parts: Sequence[str], parameters: Parameters) -> Query:
    match parts[0]:
        case "structure":
            return _structures(parts[1:] or ["*"], parameters)
        case "data":
            return _data_30(parts[1:], parameters)
        case "availability":
            return _available_30(parts[1:], parameters)
        case "schema":
            return _schema(parts[1:], parameters)
        case "metadata" | "registration":
            raise NotOffered(value=parts[0])
        case _:
            raise QueryNotUnderstood(value=parts[0][:60], nearest=["structure", "data", "availability"])


def _structures(parts: Sequence[str], parameters: Parameters) -> StructureQuery:
    kind, agency, id_, version, item = (*parts[:5], *[""] * (5 - len(parts)))
    if len(parts) > 5:
        raise QueryNotUnderstood(value="/".join(parts)[:200])
    given = _given(parameters, ("detail", "references"))
    return StructureQuery(
        kinds=_kinds(kind),
        agencies=_ids(agency),
        ids=_ids(id_),
        versions=tuple(one for one in _ids(version, "~+*") if one not in LATEST),
        items=_ids(item),
        detail=_one_of(given.get("detail", "full"), DETAILS, "detail"),
        references=_relation(given.get("references", "none")),
    )


def _schema(parts: Sequence[str], parameters: Parameters) -> StructureQuery:
    """What is valid in data: the structures that say so, with the codes that occur; no XSD is written."""
    context, agency, id_, version = (*parts[:4], *[""] * (4 - len(parts[:4])))
    if not id_ or len(parts) > 4:
        raise QueryNotUnderstood(value="/".join(("schema", *parts))[:200])
    if context not in ("dataflow", "datastructure"):
        raise NotOffered(value=context[:60])
    _given(parameters, ("dimensionAtObservation", "explicitMeasure", "deletion"))
    query = _structures((context, agency, id_, version), ())
    return replace(query, references="all" if context == "dataflow" else "descendants", detail="referencepartial")


def _kinds(kind: str) -> tuple[str, ...]:
    if kind in ("structure", *ALL):
        return EVERY
    if kind in HELD:
        return HELD[kind]
    if kind in NONE_HELD:
        raise NothingFound(value=kind)
    if kind in ("metadata", "registration"):
        raise NotOffered(value=kind)
    raise QueryNotUnderstood(value=kind[:60], nearest=nearest(kind[:60], {name: name for name in (*HELD, "data")}))


def _relation(value: str) -> str:
    if value in HELD or value in NONE_HELD:
        return value
    return _one_of(value, RELATIONS, "references")


def _data_21(parts: Sequence[str], parameters: Parameters) -> DataQuery:
    if not parts or not parts[0] or len(parts) > 3:
        raise QueryNotUnderstood(value="/".join(("data", *parts))[:200])
    flow, key, provider = (*parts, *[""] * (3 - len(parts)))
    given = _given(parameters, DATA_21)
    detail = _one_of(given.get("detail", "full"), DATA_DETAILS, "detail")
    return DataQuery(
        *_flow_21(flow),
        keys=_keys(key),
        providers=_providers(provider),
        attributes=detail in ("full", "nodata"),
        values=detail in ("full", "dataonly"),
        at=given.get("dimensionAtObservation", "TIME_PERIOD"),
        parameters=_no_history(given),
    )


def _flow_21(text: str) -> tuple[str | None, str, str | None]:
    """FLOW, AGENCY,FLOW or AGENCY,FLOW,VERSION."""
    parts = text.split(",")
    if len(parts) > 3 or not all(parts):
        raise QueryNotUnderstood(value=text[:200])
    if len(parts) == 1:
        return None, parts[0], None
    agency, flow, version = (*parts, *["latest"] * (3 - len(parts)))
    return None if agency in ALL else agency, flow, None if version in LATEST | ALL else version


def _available_21(parts: Sequence[str], parameters: Parameters) -> AvailabilityQuery:
    if not parts or not parts[0] or len(parts) > 4:
        raise QueryNotUnderstood(value="/".join(("availableconstraint", *parts))[:200])
    flow, key, provider, component = (*parts, *[""] * (4 - len(parts)))
    given = _given(parameters, AVAILABLE)
    data = DataQuery(*_flow_21(flow), keys=_keys(key), providers=_providers(provider), parameters=given)
    return _availability(data, component, given)


def _data_30(parts: Sequence[str], parameters: Parameters) -> DataQuery:
    if len(parts) > 5:
        raise QueryNotUnderstood(value="/".join(("data", *parts))[:200])
    given = _given(parameters, DATA_30, filters=True)
    for name in ("asOf", "reportingYearStartDay"):
        if name in given:
            raise NotOffered(value=name)
    attributes, measures = given.get("attributes", "dsd"), given.get("measures", "all")
    return DataQuery(
        *_flow_30(parts),
        keys=_keys(parts[4] if len(parts) > 4 else ""),
        filters=_filters(parameters),
        attributes=attributes not in ("none", "msd"),
        values=measures != "none",
        at=given.get("dimensionAtObservation", "TIME_PERIOD"),
        parameters=_no_history(given),
    )


def _flow_30(parts: Sequence[str]) -> tuple[str | None, str, str | None]:
    context, agency, flow, version = (*parts[:4], *["*"] * (4 - len(parts[:4])))
    if context not in ("dataflow", "*"):
        if context in ("datastructure", "provisionagreement"):
            raise NotOffered(value=context)
        raise QueryNotUnderstood(value=context[:60], nearest=["dataflow"])
    if flow in ALL or "," in flow:
        raise NotOffered(value=flow[:60])
    return None if agency in ALL else agency, flow, None if version in LATEST | ALL else version


def _available_30(parts: Sequence[str], parameters: Parameters) -> AvailabilityQuery:
    if len(parts) > 6:
        raise QueryNotUnderstood(value="/".join(("availability", *parts))[:200])
    given = _given(parameters, AVAILABLE, filters=True)
    data = DataQuery(
        *_flow_30(parts),
        keys=_keys(parts[4] if len(parts) > 4 else ""),
        filters=_filters(parameters),
        parameters=given,
    )
    return _availability(data, parts[5] if len(parts) > 5 else "", given)


def _availability(data: DataQuery, component: str, given: Mapping[str, str]) -> AvailabilityQuery:
    return AvailabilityQuery(
        data,
        component=None if component in ALL | {""} else component,
        exact=_one_of(given.get("mode", "exact"), ("exact", "available"), "mode") == "exact",
        references=_one_of(
            given.get("references", "none"),
            ("none", "all", "datastructure", "conceptscheme", "codelist", "dataproviderscheme", "dataflow"),
            "references",
        ),
    )


def _keys(text: str) -> tuple[tuple[tuple[str, ...], ...], ...]:
    """Keys as `KHM.Q..SEX_F+SEX_M`; in 3.0 with stars, and several of them after commas."""
    if text in ALL or not text:
        return ()
    return tuple(
        tuple(tuple(code for code in place.split("+") if code and code != "*") for place in key.split("."))
        for key in text.split(",")
    )


def _providers(text: str) -> tuple[str, ...]:
    return tuple(one.rpartition(",")[2] for one in text.split("+")) if text and text not in ALL else ()


def _ids(text: str, keep: str = "") -> tuple[str, ...]:
    """Ids joined by plus signs or commas; none for all."""
    if text in ALL or not text:
        return ()
    if text in keep:
        return (text,)
    found = tuple(one for one in text.replace(",", "+").split("+") if one)
    return () if ALL & set(found) else found


def _given(parameters: Parameters, known: Sequence[str], *, filters: bool = False) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in parameters:
        if filters and name.startswith("c["):
            continue
        if name not in known:
            raise QueryNotUnderstood(parameter=name[:60], nearest=nearest(name[:60], {one: one for one in known}))
        found[name] = value
    return found


def _filters(parameters: Parameters) -> tuple[tuple[str, str], ...]:
    """`c[SEX]=SEX_F,SEX_M`; a plus sign that an address turned into a space is one again."""
    found = []
    for name, value in parameters:
        if name.startswith("c["):
            if not name.endswith("]") or not value:
                raise QueryNotUnderstood(parameter=name[:60], value=value[:60])
            found.append((name[2:-1], value.replace(" ", "+")))
    return tuple(found)


def _no_history(given: dict[str, str]) -> dict[str, str]:
    if given.get("includeHistory", "false").lower() not in ("false", "0"):
        raise NotOffered(value="includeHistory")
    return given


def _one_of(value: str, allowed: Sequence[str], name: str) -> str:
    if value not in allowed:
        raise QueryNotUnderstood(parameter=name, value=value[:60], allowed=list(allowed))
    return value
