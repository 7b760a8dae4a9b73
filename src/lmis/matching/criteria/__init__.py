"""The criteria, in the order in which they are shown, added up, and named when two cost equally much."""

from __future__ import annotations

from lmis.matching.criteria.accommodations import ACCOMMODATIONS
from lmis.matching.criteria.availability import AVAILABILITY
from lmis.matching.criteria.education import EDUCATION
from lmis.matching.criteria.experience import EXPERIENCE
from lmis.matching.criteria.hours import HOURS
from lmis.matching.criteria.languages import LANGUAGES
from lmis.matching.criteria.occupation import OCCUPATION
from lmis.matching.criteria.place import PLACE
from lmis.matching.criteria.skills import SKILLS
from lmis.matching.criteria.wage import WAGE
from lmis.matching.criterion import Criterion

CRITERIA: tuple[Criterion, ...] = (
    OCCUPATION,
    SKILLS,
    PLACE,
    EDUCATION,
    EXPERIENCE,
    LANGUAGES,
    WAGE,
    HOURS,
    AVAILABILITY,
    ACCOMMODATIONS,
)
