"""A bulletin as PDF, tagged after PDF/UA-1, set by Typst with our own fonts.

The words and numbers go to Typst as data, never as markup, so that a name may hold any character. Typst reads no
woff2; the fonts that pages carry are unpacked for it, once in a process.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final
from unicodedata import normalize

from lmis.exchange.bulletins.content import Bulletin
from lmis.exchange.bulletins.packing import packed

TEMPLATE: Final = Path(__file__).with_name("bulletin.typ")


@dataclass(frozen=True, slots=True)
class Setting:
    """How a script is set: its fonts, and the room that it needs."""

    fonts: tuple[str, ...]
    leading: float  # between lines, in sizes of the text
    small: float  # points, in tables
    row: float  # points above and below the text of a row
    bar: float  # millimetres of a bar with its name
    words: float  # millimetres of a column of words


SETTINGS: Final = {
    "en": Setting(("Noto Sans",), 0.62, 7.4, 2.6, 5.6, 16.5),
    "km": Setting(("Noto Sans", "Noto Sans Khmer"), 0.85, 7.2, 3.2, 6.6, 17.0),
    "lo": Setting(("Noto Sans", "Noto Sans Lao"), 0.8, 7.4, 3.0, 6.2, 16.5),
    "zh": Setting(("Noto Sans", "Noto Sans CJK SC"), 0.7, 7.6, 3.0, 5.4, 14.0),
}


def pdf_of(bulletin: Bulletin, fonts: Path) -> bytes:
    """The bulletin as PDF.

    Args:
        fonts: the folder of the woff2 files that pages carry.
    """
    import typst

    at, setting, faces = bulletin.published_at, SETTINGS[bulletin.language], unpacked(fonts)
    data = asdict(bulletin) | asdict(setting) | {"date": {"year": at.year, "month": at.month, "day": at.day}}
    text = json.dumps(data, default=str, ensure_ascii=False)
    made = typst.compile(
        TEMPLATE,
        format="pdf",
        font_paths=[Path(faces.folder.name)],
        ignore_system_fonts=True,
        sys_inputs={"data": legible(text, faces.characters)},
        pdf_standards=["ua-1"],
        timestamp=int(at.timestamp()),
    )
    return packed(made)


@dataclass(frozen=True, slots=True)
class Faces:
    """A folder with fonts as Typst reads them, gone when the process is; and the characters that they have."""

    folder: TemporaryDirectory[str]
    characters: frozenset[str]


@cache
def unpacked(fonts: Path) -> Faces:
    """These fonts, unpacked."""
    from fontTools.ttLib import TTFont

    folder, characters = TemporaryDirectory(prefix="lmis-fonts-"), set[str]()
    for packed_font in sorted(fonts.glob("*.woff2")):
        font = TTFont(packed_font)
        characters |= {chr(code) for code in font.getBestCmap()}
        font.flavor = None
        font.save(Path(folder.name) / f"{packed_font.stem}.ttf")
    return Faces(folder, frozenset(characters))


def legible(text: str, characters: frozenset[str]) -> str:
    """A text of which every character can be shown: one without its accent, or a question mark, for what cannot.

    PDF/UA-1 forbids a sign that stands for a missing glyph, and Typst makes no document with one.
    """
    lacking = {one for one in set(text) - characters if not one.isascii()}
    plain: dict[str, str | int | None] = {
        one: "".join(part for part in normalize("NFKD", one) if part in characters) or "?" for one in lacking
    }
    return text.translate(str.maketrans(plain))
