"""The `variables` of a mapping file, read into rules and checked against the harmonised variables."""

from __future__ import annotations

from typing import Any

from lmis.errors import Invalid
from lmis.indicators.surveys.conditions import parse_condition, parse_test
from lmis.indicators.surveys.rules import Cases, NotAsked, Number, Recode, Rule, YesNo
from lmis.indicators.surveys.variables import VARIABLES, Variable
from lmis.text.nearest import nearest

WORDS = {
    "yes_no": ("column", "yes", "no"),
    "category": ("column", "recode", "cases", "digits", "keep"),
    "number": ("column", "sum", "times", "not_answers"),
}


class UnknownHarmonisedVariable(Invalid):
    """There is no harmonised variable of this name."""


class UnknownWord(Invalid):
    """The mapping file uses a word that means nothing here."""


class UnfinishedRule(Invalid):
    """A variable's rule does not say how its values are made."""


class UnknownLabel(Invalid):
    """A harmonised variable cannot have this value."""


class VariableNotMapped(Invalid):
    """A variable that every survey needs is neither mapped nor said not to be asked."""


def parse_variables(said: Any, not_asked: Any) -> dict[str, Rule]:
    """Read `variables` and `not_asked`. Raises the errors of this module, with the place."""
    if not isinstance(said, dict):
        raise UnfinishedRule(pointer="#/variables", value=said)
    rules = {name: _rule(name, known(name, f"#/variables/{name}"), rule) for name, rule in said.items()}
    for name in not_asked:
        rules.setdefault(name, NotAsked(known(name, "#/not_asked").kind))
    lacking = [name for name, variable in VARIABLES.items() if variable.required and name not in said]
    if lacking:
        raise VariableNotMapped(variables=lacking)
    return rules


def known(name: Any, pointer: str) -> Variable:
    """The harmonised variable of this name. Raises UnknownHarmonisedVariable."""
    if name not in VARIABLES:
        meanings = {known: f"{variable.meaning} {variable.ilo}" for known, variable in VARIABLES.items()}
        raise UnknownHarmonisedVariable(pointer=pointer, value=name, nearest=nearest(str(name), meanings))
    return VARIABLES[name]


def check_words(said: Any, allowed: tuple[str, ...], pointer: str) -> dict[str, Any]:
    """A mapping of which every key is allowed. Raises UnknownWord."""
    if not isinstance(said, dict):
        raise UnfinishedRule(pointer=pointer, value=said)
    for key in said:
        if key not in allowed:
            raise UnknownWord(pointer=f"{pointer}/{key}", value=key, nearest=nearest(str(key), allowed))
    return said


def _rule(name: str, variable: Variable, said: Any) -> Rule:
    pointer = f"#/variables/{name}"
    words = check_words(said, WORDS[variable.kind], pointer)
    if variable.kind == "yes_no":
        return _yes_no(words, pointer)
    if variable.kind == "number":
        return _number(words, pointer)
    return _cases(words, variable, pointer) if "cases" in words else _recode(words, variable, pointer)


def _yes_no(words: dict[str, Any], pointer: str) -> YesNo:
    if "yes" not in words or "no" not in words:
        raise UnfinishedRule(pointer=pointer, value=sorted(words))
    if "column" in words:
        column = str(words["column"])
        return YesNo(*(parse_test(column, words[key], f"{pointer}/{key}") for key in ("yes", "no")))
    return YesNo(*(parse_condition(words[key], f"{pointer}/{key}") for key in ("yes", "no")))


def _cases(words: dict[str, Any], variable: Variable, pointer: str) -> Cases:
    cases = words["cases"]
    if not isinstance(cases, list) or not cases or len(words) > 1:
        raise UnfinishedRule(pointer=pointer, value=sorted(words))
    made = []
    for place, case in enumerate(cases):
        here = f"{pointer}/cases/{place}"
        if set(check_words(case, ("when", "is"), here)) != {"when", "is"}:
            raise UnfinishedRule(pointer=here, value=sorted(case))
        made.append((parse_condition(case["when"], f"{here}/when"), _label(case["is"], variable, f"{here}/is")))
    return Cases(tuple(made))


def _recode(words: dict[str, Any], variable: Variable, pointer: str) -> Recode:
    if not isinstance(words.get("column"), str):
        raise UnfinishedRule(pointer=pointer, value=sorted(words))
    pairs = words.get("recode", {})
    if not isinstance(pairs, dict) or ("recode" in words and not pairs):
        raise UnfinishedRule(pointer=f"{pointer}/recode", value=pairs)
    labels = tuple((value, _label(label, variable, f"{pointer}/recode/{value}")) for value, label in pairs.items())
    digits = _whole(words, "digits", pointer)
    return Recode(words["column"], labels, digits, _whole(words, "keep", pointer) or digits)


def _number(words: dict[str, Any], pointer: str) -> Number:
    columns = words.get("sum", [words["column"]] if "column" in words else None)
    if not isinstance(columns, list) or not columns or len({"sum", "column"} & set(words)) > 1:
        raise UnfinishedRule(pointer=pointer, value=sorted(words))
    times = words.get("times", 1)
    if not isinstance(times, (int, float)) or not times > 0:
        raise UnfinishedRule(pointer=f"{pointer}/times", value=times)
    not_answers = words.get("not_answers", [])
    answers = tuple(not_answers if isinstance(not_answers, list) else [not_answers])
    return Number(tuple(str(column) for column in columns), float(times), answers)


def _whole(words: dict[str, Any], key: str, pointer: str) -> int | None:
    number = words.get(key)
    if number is not None and (not isinstance(number, int) or not 1 <= number <= 10):
        raise UnfinishedRule(pointer=f"{pointer}/{key}", value=number)
    return number


def _label(said: Any, variable: Variable, pointer: str) -> str:
    if not variable.allows(str(said)):
        raise UnknownLabel(pointer=pointer, value=said, meaning=variable.meaning, accepts=variable.allowed)
    return str(said)
