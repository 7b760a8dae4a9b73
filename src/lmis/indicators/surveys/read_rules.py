"""The `variables` of a mapping file, read into rules and checked against the harmonised variables."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lmis.errors import Invalid
from lmis.indicators.surveys.conditions import Condition, Missing, Terms, parse_condition, parse_test, variables_in
from lmis.indicators.surveys.read_numbers import NUMBER_WORDS, UnfinishedRule, check_words, parse_cases, parse_number
from lmis.indicators.surveys.rules import Cases, NotAsked, Recode, Rule, YesNo, variables_used
from lmis.indicators.surveys.variables import VARIABLES, Variable
from lmis.text.nearest import nearest

WHOM = ("asked", "among")  # whom a question was put to; whom a variable is of
WORDS = {
    "yes_no": ("column", "yes", "no", *WHOM),
    "category": ("column", "recode", "cases", "digits", "keep", *WHOM),
    "number": NUMBER_WORDS,
}
REST = "rest"  # no: rest, everybody who is not yes


class UnknownHarmonisedVariable(Invalid):
    """There is no harmonised variable of this name."""


class UnknownLabel(Invalid):
    """A harmonised variable cannot have this value."""


class MadeOfItself(Invalid):
    """A variable is made of others that are made of it."""


class VariableNotMade(Invalid):
    """A rule asks for a harmonised variable that the mapping file does not make."""


class VariableNotMapped(Invalid):
    """A variable that every survey needs is neither mapped nor said not to be asked."""


def parse_variables(said: Any, not_asked: Any, terms: Terms | None = None) -> dict[str, Rule]:
    """Read `variables` and `not_asked`. Raises the errors of this module, with the place."""
    if not isinstance(said, dict):
        raise UnfinishedRule(pointer="#/variables", value=said)
    rules = {name: _rule(name, known(name, f"#/variables/{name}"), rule, terms or {}) for name, rule in said.items()}
    for name in not_asked:
        rules.setdefault(name, NotAsked(known(name, "#/not_asked").kind))
    lacking = [name for name, variable in VARIABLES.items() if variable.required and name not in said]
    if lacking:
        raise VariableNotMapped(variables=lacking)
    return {name: rules[name] for name in in_order(rules)}


def parse_whom(said: Any, word: str, terms: Terms) -> dict[str, Condition]:
    """The people whom a rule is about, for the variables whose rule says it with this word."""
    found = {}
    for name, rule in said.items():
        if word in rule:
            if len(set(WHOM) & set(rule)) > 1:
                raise UnfinishedRule(pointer=f"#/variables/{name}", value=sorted(rule))
            found[name] = parse_condition(rule[word], f"#/variables/{name}/{word}", terms)
    return found


def in_order(rules: Mapping[str, Rule], asked: Mapping[str, Condition] | None = None) -> list[str]:
    """The variables so that each comes after those that it is made of. Raises MadeOfItself, VariableNotMade."""
    needs = {name: variables_used(rule) for name, rule in rules.items()}
    for name, condition in (asked or {}).items():
        needs[name] = needs[name] | variables_in(condition)
    ordered: list[str] = []

    def place(name: str, path: tuple[str, ...]) -> None:
        if name in path:
            raise MadeOfItself(variables=[*path[path.index(name) :], name])
        if name not in needs:
            raise VariableNotMade(value=name, pointer=f"#/variables/{path[-1]}", nearest=nearest(name, list(rules)))
        if name not in ordered:
            for needed in sorted(needs[name]):
                place(needed, (*path, name))
            ordered.append(name)

    for name in rules:
        place(name, ())
    return ordered


def known(name: Any, pointer: str) -> Variable:
    """The harmonised variable of this name. Raises UnknownHarmonisedVariable."""
    if name not in VARIABLES:
        meanings = {known: f"{variable.meaning} {variable.ilo}" for known, variable in VARIABLES.items()}
        raise UnknownHarmonisedVariable(pointer=pointer, value=name, nearest=nearest(str(name), meanings))
    return VARIABLES[name]


def _rule(name: str, variable: Variable, said: Any, terms: Terms) -> Rule:
    pointer = f"#/variables/{name}"
    words = check_words(said, WORDS[variable.kind], pointer)
    if variable.kind == "yes_no":
        return _yes_no(words, pointer, terms)
    if variable.kind == "number":
        return parse_number(words, pointer, terms)
    return _cases(words, variable, pointer, terms) if "cases" in words else _recode(words, variable, pointer)


def _yes_no(words: dict[str, Any], pointer: str, terms: Terms) -> YesNo:
    if "yes" not in words or "no" not in words:
        raise UnfinishedRule(pointer=pointer, value=sorted(words))
    rest = words["no"] == REST
    if "column" in words:
        column = str(words["column"])
        tests = [parse_test(column, words[key], f"{pointer}/{key}") for key in ("yes", "no")]
        return YesNo(tests[0], Missing(column, missing=False) if rest else tests[1])
    yes = parse_condition(words["yes"], f"{pointer}/yes", terms)
    return YesNo(yes, None if rest else parse_condition(words["no"], f"{pointer}/no", terms))


def _cases(words: dict[str, Any], variable: Variable, pointer: str, terms: Terms) -> Cases:
    if set(words) - {"cases", *WHOM}:
        raise UnfinishedRule(pointer=pointer, value=sorted(words))
    made = []
    for when, label, here in parse_cases(words["cases"], pointer, terms):
        made.append((when, _label(label, variable, f"{here}/is")))
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


def _whole(words: dict[str, Any], key: str, pointer: str) -> int | None:
    number = words.get(key)
    if number is not None and (not isinstance(number, int) or not 1 <= number <= 10):
        raise UnfinishedRule(pointer=f"{pointer}/{key}", value=number)
    return number


def _label(said: Any, variable: Variable, pointer: str) -> str:
    if not variable.allows(str(said)):
        raise UnknownLabel(pointer=pointer, value=said, meaning=variable.meaning, accepts=variable.allowed)
    return str(said)
