"""Small surveys written as text tables."""

from __future__ import annotations

import io

import pandas as pd

from lmis.indicators.frame import Persons, frame_of
from lmis.indicators.surveys.derive import derived

ASKED = (
    "worked", "absent_from_job", "sought_work", "available", "future_start", "excused_from_seeking",
    "discouraged_reason", "wants_more_hours", "short_hours", "available_for_more", "attending",
    "second_job", "informal_job", "part_time_hours",
)  # fmt: skip
NUMBERS = ("weight", "age", "actual_hours", "monthly_earnings")


def table(text: str) -> pd.DataFrame:
    """A table of words divided by spaces; `-` is a missing answer, yes-or-no questions hold y and n."""
    read = pd.read_csv(io.StringIO(text.strip()), sep=r"\s+", dtype=str, na_values=["-"], keep_default_na=False)
    for name in read.columns:
        if name in ASKED:
            read[name] = read[name].map({"y": True, "n": False}).astype("boolean")
        elif name in NUMBERS:
            read[name] = read[name].astype(float)
    for name in ASKED:
        if name not in read.columns:
            read[name] = pd.Series(pd.NA, index=read.index, dtype="boolean")
    return read


def persons(text: str) -> Persons:
    """A frame of such a table, with weight, stratum and psu where given; without ages everybody is 30."""
    return persons_of(table(text))


def persons_of(read: pd.DataFrame) -> Persons:
    """A frame of a table, with the bands of age."""
    read = read.assign(age=30.0) if "age" not in read.columns else read
    given = {name: name for name in ("weight", "stratum", "psu") if name in read.columns}
    frame = frame_of(read, "ZZZ", "2024", **given)  # type: ignore[arg-type]
    return Persons(frame.ref_area, frame.time, frame.rows, {**frame.columns, **derived(frame.columns)}, frame.design)
