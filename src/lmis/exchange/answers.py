"""An answer to a query of data, before it is written in some format."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from lmis.exchange.faults import QueryNotUnderstood
from lmis.exchange.flows import Flow
from lmis.exchange.observations import Observation, Series
from lmis.exchange.registry import Registry
from lmis.exchange.structures import TIME, Artefact, Attribute, DataStructure, Level, Names
from lmis.text.nearest import nearest

ALL_DIMENSIONS = "AllDimensions"


class Shaped(Protocol):
    """What data are of: a dataflow of ours, or somebody else's structure."""

    @property
    def names(self) -> Names:
        """What it is called."""

    @property
    def structure(self) -> DataStructure:
        """Its dimensions and attributes."""

    @property
    def artefact(self) -> Artefact:
        """What data refer to."""


@dataclass(frozen=True)
class Answer:
    """The series of a dataflow, with how much of them and in which shape they are wanted."""

    flow: Shaped
    registry: Registry
    series: Iterable[Series]
    at: str = TIME
    """Which dimension varies within a series; `AllDimensions`: observations without series."""
    attributes: bool = True

    @cached_property
    def key_ids(self) -> tuple[str, ...]:
        """The dimensions of the key of a series, in order."""
        ids = self.flow.structure.ids
        return ids if self.at in (TIME, ALL_DIMENSIONS) else (*(one for one in ids if one != self.at), TIME)

    @cached_property
    def _levels(self) -> dict[Level, tuple[Attribute, ...]]:
        one = self.flow.structure
        levels: tuple[Level, ...] = ("series", "observation")
        found = {level: one.at(level) if self.attributes else () for level in levels}
        if self.at not in (TIME, ALL_DIMENSIONS):  # what does not vary with time may vary within such a series
            found = {**found, "series": (), "observation": (*found["series"], *found["observation"])}
        return found

    def at_level(self, level: Level) -> tuple[Attribute, ...]:
        """The attributes that are written at a level."""
        return self._levels[level]


def checked_shape(flow: Flow, at: str) -> str:
    """Which dimension varies within a series.

    Raises:
        QueryNotUnderstood: the dataflow has no such dimension.
    """
    known = (TIME, ALL_DIMENSIONS, *flow.structure.ids)
    if at not in known:
        near = nearest(at[:60], {one: one for one in known})
        raise QueryNotUnderstood(parameter="dimensionAtObservation", value=at[:60], nearest=near)
    return at


def trimmed(series: Iterable[Series], *, values: bool, attributes: bool) -> Iterator[Series]:
    """Without what `detail` leaves out.

    Without values and attributes only the keys are left; without values alone, what is said of series and observations.
    """
    for one in series:
        if not values and not attributes:
            yield Series(one.key, (), ())
        elif not attributes:
            yield Series(one.key, (), [Observation(each.period, each.value, ()) for each in one.observations])
        elif not values:
            yield Series(one.key, one.attributes, ())
        else:
            yield one


def flat(series: Iterable[Series]) -> Iterator[tuple[Series, Observation]]:
    """Each observation with its series."""
    for one in series:
        for each in one.observations:
            yield one, each


def regrouped(answer: Answer) -> Iterator[Series]:
    """Series in which another dimension than the time varies; these are held in memory to be sorted."""
    place = answer.flow.structure.ids.index(answer.at)
    found: dict[tuple[str, ...], list[Observation]] = {}
    for one, each in flat(answer.series):
        key = (*one.key[:place], *one.key[place + 1 :], each.period)
        said = (*one.attributes, *each.attributes)
        found.setdefault(key, []).append(Observation(one.key[place], each.value, said))
    for key, observations in found.items():
        yield Series(key, (), observations)
