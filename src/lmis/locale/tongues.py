"""The languages that a publication comes in: those of the pages, and Chinese."""

from __future__ import annotations

from enum import StrEnum
from typing import TypeAlias

from lmis.vocabulary import Language


class Printed(StrEnum):
    """Languages of the bulletin. Chinese has a catalogue of the bulletin's words alone."""

    EN = "en"
    KM = "km"
    LO = "lo"
    ZH = "zh"


Tongue: TypeAlias = Language | Printed
