"""The loop of the regression, compiled: imported where something is fitted, for numba takes seconds to load.

Source: stochastic gradient descent with AdaGrad steps per feature, Duchi, Hazan and Singer (2011).
"""

from __future__ import annotations

from typing import Any

import numba
import numpy as np


@numba.njit(fastmath=True, cache=True)
def descend(
    starts: Any, features: Any, values: Any, classes: Any, weights: Any, order: Any,
    learned: Any, bias: Any, seen: Any, seen_bias: Any, step: Any,
) -> None:  # fmt: skip
    """One pass over the rows: of each, the chances now, and a step against the error of every class."""
    count = learned.shape[1]
    error = np.empty(count, np.float32)
    for row in order:
        first, last = starts[row], starts[row + 1]
        error[:] = bias
        for at in range(first, last):
            feature, value = features[at], values[at]
            for one in range(count):
                error[one] += value * learned[feature, one]
        most, total, size = error.max(), np.float32(0), np.float32(0)
        for one in range(count):
            error[one] = np.exp(error[one] - most)
            total += error[one]
        for one in range(count):
            right = np.float32(1) if one == classes[row] else np.float32(0)
            error[one] = (error[one] / total - right) * weights[row]
            size += error[one] * error[one]
        for one in range(count):
            seen_bias[one] += error[one] * error[one]
            bias[one] -= np.float32(0.1) * step * error[one] / np.sqrt(seen_bias[one] + np.float32(1e-3))
        for at in range(first, last):
            feature, value = features[at], values[at]
            seen[feature] += value * value * size
            stride = step * value / np.sqrt(seen[feature])
            for one in range(count):
                learned[feature, one] -= stride * error[one]
