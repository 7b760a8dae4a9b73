"""A PDF made small for slow lines: its many small objects, tags above all, packed into compressed streams.

Source: ISO 32000-1, 7.5.7 (object streams) and 7.5.8 (cross-reference streams).
"""

from __future__ import annotations

import re
import zlib
from typing import Final

TOGETHER: Final = 200
"""Objects in a stream: a reader unpacks a whole stream for one of them."""

_TABLE = re.compile(rb"startxref\s+(\d+)\s+%%EOF\s*$")
_ENTRY = re.compile(rb"(\d{10}) \d{5} ([nf])")
_TRAILER = re.compile(rb"trailer\s*<<(.*)>>\s*startxref", re.DOTALL)
_OBJECT = re.compile(rb"\s*(\d+) 0 obj\s*(.*?)\s*endobj\s*$", re.DOTALL)
_SIZE = re.compile(rb"/Size \d+\s*")


def packed(pdf: bytes) -> bytes:
    """The same document with all objects that are no streams in object streams.

    Args:
        pdf: with one cross-reference table, not encrypted, as Typst writes it.
    """
    objects, trailer = _objects(pdf), _TRAILER.search(pdf)
    assert trailer is not None
    out = bytearray(b"%PDF-1.7\n%\x80\x80\x80\x80\n")
    places: dict[int, tuple[int, int, int]] = {0: (0, 0, 65535)}
    small = {number: body for number, body in objects.items() if not body.endswith(b"endstream")}
    for number, body in objects.items():
        if number not in small:
            places[number] = (1, len(out), 0)
            out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    after, numbers = max(objects) + 1, sorted(small)
    for first in range(0, len(numbers), TOGETHER):
        held = numbers[first : first + TOGETHER]
        places |= {number: (2, after, at) for at, number in enumerate(held)} | {after: (1, len(out), 0)}
        out += _together(after, [(number, small[number]) for number in held])
        after += 1
    places[after] = (1, len(out), 0)
    return bytes(out + _cross_references(after, places, _SIZE.sub(b"", trailer[1]), len(out)))


def _objects(pdf: bytes) -> dict[int, bytes]:
    """Number → what stands between `obj` and `endobj`."""
    table = _TABLE.search(pdf)
    assert table is not None
    start = int(table[1])
    places = sorted(int(at) for at, kind in _ENTRY.findall(pdf[start:]) if kind == b"n")
    found = {}
    for at, end in zip(places, [*places[1:], start], strict=True):
        match = _OBJECT.match(pdf[at:end])
        assert match is not None
        found[int(match[1])] = match[2]
    return found


def _together(number: int, held: list[tuple[int, bytes]]) -> bytes:
    """An object stream."""
    at, heads = 0, list[bytes]()
    for one, body in held:
        heads.append(b"%d %d" % (one, at))
        at += len(body) + 1
    head = b" ".join(heads) + b"\n"
    keys = b"/Type/ObjStm/N %d/First %d" % (len(held), len(head))
    return _stream(number, keys, head + b"\n".join(body for _, body in held))


def _cross_references(number: int, places: dict[int, tuple[int, int, int]], trailer: bytes, at: int) -> bytes:
    """The cross-reference stream: for each object its kind, place and rest in 1, 4 and 2 bytes, and the end."""
    gone = (0, 0, 65535)
    table = b"".join(
        kind.to_bytes(1, "big") + place.to_bytes(4, "big") + rest.to_bytes(2, "big")
        for kind, place, rest in (places.get(one, gone) for one in range(number + 1))
    )
    keys = b"/Type/XRef/W[1 4 2]/Size %d%b" % (number + 1, trailer)
    return _stream(number, keys, table) + b"startxref\n%d\n%%%%EOF\n" % at


def _stream(number: int, keys: bytes, content: bytes) -> bytes:
    small = zlib.compress(content, 9)
    head = b"%d 0 obj\n<<%b/Filter/FlateDecode/Length %d>>\nstream\n" % (number, keys, len(small))
    return head + small + b"\nendstream\nendobj\n"
