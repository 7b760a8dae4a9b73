"""Functions that numba compiles; the types within them are the compiler's, so none are named.

What is compiled is kept for the next start. Numba knows it again by the time and size of its own file alone, but
numbers of other files are compiled in (`rows.HEAD`, how many criteria there are): after a change of those the old code
would give wrong points. So it is kept in a folder that is named after all files of `matching`: beside the code, else
(where that cannot be written, as in an image) in the user's folder for such things, else not at all. Numba's own place
for the second case has no such name.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, Final

from numba import config as numba_config
from numba import njit

Compiled = Callable[..., Any]

config: Any = numba_config
_MATCHING: Final = Path(__file__).parents[1]


def kept_in(sources: Path, folders: Iterable[Path]) -> Path | None:
    """The folder for what is compiled of these sources; another one after any change.

    Args:
        folders: where it may lie, the first that can be written is taken; None where there is none.
    """
    digest = blake2b(digest_size=8)
    for file in sorted(sources.rglob("*.py")):
        digest.update(file.read_bytes())
    named = (folder / f"compiled-{digest.hexdigest()}" for folder in folders)
    return next(filter(_can_be_written, named), None)


def _can_be_written(folder: Path) -> bool:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


def user_folder(platform: str, environment: Mapping[str, str]) -> Path:
    """Where a user's programs keep what they can make again.

    Source: XDG Base Directory Specification; the conventions of macOS and Windows.
    """
    home = Path.home()
    if platform == "win32":
        return Path(environment.get("LOCALAPPDATA") or home / "AppData" / "Local") / "lmis" / "Cache"
    if platform == "darwin":
        return home / "Library" / "Caches" / "lmis"
    told = environment.get("XDG_CACHE_HOME", "")
    return (Path(told) if told.startswith("/") else home / ".cache") / "lmis"


def _folders() -> Iterator[Path]:
    if config.CACHE_DIR:
        yield Path(config.CACHE_DIR)
        return
    yield Path(__file__).parent / "__pycache__"
    with suppress(RuntimeError):  # a user without a home
        yield user_folder(sys.platform, os.environ)


_KEPT: Final = kept_in(_MATCHING, _folders())
if _KEPT:
    config.CACHE_DIR = str(_KEPT)

compiled: Final[Callable[[Compiled], Compiled]] = njit(cache=_KEPT is not None, nogil=True)
"""Compiled once; other threads run meanwhile."""

inlined: Final[Callable[[Compiled], Compiled]] = njit(cache=_KEPT is not None, nogil=True, inline="always")
"""The same, written out where it is called."""
