"""Chances that mean what they say, and the chance from which a code of so many digits is certain.

Source: temperature scaling, Guo and others (2017), the form of Platt's scaling for many classes; then isotonic
regression, Zadrozny and Elkan (2002), on the chances and how often they came true.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final
from zlib import crc32

import numpy as np
import numpy.typing as npt

from lmis.occupations.encoders import Meanings
from lmis.occupations.labels import UNIT, Example, Origin, Question
from lmis.occupations.levels import LEVELS, Levels
from lmis.occupations.model import Model
from lmis.occupations.regression import softmax
from lmis.occupations.titles import script_of, title_key

FOLDS: Final = 5
ENOUGH: Final = 2_000
"""Titles held out, after which no further fold is fitted."""
TRUSTED: Final = 500
"""Learned titles from which calibration asks them alone: labels are tidier than what people type. Titles of a script
from which it is calibrated by itself."""
SURE: Final = 30
"""Titles right and wrong that a threshold rests on at least; with fewer nothing is certain."""
USUAL: Final = ""
"""The script of titles that are calibrated together: Latin, and scripts of which there are few."""
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
    scripts: Mapping[str, Calibration] = field(default_factory=dict)
    """Those of titles in scripts of which enough titles were known: what is sure in one language is not in another."""

    def of(self, key: str) -> Calibration:
        """The one for a title, by its key."""
        return self.scripts.get(script_of(key) or "", self)

    def told(self, chance: float, digits: int) -> float:
        """How often codes of so many digits that had this chance were right."""
        return float(np.interp(chance, *self.honest[digits])) if digits in self.honest else chance


def chances_of(scores: npt.NDArray[Any], of_titles: Sequence[Calibration]) -> npt.NDArray[Any]:
    """Chances of unit groups before they are made honest, a row per title; they sum to one."""
    return np.asarray(softmax(scores * np.array([[one.temperature] for one in of_titles])))


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


def calibrate(examples: Sequence[Example], precision: float, meanings: Meanings | None = None) -> Calibration:
    """Hold out folds of titles (all spellings of one title together), code them, and see how often it was right.

    Args:
        precision: how often codes that are told as certain should be right.
    """
    examples = [example for example in examples if len(example.code) == UNIT]
    asked = {script: _asked(some) for script, some in _by_script(examples).items()}
    held: dict[str, list[Held]] = {script: [] for script in asked}
    for fold in range(FOLDS):
        if max((sum(len(one.truth) for one in some) for some in held.values()), default=ENOUGH) < ENOUGH:
            for script, found in _held_out(examples, asked, fold, meanings):
                held[script].append(found)
    fitted = {script: _fitted(some, precision) for script, some in held.items() if some}
    usual = fitted.pop(USUAL, Calibration(1.0, dict.fromkeys(LEVELS, NEVER)))
    return replace(usual, scripts=fitted)


def _by_script(examples: Sequence[Example]) -> dict[str, list[Example]]:
    """The titles of every script that has enough of them; those of all others together."""
    found: dict[str, list[Example]] = {}
    for example in examples:
        found.setdefault(script_of(title_key(example.title)) or USUAL, []).append(example)
    few = [script for script, some in found.items() if script != USUAL and len(some) < TRUSTED]
    for script in few:
        found.setdefault(USUAL, []).extend(found.pop(script))
    return found


def _asked(examples: list[Example]) -> list[Example]:
    """Those whose answers count: the learned ones, if there are enough."""
    learned = [example for example in examples if example.origin is not Origin.LABEL]
    return learned if len(learned) >= TRUSTED else examples


def _held_out(
    examples: Sequence[Example], asked: Mapping[str, Sequence[Example]], fold: int, meanings: Meanings | None
) -> Iterator[tuple[str, Held]]:
    """A fold coded by a model that did not see it; titles whose code nobody else names in their language are not."""
    out = {script: [one for one in some if fold_of(one.title) == fold] for script, some in asked.items()}
    names = {title_key(example.title) for some in out.values() for example in some}
    rest = [example for example in examples if title_key(example.title) not in names]
    known = {(example.code, example.language) for example in rest}
    model: Model | None = None
    for script, some in out.items():
        if told := [one for one in some if (one.code, one.language) in known]:
            model = model or Model.fit(rest, meanings)
            questions = [Question(one.title, language=one.language) for one in told]
            scores = model.scores(questions, model.see(questions))
            yield script, Held(model.levels, scores, tuple(one.code for one in told))


def fold_of(title: str) -> int:
    """The fold of a title: that of its key, so that it never stands on both sides."""
    return crc32(title_key(title).encode()) % FOLDS


def _fitted(held: Sequence[Held], precision: float) -> Calibration:
    from scipy.optimize import minimize_scalar

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
    from sklearn.isotonic import IsotonicRegression

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
