"""Functions that numba compiles; the types within them are the compiler's, so none are named.

What is compiled is kept for the next start. Numba knows it again by the time and size of its own file alone, but
numbers of other files are compiled in (`rows.HEAD`, how many criteria there are): after a change of those the old code
would give wrong points. So it is kept in a folder that is named after all files of `matching`.
"""

from __future__ import annotations

from collections.abc import Callable
from hashlib import blake2b
from pathlib import Path
from typing import Any, Final

from numba import config as numba_config
from numba import njit

Compiled = Callable[..., Any]

config: Any = numba_config
_MATCHING: Final = Path(__file__).parents[1]


def kept_in(sources: Path) -> Path:
    """The folder for what is compiled of these sources; another one after any change."""
    digest = blake2b(digest_size=8)
    for file in sorted(sources.rglob("*.py")):
        digest.update(file.read_bytes())
    kept = Path(config.CACHE_DIR) if config.CACHE_DIR else Path(__file__).parent / "__pycache__"
    return kept / f"compiled-{digest.hexdigest()}"


config.CACHE_DIR = str(kept_in(_MATCHING))

compiled: Final[Callable[[Compiled], Compiled]] = njit(cache=True, nogil=True)
"""Compiled once; other threads run meanwhile."""

inlined: Final[Callable[[Compiled], Compiled]] = njit(cache=True, nogil=True, inline="always")
"""The same, written out where it is called."""
