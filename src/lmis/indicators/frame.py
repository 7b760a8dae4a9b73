"""The records that indicators are computed from: three kinds of column, and how the rows were drawn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd

from lmis.errors import Invalid
from lmis.text.nearest import nearest

Mask: TypeAlias = npt.NDArray[np.bool_]
Numbers: TypeAlias = npt.NDArray[np.float64]
Codes: TypeAlias = npt.NDArray[np.int64]

TOTAL = "_T"  # the code of "all of them" in a breakdown (SDMX)


class UnknownVariable(Invalid):
    """These records have no such variable."""


class WrongKindOfVariable(Invalid):
    """This variable is of another kind: yes or no, a category, or a number."""


@dataclass(frozen=True, slots=True, eq=False)
class Answers:
    """A question answered yes or no; who did not answer is in neither mask."""

    yes: Mask
    known: Mask


@dataclass(frozen=True, slots=True, eq=False)
class Category:
    """One label out of a list; `codes` points into `labels`, -1 where there is no answer."""

    codes: Codes
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Quantity:
    """A number; NaN where there is no answer."""

    values: Numbers


Column: TypeAlias = Answers | Category | Quantity


@dataclass(frozen=True, slots=True, eq=False)
class Design:
    """How a sample was drawn: one weight, stratum and primary sampling unit (PSU) per row.

    A PSU number may repeat in another stratum: the two are different units. Where a survey comes in parts, the names
    behind the numbers say which units of two parts are the same.
    """

    weight: Numbers
    stratum: Codes
    psu: Codes
    stratum_names: tuple[str, ...] | None = None  # of the numbers of `stratum`
    psu_names: tuple[str, ...] | None = None


@dataclass(frozen=True, eq=False)
class Frame:
    """Records of one place and period; without a design they are complete: weight 1, no standard error."""

    ref_area: str
    time: str
    rows: int
    columns: Mapping[str, Column] = field(default_factory=dict)
    design: Design | None = None
    standard: int | None = None  # of a survey: 13 or 19, the ICLS by which its questionnaire lets people have `worked`

    def __getitem__(self, variable: str) -> Mask:
        """Who answered yes. Raises UnknownVariable, or WrongKindOfVariable if it is no yes-or-no question."""
        column = self.column(variable)
        if isinstance(column, Answers):
            return column.yes
        raise WrongKindOfVariable(variable=variable, wanted="yes_no")

    def known(self, variable: str) -> Mask:
        """Who has an answer at all."""
        column = self.column(variable)
        if isinstance(column, Answers):
            return column.known
        return column.codes >= 0 if isinstance(column, Category) else ~np.isnan(column.values)

    def category(self, variable: str) -> Category:
        """A categorical variable."""
        column = self.column(variable)
        if isinstance(column, Category):
            return column
        raise WrongKindOfVariable(variable=variable, wanted="category")

    def is_in(self, variable: str, *labels: str) -> Mask:
        """Who carries one of these labels; a missing answer is in none."""
        column = self.category(variable)
        wanted = np.array([label in labels for label in column.labels] + [False])
        return wanted[column.codes].astype(np.bool_)

    def number(self, variable: str) -> Numbers:
        """A number per row, NaN where missing; a comparison with NaN is false."""
        column = self.column(variable)
        if isinstance(column, Quantity):
            return column.values
        raise WrongKindOfVariable(variable=variable, wanted="number")

    def column(self, variable: str) -> Column:
        """A variable of any kind. Raises UnknownVariable with the nearest known ones."""
        if variable not in self.columns:
            raise UnknownVariable(variable=variable, nearest=nearest(variable, list(self.columns)))
        return self.columns[variable]


Persons: TypeAlias = Frame  # one row per person


def frame_of(
    table: pd.DataFrame,
    ref_area: str,
    time: str,
    *,
    weight: str | None = None,
    stratum: str | None = None,
    psu: str | None = None,
) -> Frame:
    """A frame of a clean table: booleans become answers, numbers quantities, everything else categories.

    Args:
        table: one row per record; None or NaN where there is no answer. Booleans with gaps: pandas'
            `boolean`.
        weight: its column; without one the table is taken to be complete, and there are no standard errors.
        stratum: its column; without one all rows are of one stratum.
        psu: its column; without one every row is its own unit.
    """
    rows = len(table)
    columns = {str(name): column_of(table[name]) for name in table.columns}
    if weight is None:
        return Frame(ref_area, time, rows, columns)
    strata, stratum_names = _named(table[stratum]) if stratum else (np.zeros(rows, dtype=np.int64), ("",))
    units, psu_names = _named(table[psu]) if psu else (np.arange(rows, dtype=np.int64), None)
    design = Design(table[weight].to_numpy(dtype=np.float64), strata, units, stratum_names, psu_names)
    return Frame(ref_area, time, rows, columns, design)


def column_of(values: pd.Series[Any]) -> Column:
    """The column that fits the type of the values; the labels of a category are in order of the alphabet."""
    if pd.api.types.is_bool_dtype(values):
        yes = values.to_numpy(dtype=np.bool_, na_value=False)
        return Answers(yes=yes, known=values.notna().to_numpy(dtype=np.bool_))
    if pd.api.types.is_numeric_dtype(values):
        return Quantity(values.to_numpy(dtype=np.float64, na_value=np.nan).astype(np.float64))
    codes, labels = pd.factorize(values, sort=True)
    return Category(codes.astype(np.int64), tuple(str(label) for label in labels))


def _named(values: pd.Series[Any]) -> tuple[Codes, tuple[str, ...]]:
    codes, names = pd.factorize(values, sort=True)
    return codes.astype(np.int64), tuple(str(name) for name in names)
