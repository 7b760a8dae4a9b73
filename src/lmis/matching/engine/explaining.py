"""Why somebody was found: the reasons of pairs out of packed rows, each made once for the same facts.

A criterion's reason depends on what it reads of the vacancy (`Criterion.reads`) and on a few numbers of the row. People
who are found for one vacancy are alike in most of them, and vacancies too, so nearly every reason is there already.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from datetime import date
from itertools import islice
from typing import Any, Final
from uuid import UUID

from lmis.matching.criteria import CRITERIA
from lmis.matching.criterion import asked_of
from lmis.matching.engine.rows import HEAD
from lmis.matching.engine.vocabulary import FIRST_DAY, HOURS, LEVELS, NO_DAY, NO_WAGE, WIDE, Vocabulary
from lmis.matching.profiles import SeekerProfile, VacancyProfile
from lmis.matching.rank import Reason, reason_of
from lmis.matching.weights import Weights

KEPT: Final = 200_000
"""Reasons that are kept."""
NAMELESS: Final = UUID(int=0)
Units = list[int]
"""A person's row."""


class Explaining:
    """Reasons by the values that a vocabulary has by now."""

    def __init__(self, words: Vocabulary, weights: Weights) -> None:
        """Take over the values; nothing is explained yet."""
        self.weights = weights
        self._occupations, self._homes, self._reaches = list(words.occupations), list(words.homes), list(words.reaches)
        self._skills, self._languages = list(words.skills), list(words.languages)
        self._shelves: dict[Hashable, dict[Hashable, Reason]] = {}
        self._kept = 0

    def explain(self, vacancy: VacancyProfile, rows: Iterable[Units]) -> list[list[Reason]]:
        """The reasons of each row, as `rank.explain` gives them."""
        if self._kept > KEPT:
            self._shelves, self._kept = {}, 0
        shelves = [(one, self._shelves.setdefault((one.name, asked_of(one, vacancy)), {})) for one in CRITERIA]
        explained = []
        for units in rows:
            facts, reasons = _facts(units), []
            for criterion, shelf in shelves:
                fact = facts[criterion.name]
                reason = shelf.get(fact)
                if reason is None:
                    reason = shelf[fact] = reason_of(criterion, self.profile(units), vacancy, self.weights)
                    self._kept += 1
                reasons.append(reason)
            explained.append(reasons)
        return explained

    def profile(self, units: Units) -> SeekerProfile:
        """What a row says, without who it is."""
        occupations = self._occupations
        wanted, done, skills, spoken = _lists(units)
        province, district = self._homes[units[2]]
        mobility, provinces = self._reaches[units[3] | units[4] << 16]
        level, wage, day = units[5] & 255, units[6] | units[7] << 16, units[8]
        return SeekerProfile(
            NAMELESS,
            wanted=tuple([occupations[code] for code in wanted]),
            experience={occupations[code]: months for code, months in zip(done[::2], done[1::2], strict=True)},
            skills=frozenset(self._skills[number] for number in _numbers(skills)),
            district=district,
            province=province,
            wanted_provinces=provinces,
            mobility=mobility,  # type: ignore[arg-type]
            education=None if level == len(LEVELS) else level,
            languages=dict(self._languages[number] for number in spoken),
            wage=None if wage == NO_WAGE else wage,
            hours=HOURS[units[5] >> 8],
            available_from=None if day == NO_DAY else date.fromordinal(day + FIRST_DAY),
        )


def _lists(units: Units) -> tuple[Units, Units, Units, Units]:
    """The codes wanted, the codes done with their months, the skills and the languages of a row."""
    wanted = HEAD + (units[0] & 255)
    done = wanted + 2 * (units[0] >> 8)
    skills = done + (units[1] & 255)
    return units[HEAD:wanted], units[wanted:done], units[done:skills], units[skills:]


def _numbers(skills: Sequence[int]) -> Iterable[int]:
    """The numbers of skills, of which some take two units."""
    units = iter(skills)
    for unit in units:
        yield unit if unit < WIDE else (unit - WIDE) << 16 | next(islice(units, 1))


def _facts(units: Units) -> dict[str, Any]:
    """Of each criterion the numbers of a row on which its reason depends."""
    wanted, done, skills, spoken = _lists(units)
    return {
        "occupation": (*wanted, -1, *done[::2]),
        "skills": tuple(skills),
        "place": (units[2], units[3], units[4]),
        "education": units[5] & 255,
        "experience": tuple(done),
        "languages": tuple(spoken),
        "wage": (units[6], units[7]),
        "hours": units[5] >> 8,
        "availability": units[8],
        "accommodations": None,
    }
