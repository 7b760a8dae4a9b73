"""Words for the doors: what an error, a fault, a reason or a code says in the reader's language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from typing import Any, Final

from lmis.errors import LmisError
from lmis.locale.catalogue import filled, keyed, label, text
from lmis.locale.formats import day, number
from lmis.locale.reasons import reason_words
from lmis.text.numbers import LONGEST, serial_text
from lmis.vocabulary import Language

__all__ = ["enum_label", "fault_words", "label", "reason_words", "sentence", "text", "words"]

PLAIN: Final = 10_000
"""Smaller whole numbers may be years or versions, and are written without separators."""

HUGE: Final = 10**15
"""Larger numbers are nobody's count or amount, and are written as they come."""


def words(error: LmisError, language: Language) -> tuple[str, str]:
    """The title of an error, and a sentence that a clerk can act on: what is wrong, with which value, what to do.

    The sentence is the one of the error's class, else of the class it derives from, else the title with the values.
    The nearest valid values follow where the error knows some.
    """
    title = text(error.title(), language)
    shown: dict[str, object] = {name: _shown(name, value, language) for name, value in error.values.items()}
    if "rule" in error.values:
        told = _broken(error, language)
    else:
        told = filled(_template(error, language), {**shown, "title": title, "values": _listed(shown, language)})
    if error.values.get("nearest"):
        told += " " + filled(keyed("detail", "nearest", language) or "", shown)
    return title, told


def fault_words(kind: str, values: Mapping[str, Any], language: Language) -> str:
    """What is wrong with one value of a command.

    Args:
        kind: the type of a validation fault (`missing`, `string_too_long` …), or our own code (`name_missing`).
        values: the limits that the fault knows (`max_length`, `expected` …).
    """
    template = keyed("validation", kind, language) or keyed("validation", "any", language) or kind
    pattern = str(values.get("pattern", ""))
    return filled(template, {**values, "code": kind, "pattern": keyed("pattern", pattern, language) or pattern})


def sentence(context: str, key: str, values: Mapping[str, object], language: Language) -> str:
    """A sentence of the catalogues with its values as a reader writes them; the key itself where there is none."""
    shown: dict[str, object] = {name: _shown(name, value, language) for name, value in values.items()}
    return filled(keyed(context, key, language) or key, shown)


def enum_label(member: StrEnum, language: Language) -> str:
    """The label of a member of one of the vocabulary's lists."""
    return label(kind_of(type(member)), member.value, language)


def kind_of(enumeration: type[StrEnum]) -> str:
    """The context of a list's labels: `ReferralState` is `referral_state`."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", enumeration.__name__).lower()


def _broken(error: LmisError, language: Language) -> str:
    """What an error says that carries the rule of a command that was broken, and the value that broke it."""
    said = fault_words(str(error.values["rule"]), error.values, language)
    value = error.values.get("value")
    given = keyed("detail", "given", language) if value is not None else None
    return f"{said} {filled(given, {'value': _shown('', value, language)})}" if given else said


def _template(error: LmisError, language: Language) -> str:
    for kind in type(error).__mro__:
        found = keyed("detail", kind.__name__, language)
        if found:
            return found
    has_values = any(name != "nearest" for name in error.values)
    return (keyed("detail", "any", language) if has_values else None) or "{title}"


def _listed(shown: Mapping[str, object], language: Language) -> str:
    return "; ".join(f"{label('value', name, language)}: {value}" for name, value in shown.items() if name != "nearest")


def _shown(name: str, value: object, language: Language) -> str:
    """A value as a reader writes it."""
    match value:
        case None:
            return "–"
        case date():
            return day(value, language)
        case StrEnum():
            return enum_label(value, language)
        case bool():
            return str(value)
        case int() if name == "serial" and 0 < value < 10**LONGEST:
            return serial_text("S", value)
        case int() | float() if PLAIN <= abs(value) < HUGE:
            return number(value, language)
        case str() if name == "list":
            return label("list", value, language)
        case str():
            return value
        case Mapping() if "count" in value:
            return f"{_shown('', value['count'], language)} ({_first(value['count'], value.get('ids'), language)})"
        case Mapping():
            return "; ".join(
                f"{label('built', str(key), language)}: {_shown('', value[key], language)}" for key in value
            )
        case Iterable():
            return ", ".join(_shown("", one, language) for one in value)
    return str(value)


def _first(count: object, ids: object, language: Language) -> str:
    """The first ids of so many, and that there are more."""
    more = isinstance(count, int) and isinstance(ids, list | tuple) and count > len(ids)
    return _shown("", ids, language) + (", …" if more else "")
