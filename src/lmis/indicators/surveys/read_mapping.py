"""Reading a mapping file: one per round of a survey, written by whoever knows the questionnaire."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

from lmis.errors import NotFound
from lmis.indicators.surveys.conditions import parse_condition, parse_terms
from lmis.indicators.surveys.document import UnreadableMapping, plain
from lmis.indicators.surveys.limits import Limits
from lmis.indicators.surveys.mapping import SurveyMapping
from lmis.indicators.surveys.read_layout import HeadingMalformed, HeadingMissing, parse_layout
from lmis.indicators.surveys.read_numbers import check_words
from lmis.indicators.surveys.read_rules import WHOM, UnknownHarmonisedVariable, in_order, parse_variables, parse_whom
from lmis.indicators.surveys.rules import Rule
from lmis.text.nearest import nearest

SHAPES = {
    "survey": r"[a-z][a-z0-9_]{2,60}",
    "title": r".+",
    "country": r"[A-Z]{2}",
    "ref_area": r"[A-Z]{3}",
    "time": r"(19|20)\d\d(-Q[1-4]|-(0[1-9]|1[0-2]))?",
    "standard": r"13|19",
    "source": r".+",
}
OTHERS = (
    "notes", "file", "design", "keep", "named", "no_answer", "checks", "to_confirm", "variables", "not_asked",
)  # fmt: skip


class NoMappingFile(NotFound):
    """There is no such mapping file."""


def read_mapping(path: Path) -> SurveyMapping:
    """Read and check a mapping file in UTF-8.

    Raises:
        NoMappingFile, UnreadableMapping, KeyTwice, HeadingMissing, HeadingMalformed, UnknownWord,
        UnknownHarmonisedVariable, UnfinishedRule, UnknownPeriod, UnknownLabel, VariableNotMapped, VariableNotMade,
        MadeOfItself, UnreadableCondition, UnknownBound, UnknownTerm, UnknownMade:
        all with the value at fault, its place in the file, and the nearest values that would do.
    """
    try:
        return parse_mapping(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError as error:
        raise NoMappingFile(name=path.name) from error
    except UnicodeDecodeError as error:
        raise UnreadableMapping(line=None) from error


def parse_mapping(text: str) -> SurveyMapping:
    """As `read_mapping`, from the text of the file."""
    said = check_words(plain(text), (*SHAPES, *OTHERS), "#")
    head = {name: _heading(said, name, shape) for name, shape in SHAPES.items()}
    design = check_words(said.get("design", {}), ("strata", "psu", "person"), "#/design")
    terms = parse_terms(said.get("named", {}), "#/named")
    rules = parse_variables(said.get("variables"), _texts(said, "not_asked", "#"), terms)
    asked, among = (parse_whom(said["variables"], word, terms) for word in WHOM)
    return SurveyMapping(
        survey=head["survey"],
        title=head["title"],
        country=head["country"],
        ref_area=head["ref_area"],
        time=head["time"],
        standard=int(head["standard"]),
        source=head["source"],
        rules={name: rules[name] for name in in_order(rules, asked | among)},
        asked=asked,
        among=among,
        strata=_texts(design, "strata", "#/design"),
        psu=_texts(design, "psu", "#/design"),
        person=_texts(design, "person", "#/design"),
        keep=parse_condition(said["keep"], "#/keep", terms) if "keep" in said else None,
        no_answer=_no_answer(said.get("no_answer", {})),
        limits=_limits(said.get("checks", {})),
        to_confirm=_to_confirm(said, rules),
        layout=parse_layout(said.get("file", {})),
        notes=str(said.get("notes", "")).strip(),
    )


def _heading(said: dict[str, Any], name: str, shape: str) -> str:
    if said.get(name) is None:
        raise HeadingMissing(pointer=f"#/{name}")
    text = str(said[name]).strip()
    if re.fullmatch(shape, text, re.DOTALL) is None:
        raise HeadingMalformed(pointer=f"#/{name}", value=text, shape=shape)
    return text


def _no_answer(said: Any) -> dict[str, tuple[str | float, ...]]:
    if not isinstance(said, dict):
        raise HeadingMalformed(pointer="#/no_answer", value=said, shape="{COLUMN: […]}")
    return {str(column): _values(value, f"#/no_answer/{column}") for column, value in said.items()}


def _values(said: Any, pointer: str) -> tuple[str | float, ...]:
    values = said if isinstance(said, list) else [said]
    if not values or any(not isinstance(value, (str, int, float)) for value in values):
        raise HeadingMalformed(pointer=pointer, value=said, shape="[…]")
    return tuple(values)


def _limits(said: Any) -> Limits:
    words = check_words(said, tuple(one.name for one in fields(Limits)), "#/checks")
    for name, value in words.items():
        if isinstance(value, bool) or not isinstance(value, (int, float)) or value < (name == "population"):
            raise HeadingMalformed(pointer=f"#/checks/{name}", value=value, shape="0 …; population: 1 …")
    return Limits(**{name: float(value) for name, value in words.items()})


def _to_confirm(said: dict[str, Any], rules: Mapping[str, Rule]) -> tuple[str, ...]:
    names = _texts(said, "to_confirm", "#")
    for name in names:
        if name not in rules:
            raise UnknownHarmonisedVariable(pointer="#/to_confirm", value=name, nearest=nearest(name, list(rules)))
    return names


def _texts(said: dict[str, Any], key: str, pointer: str) -> tuple[str, ...]:
    texts = said.get(key, [])
    if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
        raise HeadingMalformed(pointer=f"{pointer}/{key}", value=texts, shape="[…]")
    return tuple(texts)
