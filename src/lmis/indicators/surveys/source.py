"""The survey's own table, cell by cell as text and as number, whichever a rule compares with."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from lmis.indicators.frame import Column, Mask, Numbers
from lmis.indicators.surveys.labels import ValueLabels
from lmis.indicators.surveys.values import is_one_of, number_of

NAMELESS = ValueLabels()


class Source:
    """A table whose columns are stripped and parsed once.

    An empty cell is a missing answer, and so is a value that the file or the mapping declares to be none (99: don't
    know). A number in a mapping file is compared as a number (1 is 1, 01 and 1.0), a quoted text as text ("01" is
    only 01).
    """

    def __init__(
        self,
        table: pd.DataFrame,
        labels: Mapping[str, ValueLabels] | None = None,
        no_answer: Mapping[str, Sequence[str | float]] | None = None,
    ) -> None:
        """Keep the table; nothing is parsed before it is asked for.

        Args:
            labels: of columns whose values have names, with the values that the file declares to be no answer.
            no_answer: of columns, values that the mapping declares to be no answer.
        """
        self.table = table
        self.made: dict[str, Column] = {}  # harmonised variables, as far as they are made
        self._labels = labels or {}
        self._no_answer = no_answer or {}
        self._numbers: dict[str, Numbers] = {}
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

    def labels(self, column: str) -> ValueLabels:
        """What the values of a column are called."""
        return self._labels.get(column, NAMELESS)

    def refuses(self, column: str, text: str) -> bool:
        """Is this value declared to be no answer?"""
        return text in self.labels(column).no_answer or is_one_of(text, self._no_answer.get(column, ()))

    def has_refusals(self, column: str) -> bool:
        """Are values of this column declared to be no answer at all?"""
        return bool(self.labels(column).no_answer) or column in self._no_answer

    def missing(self, column: str) -> Mask:
        """Where there is no answer."""
        return (self.codes(column)[0] < 0) | self.refused(column)

    def refused(self, column: str) -> Mask:
        """Where a value stands that is declared to be no answer."""
        if not self.has_refusals(column):
            return np.zeros(self.rows, dtype=np.bool_)
        return self._where(column, lambda text: self.refuses(column, text))

    def numbers(self, column: str) -> Numbers:
        """The cells as numbers, NaN where they are not, or are declared to be no answer; not to be changed."""
        if column not in self._numbers:
            codes, texts = self.codes(column)
            numbers = np.array([*(number_of(text) for text in texts), np.nan])[codes]
            self._numbers[column] = np.where(self.refused(column), np.nan, numbers)
        return self._numbers[column]

    def equal(self, column: str, wanted: Sequence[str | float]) -> Mask:
        """Where the cell is one of these texts or numbers; a rule may name a value that is no answer otherwise."""
        return self._where(column, lambda text: is_one_of(text, wanted))

    def _where(self, column: str, holds: Callable[[str], bool]) -> Mask:
        codes, texts = self.codes(column)
        return np.array([holds(text) for text in texts] + [False], dtype=np.bool_)[codes]


def compact(texts: Sequence[str]) -> pd.Categorical[Any]:
    """A column of texts that keeps each different text once."""
    codes, different = pd.factorize(np.array(texts, dtype=object))
    return pd.Categorical.from_codes(codes, categories=pd.Index([str(text) for text in different], dtype=object))


def renamed(column: pd.Categorical[Any], name_of: Callable[[str], str]) -> pd.Categorical[Any]:
    """The column with another text for each different text; several may become the same."""
    kinds, texts = pd.factorize(np.array([name_of(str(text)) for text in column.categories], dtype=object))
    places = np.append(kinds, -1)[column.codes]
    return pd.Categorical.from_codes(places, categories=pd.Index([str(text) for text in texts], dtype=object))
