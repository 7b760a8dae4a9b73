"""The structures of a running installation: built once, and again when a list or an edition is new."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from sqlalchemy.orm import Session

from lmis.exchange.flows import Flow
from lmis.exchange.observations import Selection, Series, Source, region_of
from lmis.exchange.registry import Registry
from lmis.exchange.structures import Item, Region
from lmis.locale.catalogue import label, text
from lmis.locale.formats import period as period_words
from lmis.locale.names import names_of, names_under
from lmis.queries.reference import loads
from lmis.services.disseminating import EditionSource, Note
from lmis.vocabulary import Language

EVERYTHING: Final = Selection()


def noted(language: Language) -> Note:
    """Says in a language where a figure comes from."""

    def note(number: int, period: str, state: str) -> str:
        words = {"number": number, "period": period_words(period, language)}
        words["state"] = label("edition_state", state, language)
        return text("Edition {number} of {period}, {state}", language, **words)

    return note


def _register(session: Session, note: Note) -> Source:
    return EditionSource(session, names_of, names_under, note)


def _surveys(session: Session, note: Note) -> Source:
    return EditionSource(session, names_of, names_under, note, origin="survey")


SOURCES: Final[tuple[Callable[[Session, Note], Source], ...]] = (_register, _surveys)
"""Where figures come from; who publishes figures from elsewhere puts a source here."""


@dataclass(frozen=True)
class Sources:
    """All sources as one, in one session."""

    parts: Sequence[Source]

    @classmethod
    def of(cls, session: Session, language: Language) -> Sources:
        """The sources of this installation."""
        return cls([made(session, noted(language)) for made in SOURCES])

    def flows(self) -> list[Flow]:
        """The dataflows of all."""
        return [flow for part in self.parts for flow in part.flows()]

    def series(self, flow: Flow, wanted: Selection) -> Iterator[Series]:
        """The series of a dataflow, from the source that has it."""
        part = next(one for one in self.parts if any(flow.id == held.id for held in one.flows()))
        return part.series(flow, wanted)

    def updated(self, flow: Flow | None = None) -> datetime | None:
        """When data changed last."""
        return max((when for part in self.parts if (when := part.updated(flow)) is not None), default=None)

    def codes(self, origin: str, column: str) -> Iterable[Item]:
        """The codes of a column."""
        return [item for part in self.parts for item in part.codes(origin, column)]


@dataclass
class Shelf:
    """What one process keeps: the structures, and what there is in each dataflow."""

    _lock: threading.Lock = field(default_factory=threading.Lock)
    _stamp: Any = None
    _registry: Registry | None = None
    _regions: dict[str, Region] = field(default_factory=dict)
    _built: datetime | None = None

    def registry(self, session: Session, sources: Sources, now: datetime) -> tuple[Registry, datetime]:
        """The structures as of this moment, and when they were built."""
        stamp = (sources.updated(), tuple((one.table, one.digest) for one in session.scalars(loads())))
        with self._lock:
            if self._registry is None or stamp != self._stamp:
                self._registry = Registry(sources.flows(), sources.codes, names_under, lambda _: Region({}))
                self._stamp, self._regions, self._built = stamp, {}, now
            held, regions, built = self._registry, self._regions, self._built or now

        def region(flow: Flow) -> Region:
            if flow.id not in regions:
                regions[flow.id] = region_of(flow, sources.series(flow, EVERYTHING))
            return regions[flow.id]

        return held.reading(region), built
