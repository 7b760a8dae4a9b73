"""Reading a mapping file: one per round of a survey, written by whoever knows the questionnaire."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from lmis.errors import Invalid, NotFound
from lmis.indicators.surveys.conditions import parse_condition
from lmis.indicators.surveys.document import UnreadableMapping, plain
from lmis.indicators.surveys.mapping import SurveyMapping
from lmis.indicators.surveys.read_rules import check_words, parse_variables

SHAPES = {
    "survey": r"[a-z][a-z0-9_]{2,60}",
    "title": r".+",
    "country": r"[A-Z]{2}",
    "ref_area": r"[A-Z]{3}",
    "time": r"(19|20)\d\d(-Q[1-4]|-(0[1-9]|1[0-2]))?",
    "standard": r"13|19",
    "source": r".+",
}
OTHERS = ("notes", "file", "design", "keep", "variables", "not_asked")
SEPARATORS = {"comma": ",", "semicolon": ";", "tab": "\t"}


class NoMappingFile(NotFound):
    """There is no such mapping file."""


class HeadingMissing(Invalid):
    """The mapping file does not say this about the survey."""


class HeadingMalformed(Invalid):
    """The mapping file says this about the survey in a form that cannot be understood."""


def read_mapping(path: Path) -> SurveyMapping:
    """Read and check a mapping file in UTF-8.

    Raises:
        NoMappingFile, UnreadableMapping, KeyTwice, HeadingMissing, HeadingMalformed, UnknownWord,
        UnknownHarmonisedVariable, UnfinishedRule, UnknownLabel, VariableNotMapped, UnreadableCondition,
        UnknownBound:
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
    design = check_words(said.get("design", {}), ("strata", "psu"), "#/design")
    return SurveyMapping(
        survey=head["survey"],
        title=head["title"],
        country=head["country"],
        ref_area=head["ref_area"],
        time=head["time"],
        standard=int(head["standard"]),
        source=head["source"],
        rules=parse_variables(said.get("variables"), _texts(said, "not_asked", "#")),
        strata=_texts(design, "strata", "#/design"),
        psu=_texts(design, "psu", "#/design"),
        keep=parse_condition(said["keep"], "#/keep") if "keep" in said else None,
        separator=_separator(said),
        notes=str(said.get("notes", "")).strip(),
    )


def _heading(said: dict[str, Any], name: str, shape: str) -> str:
    if said.get(name) is None:
        raise HeadingMissing(pointer=f"#/{name}")
    text = str(said[name]).strip()
    if re.fullmatch(shape, text, re.DOTALL) is None:
        raise HeadingMalformed(pointer=f"#/{name}", value=text, shape=shape)
    return text


def _separator(said: dict[str, Any]) -> str:
    name = check_words(said.get("file", {}), ("separator",), "#/file").get("separator", "comma")
    if name not in SEPARATORS:
        raise HeadingMalformed(pointer="#/file/separator", value=name, shape="|".join(SEPARATORS))
    return SEPARATORS[name]


def _texts(said: dict[str, Any], key: str, pointer: str) -> tuple[str, ...]:
    texts = said.get(key, [])
    if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
        raise HeadingMalformed(pointer=f"{pointer}/{key}", value=texts, shape="[…]")
    return tuple(texts)
