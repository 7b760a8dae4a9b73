from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.people import persons_of
from indicators.textbook import Person, ratio, total
from lmis.indicators.definitions.jobs import MEAN_HOURS
from lmis.indicators.definitions.labour_force import EMPLOYMENT, EMPLOYMENT_RATE, UNEMPLOYMENT_RATE
from lmis.indicators.estimate import estimate
from lmis.indicators.frame import Frame
from lmis.indicators.reliability import Reliability

SHOW_ALL = Reliability(hidden_below=0, unreliable_below=0, unreliable_above=9e9, hidden_above=9e9)
INDICATORS = [EMPLOYMENT, EMPLOYMENT_RATE, UNEMPLOYMENT_RATE, MEAN_HOURS]
BY = ("sex", "region")
KEYS = ["indicator", *BY]

answer = st.sampled_from([True, False, None])
row = st.fixed_dictionaries(
    {
        "weight": st.sampled_from([0.5, 1.0, 7.25, 1000.0]),
        "stratum": st.sampled_from(["1", "2", "3"]),
        "psu": st.sampled_from(["a", "b", "c"]),
        "sex": st.sampled_from(["F", "M", None]),
        "region": st.sampled_from(["R1", "R2"]),
        "age": st.sampled_from([14.0, 15.0, 40.0, float("nan")]),
        "worked": answer,
        "absent_from_job": answer,
        "sought_work": answer,
        "available": answer,
        "future_start": answer,
        "actual_hours": st.sampled_from([0.0, 8.0, 40.0, float("nan")]),
    }
)
tables = st.lists(row, min_size=1, max_size=40).map(pd.DataFrame)
quickly = settings(max_examples=40, deadline=None)


def people(table: pd.DataFrame) -> Frame:
    asked = ("worked", "absent_from_job", "sought_work", "available", "future_start")
    return persons_of(table.astype(dict.fromkeys(asked, "boolean") | {"sex": object}))


def figures(table: pd.DataFrame) -> pd.DataFrame:
    return estimate(people(table), INDICATORS, by=BY, reliability=SHOW_ALL).set_index(KEYS).sort_index()


def same(one: pd.Series, other: pd.Series) -> None:  # type: ignore[type-arg]
    np.testing.assert_allclose(one.astype(float), other.astype(float), rtol=1e-9, atol=1e-9)


@quickly
@given(tables)
def test_rates_are_shares_and_errors_are_not_negative(table: pd.DataFrame) -> None:
    found = figures(table)
    numbers = found[["value", "se", "lower", "upper"]].astype(float)
    rates = numbers[found.index.get_level_values("indicator").str.endswith("_RT")]
    assert rates["value"].dropna().between(0, 100).all()
    assert rates[["lower", "upper"]].stack().dropna().between(0, 100).all()
    assert (numbers["se"].dropna() >= 0).all()
    known = numbers.dropna()
    assert (known["lower"] <= known["value"] + 1e-9).all()
    assert (known["value"] <= known["upper"] + 1e-9).all()


@quickly
@given(tables, st.sampled_from([0.001, 3.0, 1e6]))
def test_multiplying_all_weights_changes_no_rate(table: pd.DataFrame, factor: float) -> None:
    before, after = figures(table), figures(table.assign(weight=table["weight"] * factor))
    counts = before.index.get_level_values("indicator") == EMPLOYMENT.code
    same(before["value"][~counts], after["value"][~counts])
    same(before["se"][~counts], after["se"][~counts])
    same(before["value"][counts] * factor, after["value"][counts])


@quickly
@given(tables, st.randoms(use_true_random=False))
def test_the_order_of_people_changes_nothing(table: pd.DataFrame, random) -> None:  # type: ignore[no-untyped-def]
    order = list(range(len(table)))
    random.shuffle(order)
    before, after = figures(table), figures(table.iloc[order].reset_index(drop=True))
    assert before.index.equals(after.index)
    same(before["value"], after["value"])
    same(before["se"], after["se"])
    assert before[["respondents", "base", "status"]].equals(after[["respondents", "base", "status"]])


@quickly
@given(tables)
def test_parts_add_up_to_the_total(table: pd.DataFrame) -> None:
    found = estimate(people(table), [EMPLOYMENT], by=("region",), reliability=SHOW_ALL)
    parts = found[found["region"] != "_T"]
    whole = found[found["region"] == "_T"]
    assert parts["value"].sum() == pytest.approx(whole["value"].sum())
    assert parts["respondents"].sum() == whole["respondents"].sum()


@quickly
@given(tables)
def test_equals_the_textbook(table: pd.DataFrame) -> None:
    frame = people(table)
    for key, line in figures(table).iterrows():
        indicator = next(one for one in INDICATORS if one.code == key[0])
        inside = (table["sex"].eq(key[1]) | (key[1] == "_T")) & (table["region"].eq(key[2]) | (key[2] == "_T"))
        among = indicator.among(frame) & inside.to_numpy()
        has = indicator.of(frame) & among
        amount = np.where(has, table["actual_hours"], 0.0) if indicator is MEAN_HOURS else has * 1.0
        bottom = has if indicator is MEAN_HOURS else among
        listed = [
            Person(float(w), int(h), ord(u), float(y), float(x))
            for w, h, u, y, x in zip(table["weight"], table["stratum"], table["psu"], amount, bottom, strict=True)
        ]
        value, se = total(listed) if indicator is EMPLOYMENT else ratio(listed)
        scale = 100 if indicator.unit == "%" else 1
        found = pd.to_numeric(line[["value", "se"]]).to_numpy()
        np.testing.assert_allclose(found, [value * scale, se * scale], rtol=1e-9, atol=1e-9)
