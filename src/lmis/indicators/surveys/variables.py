"""The harmonised variables: what every survey is brought to before anything is counted."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Kind = Literal["yes_no", "category", "number"]


@dataclass(frozen=True, slots=True)
class Variable:
    """One harmonised variable; `accepts` is a pattern that a label of a category must match in full."""

    kind: Kind
    meaning: str
    accepts: str = ".+"
    required: bool = False

    def allows(self, label: str) -> bool:
        """May a record carry this label?"""
        return re.fullmatch(self.accepts, label) is not None


def _asked(meaning: str, *, required: bool = False) -> Variable:
    return Variable("yes_no", meaning, required=required)


VARIABLES: dict[str, Variable] = {
    "weight": Variable("number", "how many people this person stands for", required=True),
    "sex": Variable("category", "F or M", accepts="[FM]", required=True),
    "age": Variable("number", "completed years", required=True),
    "region": Variable("category", "place code: country and national code (KH01)", accepts=r"[A-Z]{2}\d{1,8}"),
    "area": Variable("category", "URB urban, RUR rural", accepts="URB|RUR"),
    "education": Variable("category", "highest level completed, ISCED 2011", accepts="[0-8]"),
    "attending": _asked("in education or training now"),
    "worked": _asked("worked at least one hour in the reference week", required=True),
    "absent_from_job": _asked("has a job and was temporarily absent from it", required=True),
    "sought_work": _asked("sought work in the reference period", required=True),
    "available": _asked("could have started work in the reference period", required=True),
    "future_start": _asked("did not seek because a job is to start within three months"),
    "excused_from_seeking": _asked("did not seek, for a reason that the national definition accepts"),
    "discouraged_reason": _asked("did not seek because of the labour market"),
    "status_in_employment": Variable("category", "main job, ICSE-93 groups 1 to 6", accepts="[1-6]"),
    "isco2": Variable("category", "main job, ISCO-08 sub-major group", accepts=r"\d\d"),
    "isic2": Variable("category", "main job, ISIC Rev.4 division", accepts=r"\d\d"),
    "actual_hours": Variable("number", "hours actually worked in the main job in the reference week"),
    "usual_hours": Variable("number", "usual weekly hours of the main job"),
    "actual_hours_all_jobs": Variable("number", "hours actually worked in all jobs in the reference week"),
    "short_hours": _asked("worked fewer hours than the threshold of time-related underemployment"),
    "part_time_hours": _asked("usually works fewer hours than the threshold of part-time work"),
    "wants_more_hours": _asked("wants to work more hours"),
    "available_for_more": _asked("could work more hours"),
    "second_job": _asked("has more than one job"),
    "informal_job": _asked("the main job is informal"),
    "monthly_earnings": Variable("number", "monthly earnings of the main job"),
}
