"""Table A of a survey as the figures of an edition: in which breakdowns and columns, and what of it is hidden."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from math import inf
from typing import Any, Final

import numpy as np
import pandas as pd

from lmis.indicators.availability import NOT_AVAILABLE, estimate_all, estimate_standards
from lmis.indicators.covers import covers_of
from lmis.indicators.estimate import NUMBERS, TERMS
from lmis.indicators.figures import QUANTILE
from lmis.indicators.frame import TOTAL, Category, Frame
from lmis.indicators.indicator import Given, Indicator, Quantile
from lmis.indicators.inputs import Inputs
from lmis.indicators.register.dimensions import TOTAL as WHOLE
from lmis.indicators.register.estimates import NOTHING_TO_DIVIDE
from lmis.indicators.register.periods import text_of_sdmx
from lmis.indicators.reliability import HIDDEN, UNRELIABLE, UNRELIABLE_TO_MINISTRY, Reliability, status_of
from lmis.indicators.standards import STANDARDS, standards_of, under
from lmis.indicators.survey_checks import check_table

COLUMN_OF: Final[Mapping[str, str]] = {"region": "province", "industry": "sector", "sector": "broad_sector"}
"""Variables of surveys that stand in another column of figures, so that a column holds one code list: places by their
codes, sections of ISIC, and broad sectors."""

CLASSES: Final = ("standard", "classification", "class_code")
CELLS: Final = (
    *("province", "sex", "age_group", "occupation", "sector", "education", "disability"),
    *("area", "age_youth", "age_5yr", "age_10yr", "education_group", "migrant", "status_in_employment", "status_group"),
    *("broad_sector", *CLASSES),
)
"""Columns of a survey figure's cell."""
COLUMNS: Final = (
    *("indicator", "version", "period", "breakdown", *CELLS),
    *("value", "se", "lower", "upper", *TERMS, "records", "base", "status", "note"),
)
UNAVAILABLE: Final = "not_available"
SHOW_ALL: Final = replace(Reliability(), hidden_below=0, hidden_above=inf)
"""Nothing is hidden while sums are held against each other."""


def breakdowns_of(indicator: Indicator) -> tuple[tuple[str, ...], ...]:
    """By which variables an indicator is published: none, each, and sex with each other.

    What an indicator is told by class of is no breakdown of it.
    """
    told_anyway = classifications_of(indicator)
    by = [name for name in indicator.by if name.removesuffix("_group") not in told_anyway]
    return ((), *((name,) for name in by), *(("sex", name) for name in by if name != "sex" and "sex" in by))


def classifications_of(indicator: Indicator) -> tuple[str, ...]:
    """The classification by whose classes an indicator is told; none or one."""
    classes = getattr(indicator, "classes", None)
    if classes is not None:
        return (classes.__name__,)
    return (QUANTILE,) if isinstance(indicator, Quantile) and len(indicator.at) > 1 else ()


def named(variables: Sequence[str]) -> str:
    """The breakdown as figures name it: `sex-province`."""
    return "-".join(COLUMN_OF.get(name, name) for name in variables) or WHOLE


def edition_figures(
    frame: Frame, indicators: Sequence[Indicator], inputs: Inputs | None, hidden_below: Mapping[str, int]
) -> pd.DataFrame:
    """Every figure of a survey that is published, by each standard that the survey can tell.

    Args:
        hidden_below: statuses of figures that are hidden because they tell about few people or would give such a one
            away → the fewest respondents that are shown; rising, from the audience that sees most.

    Returns:
        Columns `COLUMNS`, in order of indicator, breakdown, standard and cell. A hidden figure has no number at all.
        What the survey or the inputs do not carry has one row, `not_available`, whose `note` says what is missing.

    Raises:
        NotReconciled: two figures contradict each other.
    """
    tables = [
        _by_variables(frame, standard, indicators, inputs)
        for standard in (STANDARDS if standards_of(frame) else (None,))
    ]
    table = pd.concat(tables, ignore_index=True)
    check_table(table, indicators, [name for name in frame.columns if frame.known(name).all()])
    guarded = _guarded(_limited(table, frame, indicators), indicators, hidden_below)
    return _shaped(guarded, frame, indicators)


def _by_variables(
    frame: Frame, standard: int | None, indicators: Sequence[Indicator], inputs: Inputs | None
) -> pd.DataFrame:
    """All breakdowns by one standard, each once; `variables` names those of a row."""
    carried = standard is None or standard in standards_of(frame)
    view = under(frame, standard) if carried and standard is not None else frame
    wanted = {one.code: set(breakdowns_of(one)) for one in indicators}
    parts, seen = [], set[tuple[str, ...]]()
    for cube in _cubes(frame, indicators) if carried else [()]:
        asked = [one for one in indicators if not seen or set(cube) & set(one.by)]
        if carried:
            part = estimate_all(view, asked, cube, inputs=inputs, reliability=SHOW_ALL)
        else:
            assert standard is not None
            part = estimate_standards(frame, asked, cube, (standard,), inputs=inputs)
        told = [part[name].ne(TOTAL).to_numpy(dtype=np.bool_) for name in cube]
        rows = list(zip(*told, strict=True)) if told else [()] * len(part)
        part["variables"] = [tuple(name for name, has in zip(cube, row, strict=True) if has) for row in rows]
        pairs = zip(part["indicator"], part["variables"], strict=True)
        parts.append(part[[one not in seen and one in wanted[code] for code, one in pairs]])
        seen.update(part["variables"], [()])
    return pd.concat([part.astype(object) for part in parts], ignore_index=True)


def _cubes(frame: Frame, indicators: Sequence[Indicator]) -> Iterator[tuple[str, ...]]:
    """The sets of variables by which everything is computed at once; their margins are the breakdowns."""
    wanted = dict.fromkeys(one for each in indicators for one in breakdowns_of(each) if len(one) > 1)
    held = {name for name, column in frame.columns.items() if isinstance(column, Category) and frame.known(name).any()}
    found = [one for one in wanted if set(one) <= held]
    lone = dict.fromkeys(name for each in indicators for name in each.by if name in held)
    found += [(name,) for name in lone if not any(name in one for one in found)]
    yield from found or [()]


def _limited(table: pd.DataFrame, frame: Frame, indicators: Sequence[Indicator]) -> pd.DataFrame:
    """Hide what few answered or what is too unsure, and say of what cannot be divided that it is not available."""
    value, se = (table[name].to_numpy(dtype=np.float64, na_value=np.nan) for name in ("value", "se"))
    respondents = table["respondents"].to_numpy(dtype=np.float64)
    computed = table["status"].ne(NOT_AVAILABLE).to_numpy(dtype=np.bool_)
    outside = table["indicator"].isin([one.code for one in indicators if isinstance(one, Given)]).to_numpy()
    status = status_of(value, se, respondents, frame.design is not None, Reliability()).astype(object)
    status[outside] = table["status"].to_numpy()[outside]
    status[np.isnan(value)] = UNAVAILABLE
    note = table["note"].to_numpy(dtype=object).copy()
    note[computed & np.isnan(value)] = NOTHING_TO_DIVIDE
    note[note == ""] = None
    return table.assign(status=status, note=note)


def _guarded(table: pd.DataFrame, indicators: Sequence[Indicator], hidden_below: Mapping[str, int]) -> pd.DataFrame:
    """Hide what would give away a figure that is hidden because few answered; none hidden keeps a number."""
    status, nobody = table["status"].to_numpy(dtype=object).copy(), next(iter(hidden_below), None)
    for place, cover in covers_of(table, indicators, hidden_below).items():
        if status[place] not in (HIDDEN, UNAVAILABLE):
            seen_by_some = status[place] == UNRELIABLE and cover != nobody
            status[place] = UNRELIABLE_TO_MINISTRY if seen_by_some else cover
    gone = np.isin(status.astype(str), [HIDDEN, str(nobody)])
    table = table.assign(status=np.where(gone, HIDDEN, status))
    for name in (*NUMBERS, *TERMS):
        table.loc[gone, name] = None
    return table


def _shaped(table: pd.DataFrame, frame: Frame, indicators: Sequence[Indicator]) -> pd.DataFrame:
    """In the columns of figures."""
    versions = {one.code: one.version for one in indicators}
    table = table.rename(columns=dict(COLUMN_OF))
    columns: dict[str, Any] = {
        "version": table["indicator"].map(versions),
        "period": text_of_sdmx(frame.time),
        "breakdown": table["variables"].map(named),
        "standard": [None if pd.isna(one) else str(int(one)) for one in table["standard"]],
        "classification": table["classification"].where(table["classification"].ne(TOTAL), None),
        "class_code": table["class"].where(table["class"].ne(TOTAL), None),
        "records": table["respondents"].astype(np.int64),
        "base": table["base"].astype(np.int64),
    }
    for name in CELLS[: -len(CLASSES)]:
        columns[name] = table[name].where(table[name].notna() & table[name].ne(TOTAL), None) if name in table else None
    found = table.assign(**columns)[list(COLUMNS)]
    for name in ("value", "se", "lower", "upper", *TERMS):
        found[name] = found[name].astype(np.float64)
    order = ["indicator", "breakdown", *CLASSES, *CELLS[: -len(CLASSES)]]
    return found.sort_values(order, na_position="first", ignore_index=True, kind="stable")
