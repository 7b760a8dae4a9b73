"""The guide of the counter names what stands on the pages, in its own language."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

DOCS = Path(__file__).resolve().parents[2] / "docs"
CATALOGUES = Path(__file__).resolve().parents[2] / "src" / "lmis" / "locale"
GUIDES = {"en": "counter.md", "km": "counter.km.md", "lo": "counter.lo.md"}
SAID = {"en": "bold", "km": "ដិត", "lo": "ເຂັ້ມ"}
"""The word that says what bold words are."""


def sentences(language: str) -> set[str]:
    """What pages say in a language; of a sentence that goes on with a value, what stands before its colon."""
    with (CATALOGUES / language / "LC_MESSAGES" / "lmis.po").open("rb") as file:
        told = {message.string for message in read_po(file) if isinstance(message.string, str)}
    return told | {re.split("[:៖]", one)[0].strip() for one in told if "{" in one}


@pytest.mark.parametrize("language", GUIDES)
def test_every_word_in_bold_stands_on_a_page(language: str) -> None:
    named = set(re.findall(r"\*\*(.+?)\*\*", (DOCS / GUIDES[language]).read_text(encoding="utf-8")))
    assert len(named) > 30
    assert named - sentences(language) == {SAID[language]}


@pytest.mark.parametrize("language", GUIDES)
def test_every_picture_is_there(language: str) -> None:
    pictures = re.findall(r"\]\((pictures/[^)]+)\)", (DOCS / GUIDES[language]).read_text(encoding="utf-8"))
    assert len(pictures) == 3
    assert [one for one in pictures if not (DOCS / one).is_file()] == []
