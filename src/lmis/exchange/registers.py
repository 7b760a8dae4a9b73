"""The daily register of an office: who came that day and what for, as a sheet for the file and as PDF."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from lmis.exchange.documents import paper

TEMPLATE: Final = Path(__file__).with_name("register.typ")


@dataclass(frozen=True, slots=True)
class Entry:
    """One person of the day, in words."""

    number: str
    name: str
    sex: str
    born: str
    acts: Sequence[str]
    """What happened, a line each."""
    id: str = ""


@dataclass(frozen=True, slots=True)
class DailyRegister:
    """A day of an office, in words of one language; only places on the paper are decided elsewhere."""

    language: str
    title: str
    office: str
    day: str
    totals: Sequence[tuple[str, str]]
    heads: Sequence[str]
    """Of the columns: running number, number, name, sex, born, what happened, remarks."""
    entries: Sequence[Entry]
    nobody: str
    sign: Sequence[str]
    pages: str
    """With `{page}` and `{pages}`."""
    made_at: datetime


def register_pdf(register: DailyRegister, fonts: Path) -> bytes:
    """The register as PDF: names in any of our scripts.

    Args:
        fonts: the folder of the woff2 files that pages carry.
    """
    return paper(TEMPLATE, register, fonts)
