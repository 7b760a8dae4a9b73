"""Ids of new rows."""

from __future__ import annotations

import os
import time
from uuid import UUID

_VERSION = 7 << 76
_VARIANT = 2 << 62
_VARIANTS = {digit: "89ab"[int(digit, 16) % 4] for digit in "0123456789abcdef"}
_RANDOM = (0xFFF << 64) | ((1 << 62) - 1)
_COUNTED = 1 << 12


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
    """As many ids in order, as 32 hexadecimal digits each: for rows that go in together.

    Of one millisecond, the twelve bits after the version count. Source: RFC 9562, section 6.2, method 1.
    """
    instant, random = time.time_ns() // 1_000_000, os.urandom(8 * count).hex()
    heads = (f"{instant + at // _COUNTED:012x}7{at % _COUNTED:03x}" for at in range(count))
    tails = (random[at : at + 16] for at in range(0, 16 * count, 16))
    return [f"{head}{_VARIANTS[tail[0]]}{tail[1:]}" for head, tail in zip(heads, tails, strict=True)]
