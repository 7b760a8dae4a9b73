"""The fitted coder in a file, so that the next process need not fit it again; it is only ever a copy."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from threading import get_ident
from typing import Any, Final
from zipfile import BadZipFile

import numpy as np

from lmis import occupations, text
from lmis.occupations.coder import Coder
from lmis.occupations.encoders import Encoder
from lmis.occupations.keeping import plain, restored
from lmis.occupations.labels import Example

_LIBRARIES: Final = ("numpy", "scipy", "scikit-learn", "icu4py")
_KEY: Final = "key"


def coder_fitted_to(examples: Sequence[Example], file: Path | None, encoder: Encoder | None = None) -> Coder:
    """The coder that the file keeps, where it was fitted to just these titles by just this code; else a new one.

    A file that is damaged, of other titles or of another version counts for nothing and is replaced.
    """
    if file is None:
        return Coder.fit(examples, encoder=encoder)
    key = key_of(examples, encoder.name if encoder else None)
    coder = _kept(file, key, encoder)
    if coder is None:
        coder = Coder.fit(examples, encoder=encoder)
        _keep(coder, file, key)
    return coder


def key_of(examples: Sequence[Example], encoder: str | None = None) -> str:
    """What a coder depends on, in short: titles in any order, our code, the libraries' versions and the encoder."""
    rows = sorted(
        [one.title, one.code, one.language, one.concept or "", one.origin.value, one.weight] for one in examples
    )
    return sha256(json.dumps([rows, _code(), encoder]).encode("utf-8", "surrogatepass")).hexdigest()


@cache
def _code() -> list[str]:
    """The versions of the libraries, and a digest of every module that has a say in it."""
    folders = [Path(module.__file__ or "").parent for module in (occupations, text)]
    sources = sorted(path for folder in folders for path in folder.glob("*.py"))
    return [*map(version, _LIBRARIES), *(sha256(path.read_bytes()).hexdigest() for path in sources)]


def _kept(file: Path, key: str, encoder: Encoder | None) -> Coder | None:
    """What the file keeps; numpy is told to read numbers only, so a file can do no more than be wrong."""
    try:
        with file.open("rb") as source, np.load(source, allow_pickle=False) as kept:
            return restored(kept, encoder) if kept[_KEY].tobytes().decode() == key else None
    except (OSError, EOFError, ValueError, KeyError, TypeError, BadZipFile):
        return None


def _keep(coder: Coder, file: Path, key: str) -> None:
    """Write it beside and put it in place, so that nobody reads half; where that fails it is done without."""
    beside = file.with_name(f".{file.name}.{os.getpid()}.{get_ident()}")
    arrays: dict[str, Any] = {**plain(coder), _KEY: np.frombuffer(key.encode(), np.uint8)}
    with suppress(OSError):
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            beside.touch(0o600)  # it holds words of titles
            with beside.open("wb") as target:
                np.savez(target, **arrays)
            beside.replace(file)
        finally:
            beside.unlink(missing_ok=True)
