"""A linear programme over a part of a system: other numbers that its cells may have as well."""

from __future__ import annotations

from typing import Final

import highspy
import numpy as np

from lmis.indicators.disclosure.system import Matrix
from lmis.indicators.frame import Codes, Numbers

EXACT: Final = 1e-6
"""Numbers that differ by less are equal: people are counted in whole numbers."""

FAR: Final = 1e4
"""A number that may rise by so many is as good as unknown."""

PRIMAL: Final = 4
"""What HiGHS calls it."""


class _Solver(highspy.Highs):
    """HiGHS without its callbacks: to set them up prints a line about the licence on standard output."""

    def __init__(self) -> None:
        super(highspy.Highs, self).__init__()


class Programme:
    """Changes of cells that leave every equality as it is; asked again and again, each time from the last answer."""

    def __init__(self, equalities: Matrix, lower: Numbers, upper: Numbers, *, only_prices: bool = False) -> None:
        """Take the equalities, and how far each cell may change.

        Args:
            only_prices: nothing but prices will change from one question to the next; the last answer then stays
                possible, and the primal simplex method goes on from it several times faster than the dual.
        """
        columns, rows = equalities.tocsc(), equalities.shape[0]
        self._solver = _Solver()
        self._solver.setOptionValue("output_flag", False)
        self._solver.setOptionValue("threads", 1)
        if only_prices:
            self._solver.setOptionValue("simplex_strategy", PRIMAL)
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = len(lower), rows
        model.col_cost_ = np.zeros(len(lower))
        model.col_lower_, model.col_upper_ = lower, upper
        model.row_lower_ = model.row_upper_ = np.zeros(rows)
        model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        model.a_matrix_.start_ = columns.indptr.astype(np.int32)
        model.a_matrix_.index_ = columns.indices.astype(np.int32)
        model.a_matrix_.value_ = columns.data.astype(np.float64)
        self._solver.passModel(model)

    def price(self, places: Codes, cost: Numbers) -> None:
        """What one more costs in these places."""
        self._solver.changeColsCost(len(places), places.astype(np.int32), cost.astype(np.float64))

    def bound(self, places: Codes, lower: Numbers, upper: Numbers) -> None:
        """How far the cells of these places may change."""
        ends = lower.astype(np.float64), upper.astype(np.float64)
        self._solver.changeColsBounds(len(places), places.astype(np.int32), *ends)

    def solved(self) -> Numbers | None:
        """The cheapest change; None where there is none."""
        self._solver.run()
        if self._solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        return np.array(self._solver.getSolution().col_value)
