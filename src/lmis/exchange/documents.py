"""Documents for print, set by Typst with our own fonts, tagged after PDF/UA-1.

Words and numbers go to Typst as data, never as markup, so that a name may hold any character. Typst reads no woff2; the
fonts that pages carry are unpacked for it, once in a process.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final
from unicodedata import normalize

from lmis.exchange.packing import packed

FACES: Final = {"en": (), "km": ("Noto Sans Khmer",), "lo": ("Noto Sans Lao",), "zh": ("Noto Sans CJK SC",)}
"""Language -> the fonts of its script, beside that of Latin letters."""
LEADING: Final = {"en": 0.62, "km": 0.85, "lo": 0.8, "zh": 0.7}
"""Language -> the room between lines that its script needs, in sizes of the text."""


def families(*languages: str) -> tuple[str, ...]:
    """The fonts of a text in these languages: that of the first one before the others."""
    return ("Noto Sans", *dict.fromkeys(name for language in languages for name in FACES[language]))


def paper(template: Path, words: Any, fonts: Path) -> bytes:
    """A sheet of paper as PDF, with names in any of our scripts.

    Args:
        words: a frozen dataclass with all that stands on it, in one `language`, and when it was `made_at`.
        fonts: the folder of the woff2 files that pages carry.
    """
    at, language = words.made_at, words.language
    others = [one for one in FACES if one != language]
    data = asdict(words) | {"date": {"year": at.year, "month": at.month, "day": at.day}}
    data |= {"fonts": families(language, *others), "leading": LEADING[language]}
    return typeset(template, data, fonts, at)


def typeset(template: Path, data: Mapping[str, Any], fonts: Path, made_at: datetime) -> bytes:
    """A document as PDF; the same data give the same bytes.

    Args:
        template: which reads `data` as JSON out of `sys.inputs.data`.
        fonts: the folder of the woff2 files that pages carry.
    """
    import typst

    faces = unpacked(fonts)
    text = json.dumps(data, default=str, ensure_ascii=False)
    made = typst.compile(
        template,
        format="pdf",
        font_paths=[Path(faces.folder.name)],
        ignore_system_fonts=True,
        sys_inputs={"data": legible(text, faces.characters)},
        pdf_standards=["ua-1"],
        timestamp=int(made_at.timestamp()),
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
