"""Which skills few people have: they count more, because whoever has one is harder to find."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

SCARCE_BELOW: Final = 20
"""Fewer than one person in so many: the skill counts twice."""
RARE_BELOW: Final = 200
"""Fewer than one in so many: it counts three times."""
LEAST: Final = 5
"""What fewer people have is no known skill but a slip of the pen, or names a person; it counts once."""


def rarity(counts: Mapping[str, int], people: int) -> dict[str, int]:
    """How often each skill counts that does not count once.

    Args:
        counts: skill -> people who have it.
        people: all whose skills are recorded.
    """
    known = {skill: count for skill, count in counts.items() if count >= LEAST}
    scarce = {skill: 2 for skill, count in known.items() if count * SCARCE_BELOW < people}
    return scarce | {skill: 3 for skill, count in known.items() if count * RARE_BELOW < people}
