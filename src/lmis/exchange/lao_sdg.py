"""Figures of Lao PDR in the shape in which the Lao Statistics Bureau keeps the indicators of the SDGs.

Source: the Bureau's data structure SDG 1.1 (agency LSB-SDG): its dimensions, attributes and codes. Only annual figures
with an SDG series are told, and of these only cells for which the Bureau has codes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from lmis.exchange.answers import Answer
from lmis.exchange.flows import ATTRIBUTES, Flow
from lmis.exchange.observations import Observation, Series
from lmis.exchange.registry import Registry
from lmis.exchange.structures import Attribute, Component, DataStructure, Names, Ref

AGENCY: Final = "LSB-SDG"
LAO: Final = "LAO"
NONE: Final = "_T"
"""No breakdown."""

SERIES: Final[Mapping[str, tuple[str, str]]] = {
    "UNE_DEAP_RT": ("SL_TLF_UEM", "PT"),
    "EIP_NEET_RT": ("SL_TLF_NEET", "PT"),
    "EMP_NIFL_RT": ("SL_ISV_IFEM", "PT"),
    "SDG_0552_RT": ("IC_GEN_MGTL", "PT"),
    "EAR_4HRL_NB": ("SL_EMP_EARN", "CUR_LCU"),
}
"""Our indicator → the Bureau's series and unit (SDG 8.5.2, 8.6.1, 8.3.1, 5.5.2, 8.5.1)."""

ADULTS: Final = "Y_GE15"
"""The ages of a total: 15 and over."""
UNIVERSE: Final[Mapping[str, str]] = {"EIP_NEET_RT": "Y15T24"}
"""The ages of an indicator's total, where they are others."""
AGES: Final = frozenset(
    (
        *("Y0T14", "Y15T24", "Y25T34", "Y25T54", "Y45T54", "Y55T64", "Y_GE15", "Y_GE25", "Y_GE65"),
        *("Y15T19", "Y20T24", "Y25T29", "Y30T34", "Y35T39", "Y40T44", "Y45T49", "Y50T54", "Y55T59", "Y60T64"),
    )
)
"""The bands of the Bureau that ours can be."""

DIMENSIONS: Final = (
    *("FREQ", "REPORTING_TYPE", "SERIES", "REF_AREA", "SEX", "AGE", "URBANISATION", "INCOME_WEALTH_QUANTILE"),
    *("EDUCATION_LEV", "OCCUPATION", "CUST_BREAKDOWN", "COMPOSITE_BREAKDOWN", "DISABILITY_STATUS"),
    *("ACTIVITY", "PRODUCT"),
)
OBSERVED: Final = ("OBS_STATUS", "UNIT_MULT", "NATURE", "TIME_DETAIL", "UPPER_BOUND", "LOWER_BOUND", "SOURCE_DETAIL")
COUNTRY_DATA: Final = "C"

STRUCTURE: Final = DataStructure(
    ref=Ref("datastructure", "SDG", AGENCY, "1.1"),
    names={"en": "SDG DSD"},
    concepts=Ref("conceptscheme", "SDG_CONCEPTS", AGENCY),
    dimensions=tuple(Component(id=name) for name in DIMENSIONS),
    attributes=(
        Attribute(id="UNIT_MEASURE", level="series", required=True),
        *(Attribute(id=name, numeric=name.endswith("BOUND")) for name in OBSERVED),
    ),
)


def _age(code: str) -> str | None:
    found = re.fullmatch(r"AGE_[A-Z0-9]+_Y(?:GE(\d+)|LT(\d+)|(\d+)-(\d+))", code)
    if found is None:
        return None
    oldest, below, low, high = found.groups()
    made = f"Y_GE{oldest}" if oldest else f"Y0T{int(below) - 1}" if below else f"Y{low}T{high}"
    return made if made in AGES else None


def _after(prefix: str, put: str, shape: str) -> Callable[[str], str | None]:
    """Another prefix for codes of a shape; none for others."""

    def turned(code: str) -> str | None:
        rest = code.removeprefix(prefix)
        return put + rest if code.startswith(prefix) and re.fullmatch(shape, rest) else None

    return turned


def _nothing(code: str) -> str | None:
    """No code: the Bureau does not break down by this."""
    return None


def _of(codes: Mapping[str, str]) -> Callable[[str], str | None]:
    return codes.get


TURNED: Final[Mapping[str, tuple[str, Callable[[str], str | None]]]] = {
    "SEX": ("SEX", _of({"SEX_F": "F", "SEX_M": "M", "SEX_U": "_U"})),
    "AGE": ("AGE", _age),
    "GEO": ("URBANISATION", _of({"GEO_COV_URB": "U", "GEO_COV_RUR": "R"})),
    "ADM1": ("REF_AREA", _after("ADM1_LA", "", r"\d\d")),
    "EDU": ("EDUCATION_LEV", _after("EDU_ISCED11_", "ISCED11_", r"[0-8]")),
    "DSB": (
        "DISABILITY_STATUS",
        _of({"DSB_STATUS_DIS": "PD", "DSB_STATUS_NODIS": "PWD"}),
    ),
    "OCU": ("OCCUPATION", _after("OCU_ISCO08_", "ISCO08_", r"[0-9X]")),
    "ECO": ("ACTIVITY", _after("ECO_ISIC4_", "ISIC4_", r"[A-U]")),
}
"""Our dimension → the Bureau's, and how a code of ours becomes one of its own; totals stay as they are."""


@dataclass(frozen=True)
class LaoShape:
    """Stands for a dataflow where an answer is written: the Bureau's structure is what data refer to."""

    names: Names
    structure: DataStructure = STRUCTURE
    artefact: DataStructure = STRUCTURE


def lao_answer(flows: Iterable[tuple[Flow, Iterable[Series]]], registry: Registry) -> Answer:
    """The figures of dataflows in the Bureau's shape."""
    series = (told for flow, held in flows for told in lao_series(flow, held))
    return Answer(LaoShape(STRUCTURE.names), registry, series)


def lao_series(flow: Flow, series: Iterable[Series]) -> Iterator[Series]:
    """The series of a dataflow for which the Bureau has codes, in its shape.

    It knows no standard, and one code for a band of ages: of several series of ours that become one of its own, that by
    the newest ICLS stands which has a value.
    """
    if flow.indicator not in SERIES:
        return
    _, unit = SERIES[flow.indicator]
    names = [one.id for one in ATTRIBUTES if one.level == "observation"]
    standard = flow.structure.ids.index("STANDARD") if "STANDARD" in flow.structure.ids else None
    held: dict[tuple[str, ...], tuple[tuple[bool, str], Series]] = {}
    for one in series:
        key = lao_key(flow, one.key)
        if key is not None:
            known = any(each.value is not None for each in one.observations)
            place = (known, "" if standard is None else one.key[standard])
            if key not in held or place > held[key][0]:
                held[key] = place, Series(key, (unit,), [_observation(each, names) for each in one.observations])
    yield from (told for _, told in held.values())


def lao_key(flow: Flow, ours: tuple[str, ...]) -> tuple[str, ...] | None:
    """The key in the Bureau's dimensions; None where it has no code for something."""
    given = dict(zip(flow.structure.ids, ours, strict=True))
    if given["REF_AREA"] != LAO or given["FREQ"] != "A":
        return None
    series, _ = SERIES[flow.indicator]
    made = dict.fromkeys(DIMENSIONS, NONE)
    made |= {"FREQ": "A", "REPORTING_TYPE": "N", "SERIES": series, "REF_AREA": "LA"}
    made["AGE"] = UNIVERSE.get(flow.indicator, ADULTS)
    totals = {one.dimension: one.total for one in flow.classifications}
    for dimension, code in given.items():
        if dimension in ("REF_AREA", "FREQ", "MEASURE", "STANDARD"):
            continue
        if code == totals[dimension]:
            continue
        place, turn = TURNED.get(dimension, ("", _nothing))
        told = turn(code)
        if told is None:
            return None
        made[place] = told
    return tuple(made[name] for name in DIMENSIONS)


def _observation(one: Observation, names: list[str]) -> Observation:
    said = dict(zip(names, one.attributes, strict=False))
    told = {
        **{name: said.get(name) for name in ("OBS_STATUS", "UPPER_BOUND", "LOWER_BOUND")},
        "UNIT_MULT": "0",
        "NATURE": COUNTRY_DATA,
        "TIME_DETAIL": one.period,
        "SOURCE_DETAIL": said.get("NOTE_SOURCE"),
    }
    return Observation(one.period, one.value, tuple(told[name] for name in OBSERVED))
