"""Ids of new rows."""

from __future__ import annotations

import os
import time
from uuid import UUID

_VERSION = 7 << 76
_VARIANT = 2 << 62
_VARIANTS = {digit: "89ab"[int(digit, 16) % 4] for digit in "0123456789abcdef"}
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


def new_ids(count: int) -> list[str]:
    """As many ids of one instant, as 32 hexadecimal digits each: for rows that go in together."""
    instant = f"{time.time_ns() // 1_000_000:012x}7"
    random = os.urandom(10 * count).hex()
    return [
        f"{instant}{random[at : at + 3]}{_VARIANTS[random[at + 3]]}{random[at + 4 : at + 19]}"
        for at in range(0, 20 * count, 20)
    ]
