"""Functions that numba compiles; the types within them are the compiler's, so none are named."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from numba import njit

Compiled = Callable[..., Any]

compiled: Final[Callable[[Compiled], Compiled]] = njit(cache=True, nogil=True)
"""Compiled once and kept beside the module; other threads run meanwhile.

What is kept is known by the time and size of its own file: a number that comes from another module is compiled in, so
whoever changes one (`rows.HEAD`) changes the files that use it too.
"""

inlined: Final[Callable[[Compiled], Compiled]] = njit(cache=True, nogil=True, inline="always")
"""The same, written out where it is called."""
