"""All structures of this installation, and which of them a query asks for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from copy import copy
from dataclasses import replace
from typing import Any, Final

from lmis.exchange.asking import HELD, StructureQuery
from lmis.exchange.faults import NothingFound
from lmis.exchange.flows import Flow
from lmis.exchange.lists import Codes, Words, code_lists, concept_scheme
from lmis.exchange.structures import (
    AGENCY,
    Artefact,
    Categorisation,
    Constraint,
    Item,
    ItemScheme,
    Ref,
    Region,
)
from lmis.text.nearest import nearest

Regions = Callable[[Flow], Region]

TOPICS: Final = Ref("categoryscheme", "CAT_LMIS")
AGENCIES: Final = Ref("agencyscheme", "AGENCIES", agency="SDMX")


class Registry:
    """The structures of some dataflows; what there actually is in a dataflow is asked for when it is needed."""

    def __init__(self, flows: Sequence[Flow], codes: Codes, words: Words, regions: Regions) -> None:
        """Build them.

        Args:
            regions: what there is in a dataflow.
        """
        self.flows = {flow.id: flow for flow in flows}
        self._regions = regions
        made: list[Artefact] = [concept_scheme(flows, words), *code_lists(flows, codes, words)]
        made += {flow.structure.ref: flow.structure for flow in flows}.values()
        made += [flow.artefact for flow in flows]
        made += _topics(flows, words)
        self._held = {one.ref: one for one in made}
        self._parents: dict[Ref, list[Ref]] = {}
        for one in made:
            for child in one.children:
                self._parents.setdefault(child, []).append(one.ref)

    def reading(self, regions: Regions) -> Registry:
        """The same structures, whose constraints are asked for elsewhere."""
        made = copy(self)
        made._regions = regions
        return made

    def flow(self, id_: str, agency: str | None = None, version: str | None = None) -> Flow:
        """The dataflow with this id.

        Raises:
            NothingFound: with the nearest ids.
        """
        flow = self.flows.get(id_)
        if flow is None or agency not in (None, AGENCY) or version not in (None, flow.artefact.ref.version):
            names = {one.id: one.names.get("en", one.id) for one in self.flows.values()}
            raise NothingFound(value=id_[:60], nearest=nearest(id_[:60], names))
        return flow

    def artefact(self, ref: Ref) -> Artefact:
        """A structure, with what there actually is where it is a constraint."""
        if ref.kind == "contentconstraint":
            flow = self.flows[ref.id.removeprefix("CR_")]
            return Constraint(ref=ref, names=flow.names, flow=flow.artefact.ref, region=self._regions(flow))
        return self._held[ref]

    def codelist(self, ref: Ref) -> ItemScheme:
        """A code list."""
        found = self._held[ref]
        assert isinstance(found, ItemScheme)
        return found

    def answer(self, query: StructureQuery) -> list[tuple[Artefact, bool]]:
        """What a query asks for: structures, and whether only their names are wanted.

        Raises:
            NothingFound: nothing is.
        """
        asked = [ref for ref in self._all(query.kinds) if _matches(ref, query)]
        if not asked:
            wanted = "+".join(query.ids) or ", ".join(query.kinds)
            raise NothingFound(
                value=wanted[:60], nearest=nearest(wanted[:60], [ref.id for ref in self._all(query.kinds)])
            )
        stubs, others = query.detail.startswith("all"), query.detail in ("referencestubs", "referencecompletestubs")
        found = [(_with_items(self.artefact(ref), query.items), stubs) for ref in asked]
        related = [ref for ref in self._related(asked, query.references) if ref not in set(asked)]
        rest = [self.artefact(ref) for ref in related]
        if query.detail == "referencepartial" and len(asked) == 1 and asked[0].kind == "dataflow":
            rest = self._partial(self.flows[asked[0].id], rest)
        return [*found, *((one, stubs or others) for one in rest)]

    def _all(self, kinds: Iterable[str]) -> list[Ref]:
        wanted = set(kinds)
        held = [ref for ref in self._held if ref.kind in wanted]
        return held + ([_constraint(id_) for id_ in self.flows] if "contentconstraint" in wanted else [])

    def _children(self, ref: Ref) -> Sequence[Ref]:
        if ref.kind == "contentconstraint":
            return (self.flows[ref.id.removeprefix("CR_")].artefact.ref,)
        return [one for one in self._held[ref].children if one in self._held]

    def _parents_of(self, ref: Ref) -> Sequence[Ref]:
        found = self._parents.get(ref, [])
        return [*found, _constraint(ref.id)] if ref.kind == "dataflow" else found

    def _related(self, asked: Sequence[Ref], relation: str) -> list[Ref]:
        """The structures that those asked for refer to, or that refer to them."""
        down, up = _reached(asked, self._children), [ref for one in asked for ref in self._parents_of(one)]
        siblings = [*up, *(child for one in up for child in self._children(one))]
        match relation:
            case "none":
                return []
            case "children":
                found = [ref for one in asked for ref in self._children(one)]
            case "descendants":
                found = down
            case "parents":
                found = up
            case "ancestors":
                found = _reached(asked, self._parents_of)
            case "parentsandsiblings":
                found = siblings
            case "all":
                found = [*down, *siblings]
            case _:
                kinds = HELD.get(relation, ())
                found = [ref for ref in (*down, *up) if ref.kind in kinds]
        if len(asked) > 1:  # what there is in every dataflow takes long, and whoever lists them does not ask for it
            found = [ref for ref in found if ref.kind != "contentconstraint" or relation == "contentconstraint"]
        return list(dict.fromkeys(found))

    def _partial(self, flow: Flow, rest: Sequence[Artefact]) -> list[Artefact]:
        """Code lists with those codes only that occur in a dataflow, and the groups they belong to."""
        occurring = self._regions(flow).codes
        used = {one.codelist: set(occurring[one.id]) for one in flow.structure.dimensions if one.id in occurring}
        return [partial(one, used[one.ref]) if isinstance(one, ItemScheme) and one.ref in used else one for one in rest]


def _constraint(flow: str) -> Ref:
    return Ref("contentconstraint", f"CR_{flow}")


def _matches(ref: Ref, query: StructureQuery) -> bool:
    return (
        (not query.agencies or ref.agency in query.agencies)
        and (not query.ids or ref.id in query.ids)
        and (not query.versions or ref.version in query.versions)
    )


def _reached(start: Sequence[Ref], step: Callable[[Ref], Sequence[Ref]]) -> list[Ref]:
    found: dict[Ref, None] = {}
    waiting = list(start)
    while waiting:
        for ref in step(waiting.pop(0)):
            if ref not in found:
                found[ref] = None
                waiting.append(ref)
    return list(found)


def _with_items(one: Artefact, ids: Sequence[str]) -> Artefact:
    """An item scheme with the items asked for only.

    Raises:
        NothingFound: it has none of them.
    """
    if not ids or not isinstance(one, ItemScheme):
        return one
    kept = tuple(item for item in one.items if item.id in ids)
    if not kept:
        raise NothingFound(value="+".join(ids)[:60], nearest=nearest("+".join(ids)[:60], [i.id for i in one.items]))
    return replace(one, items=kept, partial=True)


def partial(one: ItemScheme, used: set[str]) -> ItemScheme:
    """A code list with these codes only, and the groups they belong to."""
    by_id: Mapping[str, Item] = {item.id: item for item in one.items}
    wanted = set(used)
    for id_ in used:
        item: Any = by_id.get(id_)
        while item is not None and item.parent:
            wanted.add(item.parent)
            item = by_id.get(item.parent)
    kept = tuple(item for item in one.items if item.id in wanted)
    return replace(one, items=kept, partial=len(kept) < len(one.items))


def _topics(flows: Sequence[Flow], words: Words) -> list[Artefact]:
    """The agency, and the dataflows by where their figures come from."""
    origins = tuple(dict.fromkeys(flow.origin for flow in flows))
    scheme = ItemScheme(
        ref=TOPICS,
        names=words("concept", "CAT_LMIS"),
        items=tuple(Item(one.upper(), words("figure_origin", one)) for one in origins),
    )
    agency = ItemScheme(
        ref=AGENCIES, names=words("concept", "AGENCIES"), items=(Item(AGENCY, words("concept", "LMIS")),)
    )
    placed = [
        Categorisation(
            ref=Ref("categorisation", f"CAT_{flow.id}"),
            names=flow.names,
            source=flow.artefact.ref,
            scheme=TOPICS,
            category=flow.origin.upper(),
        )
        for flow in flows
    ]
    return [agency, scheme, *placed]
