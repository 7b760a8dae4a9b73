"""Dataflows of the real definitions, with observations that are made up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime

from lmis.exchange.flows import Flow, flows_of
from lmis.exchange.messages import Head
from lmis.exchange.observations import Observation, Selection, Series, region_of
from lmis.exchange.registry import Registry
from lmis.exchange.structures import Item, Names
from lmis.indicators.catalogue import CATALOGUE
from lmis.indicators.definitions.register import REGISTER

AT = datetime(2026, 10, 5, 2, 0, tzinfo=UTC)
HEAD = Head(AT)
CODES = {
    "sex": ("F", "M"),
    "age_group": ("Y0-14", "Y15-24", "Y25-34"),
    "province": ("KH02", "KH03"),
    "occupation": ("8", "81"),
    "sector": ("A", "C"),
}


def words(context: str, key: str) -> Names:
    """A word in three languages, as a catalogue would have it."""
    return {"en": f"{context} {key}", "km": f"ពាក្យ {key}", "lo": f"ຄຳ {key}"}


def say(message: str) -> Names:
    """A sentence in three languages."""
    return {"en": message, "km": f"ប្រយោគ {message}", "lo": f"ປະໂຫຍກ {message}"}


class MadeSource:
    """Every series of two areas with a total and women and men, four quarters each; one value is hidden."""

    def flows(self) -> Sequence[Flow]:
        """All that are defined."""
        return flows_of(REGISTER, CATALOGUE, say)

    def series(self, flow: Flow, wanted: Selection) -> Iterator[Series]:
        """In the order of keys."""
        sexes = (None, "F", "M") if any(one.column == "sex" for one in flow.classifications) else (None,)
        for area in ("KHM", "LAO"):
            for sex in sexes:
                yield Series(flow.key(area, "Q", {"sex": sex}), flow.series_attributes(), list(self._observed(sex)))

    def _observed(self, sex: str | None) -> Iterable[Observation]:
        for quarter in range(1, 5):
            if sex == "M" and quarter == 2:
                yield Observation("2026-Q2", None, ("Q", "C", None, None, "PES", "edition <1> & hidden"))
            else:
                bounds = (9.5, 10.5) if sex else (None, None)
                yield Observation(f"2026-Q{quarter}", 10.0 + quarter / 4, ("A", "F", *bounds, "PES", "ຄັ້ງທີ 1"))

    def updated(self, flow: Flow | None = None) -> datetime | None:
        """Once."""
        return AT

    def codes(self, origin: str, column: str) -> Iterable[Item]:
        """A few."""
        return [
            Item(code, words(column, code), parent=code[:1] if column == "occupation" and len(code) == 2 else None)
            for code in CODES.get(column, ())
        ]


def a_registry(source: MadeSource | None = None) -> Registry:
    """The structures of a source."""
    source = source or MadeSource()
    return Registry(source.flows(), source.codes, words, lambda flow: region_of(flow, source.series(flow, Selection())))
