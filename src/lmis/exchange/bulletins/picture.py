"""Ratios as lengths: a logarithmic scale around 1, so that half and double are as far from balance."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import ceil, floor, log2
from typing import Final

from lmis.exchange.bulletins.content import Bar, Tick

LEAST, MOST = -3, 3
"""Powers of two at the ends of the scale; what lies beyond ends there, with its number beside it."""
NEAREST: Final = 1
"""The scale reaches at least from half to double."""


def scale_of(ratios: Sequence[float]) -> tuple[int, int]:
    """The powers of two at both ends of a scale that holds these ratios."""
    powers = [log2(ratio) for ratio in ratios if ratio > 0]
    low, high = floor(min(powers, default=0)), ceil(max(powers, default=0))
    if any(ratio == 0 for ratio in ratios):
        low = LEAST
    return max(min(low, -NEAREST), LEAST), min(max(high, NEAREST), MOST)


def place_of(ratio: float, scale: tuple[int, int]) -> float:
    """Where a ratio lies between the ends of a scale, from 0 to 1."""
    low, high = scale
    power = low if ratio <= 0 else min(max(log2(ratio), low), high)
    return (power - low) / (high - low)


def bar_of(name: str, ratio: float, shown: str, scale: tuple[int, int]) -> Bar:
    """The bar of a ratio."""
    one, end = place_of(1.0, scale), place_of(ratio, scale)
    cut = ratio <= 0 or not scale[0] <= log2(ratio) <= scale[1]
    return Bar(name, shown, min(one, end), max(one, end), over=ratio > 1, cut=cut)


def ticks_of(scale: tuple[int, int], written: Callable[[float], str]) -> list[Tick]:
    """The powers of two of a scale."""
    return [Tick(place_of(2.0**power, scale), written(2.0**power)) for power in range(scale[0], scale[1] + 1)]
