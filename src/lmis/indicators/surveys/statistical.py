"""Files of Stata and SPSS as tables of texts, with the names of their values."""

from __future__ import annotations

from collections.abc import Mapping, Set
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from lmis.errors import Invalid
from lmis.indicators.surveys.labels import ValueLabels
from lmis.indicators.surveys.source import compact
from lmis.indicators.surveys.values import number_of, plain_number


class UnreadableStatisticalFile(Invalid):
    """The file cannot be read as one of Stata or SPSS."""


STATA = ".dta"
SPSS = (".sav", ".zsav")


def read_statistical(path: Path, wanted: Set[str], encoding: str | None = None) -> pd.DataFrame:
    """Read the wanted columns of a file of Stata or SPSS, by its ending; every cell a text, "" where empty.

    Numbers come in their shortest form (1, not 1.0), days as 2022-11-03. Values that the file declares missing stay
    visible: Stata's as .a to .z, SPSS's as they are; both are noted in the labels as no answer.

    Args:
        encoding: of the texts, where the file does not say it rightly.

    Returns:
        The table; `attrs` has `columns`, all names of the file, and `labels`, by column.

    Raises:
        UnreadableStatisticalFile: with the reader's own words.
    """
    import pyreadstat

    stata = path.suffix.lower() == STATA
    read = pyreadstat.read_dta if stata else pyreadstat.read_sav
    words: dict[str, Any] = {"encoding": encoding} if encoding else {}
    try:
        _, about = read(str(path), metadataonly=True, **words)
        names = [name for name in about.column_names if name in wanted]
        table, about = read(str(path), usecols=names or about.column_names[:1], user_missing=True, **words)
    except (pyreadstat.ReadstatError, pyreadstat.PyreadstatError, UnicodeDecodeError, ValueError) as error:
        raise UnreadableStatisticalFile(name=path.name, reason=" ".join(str(error).split())[:200]) from error
    made = pd.DataFrame({name: compact(_texts(table[name], _is_text(name, about))) for name in names})
    labels = {name: _labels(about, name, made[name].cat.categories.tolist()) for name in names}
    made = made if names else pd.DataFrame(index=range(len(table)))
    made.attrs = {"columns": list(about.column_names), "labels": labels}
    return made


def _is_text(name: str, about: Any) -> bool:
    return str(about.readstat_variable_types.get(name, "")).startswith("string")


def _texts(column: pd.Series[Any], is_text: bool) -> list[str]:
    """Each cell as text; different numbers are turned once."""
    if column.dtype == np.float64:
        different, place = np.unique(column.to_numpy(), return_inverse=True)
        texts = [_text(value) for value in different.tolist()]
        return [texts[one] for one in place.tolist()]
    return [_text(value) if is_text else _dotted(value) for value in column.tolist()]


def _text(value: Any) -> str:
    match value:
        case str():
            return value.strip()
        case datetime():
            return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
        case date():
            return value.isoformat()
        case int() | float():
            return "" if value != value else plain_number(repr(value))
    return "" if value is None or pd.isna(value) else str(value)


def _dotted(value: Any) -> str:
    """Stata's missing values of a number, .a to .z, arrive without their point."""
    text = _text(value)
    return f".{text}" if isinstance(value, str) and len(text) == 1 and text.islower() else text


def _labels(about: Any, name: str, present: list[str]) -> ValueLabels:
    """The names of a column's values, and which of the values that occur are declared missing."""
    turn = _text if _is_text(name, about) else _dotted
    named: Mapping[Any, str] = about.variable_value_labels.get(name, {})
    declared = {turn(value) for value in about.missing_user_values.get(name, [])}
    for limits in about.missing_ranges.get(name, []):
        low, high = limits["lo"], limits["hi"]
        if isinstance(low, str):
            declared.add(turn(low))
        else:
            declared |= {text for text in present if low <= number_of(text) <= high}
    return ValueLabels({turn(value): str(label).strip() for value, label in named.items()}, (), frozenset(declared))
