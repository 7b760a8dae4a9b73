"""What there is for a query: the codes that its data have, or with which it could go on.

Source: SDMX REST 1.5, availableConstraint; 2.2, availability.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from lmis.exchange.asking import AvailabilityQuery
from lmis.exchange.faults import NoObservations, QueryNotUnderstood
from lmis.exchange.flows import Flow
from lmis.exchange.observations import Selection, Series, region_of, selected
from lmis.exchange.registry import Registry, partial
from lmis.exchange.structures import TIME, Artefact, Constraint, ItemScheme, Ref, Region
from lmis.text.nearest import nearest


def availability(
    query: AvailabilityQuery, flow: Flow, wanted: Selection, series: Iterable[Series], registry: Registry
) -> list[tuple[Artefact, bool]]:
    """A constraint with what there is, and the structures that were asked for with it.

    Args:
        series: all that may matter: of `exact` those selected will do.

    Raises:
        NoObservations: there is nothing. QueryNotUnderstood: the dataflow has no such component.
    """
    region = region_of(flow, selected(flow, series, wanted)) if query.exact else _going_on(flow, wanted, series)
    if not region.series:
        raise NoObservations(value=flow.id)
    region = _only(region, query.component, flow)
    ref = Ref("contentconstraint", f"CR_A_{flow.id}")
    found: list[Artefact] = [Constraint(ref=ref, names=flow.names, flow=flow.artefact.ref, region=region)]
    return [(one, False) for one in (*found, *_referred(query.references, flow, region, registry))]


def _only(region: Region, component: str | None, flow: Flow) -> Region:
    if component is None:
        return region
    known = (*flow.structure.ids, TIME)
    names = component.replace(",", "+").split("+")
    for name in names:
        if name not in known:
            raise QueryNotUnderstood(parameter="component", value=name[:60], nearest=nearest(name[:60], known))
    codes = {name: held for name, held in region.codes.items() if name in names}
    return replace(region, codes=codes) if TIME in names else replace(region, codes=codes, start=None, end=None)


def _going_on(flow: Flow, wanted: Selection, series: Iterable[Series]) -> Region:
    """Per dimension the codes with which the other conditions of the query would find something."""
    ids = flow.structure.ids
    held = list(selected(flow, series, replace(wanted, codes={}, alternatives=(), conditions={})))
    found: dict[str, set[str]] = {name: set() for name in ids}
    for one in held:
        missed = _missed(ids, one.key, wanted)
        for place, name in enumerate(ids):
            if not missed or missed == [name]:
                found[name].add(one.key[place])
    whole = region_of(flow, (one for one in held if not _missed(ids, one.key, wanted)))
    return replace(whole, codes={name: tuple(sorted(codes)) for name, codes in found.items()}, series=len(held))


def _missed(ids: Sequence[str], key: Sequence[str], wanted: Selection) -> list[str]:
    def misses(name: str, code: str) -> Iterator[bool]:
        codes = wanted.codes.get(name)
        yield codes is not None and code not in codes
        yield from (not holds(code) for holds in wanted.conditions.get(name, ()))

    return [name for name, code in zip(ids, key, strict=True) if any(misses(name, code))]


def _referred(references: str, flow: Flow, region: Region, registry: Registry) -> list[Artefact]:
    everything = ("dataflow", "datastructure", "conceptscheme", "codelist")
    kinds = {"none": (), "all": everything}.get(references, (references,))
    found: list[Artefact] = []
    if "dataflow" in kinds:
        found.append(flow.artefact)
    if "datastructure" in kinds:
        found.append(flow.structure)
    if "conceptscheme" in kinds:
        found.append(registry.codelist(flow.structure.concepts))
    if "codelist" in kinds:
        lists: list[tuple[ItemScheme, tuple[str, ...]]] = [
            (registry.codelist(one.codelist), region.codes[one.id])
            for one in flow.structure.dimensions
            if one.codelist is not None and one.id in region.codes
        ]
        found += [partial(one, set(codes)) for one, codes in lists]
    return found
