"""A list of suggestions as a page shows it: each with its points one by one, and what there is to ask about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from heapq import merge
from uuid import UUID

from lmis.locale.words import label, reason_words
from lmis.matching.rank import Suggestion
from lmis.services.referred import Referred
from lmis.text.numbers import serial_text
from lmis.vocabulary import Language


@dataclass(frozen=True, slots=True)
class Point:
    """What one criterion gave, in words; `max` is 0 where the vacancy does not ask."""

    points: int
    max: int
    known: bool
    words: str


@dataclass(frozen=True, slots=True)
class Before:
    """The last referral of the same person to the same vacancy, which came to nothing."""

    id: UUID
    number: str
    state: str
    reason: str
    """In words; empty where it ended without one."""
    ended_on: date


@dataclass(frozen=True, slots=True)
class Line:
    """Somebody or something suggested, or referred today out of the same list."""

    id: UUID
    number: str
    first: str
    second: str
    points: int
    max: int
    reasons: Sequence[Point]
    ask: Sequence[str]
    """Names of what is not recorded yet."""
    referral: UUID | None = None
    referral_number: str = ""
    before: Before | None = None


@dataclass(frozen=True, slots=True)
class Called:
    """How a record is called on a list: its number, and two lines."""

    number: str
    first: str
    second: str


@dataclass(frozen=True, slots=True)
class Liner:
    """Writes suggestions as lines, in one language."""

    called: Mapping[UUID, Called]
    names: Mapping[str, str]
    """Code -> name, of occupations and languages."""
    language: Language
    before: Mapping[UUID, Before]
    """Person or vacancy -> what an earlier referral of the two came to."""

    def line(self, one: Suggestion) -> Line:
        """One suggestion."""
        called = self.called[one.id]
        points = [Point(r.points, r.max, r.known, reason_words(r, self.language, self.names)) for r in one.reasons]
        ask = [label("criterion", r.criterion, self.language) for r in one.reasons if r.max and not r.known]
        return Line(
            one.id,
            called.number,
            called.first,
            called.second,
            one.points,
            one.max,
            points,
            ask,
            before=self.before.get(one.id),
        )

    def lines(self, found: Sequence[Suggestion], today: Referred) -> list[Line]:
        """The suggestions in their order, and where their points put them those who were referred today."""
        shown = [self.line(one) for one in found if one.id in self.called]
        marked = [self._marked(one, today) for one in today.suggestions if one.id in self.called]
        return list(merge(marked, shown, key=lambda line: -line.points))

    def _marked(self, one: Suggestion, today: Referred) -> Line:
        referral = today.referrals[one.id]
        number = serial_text("R", referral.serial)
        return replace(self.line(one), referral=referral.id, referral_number=number)
