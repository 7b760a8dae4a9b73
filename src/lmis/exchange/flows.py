"""From the definitions of our indicators to dataflows and data structures: what is defined there is not typed again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from lmis.exchange.classifications import CLASSES, REGISTER, STANDARD, SURVEYS, Classification, classified, columns_of
from lmis.exchange.structures import AGENCY, Attribute, Component, Dataflow, DataStructure, Names, Ref
from lmis.indicators.indicator import Indicator
from lmis.indicators.publication import breakdowns_of, classifications_of, named
from lmis.indicators.register.measure import Definition

Say = Callable[[str], Names]
"""An English sentence of the catalogues → the sentence in every language."""

CONCEPTS: Final = Ref("conceptscheme", "CS_LMIS")
ALWAYS: Final = ("REF_AREA", "FREQ", "MEASURE")

ATTRIBUTES: Final = (
    Attribute(id="UNIT_MEASURE", codelist=Ref("codelist", "CL_UNIT_MEASURE"), level="series", required=True),
    Attribute(id="UNIT_MULT", codelist=Ref("codelist", "CL_UNIT_MULT"), level="series", required=True),
    Attribute(id="DECIMALS", codelist=Ref("codelist", "CL_DECIMALS"), level="series", required=True),
    Attribute(id="NOTE_INDICATOR", codelist=Ref("codelist", "CL_NOTE_INDICATOR"), level="series"),
    Attribute(id="NOTE_CLASSIF", codelist=Ref("codelist", "CL_NOTE_CLASSIF"), level="series"),
    Attribute(id="OBS_STATUS", codelist=Ref("codelist", "CL_OBS_STATUS"), required=True),
    Attribute(id="CONF_STATUS", codelist=Ref("codelist", "CL_CONF_STATUS")),
    Attribute(id="LOWER_BOUND", numeric=True),
    Attribute(id="UPPER_BOUND", numeric=True),
    Attribute(id="SOURCE", codelist=Ref("codelist", "CL_SOURCE")),
    Attribute(id="NOTE_SOURCE"),
)
"""What is said of our figures. Source: ILOSTAT's data structures; levels are ours.

None is of a data set: sdmx1 takes those of SDMX 3.0 for something else and reads nothing."""

UNITS: Final[Mapping[str, str]] = {"%": "PT", "persons": "PS", "hours": "HUR", "currency": "CUR"}
"""Codes of CL_UNIT_MEASURE that others have too; any other unit has its name as code."""


def unit_code(unit: str) -> str:
    """The code of a unit."""
    return UNITS.get(unit) or "".join(letter if letter.isalnum() else "_" for letter in unit.upper())


def decimals_of(unit: str) -> int:
    """How many decimals are shown: none of what is counted, one of percentages, two of the rest."""
    if unit == "%":
        return 1
    return 0 if " " not in unit and unit not in ("hours", "currency") else 2


@dataclass(frozen=True)
class Flow:
    """A dataflow: one indicator in all of its breakdowns."""

    indicator: str
    names: Names
    unit: str
    breakdowns: tuple[str, ...]
    classifications: tuple[Classification, ...]
    origin: str  # `register` or `survey`
    notes: Mapping[str, Names]
    """NOTE_INDICATOR (what is counted) and NOTE_CLASSIF (what becomes of records that do not say): texts of code lists,
    whose codes are those of the indicators, so that data stay small and the texts are there in every language."""

    @property
    def id(self) -> str:
        """`DF_` and the indicator's code."""
        return f"DF_{self.indicator}"

    @cached_property
    def artefact(self) -> Dataflow:
        """The dataflow as SDMX has it."""
        return Dataflow(ref=Ref("dataflow", self.id), names=self.names, structure=self.structure.ref)

    @cached_property
    def structure(self) -> DataStructure:
        """Its data structure, which all flows with these dimensions share."""
        ids = tuple(dict.fromkeys(one.dimension for one in self.classifications))
        name = f"Figures by {', '.join(ids)}" if ids else "Figures without a breakdown"
        return DataStructure(
            ref=Ref("datastructure", "_".join(("DSD", *ids))),
            names={"en": name},
            concepts=CONCEPTS,
            dimensions=tuple(Component(id=one, codelist=codelist_of(one)) for one in (*ALWAYS, *ids)),
            attributes=ATTRIBUTES,
        )

    @cached_property
    def _places(self) -> tuple[tuple[int, Classification], ...]:
        return tuple((self.structure.ids.index(one.dimension), one) for one in self.classifications)

    @cached_property
    def _totals(self) -> tuple[str, ...]:
        totals = {one.dimension: one.total for one in reversed(self.classifications)}
        return tuple(totals[name] for name in self.structure.ids[len(ALWAYS) :])

    def key(self, area: str, frequency: str, cell: Mapping[str, str | None]) -> tuple[str, ...]:
        """The key of a series: the codes of its dimensions, without the time."""
        key = [area, frequency, self.indicator, *self._totals]
        for place, one in self._places:
            if (ours := cell.get(one.column)) is not None:
                key[place] = one.code(ours)
        return tuple(key)

    def series_attributes(self) -> tuple[str | None, ...]:
        """UNIT_MEASURE, UNIT_MULT, DECIMALS, NOTE_INDICATOR, NOTE_CLASSIF."""
        notes = (self.indicator if name in self.notes else None for name in ("NOTE_INDICATOR", "NOTE_CLASSIF"))
        return (unit_code(self.unit), "0", str(decimals_of(self.unit)), *notes)


def codelist_of(dimension: str) -> Ref:
    """The code list of a dimension."""
    return Ref("codelist", {"REF_AREA": "CL_AREA"}.get(dimension, f"CL_{dimension}"), AGENCY)


def register_flow(one: Definition, say: Say) -> Flow:
    """The dataflow of an indicator from the register."""
    return Flow(
        indicator=one.code,
        names=say(one.title),
        unit=one.unit,
        breakdowns=tuple(one.by),
        classifications=classified(columns_of(one.by), REGISTER),
        origin="register",
        notes={"NOTE_INDICATOR": say(one.meaning), "NOTE_CLASSIF": say(one.missing)},
    )


def survey_flow(one: Indicator, say: Say) -> Flow:
    """The dataflow of an indicator from surveys, by standard, and by class where it is told by one."""
    breakdowns = [named(variables) for variables in breakdowns_of(one)]
    classes = tuple(CLASSES[name] for name in classifications_of(one))
    return Flow(
        indicator=one.code,
        names=say(one.title),
        unit=one.unit,
        breakdowns=tuple(breakdowns),
        classifications=classified((*columns_of(breakdowns), STANDARD), SURVEYS, classes),
        origin="survey",
        notes={"NOTE_INDICATOR": {"en": one.source}},
    )


def flows_of(register: Iterable[Definition], surveys: Iterable[Indicator], say: Say) -> Sequence[Flow]:
    """The dataflows of all definitions, by the order of the catalogues; of one code the latest definition."""
    latest: dict[str, Flow] = {}
    for one in sorted(register, key=lambda each: each.since):
        latest[one.code] = register_flow(one, say)
    for other in sorted(surveys, key=lambda each: each.since):
        latest[other.code] = survey_flow(other, say)
    return tuple(latest.values())
