"""The occupation coder: candidates with honest chances, a code of as many digits as is certain, and who is asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from lmis.occupations.calibration import Calibration, calibrate, chances_of
from lmis.occupations.encoders import Encoder, Meanings
from lmis.occupations.labels import UNIT, Example, Origin, Question
from lmis.occupations.levels import LEVELS
from lmis.occupations.model import Model, Seen
from lmis.occupations.titles import title_key

PRECISION: Final = 0.8
"""How often a code that is told as certain should be right."""
AGREEMENT: Final = 0.74
"""How often one person's answer is that of another. Source: pairs of trained coders, OJALAB job ads."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A unit group with the chance that it is the right one."""

    code: str
    chance: float


@dataclass(frozen=True, slots=True)
class Coded:
    """What a title was coded to; `certain` has as many digits as are certain, none where it is empty."""

    candidates: tuple[Candidate, ...]
    certain: str = ""
    chance: float = 0.0
    """Of the certain code."""

    @property
    def asks(self) -> bool:
        """Whether a human is to be asked: the unit group is not certain."""
        return len(self.certain) < UNIT


@dataclass(frozen=True)
class Coder:
    """A fitted and calibrated coder; the same examples, in whatever order, make the same coder."""

    model: Model
    calibration: Calibration
    answers: Mapping[str, Mapping[str, float]]
    """What people answered to a title, by its key: codes with their weights."""

    @classmethod
    def fit(cls, examples: Sequence[Example], precision: float = PRECISION, encoder: Encoder | None = None) -> Coder:
        """Fit to coded titles, at least two unit groups among them; some seconds for ten thousands."""
        ordered = sorted(examples, key=_order)
        meanings = Meanings(encoder) if encoder else None
        model, calibration = Model.fit(ordered, meanings), calibrate(ordered, precision, meanings)
        if meanings:
            meanings.known.clear()
        return cls(model, calibration, {}).remembering(ordered)

    def remembering(self, examples: Sequence[Example]) -> Coder:
        """The same coder with the answers among these examples, which it gives again when it is asked the same."""
        answers = {key: dict(codes) for key, codes in self.answers.items()}
        for example in examples:
            if example.origin is Origin.ANSWER and example.code in self.model.levels.units:
                codes = answers.setdefault(title_key(example.title), {})
                codes[example.code] = codes.get(example.code, 0.0) + example.weight
        return replace(self, answers=answers)

    def code(self, questions: Sequence[Question], top: int = 10) -> list[Coded]:
        """The candidates of each title, most likely first; none where nothing of the title is known."""
        if not questions:
            return []
        seen = self.model.see(questions)
        chances = self.chances(questions, seen)
        known = np.diff(seen.whole.indptr) > 0
        order = np.argsort(-chances, axis=1, kind="stable")[:, :top]
        certain = [(digits, self.model.levels.summed(chances, digits)) for digits in LEVELS]
        return [
            self._coded(
                self.calibration.of(seen.keyed[at].key),
                order[at],
                chances[at],
                [(digits, summed[at]) for digits, summed in certain],
            )
            if known[at]
            else Coded(())
            for at in range(len(questions))
        ]

    def chances(self, questions: Sequence[Question], seen: Seen | None = None) -> npt.NDArray[Any]:
        """The calibrated chance of every unit group (`model.levels.units`), a row per title."""
        seen = self.model.see(questions) if seen is None else seen
        of_titles = [self.calibration.of(one.key) for one in seen.keyed]
        chances = chances_of(self.model.scores(questions, seen), of_titles)
        for at, question in enumerate(questions):
            if codes := self.answers.get(title_key(question.title)):
                chances[at] = (1 - AGREEMENT) * chances[at] + AGREEMENT * self._shares(codes)
        return chances

    def _shares(self, codes: Mapping[str, float]) -> npt.NDArray[Any]:
        shares = np.zeros(len(self.model.levels.units))
        for code, weight in codes.items():
            shares[self.model.levels.units.index(code)] = weight
        return np.asarray(shares / shares.sum())

    def _coded(
        self,
        calibration: Calibration,
        order: npt.NDArray[Any],
        chances: npt.NDArray[Any],
        summed: Sequence[tuple[int, npt.NDArray[Any]]],
    ) -> Coded:
        units = self.model.levels.units
        told = calibration.told
        coded = Coded(tuple(Candidate(units[at], told(float(chances[at]), UNIT)) for at in order))
        for digits, of_groups in summed:
            best = int(of_groups.argmax())
            if of_groups[best] >= calibration.certain[digits]:
                chance = told(float(of_groups[best]), digits)
                return replace(coded, certain=self.model.levels.groups[digits][best], chance=chance)
        return coded


def _order(example: Example) -> tuple[str, ...]:
    return example.title, example.code, example.language, example.concept or "", example.origin.value
