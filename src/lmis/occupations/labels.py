"""Coded titles: where each comes from, and the codes and concepts that their files may name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from lmis.vocabulary import TitleOrigin as Origin

__all__ = ["UNIT", "Example", "Origin", "Question", "code_and_concept"]

UNIT: Final = 4
"""Digits of an ISCO-08 unit group."""
_GROUP: Final = re.compile(r"(?:https?://\S+/isco/)?[Cc]?(\d{1,4})(?:\.\d+)*")  # 2512, C2512, …/isco/C2512, 2512.1.7


@dataclass(frozen=True, slots=True)
class Example:
    """A title with its code; `concept` names a finer occupation (an ESCO address) where the file had one."""

    title: str
    code: str
    language: str
    concept: str | None = None
    origin: Origin = Origin.LABEL
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Question:
    """What there is to be coded; `language` is guessed from the script where it is not said."""

    title: str
    duties: str = ""
    industry: str = ""
    language: str | None = None


def code_and_concept(value: str, concepts: Mapping[str, str]) -> tuple[str, str | None] | None:
    """The ISCO-08 code that a cell names, and the concept where it names one; None where it names neither.

    Args:
        value: an ISCO code of one to four digits, `C2512`, an ESCO number `2512.1.7`, or an ESCO address.
        concepts: the code of each known concept, from imported labels.
    """
    text = value.strip()
    if found := _GROUP.fullmatch(text):
        return found[1], None
    return (concepts[text], text) if text in concepts else None
