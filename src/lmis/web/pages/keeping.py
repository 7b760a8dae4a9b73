"""Public answers that are made once: kept in memory while the editions stay, packed, and known by a digest."""

from __future__ import annotations

import gzip
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, Final

from fastapi import Request
from sqlalchemy import select
from sqlalchemy.orm import Session
from starlette.responses import Response

from lmis.model.figures import Edition
from lmis.queries.editions import DRAFT
from lmis.queries.reference import loads
from lmis.vocabulary import Language

MOST: Final = 32 * 1024 * 1024
"""Bytes of answers that one process keeps; the one that was asked for longest ago goes first."""
LEAST: Final = 1024
"""Bytes below which packing saves nothing."""
PICTURES: Final = frozenset({"image/png", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"})
"""Kinds that are packed already."""


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer as it leaves."""

    body: bytes
    packed: bytes | None
    tag: str
    kind: str
    status: int
    headers: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, body: bytes, kind: str, language: Language, status: int = 200, **headers: str) -> Kept:
        """Pack it and make its digest; underscores in the names of headers are hyphens."""
        packed = gzip.compress(body, 6, mtime=0) if len(body) > LEAST and kind not in PICTURES else None
        more = {"Content-Language": language.value, **{name.replace("_", "-"): told for name, told in headers.items()}}
        return cls(body, packed, f'"{sha256(body).hexdigest()[:20]}"', kind, status, tuple(more.items()))

    @property
    def size(self) -> int:
        """Bytes that it takes in memory."""
        return len(self.body) + len(self.packed or b"")

    def response(self, request: Request) -> Response:
        """As this browser takes it; nothing, where it has it."""
        headers = {**dict(self.headers), "Cache-Control": "no-cache", "ETag": self.tag}
        headers["Vary"] = "Accept-Language, Accept-Encoding, Cookie"
        if self.status == 200 and self.tag in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)  # a slow line need not carry the same page again
        if self.packed is not None and "gzip" in request.headers.get("accept-encoding", ""):
            return Response(self.packed, self.status, {**headers, "Content-Encoding": "gzip"}, self.kind)
        return Response(self.body, self.status, headers, self.kind)


@dataclass
class Keep:
    """Answers by what was asked for; all go when an edition or a code list is new."""

    _lock: threading.Lock = field(default_factory=threading.Lock)
    _held: OrderedDict[Hashable, Kept] = field(default_factory=OrderedDict)
    _stamp: Any = None
    _bytes: int = 0

    def answer(self, session: Session, key: Hashable, make: Callable[[], Kept]) -> Kept:
        """What was kept under a key, or what is made now."""
        stamp = stamp_of(session)
        with self._lock:
            if stamp != self._stamp:
                self._held.clear()
                self._stamp, self._bytes = stamp, 0
            if (held := self._held.get(key)) is not None:
                self._held.move_to_end(key)
                return held
        made = make()
        with self._lock:
            if stamp == self._stamp and key not in self._held:
                self._held[key] = made
                self._bytes += made.size
                while self._bytes > MOST:
                    self._bytes -= self._held.popitem(last=False)[1].size
        return made


def stamp_of(session: Session) -> Hashable:
    """What all public pages rest on: the editions and the loaded code lists."""
    editions = session.execute(select(Edition.id, Edition.digest).where(Edition.state != DRAFT).order_by(Edition.id))
    return tuple(tuple(row) for row in editions), tuple((one.table, one.digest) for one in session.scalars(loads()))


KEEP: Final = Keep()
"""Of this process."""
