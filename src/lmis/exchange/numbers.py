"""Numbers as text, the same in every format."""

from __future__ import annotations


def number(value: float) -> str:
    """A number with twelve digits at most, whole ones without a point."""
    if value == int(value) and abs(value) < 1e15:
        return str(int(value))
    return format(value, ".12g")
