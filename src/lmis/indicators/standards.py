"""The two standards of work: the same concepts over two views of the same people.

By the 13th ICLS (1982) whoever produces goods for the own household's final use worked; by the 19th (2013) that is
another form of work, and only work for pay or profit is employment. The variable `own_use_work` tells these people
apart: they worked in the reference week, but only for the household's own final use, and are absent from no job.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from lmis.errors import Invalid
from lmis.indicators.frame import Answers, Persons

OWN_USE: Final = "own_use_work"
STANDARDS: Final = (13, 19)


class StandardNotCarried(Invalid):
    """The questionnaire does not tell own-use production apart, so there are no figures by this standard."""


def tells_apart(persons: Persons) -> bool:
    """Whether anybody answered on own-use production."""
    return OWN_USE in persons.columns and bool(persons.known(OWN_USE).any())


def standards_of(persons: Persons) -> tuple[int, ...]:
    """The standards by which there are figures: both where own-use production is told apart, else the mapping's."""
    if tells_apart(persons):
        return STANDARDS
    return (persons.standard,) if persons.standard is not None else ()


def under(persons: Persons, standard: int) -> Persons:
    """The same people as a standard sees them: by the 13th ICLS own-use producers worked, by the 19th they did not.

    Missing: who did not answer on own-use production is as `worked` and `absent_from_job` say.

    Raises:
        StandardNotCarried: with the standard that the questionnaire follows.
    """
    if standard not in standards_of(persons):
        raise StandardNotCarried(standard=standard, follows=persons.standard, allowed=list(standards_of(persons)))
    if not tells_apart(persons):
        return persons
    own_use = persons[OWN_USE]
    worked, absent = persons["worked"], persons["absent_from_job"]
    views = {
        "worked": Answers(worked | own_use if standard == 13 else worked & ~own_use, persons.known("worked") | own_use),
        "absent_from_job": Answers(absent if standard == 13 else absent & ~own_use, persons.known("absent_from_job")),
    }
    return replace(persons, columns={**persons.columns, **views}, standard=standard)
