"""Multinomial logistic regression over sparse vectors: many classes, seconds of training, the same figures each time.

Source: stochastic gradient descent with AdaGrad steps per feature, Duchi, Hazan and Singer (2011).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numba
import numpy as np
import numpy.typing as npt

from lmis.occupations.vectors import Matrix

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]

EPOCHS: Final = 8
STEP: Final = 1.0
_SEED: Final = 20080101


@dataclass(frozen=True)
class Regression:
    """Weights, a row per feature and a column per class."""

    weights: Floats
    bias: Floats

    def chances(self, vectors: Matrix) -> Floats:
        """The chance of each class, a row per vector; every row sums to one."""
        scores = np.asarray(vectors @ self.weights) + self.bias
        return np.asarray(softmax(scores))


def softmax(scores: npt.NDArray[Any]) -> Any:
    """Scores of rows as chances that sum to one."""
    chances = np.exp(scores - scores.max(axis=1, keepdims=True))
    return chances / chances.sum(axis=1, keepdims=True)


def fit_regression(vectors: Matrix, classes: Ints, count: int, weights: Floats) -> Regression:
    """Learn from weighed rows; the order in which they are seen is drawn once and for all.

    Args:
        classes: the class of each row, 0 to `count` - 1.
    """
    draw = np.random.default_rng(_SEED)
    learned = np.zeros((vectors.shape[1], count), np.float32), np.zeros(count, np.float32)
    seen = np.full(vectors.shape[1], 0.01, np.float32), np.zeros(count, np.float32)
    for epoch in range(EPOCHS):
        order, step = draw.permutation(vectors.shape[0]), np.float32(STEP * (1 - epoch / EPOCHS))
        _descend(
            vectors.indptr,
            vectors.indices,
            vectors.data,
            classes,
            weights.astype(np.float32),
            order,
            *learned,
            *seen,
            step,
        )
    return Regression(*learned)


@numba.njit(fastmath=True, cache=True)
def _descend(
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
