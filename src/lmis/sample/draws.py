"""Drawing many values at once, and turning them into columns of text."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.random import Generator, SeedSequence
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Objects = NDArray[np.object_]
Texts = list[str]


def stream(seed: int, *key: int) -> Generator:
    """The random numbers of one part of the world; each part has its own, whoever asks first."""
    return np.random.default_rng(SeedSequence(seed, spawn_key=key))


def pick(rng: Generator, weights: Sequence[float] | Floats, size: int) -> Ints:
    """Positions drawn with these weights."""
    if not size:
        return np.zeros(0, dtype=np.int64)
    total = np.cumsum(np.asarray(weights, dtype=np.float64))
    drawn = np.searchsorted(total, rng.random(size) * total[-1], side="right")
    return np.asarray(np.minimum(drawn, len(total) - 1), dtype=np.int64)


def pick_within(rng: Generator, weights: Floats, low: Ints, high: Ints) -> Ints:
    """Positions drawn with these weights, each between its own low (included) and high (not included)."""
    total = np.concatenate([np.zeros(1), np.cumsum(weights)])
    aim = total[low] + rng.random(len(low)) * (total[high] - total[low])
    drawn = np.searchsorted(total, aim, side="right") - 1
    return np.asarray(np.clip(drawn, low, np.maximum(low, high - 1)), dtype=np.int64)


def within(rng: Generator, low: Ints, high: Ints) -> Ints:
    """Whole numbers from low (included) to high (not included); low where the span is empty."""
    return np.asarray(low + np.floor(rng.random(len(low)) * np.maximum(high - low, 0)), dtype=np.int64)


def waiting(rng: Generator, mean: float, size: int) -> Ints:
    """Whole days (or months) that pass, exponentially distributed."""
    return np.floor(rng.exponential(mean, size)).astype(np.int64)


def chance(rng: Generator, probability: float | Floats, size: int) -> Flags:
    """True with this probability."""
    return np.asarray(rng.random(size) < probability, dtype=np.bool_)


def logistic(value: Floats) -> Floats:
    """From any number to a share between 0 and 1."""
    return np.asarray(1.0 / (1.0 + np.exp(-value)), dtype=np.float64)


def labels(texts: Sequence[str]) -> Objects:
    """A table of texts that positions look up."""
    return np.array(texts, dtype=np.object_)


def looked_up(table: Objects, at: Ints) -> Texts:
    """The texts at these positions."""
    found: Texts = table[at].tolist()
    return found


def kept(texts: Texts, keep: Flags) -> Texts:
    """The texts where ``keep`` holds, blank elsewhere."""
    return [text if good else "" for text, good in zip(texts, keep.tolist(), strict=True)]


def listed(parts: Sequence[Objects]) -> Texts:
    """Cells that hold lists: every part is blank or ends with its semicolon."""
    whole: Objects = parts[0]
    for part in parts[1:]:
        whole = whole + part
    return [text[:-1] for text in whole.tolist()]


def place_in_group(groups: Ints) -> Ints:
    """The place (from 0) of each row among the rows of its group; rows of a group stand together."""
    if not len(groups):
        return np.zeros(0, dtype=np.int64)
    starts = np.flatnonzero(np.concatenate([[True], groups[1:] != groups[:-1]]))
    lengths = np.diff(np.append(starts, len(groups)))
    return np.arange(len(groups), dtype=np.int64) - np.repeat(starts, lengths)


def scrambled(at: Ints, size: int, step: int = 618_033_989) -> Ints:
    """Different positions give different numbers below ``size`` that do not look like a sequence."""
    while np.gcd(step, size) != 1:
        step += 1
    return np.asarray(at * (step % size) % size, dtype=np.int64)
