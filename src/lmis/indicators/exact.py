"""Sums that do not depend on the order of what is added, so that a survey in parts gives the figures of the whole.

A sum of binary fractions depends on its order, because each step is rounded. Here every number is first put on a grid
(units of 2^-52) and taken apart into three digits of 30 bits; each digit is added up apart, in whole numbers, where no
step is rounded. Partial sums of any division of the records therefore add up to the same whole numbers, and these are
turned into one floating-point number once, at the end.

Limits: numbers below 2^53 in size; 2^23 records in a part, 2^33 altogether. A number of 50 significant bits above the
unit is taken as it is; what is smaller than half a unit (1.1e-16) is lost, in all divisions alike.

Source: J. Demmel and H. D. Nguyen, Parallel Reproducible Summation, IEEE Transactions on Computers 64 (2015).
"""

from __future__ import annotations

from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

from lmis.indicators.frame import Codes, Numbers

UNITS: Final = (2.0**8, 2.0**-22, 2.0**-52)
"""Of the three digits, the largest first."""

Digits: TypeAlias = tuple[Numbers | None, Numbers | None, Numbers | None]
"""Per record: its digits, as whole numbers; None where all of them are 0."""

Sums: TypeAlias = npt.NDArray[np.int64]
"""(3, places): sums of digits."""


def digits_of(values: Numbers) -> Digits:
    """The digits of numbers."""
    found: list[Numbers | None] = []
    rest = values
    for unit in UNITS:
        digit = np.rint(rest / unit)
        found.append(digit if digit.any() else None)
        rest = rest - digit * unit
    return found[0], found[1], found[2]


def chosen(digits: Digits, which: Codes) -> Digits:
    """The digits of some of the records."""
    first, second, third = (None if digit is None else digit[which] for digit in digits)
    return first, second, third


def exact_sums(place: Codes, digits: Digits, places: int) -> Sums:
    """Per place: the sums of the digits of the records that lie there."""
    found = np.zeros((len(UNITS), places), dtype=np.int64)
    for row, digit in zip(found, digits, strict=True):
        if digit is not None:
            row[:] = np.bincount(place, weights=digit, minlength=places)
    return found


def rounded(sums: Sums) -> Numbers:
    """The sums as numbers: the small digits first, always in the same order."""
    high, middle, low = (digit.astype(np.float64) * unit for digit, unit in zip(sums, UNITS, strict=True))
    return np.asarray((low + middle) + high, dtype=np.float64)
