"""Ids of new rows."""

from __future__ import annotations

import os
import time
from uuid import UUID

_VERSION = 7 << 76
_VARIANT = 2 << 62
_RANDOM = (0xFFF << 64) | ((1 << 62) - 1)


def new_id() -> UUID:
    """A UUID of version 7: rows that come together lie together in every index, so a large register stays quick.

    Its first bits are the clock of this machine. They order indexes and nothing else: when something took place and
    when it was recorded is told by columns, never read out of an id.

    Source: RFC 9562, section 5.7.
    """
    milliseconds = time.time_ns() // 1_000_000
    random = int.from_bytes(os.urandom(10)) & _RANDOM
    return UUID(int=(milliseconds << 80) | _VERSION | _VARIANT | random)
