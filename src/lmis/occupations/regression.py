"""Multinomial logistic regression over sparse vectors: many classes, seconds of training, the same figures each time.

Source: stochastic gradient descent with AdaGrad steps per feature, Duchi, Hazan and Singer (2011).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

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
    from lmis.occupations.descent import descend

    draw = np.random.default_rng(_SEED)
    learned = np.zeros((vectors.shape[1], count), np.float32), np.zeros(count, np.float32)
    seen = np.full(vectors.shape[1], 0.01, np.float32), np.zeros(count, np.float32)
    for epoch in range(EPOCHS):
        order, step = draw.permutation(vectors.shape[0]), np.float32(STEP * (1 - epoch / EPOCHS))
        descend(
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
