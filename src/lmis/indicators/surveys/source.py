"""The survey's own table, cell by cell as text and as number, whichever a rule compares with."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from lmis.indicators.frame import Mask, Numbers


class Source:
    """A table whose columns are stripped and parsed once.

    An empty cell is a missing answer. A number in a mapping file is compared as a number (1 is 1, 01 and
    1.0), a quoted text as text ("01" is only 01).
    """

    def __init__(self, table: pd.DataFrame) -> None:
        """Keep the table; nothing is parsed before it is asked for."""
        self.table = table
        self._codes: dict[str, tuple[npt.NDArray[np.int64], list[str]]] = {}

    @property
    def rows(self) -> int:
        """How many records."""
        return len(self.table)

    def codes(self, column: str) -> tuple[npt.NDArray[np.int64], list[str]]:
        """Per record the position of its text among the different texts of the column, -1 where empty."""
        if column not in self._codes:
            codes, raw = pd.factorize(self.table[column])
            stripped, texts = pd.factorize(pd.Series([str(text).strip() for text in raw], dtype=object))
            positions = np.append(np.where(texts[stripped] != "", stripped, -1), -1) if len(raw) else stripped
            self._codes[column] = (positions[codes].astype(np.int64), [str(text) for text in texts])
        return self._codes[column]

    def missing(self, column: str) -> Mask:
        """Where there is no answer."""
        return self.codes(column)[0] < 0

    def numbers(self, column: str) -> Numbers:
        """The cells as numbers, NaN where they are not."""
        codes, texts = self.codes(column)
        return np.append(np.array([number_of(text) for text in texts], dtype=np.float64), np.nan)[codes]

    def equal(self, column: str, wanted: Sequence[str | float]) -> Mask:
        """Where the cell is one of these texts or numbers."""
        codes, texts = self.codes(column)
        chosen = np.array([is_one_of(text, wanted) for text in texts] + [False], dtype=np.bool_)
        return chosen[codes]


def is_one_of(text: str, wanted: Sequence[str | float]) -> bool:
    """Is the cell one of the wanted texts, or the number of one of the wanted numbers?"""
    return any(text == one if isinstance(one, str) else number_of(text) == one for one in wanted)


def number_of(text: str) -> float:
    """The number that a cell holds, NaN if it holds none; infinity is none, nor is what only Python reads."""
    if not text or not set(text) <= set("0123456789.+-eE"):
        return float("nan")
    try:
        number = float(text)
    except ValueError:
        return float("nan")
    return number if np.isfinite(number) else float("nan")
