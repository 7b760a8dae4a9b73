"""Make the small Chinese font of the bulletin: of Noto Sans CJK only the characters that its catalogue needs.

    python -m lmis.exchange.bulletins.chinese_font NotoSansCJK-Regular.ttc lmis.po FONT.woff2

The collections are those of Debian's package fonts-noto-cjk 1:20220127 (SIL Open Font License 1.1). Run it again for
Regular (400) and Bold (700) whenever `locale/zh` gets a new character; a test says so.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

FIRST_CHINESE: Final = 0x2E80
"""Smaller characters are in the Latin font."""
SIMPLIFIED: Final = 2
"""The place of Noto Sans CJK SC in the collection."""

DATES: Final = "年月日"
"""What stands in days beside the catalogue's words."""


def characters_of(text: str) -> set[int]:
    """The Chinese characters and marks of a text."""
    return {ord(one) for one in text if ord(one) >= FIRST_CHINESE}


def make(collection: Path, catalogue: Path, out: Path) -> int:
    """Write the font with the characters of a catalogue; returns how many they are."""
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont

    options = Options(layout_features=["kern", "locl"], hinting=False, desubroutinize=True, flavor="woff2")
    font, wanted = TTFont(collection, fontNumber=SIMPLIFIED), characters_of(catalogue.read_text("utf-8") + DATES)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=sorted(wanted))
    subsetter.subset(font)
    font.flavor = "woff2"
    font.save(out)
    return len(wanted)


if __name__ == "__main__":
    print(make(*map(Path, sys.argv[1:])))
