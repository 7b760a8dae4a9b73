"""Chances that mean what they say, and the chance from which a code of so many digits is certain.

Source: temperature scaling, Guo and others (2017), the form of Platt's scaling for many classes; then isotonic
regression, Zadrozny and Elkan (2002), on the chances and how often they came true.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from zlib import crc32

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize_scalar
from sklearn.isotonic import IsotonicRegression

from lmis.occupations.labels import UNIT, Example, Origin, Question
from lmis.occupations.levels import LEVELS, Levels
from lmis.occupations.model import Model
from lmis.occupations.regression import softmax
from lmis.occupations.titles import title_key

FOLDS: Final = 5
ENOUGH: Final = 2_000
"""Titles held out, after which no further fold is fitted."""
TRUSTED: Final = 500
"""Learned titles from which calibration asks them alone: labels are tidier than what people type."""
SURE: Final = 30
"""Titles right and wrong that a threshold rests on at least; with fewer nothing is certain."""
FEW: Final = 5
"""Candidates of a title whose chances are made honest together."""
MOST: Final = 0.99
"""The chance that nothing exceeds."""
NEVER: Final = 1.01
"""A threshold that no chance reaches."""


@dataclass(frozen=True)
class Calibration:
    """How scores become chances, and from which chance on a code of so many digits counts as certain."""

    temperature: float
    certain: dict[int, float]
    honest: dict[int, tuple[list[float], list[float]]] = field(default_factory=dict)
    """For so many digits: chances, and how often codes with these were right; between them lies a line."""

    def chances(self, scores: npt.NDArray[Any]) -> npt.NDArray[Any]:
        """Chances of unit groups before they are made honest, a row per title; they sum to one."""
        return np.asarray(softmax(scores * self.temperature))

    def told(self, chance: float, digits: int) -> float:
        """How often codes of so many digits that had this chance were right."""
        return float(np.interp(chance, *self.honest[digits])) if digits in self.honest else chance


@dataclass(frozen=True)
class Held:
    """Titles that a model did not see: its scores, and the true code of each."""

    levels: Levels
    scores: npt.NDArray[Any]
    truth: tuple[str, ...]

    def surprise(self, temperature: float) -> float:
        """The sum of minus the logarithms of the chances given to the truth."""
        place = {unit: at for at, unit in enumerate(self.levels.units)}
        known = [(row, place[code]) for row, code in enumerate(self.truth) if code in place]
        chances = softmax(self.scores * temperature)
        return float(-sum(np.log(max(chances[row, at], 1e-9)) for row, at in known))

    def judged(self, temperature: float, digits: int, first: int = 1) -> tuple[npt.NDArray[Any], npt.NDArray[Any]]:
        """Of every title the chances of its best codes of so many digits, and whether each is right."""
        chances = self.levels.summed(softmax(self.scores * temperature), digits)
        best = np.argsort(-chances, axis=1, kind="stable")[:, :first]
        truth = np.array([code[:digits] for code in self.truth])
        right = np.array(self.levels.groups[digits])[best] == truth[:, None]
        return np.take_along_axis(chances, best, axis=1), right


def calibrate(examples: Sequence[Example], precision: float) -> Calibration:
    """Hold out folds of titles (all spellings of one title together), code them, and see how often it was right.

    Args:
        precision: how often codes that are told as certain should be right.
    """
    examples = [example for example in examples if len(example.code) == UNIT]
    learned = [example for example in examples if example.origin is not Origin.LABEL]
    asked = learned if len(learned) >= TRUSTED else examples
    held: list[Held] = []
    for fold in range(FOLDS):
        if sum(len(one.truth) for one in held) < ENOUGH and (found := _held_out(examples, asked, fold)):
            held.append(found)
    return _fitted(held, precision) if held else Calibration(1.0, dict.fromkeys(LEVELS, NEVER))


def _held_out(examples: Sequence[Example], asked: Sequence[Example], fold: int) -> Held | None:
    """A fold coded by a model that did not see it; titles whose code nobody else names in their language are not."""
    out = [example for example in asked if fold_of(example.title) == fold]
    names = {title_key(example.title) for example in out}
    rest = [example for example in examples if title_key(example.title) not in names]
    known = {(example.code, example.language) for example in rest}
    out = [example for example in out if (example.code, example.language) in known]
    if not out:
        return None
    model = Model.fit(rest)
    questions = [Question(example.title, language=example.language) for example in out]
    scores = model.scores(questions, model.see(questions))
    return Held(model.levels, scores, tuple(example.code for example in out))


def fold_of(title: str) -> int:
    """The fold of a title: that of its key, so that it never stands on both sides."""
    return crc32(title_key(title).encode()) % FOLDS


def _fitted(held: Sequence[Held], precision: float) -> Calibration:
    def surprise(temperature: float) -> float:
        return sum(one.surprise(temperature) for one in held)

    temperature = float(minimize_scalar(surprise, bounds=(0.2, 5.0), method="bounded").x)
    honest = {digits: _honest(held, temperature, digits) for digits in LEVELS}
    return Calibration(temperature, _thresholds(held, temperature, precision), honest)


def _thresholds(held: Sequence[Held], temperature: float, precision: float) -> dict[int, float]:
    """The threshold of every number of digits, each from the titles that no greater number is certain of."""
    thresholds: dict[int, float] = {}
    left = np.ones(sum(len(one.truth) for one in held), bool)
    for digits in LEVELS:
        judged = [one.judged(temperature, digits) for one in held]
        chances, right = (np.concatenate([one[part][:, 0] for one in judged]) for part in (0, 1))
        thresholds[digits] = _threshold(chances[left], right[left], precision)
        left &= chances < thresholds[digits]
    return thresholds


def _honest(held: Sequence[Held], temperature: float, digits: int) -> tuple[list[float], list[float]]:
    """The knots of an isotonic regression of being right on the chances of the first few candidates."""
    judged = [one.judged(temperature, digits, FEW) for one in held]
    chances, right = (np.concatenate([one[part] for one in judged]).ravel() for part in (0, 1))
    fitted = IsotonicRegression(y_min=0.0, y_max=MOST).fit(chances, right.astype(float))
    return fitted.X_thresholds_.tolist(), fitted.y_thresholds_.tolist()


def _threshold(chances: npt.NDArray[Any], right: npt.NDArray[Any], precision: float) -> float:
    """The least chance from which on so many codes were right; `NEVER` where too few would rest on it."""
    order = np.argsort(-chances, kind="stable")
    precise = np.cumsum(right[order]) / np.arange(1, len(right) + 1) >= precision
    reached = np.flatnonzero(precise)
    return float(chances[order[reached[-1]]]) if len(reached) and reached[-1] >= SURE else NEVER
