"""Numbers as text, the same in every format."""

from __future__ import annotations


def number(value: float) -> str:
    """A number with twelve digits at most, whole ones without a point.

    Raises:
        ValueError, OverflowError: it is no number, or infinite.
    """
    text = "%.12g" % value  # noqa: UP031  (half the time of `format`, and every figure that leaves passes here)
    return _whole(value) if "e+" in text or "n" in text or text == "-0" else text


def _whole(value: float) -> str:
    """As above, of what is large, of -0, and of what is no number."""
    if value == int(value) and abs(value) < 1e15:
        return str(int(value))
    return format(value, ".12g")
