"""Delimited text: which signs part and quote the cells of a record.

A record is taken apart only where every quotation mark opens, closes, or is doubled within a quoted cell.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Final

SEPARATORS: Final = (",", ";", "\t", "|")


@dataclass(frozen=True)
class Dialect:
    """The signs of a file: between cells, around them, and before a quotation mark within them."""

    separator: str = ","
    quote: str = '"'
    escape: str = ""
    spaced: bool = False
    """A blank follows each separator."""

    @cached_property
    def _cell(self) -> str:
        """A whole cell: quoted, or without marks; two after digits are seconds (37.8"N 121°2'17.9"W)."""
        q, out = re.escape(self.quote), f"[^{re.escape(self.quote + self.separator)}\r\n]"
        if self.quote == "'":
            loose = f"{out}*+(?:{q}{out}++)*+"
            return f"(?:{self._open}{q}|(?!{q}){loose})"
        return f"(?:{self._open}{q}|(?:{out}*+(?<=[0-9]){q}{out}*+(?<=[0-9]){q})*+{out}*+)"

    @cached_property
    def _open(self) -> str:
        """A quoted cell up to its closing mark."""
        q, e = re.escape(self.quote), re.escape(self.escape)
        within = f"[^{q}{e}]|{e}.|{q}{q}" if e else f"[^{q}]|{q}{q}"
        return f"{self._before}{q}(?:{within})*+"

    @property
    def _before(self) -> str:
        return " *" if self.spaced else ""

    @cached_property
    def whole(self) -> re.Pattern[str]:
        """A record in which every quotation mark has its place."""
        s = re.escape(self.separator)
        return re.compile(f"{self._cell}(?:{s}{self._cell})*+[\r\n]*", re.S)

    @cached_property
    def unfinished(self) -> re.Pattern[str]:
        """The beginning of a record whose last cell is still open."""
        return re.compile(f"(?:{self._cell}{re.escape(self.separator)})*+{self._open}", re.S)

    @cached_property
    def each(self) -> re.Pattern[str]:
        """One cell and the separator behind it: what stands in quotes, or what stands there."""
        s = re.escape(self.separator)
        inner = self._open.replace(re.escape(self.quote), re.escape(self.quote) + "(", 1) + ")"
        return re.compile(f"(?:{inner}{re.escape(self.quote)}|([^{s}]*+)){s}", re.S)

    def plain(self, line: str) -> list[str]:
        """The cells of a line as if no sign were a quotation mark."""
        cells = line.rstrip("\r\n").split(self.separator)
        return [cell.lstrip(" ") for cell in cells] if self.spaced else cells

    def split(self, text: str) -> list[str] | None:
        """The cells of one record; None where its quotation marks do not pair up."""
        if self.quote not in text:
            return self.plain(text)
        if not self.whole.fullmatch(text):
            return None
        return [
            self._meant(quoted) if quoted else bare.lstrip(" ") if self.spaced else bare
            for quoted, bare in self.each.findall(text.rstrip("\r\n") + self.separator)
        ]

    def _meant(self, cell: str) -> str:
        if self.escape:
            return re.sub(re.escape(self.escape) + "(.)", r"\1", cell, flags=re.S).replace(self.quote * 2, self.quote)
        return cell.replace(self.quote * 2, self.quote)
