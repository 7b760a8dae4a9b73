"""The pure half of publishing: figures of tables, without a database."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.register.records import PLACE, SOMEBODY, registers, tables
from lmis.indicators.definitions.register import OPENINGS_ONLY, REGISTER, register_in_force
from lmis.indicators.register.balance import NotBalanced
from lmis.indicators.register.dimensions import DIMENSIONS, TOTAL, dimensions_of
from lmis.indicators.register.figures import CELLS, figures_of
from lmis.indicators.register.periods import period_of
from lmis.indicators.register.register import register_of

SIGNED = ("PES_WAGE_GR", "PES_SHORT")
SHARES = (
    "PES_PLRATE_3", "PES_PLRATE_6", "PES_PLRATE_12", "PES_PLRATE_3_KM", "PES_PLRATE_6_KM", "PES_FILL_KM", "PES_CONV",
    "PES_DUR_LT", "PES_EXIT", "SHIMER_F",
)  # fmt: skip
QUARTER = period_of("2026Q3")
JOB = {"posted_on": date(2026, 7, 1), **PLACE}


FLOWS = ("PES_SEEK_STK", "PES_SEEK_IN", "PES_SEEK_OUT", "PES_VAC_STK", "PES_VAC_IN", "PES_VAC_OUT", "PES_VAC_BACK")
DISTINCT, ADDED = ("PES_PERS", "PES_REF_PERS", "PES_PLC_PERS"), ("PES_SEEK_IN", "PES_PLC", "PES_REF", *FLOWS[4:6])


def figures(records: dict[str, pd.DataFrame], period: str = "2026Q3", codes: tuple[str, ...] = ()) -> pd.DataFrame:
    """The figures of some records: all, or those with these codes."""
    wanted = [one for one in REGISTER if not codes or one.code in codes]
    return figures_of(register_of(**records), period_of(period), wanted)


def total(found: pd.DataFrame, indicator: str, period: str = "2026Q3") -> Any:
    """The total of an indicator."""
    rows = found[(found.indicator == indicator) & (found.breakdown == "total") & (found.period == period)]
    return rows.value.item()


def test_an_empty_register_has_zeros_and_no_rates() -> None:
    found = figures(tables())
    assert total(found, "PES_SEEK_STK") == 0
    assert found[found.indicator == "PES_PLRATE_REG"].status.unique().tolist() == ["not_available"]


def test_who_comes_and_goes_on_one_day_was_there() -> None:
    found = figures(tables([{"opened_on": date(2026, 8, 1), "closed_on": date(2026, 8, 1)}]))
    seen = [total(found, code) for code in ("PES_SEEK_IN", "PES_SEEK_OUT", "PES_SEEK_STK", "PES_PERS_ON")]
    assert seen == [1, 1, 0, 1]


def test_the_first_and_the_last_day_are_inside() -> None:
    days = (date(2026, 6, 30), date(2026, 7, 1), date(2026, 9, 30), date(2026, 10, 1))
    found = figures(tables([{"person": n, "opened_on": day} for n, day in enumerate(days)]))
    assert (total(found, "PES_SEEK_IN"), total(found, "PES_SEEK_STK")) == (2, 3)


def test_a_stay_ends_with_its_spell() -> None:
    """Closed on a day before a transfer that was entered already: the later stay is none, the earlier is shorter."""
    spell = SOMEBODY | PLACE | {"opened_on": date(2026, 7, 5), "closed_on": date(2026, 7, 10)}
    records = tables([spell])
    transferred = spell | {"since": date(2026, 7, 20), "until": date(2026, 7, 20), "office": "KH-JC-01"}
    first = spell | {"since": date(2026, 7, 5), "until": date(2026, 7, 20)}
    records["stays"] = pd.DataFrame([first, transferred])
    found = figures(records)
    offices = found[(found.breakdown == "office") & (found.period == "2026Q3") & (found.indicator == "PES_SEEK_OUT")]
    assert offices[["office", "value"]].to_numpy().tolist() == [["KH-JC-02", 1.0]]


def test_a_referral_of_one_person_twelve_times_rests_on_one_person() -> None:
    referrals = [{"happened_on": date(2026, 8, day)} for day in range(1, 13)]
    found = figures(tables(referrals=referrals))
    row = found[(found.indicator == "PES_REF") & (found.breakdown == "total") & (found.period == "2026Q3")]
    assert row[["value", "records"]].to_numpy().tolist() == [[12.0, 1.0]]


def test_a_rate_rests_on_the_fewer_of_its_people() -> None:
    spells = [{"person": n, "opened_on": date(2026, 7, 1)} for n in range(30)]
    placed = {"happened_on": date(2026, 8, 1), "opened_on": date(2026, 7, 1), "cancelled": False, **JOB}
    seeker = {f"seeker_{name}": value for name, value in PLACE.items()} | {"vacancy_office": "KH-JC-02"}
    ledger = [JOB | {"kind": "notified", "openings": 5, "happened_on": date(2026, 7, 1)}]
    ledger += [JOB | {"kind": "filled", "openings": -1, "happened_on": date(2026, 8, 1)} for _ in range(4)]
    placements = [placed | seeker | {"person": n} for n in range(4)]
    found = figures(tables(spells, None, ledger, None, placements))
    row = found[(found.indicator == "PES_PLRATE_REG") & (found.breakdown == "total") & (found.period == "2026Q3")]
    assert row.records.item() == 4
    assert row.value.item() == pytest.approx(400 / 30)


def test_finds_a_stock_below_zero() -> None:
    ledger = [JOB | {"kind": "withdrawn", "openings": -2, "happened_on": date(2026, 8, 1)}]
    with pytest.raises(NotBalanced) as refusal:
        figures(tables(ledger=ledger))
    assert refusal.value.values == {
        "sum": "openings", "period": "2026Q3", "breakdown": "total", "before": 0, "come": 0, "gone": 2, "stock": -2,
    }  # fmt: skip


def test_finds_the_cell_in_which_the_ledger_and_the_placements_differ() -> None:
    ledger = [JOB | {"kind": "notified", "openings": 1, "happened_on": date(2026, 7, 1)}]
    ledger.append(JOB | {"kind": "filled", "openings": -1, "happened_on": date(2026, 8, 1)})
    with pytest.raises(NotBalanced) as refusal:
        figures(tables(ledger=ledger))
    assert (refusal.value.values["ledger"], refusal.value.values["records"]) == (1, 0)


def test_finds_a_registration_that_ends_before_it_begins() -> None:
    with pytest.raises(NotBalanced) as refusal:
        figures(tables([{"opened_on": date(2026, 8, 9), "closed_on": date(2026, 7, 20)}]))
    assert refusal.value.values["sum"] == "seekers"


@settings(max_examples=25)
@given(registers())
def test_stock_is_the_stock_before_and_what_came_less_what_went(records: dict[str, pd.DataFrame]) -> None:
    """`figures_of` asserts it in every cell; here the same by the published numbers, from month to month."""
    found = figures(records, codes=FLOWS)
    months = [month.text for month in QUARTER.months]
    for what, back in (("SEEK", None), ("VAC", "PES_VAC_BACK")):
        stock = {month: total(found, f"PES_{what}_STK", month) for month in months}
        for before, month in pairwise(months):
            come = total(found, f"PES_{what}_IN", month) + (total(found, back, month) if back else 0)
            assert stock[month] == stock[before] + come - total(found, f"PES_{what}_OUT", month)
        assert stock[months[-1]] == total(found, f"PES_{what}_STK")


@settings(max_examples=10)
@given(registers(), st.integers(0, 2**32 - 1))
def test_the_order_of_the_rows_changes_nothing(records: dict[str, pd.DataFrame], seed: int) -> None:
    shuffled = {name: table.sample(frac=1, random_state=seed) for name, table in records.items()}
    pd.testing.assert_frame_equal(figures(shuffled), figures(records))


@settings(max_examples=25)
@given(registers())
def test_persons_of_a_year_are_no_more_than_those_of_its_quarters(records: dict[str, pd.DataFrame]) -> None:
    codes = DISTINCT + ADDED
    year, quarters = figures(records, "2026", codes), [figures(records, f"2026Q{n}", codes) for n in range(1, 5)]
    for code in DISTINCT:
        parts = [total(found, code, f"2026Q{n}") for n, found in enumerate(quarters, 1)]
        assert total(year, code, "2026") <= sum(parts)
    for code in ADDED:
        parts = [total(found, code, f"2026Q{n}") for n, found in enumerate(quarters, 1)]
        assert total(year, code, "2026") == sum(parts)


@settings(max_examples=15)
@given(registers())
def test_no_figure_is_out_of_its_range(records: dict[str, pd.DataFrame]) -> None:
    found = figures(records)
    assert not found.duplicated(["indicator", "period", "breakdown", *CELLS]).any()
    assert (found.value[~found.indicator.isin(SIGNED)].dropna() >= 0).all()
    assert (found.value.isna() == (found.status == "not_available")).all()
    assert (found.value.isna() == found.note.notna()).all()
    assert ((found.lower <= found.value) | found.value.isna() | found.lower.isna()).all()
    assert ((found.upper >= found.value) | found.value.isna() | found.upper.isna()).all()
    shares = found[found.indicator.str.startswith("MM_") | found.indicator.isin(SHARES)]
    assert shares.value.dropna().between(0, 100 + 1e-9).all()
    bounded = found[found.indicator.isin(["PES_FILL", "PES_FILL_NEW"]) & (found.breakdown == "total")]
    assert (bounded.value.dropna() <= 100).all()
    counts = found[found.denominator.isna() & found.numerator.notna() & found.value.notna()]
    assert (counts.value == counts.numerator).all()


def test_no_two_definitions_share_code_and_beginning() -> None:
    keys = [(one.code, one.since) for one in REGISTER]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("one", REGISTER, ids=lambda one: one.code)
def test_every_definition_says_what_it_is(one: Any) -> None:
    assert all((one.title, one.meaning, one.missing, one.source, one.unit))
    assert {name for breakdown in one.by for name in dimensions_of(breakdown)} <= set(DIMENSIONS)
    assert one.by[0] == TOTAL
    assert all(measure.rows.__doc__ for measure in one.measures)


def test_the_table_of_indicators_is_covered_row_by_row() -> None:
    assert {one.row for one in REGISTER} == {f"B{number}" for number in range(1, 24)}


def test_knows_which_figures_tell_about_nobody() -> None:
    openings = {"PES_VAC_STK", "PES_VAC_IN", "PES_VAC_BACK", "PES_VAC_OUT", "PES_WAGE_GR", "PES_JVR", "PES_COV_V"}
    assert {*openings, "BEV_U", "BEV_V", "PES_SAT"} == OPENINGS_ONLY


def test_old_periods_keep_their_definition() -> None:
    later = replace(REGISTER[0], since=date(2030, 1, 1), version="2")
    assert register_in_force(date(2029, 12, 31), (REGISTER[0], later)) == (REGISTER[0],)
    assert register_in_force(date(2030, 1, 1), (REGISTER[0], later)) == (later,)
