"""A bulletin as PDF: how each script is set."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from lmis.exchange.bulletins.content import Bulletin
from lmis.exchange.documents import LEADING, families, typeset

TEMPLATE: Final = Path(__file__).with_name("bulletin.typ")


@dataclass(frozen=True, slots=True)
class Setting:
    """The room that a script needs."""

    small: float  # points, in tables
    row: float  # points above and below the text of a row
    bar: float  # millimetres of a bar with its name
    words: float  # millimetres of a column of words


SETTINGS: Final = {
    "en": Setting(7.4, 2.6, 5.6, 16.5),
    "km": Setting(7.2, 3.2, 6.6, 17.0),
    "lo": Setting(7.4, 3.0, 6.2, 16.5),
    "zh": Setting(7.6, 3.0, 5.4, 14.0),
}


def pdf_of(bulletin: Bulletin, fonts: Path) -> bytes:
    """The bulletin as PDF.

    Args:
        fonts: the folder of the woff2 files that pages carry.
    """
    at, language = bulletin.published_at, bulletin.language
    data = asdict(bulletin) | asdict(SETTINGS[language]) | {"date": {"year": at.year, "month": at.month, "day": at.day}}
    data |= {"fonts": families(language), "leading": LEADING[language]}
    return typeset(TEMPLATE, data, fonts, at)
