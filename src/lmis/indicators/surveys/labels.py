"""What the codes of a survey's column are called, by its dictionary or its file: for the words of a report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from lmis.indicators.surveys.values import number_of, plain_number


@dataclass(frozen=True, slots=True)
class ValueLabels:
    """The names of a column's values: of single ones, and of ranges of numbers with both ends in them.

    `no_answer` are the values that the file itself declares to be no answer (don't know, refused).
    """

    single: Mapping[str, str] = field(default_factory=dict)
    ranges: tuple[tuple[float, float, str], ...] = ()
    no_answer: frozenset[str] = frozenset()

    def of(self, text: str) -> str | None:
        """The name of a value: its own, else that of the narrowest range around it."""
        named = self.single.get(plain_number(text))
        if named is not None:
            return named
        number = number_of(text)
        around = [(high - low, name) for low, high, name in self.ranges if low <= number <= high]
        return min(around)[1] if around else None
