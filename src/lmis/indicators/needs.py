"""Which variables a definition looks at: it is run on records that note what they are asked for."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np

from lmis.indicators.frame import Answers, Category, Frame, Mask, Numbers, Quantity
from lmis.indicators.indicator import Indicator, Relative

NOBODY = np.zeros(0, dtype=np.bool_)


class Noting(Frame):
    """A frame of no rows in which every variable exists, of whichever kind it is asked for."""

    def __init__(self) -> None:
        """Start with nothing asked."""
        super().__init__(ref_area="", time="", rows=0)
        object.__setattr__(self, "asked", set())

    asked: set[str]

    def __getitem__(self, variable: str) -> Mask:
        """Nobody answered yes."""
        return self._note(variable)

    def known(self, variable: str) -> Mask:
        """Nobody answered."""
        return self._note(variable)

    def category(self, variable: str) -> Category:
        """No labels."""
        self._note(variable)
        return Category(np.zeros(0, dtype=np.int64), ())

    def number(self, variable: str) -> Numbers:
        """No numbers."""
        self._note(variable)
        return np.zeros(0)

    def column(self, variable: str) -> Answers | Category | Quantity:
        """No answers."""
        return Answers(self._note(variable), NOBODY)

    def _note(self, variable: str) -> Mask:
        self.asked.add(variable)
        return NOBODY


@cache
def variables_of(indicator: Indicator) -> frozenset[str]:
    """The variables that the concepts, the amount and the classification of an indicator ask for."""
    asked: Callable[[Frame], Any]
    frame = Noting()
    parts = [indicator.of, indicator.among, getattr(indicator, "amount", None), getattr(indicator, "classes", None)]
    parts += [indicator.first, indicator.second] if isinstance(indicator, Relative) else []
    for asked in (part for part in parts if part is not None):
        asked(frame)
    return frozenset(frame.asked)
