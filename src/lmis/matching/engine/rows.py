"""Compiled: how rows are laid together, gathered and listed by occupation."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from lmis.matching.engine.compiling import compiled

HEAD: Final = 9
"""Units before the lists of a row."""

Array = NDArray[Any]


@compiled
def _ends(pool: Any, start: Any) -> Any:
    counts, more = pool[start], pool[start + 1]
    return start + HEAD + (counts & 255) + 2 * (counts >> 8) + (more & 255) + (more >> 8)


@compiled
def _main(pool: Any, starts: Any) -> Any:
    """Of each row the first occupation wanted, else the first done, then the home."""
    keys = np.empty(len(starts), np.uint64)
    for row in range(len(starts)):
        at = starts[row]
        some = pool[at] != 0
        work = np.uint64(pool[at + HEAD]) + np.uint64(1) if some else np.uint64(0)
        keys[row] = work << np.uint64(16) | np.uint64(pool[at + 2])
    return keys


def together(pool: Array, starts: Array) -> Array:
    """The sequence in which rows of the same work and home follow one another."""
    return np.argsort(_main(pool, starts), kind="stable").astype(np.uint32)


@compiled
def gathered(pool: Any, starts: Any, sequence: Any) -> Any:
    """The rows in another sequence."""
    moved, begun = np.empty_like(pool), np.empty_like(starts)
    to = 0
    for row in range(len(sequence)):
        at = starts[sequence[row]]
        size = _ends(pool, at) - at
        begun[row] = to
        moved[to : to + size] = pool[at : at + size]
        to += size
    return moved, begun


@compiled
def listed(pool: Any, starts: Any, codes: Any, which: Any) -> Any:
    """The rows that want (0) or have done (1) each occupation: where its list begins, and all lists."""
    begins = np.zeros(codes + 1, np.uint32)
    for fill in range(2):
        if fill:
            begins = np.cumsum(begins).astype(np.uint32)
            held = np.empty(begins[codes], np.uint32)
            to = begins.copy()
        for row in range(len(starts)):
            at = starts[row]
            wanted, done = pool[at] & 255, pool[at] >> 8
            first = at + HEAD + (wanted if which else 0)
            step = 2 if which else 1
            for nth in range(done if which else wanted):
                code = pool[first + step * nth]
                if fill:
                    held[to[code]] = row
                    to[code] += 1
                else:
                    begins[code + 1] += 1
    return begins, held
