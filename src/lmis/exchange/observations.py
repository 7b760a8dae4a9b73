"""Observations on their way from a source to a writer: one series at a time, so that memory stays flat."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from typing import Final, NamedTuple, Protocol

from lmis.exchange.flows import Flow
from lmis.exchange.structures import Item, Region
from lmis.indicators.register.periods import period_of, text_of_sdmx

STATUS: Final[Mapping[str, tuple[str, str | None]]] = {
    "published": ("A", "F"),
    "unreliable": ("U", "F"),
    "hidden": ("Q", "C"),
    "not_available": ("M", "F"),
}
"""Status of our figures → OBS_STATUS and CONF_STATUS, by the code lists of the SDMX content-oriented guidelines.

A hidden figure is a missing value that was suppressed, and confidential. Whether its own number is small or it covers
another is not told (`C`, not `A` or `D`): that would tell how small it is.
"""


class Observation(NamedTuple):
    """One observation; `attributes` in the order of the structure's observation attributes."""

    period: str  # 2026-Q3
    value: float | None
    attributes: tuple[str | float | None, ...]


class Series(NamedTuple):
    """A series: its key without the time, its attributes, and its observations in order of time."""

    key: tuple[str, ...]
    attributes: tuple[str | None, ...]
    observations: Sequence[Observation]


@dataclass(frozen=True, slots=True)
class Selection:
    """What of a dataflow is asked for."""

    codes: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Dimension → the codes wanted; a dimension that is not named is wanted whole."""
    alternatives: tuple[Mapping[str, frozenset[str]], ...] = ()
    """Several keys, where several were given: one of them must be met."""
    conditions: Mapping[str, tuple[Callable[[str], bool], ...]] = field(default_factory=dict)
    """Dimension → further conditions on its code; on TIME_PERIOD they are asked of the period."""
    start: date | None = None
    end: date | None = None
    updated_after: datetime | None = None
    first: int | None = None
    last: int | None = None

    def wants(self, ids: Sequence[str], key: Sequence[str]) -> bool:
        """Whether a series is wanted."""
        for place, name in enumerate(ids):
            if (codes := self.codes.get(name)) is not None and key[place] not in codes:
                return False
            if any(not holds(key[place]) for holds in self.conditions.get(name, ())):
                return False
        return not self.alternatives or any(_meets(one, ids, key) for one in self.alternatives)


def _meets(wanted: Mapping[str, frozenset[str]], ids: Sequence[str], key: Sequence[str]) -> bool:
    return all(wanted.get(name) is None or key[place] in wanted[name] for place, name in enumerate(ids))


class Source(Protocol):
    """Where the observations of some dataflows come from; one for the register's editions, one for surveys."""

    def flows(self) -> Sequence[Flow]:
        """The dataflows that it can be asked for."""

    def series(self, flow: Flow, wanted: Selection) -> Iterator[Series]:
        """The series of a dataflow that may be wanted, each once and whole; the rest is filtered by whoever asks."""

    def updated(self, flow: Flow | None = None) -> datetime | None:
        """When the data of a dataflow, or any data, changed last."""

    def codes(self, origin: str, column: str) -> Iterable[Item]:
        """The codes of a column of figures of an origin, as we write them; none where they are not its own."""


@lru_cache(1 << 12)
def sdmx_period(ours: str) -> str:
    """2026M07 as 2026-07, 2026Q3 as 2026-Q3, 2026 as itself."""
    return ours.replace("M", "-").replace("Q", "-Q")


@lru_cache(1 << 12)
def bounds(period: str) -> tuple[date, date]:
    """First and last day of a period as SDMX writes it."""
    found = period_of(text_of_sdmx(period))
    return found.starts_on, found.ends_on


def frequency_of(ours: str) -> str:
    """M, Q or A."""
    return "A" if len(ours) == 4 else ours[4]


def selected(flow: Flow, series: Iterable[Series], wanted: Selection) -> Iterator[Series]:
    """The series and observations that are wanted; a series of which nothing is left is left out."""
    ids, time = flow.structure.ids, wanted.conditions.get("TIME_PERIOD", ())
    whole = wanted.start is None and wanted.end is None and wanted.first is None and wanted.last is None and not time
    for one in series:
        if not wanted.wants(ids, one.key):
            continue
        if whole:
            yield one
        elif kept := _kept(one.observations, wanted, time):
            yield Series(one.key, one.attributes, kept)


def _kept(
    observations: Sequence[Observation], wanted: Selection, time: Sequence[Callable[[str], bool]]
) -> Sequence[Observation]:
    kept = [
        one
        for one in observations
        if _within(bounds(one.period), wanted.start, wanted.end) and all(holds(one.period) for holds in time)
    ]
    if wanted.first is None and wanted.last is None:
        return kept
    head = kept[: wanted.first] if wanted.first is not None else []
    tail = kept[max(len(kept) - wanted.last, 0) :] if wanted.last is not None else []
    return list({one.period: one for one in (*head, *tail)}.values())


def _within(days: tuple[date, date], start: date | None, end: date | None) -> bool:
    return (start is None or days[0] >= start) and (end is None or days[1] <= end)


def region_of(flow: Flow, series: Iterable[Series]) -> Region:
    """What there is: the codes that occur, the days covered, and how many series and observations."""
    ids = flow.structure.ids
    found: list[dict[str, None]] = [{} for _ in ids]
    held = observations = 0
    first: date | None = None
    last: date | None = None
    for one in series:
        held += 1
        observations += len(one.observations)
        for place, code in enumerate(one.key):
            found[place][code] = None
        for each in one.observations:
            start, end = bounds(each.period)
            first, last = min(first or start, start), max(last or end, end)
    codes = {name: tuple(sorted(codes)) for name, codes in zip(ids, found, strict=True)}
    start_text, end_text = (day.isoformat() if day else None for day in (first, last))
    return Region(codes, start_text, end_text, held, observations)
