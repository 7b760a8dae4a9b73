"""Faults of rows in a form that can be kept: whoever reads them later is told them in a language of their own."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any

import lmis.vocabulary
from lmis.errors import LmisError
from lmis.imports.rows import Fault


def kept_error(error: LmisError) -> list[Any]:
    """An error as [class, values]."""
    kind = type(error)
    return [f"{kind.__module__}.{kind.__qualname__}", {name: _kept(value) for name, value in error.values.items()}]


def error_of(kept: Sequence[Any]) -> LmisError:
    """The error that was kept; of a class that is no more, only the values."""
    kind, values = kept
    made = _kinds().get(kind) or _kinds(len(_all_kinds())).get(kind, LmisError)
    return made(**{name: _meant(value) for name, value in values.items()})


def kept_faults(faults: Sequence[Fault]) -> str:
    """The faults of a row, as one text."""
    return json.dumps([[fault.column, *kept_error(fault.error)] for fault in faults], ensure_ascii=False)


def faults_of(kept: str) -> tuple[Fault, ...]:
    """The faults of a row that were kept."""
    return tuple(Fault(column, error_of(error)) for column, *error in json.loads(kept or "[]"))


def _kept(value: Any) -> Any:
    match value:
        case StrEnum():
            return {"code": [type(value).__name__, value.value]}
        case date():
            return {"day": value.isoformat()}
        case None | bool() | int() | float() | str():
            return value
        case dict():
            return {"of": [[str(name), _kept(part)] for name, part in value.items()]}
        case Iterable():
            return [_kept(part) for part in value]
    return str(value)


def _meant(kept: Any) -> Any:
    match kept:
        case {"code": [str(kind), value]}:
            return next((member for member in getattr(lmis.vocabulary, kind, ()) if member == value), value)
        case {"day": str(day)}:
            return date.fromisoformat(day[:10])
        case {"of": parts}:
            return {name: _meant(part) for name, part in parts}
        case list():
            return [_meant(part) for part in kept]
    return kept


def _below(kind: type[LmisError]) -> Iterator[type[LmisError]]:
    yield kind
    for one in kind.__subclasses__():
        yield from _below(one)


def _all_kinds() -> list[type[LmisError]]:
    return list(_below(LmisError))


@cache
def _kinds(_count: int = 0) -> dict[str, type[LmisError]]:
    """Every error by its class; looked up anew where modules were imported since."""
    return {f"{kind.__module__}.{kind.__qualname__}": kind for kind in _all_kinds()}
