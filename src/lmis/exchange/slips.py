"""The slip that a person takes to an employer: what stands on it, and the slip as PDF."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from lmis.exchange.documents import paper

TEMPLATE: Final = Path(__file__).with_name("slip.typ")


@dataclass(frozen=True, slots=True)
class Group:
    """Some facts under a heading: (name, value)."""

    title: str
    facts: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Slip:
    """A referral slip, in words of one language; only places on the paper are decided elsewhere."""

    language: str
    title: str
    number: str
    office: str
    day: str
    intro: str
    groups: Sequence[Group]
    bring_title: str
    bring: Sequence[str]
    answer_title: str
    answers: Sequence[str]
    """What the employer ticks and fills in."""
    sign: Sequence[str]
    note: str
    made_at: datetime


def slip_pdf(slip: Slip, fonts: Path) -> bytes:
    """The slip as PDF: names in any of our scripts.

    Args:
        fonts: the folder of the woff2 files that pages carry.
    """
    return paper(TEMPLATE, slip, fonts)
