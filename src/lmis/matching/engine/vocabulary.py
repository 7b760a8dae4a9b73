"""The values that occur among people, numbered, and a person's row of them.

A row is: counts of wanted and done occupations, counts of units of skills and of languages, home, reach (two units),
education and hours, the lowest wage accepted (two units), the day from which the person is available, then the codes
wanted, the codes done each with its months, the skills, the languages. Every value is the number under which `Words`
keeps it.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, Generic, TypeVar

from lmis.matching.profiles import SeekerProfile

LEVELS: Final = tuple(range(9))
"""ISCED 2011 levels; the place behind them is for a level that is not known."""
HOURS: Final = ("full_time", "part_time", "any", None)
MOBILITY: Final = ("district", "province", "country", "abroad", None)
MOST_MONTHS: Final = (1 << 16) - 1
NO_WAGE: Final = (1 << 32) - 1
FIRST_DAY: Final = date(2000, 1, 1).toordinal()
NO_DAY: Final = (1 << 16) - 1
"""Days are counted from the first of 2000, which stands for all before it, to 2179; nobody is asked for before 2000."""
WIDE: Final = 0xF000
"""Skills from this number on take two units."""
IN_A_LIST: Final = 255

V = TypeVar("V", bound=Hashable)


class Words(dict[V, int], Generic[V]):
    """Values, numbered as they come."""

    def __missing__(self, value: V) -> int:
        number = self[value] = len(self)
        return number


Home = tuple[str | None, str | None]
Reach = tuple[str | None, frozenset[str]]


@dataclass
class Vocabulary:
    """The values that occur among people; it only grows, so that rows packed earlier keep their meaning."""

    occupations: Words[str] = field(default_factory=Words)
    homes: Words[Home] = field(default_factory=Words)
    """Province and district."""
    reaches: Words[Reach] = field(default_factory=Words)
    """How far people would go, and the provinces that they named."""
    skills: Words[str] = field(default_factory=Words)
    languages: Words[tuple[str, int]] = field(default_factory=Words)
    """Language and level."""
    kinds: Words[Hashable] = field(default_factory=Words)
    """What decides whether somebody is asked for at all, and never gives a point: office, days of the law, licences."""

    @property
    def size(self) -> int:
        """How many values there are."""
        words: list[Words[Any]] = [self.occupations, self.homes, self.reaches, self.skills, self.languages]
        return sum(len(some) for some in words)

    def units(self, seeker: SeekerProfile) -> Iterator[int]:
        """The row of a person.

        Raises:
            NeedsInRow: what would help somebody at work is not kept in the memory of an engine.
        """
        if seeker.needs:
            raise NeedsInRow()
        skills = [unit for skill in seeker.skills for unit in _wide(self.skills[skill])]
        spoken = [self.languages[one] for one in seeker.languages.items()]
        reach = self.reaches[seeker.mobility, seeker.wanted_provinces]
        wage = NO_WAGE if seeker.wage is None else min(seeker.wage, NO_WAGE - 1)
        yield _counts(len(seeker.wanted), len(seeker.experience))
        yield _counts(len(skills), len(spoken))
        yield self.homes[seeker.province, seeker.district]
        yield from (reach & 0xFFFF, reach >> 16)
        yield (len(LEVELS) if seeker.education is None else seeker.education) | HOURS.index(seeker.hours) << 8
        yield from (wage & 0xFFFF, wage >> 16)
        yield NO_DAY if seeker.available_from is None else day_of(seeker.available_from.toordinal())
        yield from (self.occupations[code] for code in seeker.wanted)
        for code, months in seeker.experience.items():
            yield from (self.occupations[code], min(months, MOST_MONTHS))
        yield from skills
        yield from spoken


def day_of(ordinal: int) -> int:
    """A day as a row has it."""
    return min(max(ordinal - FIRST_DAY, 0), NO_DAY - 1)


class NeedsInRow(ValueError):
    """A profile has what only the person that it is of may be asked by."""


class ListTooLong(ValueError):
    """A person's list has more entries than a row can hold."""


def _counts(low: int, high: int) -> int:
    if max(low, high) > IN_A_LIST:
        raise ListTooLong(max(low, high))
    return low | high << 8


def _wide(number: int) -> tuple[int, ...]:
    return (number,) if number < WIDE else (WIDE + (number >> 16), number & 0xFFFF)
