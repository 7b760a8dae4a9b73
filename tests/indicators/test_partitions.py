"""A survey in parts gives the figures of the whole, byte by byte."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators import made_up
from lmis.indicators.catalogue import CATALOGUE, measurable
from lmis.indicators.estimate import estimate
from lmis.indicators.exact import digits_of, exact_sums, rounded
from lmis.indicators.frame import Frame
from lmis.indicators.partitions import estimate_in_parts, estimate_on_dask, frames_of
from lmis.indicators.tally import UnitsWithoutNames

PEOPLE = made_up.people(made_up.table(900))
INDICATORS = measurable(PEOPLE, CATALOGUE)
BY = ("sex", "region")


def bytes_of(figures: pd.DataFrame) -> bytes:
    return figures.to_csv(float_format="%.17g").encode()


WHOLE = bytes_of(estimate(PEOPLE, INDICATORS, BY))


@settings(max_examples=10, deadline=None)
@given(st.integers(1, 40), st.randoms(use_true_random=False))
def test_however_the_records_are_divided(parts: int, random) -> None:  # type: ignore[no-untyped-def]
    frames = frames_of(PEOPLE, parts)
    random.shuffle(frames)
    assert bytes_of(estimate_in_parts(frames, INDICATORS, BY)) == WHOLE


def test_parts_that_name_their_units_and_labels_apart() -> None:
    """Each part is a table of its own, with its own numbers for strata, units and labels."""
    table = made_up.table(900)
    assert len(INDICATORS) > 25
    parts = [made_up.people(table.iloc[rows].reset_index(drop=True)) for rows in np.array_split(np.arange(900), 7)]
    assert bytes_of(estimate_in_parts(parts, INDICATORS, BY)) == WHOLE


def test_on_dask() -> None:
    """Frames, functions that read them, and delayed frames."""
    dask = pytest.importorskip("dask")
    frames = frames_of(PEOPLE, 5)
    assert bytes_of(estimate_on_dask(frames, INDICATORS, BY)) == WHOLE
    readers = [lambda frame=frame: frame for frame in frames]
    assert bytes_of(estimate_on_dask(readers, INDICATORS, BY)) == WHOLE
    assert bytes_of(estimate_on_dask([dask.delayed(frame) for frame in frames], INDICATORS, BY)) == WHOLE


def test_numbers_without_names_are_refused() -> None:
    design = PEOPLE.design
    assert design is not None
    bare = Frame("ZZZ", "2024", PEOPLE.rows, PEOPLE.columns, type(design)(design.weight, design.stratum, design.psu))
    with pytest.raises(UnitsWithoutNames):
        estimate_in_parts([bare, bare], INDICATORS, BY)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.floats(1e-9, 1e13), min_size=1, max_size=200), st.randoms(use_true_random=False))
def test_sums_do_not_depend_on_their_order(values: list[float], random) -> None:  # type: ignore[no-untyped-def]
    shuffled = list(values)
    random.shuffle(shuffled)
    cut = random.randint(0, len(values))
    parts = [np.array(part, dtype=np.float64) for part in (shuffled[:cut], shuffled[cut:])]
    one = exact_sums(np.zeros(len(values), dtype=np.int64), digits_of(np.array(values)), 1)
    both = [exact_sums(np.zeros(len(part), dtype=np.int64), digits_of(part), 1) for part in parts]
    assert (one == both[0] + both[1]).all()
    assert rounded(one)[0] == pytest.approx(sum(values), rel=1e-13, abs=len(values) * 2.0**-53)
