"""The code lists and concepts of our dataflows, with their names in every language."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

from lmis.exchange.classifications import CLASS, NOT_APPLICABLE, STANDARD, UNKNOWN, Classification
from lmis.exchange.flows import ALWAYS, ATTRIBUTES, CONCEPTS, Flow, codelist_of, unit_code
from lmis.exchange.structures import MEASURE, TIME, Item, ItemScheme, Names, Ref

Words = Callable[[str, str], Names]
"""A context and a key of the catalogues → what stands there, in every language."""
Codes = Callable[[str, str], Iterable[Item]]
"""Where figures come from (`register`, `survey`) and a column of them → its codes, as we write them."""

AREAS: Final = {"KH": "KHM", "LA": "LAO"}
"""ISO 3166-1, two letters to three, as ILOSTAT writes areas."""
FREQUENCIES: Final = ("A", "Q", "M")
OBS_STATUS: Final = ("A", "B", "M", "P", "Q", "U")
CONF_STATUS: Final = ("F", "C")
SOURCES: Final = ("PES", "LFS")
DECIMALS: Final = ("0", "1", "2", "3", "4")


def concept_scheme(flows: Sequence[Flow], words: Words) -> ItemScheme:
    """Every dimension, the measure and every attribute, with the code lists of their values."""
    dimensions = dict.fromkeys(one for flow in flows for one in flow.structure.ids)
    items = [Item(one, words("concept", one), codelist=codelist_of(one)) for one in (*ALWAYS, *dimensions)]
    items += [Item(one, words("concept", one), numeric=one == MEASURE) for one in (TIME, MEASURE)]
    items += [Item(one.id, words("concept", one.id), codelist=one.codelist, numeric=one.numeric) for one in ATTRIBUTES]
    by_id = {one.id: one for one in items}
    return ItemScheme(ref=CONCEPTS, names=words("concept", "CS_LMIS"), items=tuple(by_id.values()))


def code_lists(flows: Sequence[Flow], codes: Codes, words: Words) -> Iterator[ItemScheme]:
    """Every code list that the structures of these dataflows refer to."""
    yield _list("CL_AREA", words, [Item(iso, words("country", ours)) for ours, iso in AREAS.items()])
    yield _list("CL_FREQ", words, [Item(one, words("frequency", one)) for one in FREQUENCIES])
    yield _list("CL_MEASURE", words, [Item(flow.indicator, flow.names) for flow in flows])
    units = {unit_code(flow.unit): Item(unit_code(flow.unit), words("unit", flow.unit)) for flow in flows}
    yield _list("CL_UNIT_MEASURE", words, units.values())
    yield _list("CL_UNIT_MULT", words, [Item("0", words("unit_mult", "0"))])
    yield _list("CL_DECIMALS", words, [Item(one, {"en": one}) for one in DECIMALS])
    yield _list("CL_OBS_STATUS", words, [Item(one, words("obs_status", one)) for one in OBS_STATUS])
    yield _list("CL_CONF_STATUS", words, [Item(one, words("conf_status", one)) for one in CONF_STATUS])
    sources = [Item(one, words("figure_source", one)) for one in SOURCES]
    yield _list("CL_SOURCE", words, [*sources, *codes("survey", "source")])
    for note in ("NOTE_INDICATOR", "NOTE_CLASSIF"):
        told = [Item(flow.indicator, flow.notes[note]) for flow in flows if note in flow.notes]
        yield _list(f"CL_{note}", words, told)
    by_dimension: dict[str, dict[tuple[str, Classification], None]] = {}
    for flow in flows:
        for one in flow.classifications:
            by_dimension.setdefault(one.dimension, {})[flow.origin, one] = None
    for dimension, found in by_dimension.items():
        yield _list(codelist_of(dimension).id, words, _classified(tuple(found), codes, words))


def _list(id_: str, words: Words, items: Iterable[Item]) -> ItemScheme:
    concept = {"CL_AREA": "REF_AREA"}.get(id_, id_.removeprefix("CL_"))
    return ItemScheme(ref=Ref("codelist", id_), names=words("concept", concept), items=tuple(items))


def _classified(found: Sequence[tuple[str, Classification]], codes: Codes, words: Words) -> Iterator[Item]:
    """The totals, then the codes of every column in the dimension, then what was not stated."""
    held = set()
    for origin, one in found:
        parts = [Item(one.total, words("cell", NOT_APPLICABLE if one.total == NOT_APPLICABLE else "_T"))]
        parts += [
            Item(one.code(each.id), each.names, parent=one.code(each.parent) if each.parent else None)
            for each in codes(origin, one.codes)
            if each.id != UNKNOWN
        ]
        if one.column not in (CLASS, STANDARD):
            parts.append(Item(one.code(UNKNOWN), words("cell", UNKNOWN)))
        for part in parts:
            if part.id not in held:
                held.add(part.id)
                yield part
