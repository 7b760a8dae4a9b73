"""Which figures of an edition are others than in an earlier one."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from lmis.indicators.frame import Mask
from lmis.indicators.register.figures import CELLS, NUMBERS

KEYS: Final = ("period", "indicator", "breakdown", *CELLS)
"""What names a figure."""

SAYS: Final = (*NUMBERS, "records", "version", "status", "note")
"""What it says; each stands as `…_before` and `…_after`."""


def revised(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """The figures that differ, in order; a figure that one side lacks has nothing there.

    A cell that has no row was one in which nothing was counted: that a row of zeros stands in its place is no change.

    Args:
        before: columns `KEYS` and `SAYS`, as `figures.figures_of` gives them or an edition holds them.

    Returns:
        Columns `KEYS`, then every column of `SAYS` with `_before` and `_after`.
    """
    both = before[[*KEYS, *SAYS]].merge(
        after[[*KEYS, *SAYS]], how="outer", on=list(KEYS), suffixes=("_before", "_after"), indicator=True
    )
    differs = np.zeros(len(both), dtype=np.bool_)
    for name in SAYS:
        differs |= _differs(both[f"{name}_before"], both[f"{name}_after"])
    return both[differs & ~_empty(both)].drop(columns="_merge").reset_index(drop=True)


def _differs(before: pd.Series, after: pd.Series) -> Mask:
    missing = before.isna() & after.isna()
    return ((before != after) & ~missing).to_numpy(dtype=np.bool_)


def _empty(both: pd.DataFrame) -> Mask:
    """Rows that one side lacks, and in which the other counted nothing."""
    counted = both["records_before"].fillna(0) + both["records_after"].fillna(0)
    terms = [f"{name}_{side}" for name in ("value", "numerator") for side in ("before", "after")]
    nothing = (both[terms].fillna(0) == 0).all(axis=1) & (counted == 0)
    return ((both["_merge"] != "both") & nothing).to_numpy(dtype=np.bool_)
