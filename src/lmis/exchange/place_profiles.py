"""The profile of a province: what stands on it, and the profile as PDF."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from lmis.exchange.documents import paper

TEMPLATE: Final = Path(__file__).with_name("place_profile.typ")


@dataclass(frozen=True, slots=True)
class Headline:
    """A headline figure, with what is said below it."""

    name: str
    value: str
    notes: Sequence[str]


@dataclass(frozen=True, slots=True)
class Word:
    """A text of a picture upon a point; it is set by the document, whose scripts are right."""

    x: float
    y: float
    text: str
    size: float
    colour: str
    anchor: str
    """start, middle or end."""
    bold: bool


@dataclass(frozen=True, slots=True)
class Panel:
    """A chart: its shapes as SVG, 400 units wide, the texts upon them, and its figures as they are written."""

    title: str
    lead: str
    svg: str
    words: Sequence[Word]
    alt: str
    notes: Sequence[str]
    head: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class PlaceProfile:
    """All that the profile says, in words of one language; only places on the paper are decided elsewhere."""

    language: str
    title: str
    period: str
    edition: str
    headlines: Sequence[Headline]
    panels: Sequence[Panel]
    definitions_title: str
    definitions: Sequence[tuple[str, str]]
    """What a figure is called, and what it is."""
    about: Sequence[str]
    """Source, edition, what the signs mean."""
    pages: str
    made_at: datetime


def profile_pdf(profile: PlaceProfile, fonts: Path) -> bytes:
    """The profile as PDF, tagged; the pictures stay drawings, their texts are texts.

    Args:
        fonts: the folder of the woff2 files that pages carry.
    """
    return paper(TEMPLATE, profile, fonts)
