"""The table of points that hangs on the wall of a job centre, in words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lmis.locale.catalogue import filled, keyed, label
from lmis.matching.criteria.place import HUNDREDTHS
from lmis.matching.weights import Weights, paper_table
from lmis.vocabulary import Language

_NUMBERED = re.compile(r"(\w+)_(\d+)")


def paper_words(weights: Weights, language: Language) -> Iterator[tuple[str, int, list[tuple[str, int]]]]:
    """Each criterion in words, its most points, and its steps with their points (of skills and languages, parts)."""
    for criterion, steps in paper_table(weights).items():
        told = [(step_words(criterion, step, language), points) for step, points in steps.items()]
        yield label("criterion", criterion, language), weights.most[criterion], told


def step_words(criterion: str, step: str, language: Language) -> str:
    """What a step of a criterion asks for."""
    near = next((one for one in HUNDREDTHS if criterion == "place" and step.startswith(one)), None)
    if near is not None:
        far = step.removeprefix(f"{near}_")
        values: dict[str, object] = {"nearness": label("nearness", near, language)}
        values["mobility"] = label("step" if far == "not_said" else "mobility", far, language)
        return filled(keyed("step", "place", language) or step, values)
    numbered = _NUMBERED.fullmatch(step)
    key, number = numbered.groups() if numbered else (step, "")
    return filled(keyed("step", key, language) or step, {"number": number})
