"""Words for the report on who is reached: groups, stages, and what a number that is not there means."""

from __future__ import annotations

from collections.abc import Mapping

from lmis.fairness.parity import Ratio
from lmis.fairness.report import Line
from lmis.locale.catalogue import label, text
from lmis.locale.formats import number
from lmis.vocabulary import Language


def group_words(line: Line, provinces: Mapping[str, str], language: Language) -> str:
    """The name of a group in the reader's language."""
    if line.breakdown == "province":
        return provinces.get(line.code, line.code)
    if line.breakdown == "total" or line.code == "_U":
        return label("cell", "_T" if line.breakdown == "total" else "_U", language)
    if line.breakdown == "age_group":
        return _age(line.code, language)
    return label(line.breakdown, line.code, language)


def _age(code: str, language: Language) -> str:
    """`Y15-24` and `YGE65` in words."""
    if code.startswith("YGE"):
        return text("{age} years and older", language, age=code[3:])
    low, high = code[1:].split("-")
    return text("{low} to {high} years", language, low=low, high=high)


def people_words(line: Line, stage: str, language: Language) -> str:
    """A number of people; the word for hidden, or a dash where nothing is known."""
    if stage in line.hidden:
        return text("hidden", language)
    count = line.people[stage]
    return "–" if count is None else number(count, language)


def ratio_words(ratio: Ratio | None, language: Language) -> str:
    """A ratio with its interval; `!` behind it where it is below .8 or above 1.25."""
    if ratio is None or ratio.value is None:
        return "–"
    shown = number(ratio.value, language, 2)
    if ratio.low is not None and ratio.high is not None:
        shown += f" ({number(ratio.low, language, 2)}–{number(ratio.high, language, 2)})"
    return shown if ratio.within_four_fifths else f"{shown} !"
