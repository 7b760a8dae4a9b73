"""What a vacancy gives for each value that occurs among people: the criteria themselves, asked once a value."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from lmis.matching.criteria.availability import AVAILABILITY
from lmis.matching.criteria.availability import STEPS as DAYS
from lmis.matching.criteria.education import EDUCATION
from lmis.matching.criteria.experience import EXPERIENCE, QUARTERS, related_months
from lmis.matching.criteria.hours import HOURS as HOURS_ASKED
from lmis.matching.criteria.languages import AT_LEVEL, BELOW_LEVEL, LANGUAGES
from lmis.matching.criteria.occupation import OCCUPATION
from lmis.matching.criteria.place import HUNDREDTHS, PLACE, nearness
from lmis.matching.criteria.skills import SKILLS, parts_of
from lmis.matching.criteria.wage import STEPS, WAGE
from lmis.matching.criterion import Criterion, points
from lmis.matching.engine import bounds
from lmis.matching.engine.marks import Maps
from lmis.matching.engine.vocabulary import HOURS, LEVELS, MOBILITY, Vocabulary, day_of
from lmis.matching.profiles import SeekerProfile, VacancyProfile
from lmis.matching.weights import Weights

Array = NDArray[Any]

NOBODY: Final = UUID(int=0)
NEAR: Final = (None, *HUNDREDTHS)
"""How near a home can be; the first is for a place that is not known."""
UNSAID, NAMED, OTHERS = range(3)
"""Whether a person named provinces: none, the vacancy's too, only others."""
UNKNOWN: Final = -1
KEPT: Final = 20_000
"""Parts of plans that are kept."""


class Plan(NamedTuple):
    """Points of a vacancy by the numbers of a `Vocabulary`."""

    table: Array
    """All points by value, one part after another; `UNKNOWN` where a fact is not recorded."""
    begins: Array
    """Where each part begins (`scoring.WANTED` …), then how much is asked (`scoring.STEPS_OF_MONTHS` …)."""
    reaches: Array
    """Of each reach the mobility, and in eights whether it names the vacancy's province."""
    months: Array
    """Steps of experience: months that are needed, and points."""
    wages: Array
    """Steps of the wage, best first: the highest wage accepted, and points."""
    days: Array
    """Steps of availability, best first: the last day, and points."""
    most: Array
    """The most points of each criterion, in the order of `scoring.ADDED_UP`; of what is not asked, none."""
    bounds: Array
    """By field of a mark and its value: the most points, of skills the most parts."""


class _Kept(dict[Any, Any]):
    """Parts that several vacancies share, made once."""

    def once(self, make: Callable[[VacancyProfile], Any], vacancy: VacancyProfile, *by: Any) -> Any:
        key = (make, *by)
        found = self.get(key)
        if found is None:
            if len(self) >= KEPT:
                self.clear()  # by any thread: nobody reads what is kept a second time
            found = self[key] = make(vacancy)
        return found


@dataclass
class Plans:
    """Makes the plans of vacancies; what depends on an occupation, a place or a wage alone is made once."""

    words: Vocabulary
    weights: Weights
    maps: Maps = field(init=False)
    _kept: _Kept = field(default_factory=_Kept)

    def __post_init__(self) -> None:
        """See what marks keep of the values that there are."""
        self.maps = Maps.of(self.words)

    def of(self, vacancy: VacancyProfile) -> Plan:
        """The plan of a vacancy."""
        once = self._kept.once
        work, most_work = once(self._work, vacancy, vacancy.occupation, vacancy.related)
        where, at_place, most_place = once(
            self._place, vacancy, vacancy.country, vacancy.province, vacancy.district, vacancy.neighbours
        )
        terms, wages, days, at_terms, *most_terms = once(
            self._terms, vacancy, vacancy.education, vacancy.hours, vacancy.wage, vacancy.needed_from
        )
        asked = frozenset(vacancy.languages.items())
        spoken, months, at_record, *most_record = once(self._record, vacancy, vacancy.experience_months, asked)
        skills, at_skills, most_skills = self._skills(vacancy)
        parts = (*work, *skills, *spoken, *terms, *where)
        begins, at = [], 0
        for part in parts:
            begins.append(at)
            at += len(part)
        begins += [months.shape[1], wages.shape[1], len(skills[1]), len(spoken[1]), days.shape[1]]
        most_education, most_wage, most_hours, most_day = most_terms
        most_months, most_spoken = most_record
        most = (
            *(most_work, most_months, most_skills, most_place, most_education),
            *(most_wage, most_hours, most_spoken, most_day),
        )
        return Plan(
            np.concatenate(parts),
            np.array(begins, np.int64),
            once(self._reaches, vacancy, vacancy.province),
            months,
            wages,
            days,
            np.array(most, np.int64),
            np.concatenate((at_skills, at_place, at_terms, at_record)),
        )

    def _points(self, criterion: Criterion, vacancy: VacancyProfile, people: Iterable[Mapping[str, Any]]) -> Array:
        """What the criterion gives people of whom only these facts are known."""
        most = self.weights.most[criterion.name]
        shares = (criterion.share(SeekerProfile(NOBODY, **facts), vacancy) for facts in people)
        return np.array([UNKNOWN if share is None else points(most, share) for share in shares], np.int16)

    def _work(self, vacancy: VacancyProfile) -> Any:
        """By occupation: points for wanting it, for having done it, and whether it counts as experience."""
        codes = list(self.words.occupations)
        wanted = self._points(OCCUPATION, vacancy, ({"wanted": (code,)} for code in codes))
        done = self._points(OCCUPATION, vacancy, ({"experience": {code: 1}} for code in codes))
        people = (SeekerProfile(NOBODY, experience={code: 1}) for code in codes)
        related = np.array([related_months(one, vacancy) for one in people], np.int16)
        return (wanted, done, related), _highest(np.concatenate((wanted, done)))

    def _skills(self, vacancy: VacancyProfile) -> Any:
        """Parts of each skill, and points by the parts won."""
        words, parts = self.words.skills, np.zeros(len(self.words.skills), np.int16)
        all_asked = vacancy.required_skills | vacancy.useful_skills
        known = [(words[skill], parts_of(vacancy, frozenset((skill,)))) for skill in all_asked if skill in words]
        for skill, each in known:
            parts[skill] = each
        asked = parts_of(vacancy, all_asked)
        by_parts = self._by_parts(SKILLS, asked)
        return (parts, by_parts), bounds.of_skills(known).ravel(), int(by_parts[-1]) if asked else 0

    def _record(self, vacancy: VacancyProfile) -> Any:
        """Experience and languages: parts of each language and level, points by the parts won; steps of months."""
        asked, most = vacancy.experience_months or 0, self.weights.most[EXPERIENCE.name]
        steps = range(1, QUARTERS + 1) if asked else ()
        needed = [-(-asked * step // QUARTERS) for step in steps]
        months = np.array([needed, [points(most, (step, QUARTERS)) for step in steps]], np.int64)
        words, levels = self.words.languages, vacancy.languages
        parts = np.zeros(len(words), np.int16)
        for (language, level), at in words.items():
            if language in levels:
                parts[at] = AT_LEVEL if level >= levels[language] else BELOW_LEVEL
        by_parts = self._by_parts(LANGUAGES, AT_LEVEL * len(levels))
        bits = {int(self.maps.languages[at]) for (language, _), at in words.items() if language in levels}
        at_record = bounds.of_record(months, bits, by_parts)
        return (parts, by_parts), months, at_record, _highest(months[1]), _highest(by_parts)

    def _by_parts(self, criterion: Criterion, asked: int) -> Array:
        """Points by the parts won; none where nothing is asked."""
        most = self.weights.most[criterion.name]
        return np.array([points(most, (parts, asked)) for parts in range(asked + 1)] if asked else [], np.int16)

    def _terms(self, vacancy: VacancyProfile) -> Any:
        """Points by level of education and by hours; steps of the wage and of the day."""
        education = self._points(EDUCATION, vacancy, ({"education": level} for level in (*LEVELS, None)))
        hours = self._points(HOURS_ASKED, vacancy, ({"hours": hours} for hours in HOURS))
        most, steps = self.weights.most[WAGE.name], STEPS if vacancy.wage is not None else ()
        limits = [(vacancy.wage or 0) * 100 // offered for offered, _ in steps]
        wages = np.array([limits, [points(most, (parts, 100)) for _, parts in steps]], np.int64)
        days = self._days(vacancy)
        at_terms = bounds.of_terms(education, hours, wages, _highest(days[1]))
        most_each = (_highest(education), _highest(wages[1]), _highest(hours), _highest(days[1]))
        return (education, hours), wages, days, at_terms, *most_each

    def _days(self, vacancy: VacancyProfile) -> Array:
        most, steps = self.weights.most[AVAILABILITY.name], DAYS if vacancy.needed_from is not None else ()
        needed = vacancy.needed_from.toordinal() if vacancy.needed_from is not None else 0
        limits = [day_of(needed + waiting) for waiting, _ in steps]
        return np.array([limits, [points(most, (parts, 100)) for _, parts in steps]], np.int64)

    def _place(self, vacancy: VacancyProfile) -> Any:
        """How near each home is; and the points by what was named, nearness and mobility."""
        homes = [{"province": province, "district": district} for province, district in self.words.homes]
        near = [nearness(SeekerProfile(NOBODY, **home), vacancy) for home in homes]  # type: ignore[arg-type]
        example = dict(zip(near, homes, strict=True))
        named: list[frozenset[str | None]] = [frozenset(), frozenset({vacancy.province}), frozenset({""})]
        table = np.full((len(named), len(NEAR), len(MOBILITY)), UNKNOWN, np.int16)
        for which, provinces in enumerate(named):
            for how, home in example.items():
                people = ({**home, "wanted_provinces": provinces, "mobility": far} for far in MOBILITY)
                table[which, NEAR.index(how)] = self._points(PLACE, vacancy, people)
        where = np.array([NEAR.index(one) for one in near], np.int16)
        return (where, table.ravel()), bounds.of_place(self.maps, where, table), _highest(table)

    def _reaches(self, vacancy: VacancyProfile) -> Array:
        reaches = self.words.reaches
        named = [UNSAID if not some else NAMED if vacancy.province in some else OTHERS for _, some in reaches]
        far = [MOBILITY.index(far) for far, _ in reaches]
        return np.array([one | which << 3 for one, which in zip(far, named, strict=True)], np.int16)


def _highest(values: Array) -> int:
    return max(int(values.max(initial=0)), 0)
