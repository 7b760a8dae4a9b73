"""Answers packed while they leave."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from typing import Final

LEVEL: Final = 3
"""XML and JSON of figures repeat themselves: higher levels take much longer and save little."""
GZIP: Final = 31
"""The window of zlib, with the frame of gzip around it."""


def packed(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The chunks as gzip; the first leaves at once, so that a reader sees the beginning early."""
    packer = zlib.compressobj(LEVEL, zlib.DEFLATED, GZIP)
    begun = False
    for chunk in chunks:
        made = packer.compress(chunk)
        if not begun:
            made += packer.flush(zlib.Z_SYNC_FLUSH)
            begun = True
        if made:
            yield made
    yield packer.flush()
