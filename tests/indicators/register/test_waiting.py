"""Openings in their queue, people until they are placed, terms from outside: worked by hand."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.register.records import PLACE, Row, tables
from lmis.indicators.definitions.register import REGISTER
from lmis.indicators.given import Given
from lmis.indicators.register.dimensions import duration_codes
from lmis.indicators.register.figures import figures_of
from lmis.indicators.register.filling import standing
from lmis.indicators.register.periods import day_number, period_of
from lmis.indicators.register.register import register_of
from lmis.indicators.register.table import Register

QUARTER = period_of("2026Q3")
SEEKER = {f"seeker_{name}": value for name, value in PLACE.items()} | {"vacancy_office": "KH-JC-02"}


def moved(kind: str, openings: int, day: date | None, **more: Any) -> Row:
    """An entry of the ledger."""
    return {"kind": kind, "openings": openings, "happened_on": day, "posted_on": date(2026, 1, 1)} | more


def placed(person: int, day: date, *, cancelled: bool = False, **more: Any) -> Row:
    """A placement."""
    row = {"person": person, "happened_on": day, "opened_on": date(2026, 1, 1), "posted_on": date(2026, 1, 1)}
    return row | SEEKER | {"cancelled": cancelled} | more


def figure(records: dict[str, pd.DataFrame], code: str, outside: list[Given] | None = None, **cell: str) -> Any:
    """One figure of the quarter: of a cell, or the total."""
    found = figures_of(
        register_of(**records), QUARTER, [one for one in REGISTER if one.code == code], given=outside or []
    )
    rows = found[(found.period == QUARTER.text) & (found.breakdown == ("-".join(cell) or "total"))]
    for name, label in cell.items():
        rows = rows[rows[name] == label]
    return rows.iloc[0]


def queue(register: Register, last: date) -> list[tuple[int, int, bool]]:
    """Every opening of a register: days from 1 July to its beginning and end, and whether it was filled."""
    found, start = standing(register, period_of(last.strftime("%YM%m"))), day_number(date(2026, 7, 1))
    rows = zip(found.since - start, found.until - start, found.placement >= 0, strict=True)
    return [(int(since), int(until), bool(filled)) for since, until, filled in rows]


def test_the_opening_notified_first_is_filled_first_and_then_the_oldest_is_lost() -> None:
    """Two openings on 1 July, one on 11 July; a placement on 16 July, one lowered on 21 July, one stands."""
    ledger = [
        moved("notified", 2, date(2026, 7, 1)), moved("raised", 1, date(2026, 7, 11)),
        moved("filled", -1, date(2026, 7, 16)), moved("lowered", -1, date(2026, 7, 21)),
    ]  # fmt: skip
    register = register_of(**tables(ledger=ledger, placements=[placed(1, date(2026, 7, 16))]))
    assert queue(register, date(2026, 7, 31)) == [(0, 15, True), (0, 20, False), (10, 30, False)]


def test_what_expires_and_stands_again_was_not_lost() -> None:
    ledger = [
        moved("notified", 2, date(2026, 7, 1)), moved("expired", -2, date(2026, 7, 6)),
        moved("expired", 2, date(2026, 7, 9)), moved("expired", -1, date(2026, 7, 20)),
    ]  # fmt: skip
    assert queue(register_of(**tables(ledger=ledger)), date(2026, 7, 31)) == [(0, 19, False), (0, 30, False)]


def test_a_cancelled_placement_filled_nothing() -> None:
    day = date(2026, 7, 10)
    ledger = [
        moved("notified", 1, date(2026, 7, 1)),
        moved("filled", -1, day),
        moved("reinstated", 1, date(2026, 7, 12)),
    ]
    register = register_of(**tables(ledger=ledger, placements=[placed(1, day, cancelled=True)]))
    assert queue(register, date(2026, 7, 31)) == [(0, 30, False)]


moves = st.lists(
    st.tuples(st.sampled_from(["notified", "placed", "cancelled", "expired", "again"]), st.integers(0, 8)), max_size=14
)


@settings(max_examples=60)
@given(moves, st.integers(1, 60))
def test_what_was_long_ago_may_be_one_sum(steps: list[tuple[str, int]], cut: int) -> None:
    """The openings since a day end as they do in the whole ledger, when all before that day is one row, or none."""
    start, ledger, placements = date(2026, 5, 20), [], []
    stock, day, expired = 0, start, 0
    for kind, wait in steps:
        day += timedelta(days=wait)
        if kind == "notified":
            ledger.append(moved("notified", 2, day))
            stock += 2
        elif kind == "expired" and stock:
            ledger.append(moved("expired", -1, day))
            stock, expired = stock - 1, expired + 1
        elif kind == "again" and expired:
            ledger.append(moved("expired", 1, day))
            stock, expired = stock + 1, expired - 1
        elif kind in ("placed", "cancelled") and stock:
            ledger.append(moved("filled", -1, day))
            placements.append(placed(len(placements), day, cancelled=kind == "cancelled"))
            if kind == "cancelled":
                ledger.append(moved("reinstated", 1, day + timedelta(days=1)))
            else:
                stock -= 1
    first, last = start + timedelta(days=cut), date(2026, 9, 30)
    late = [one for one in ledger if one["happened_on"] >= first]
    before = sum(one["openings"] for one in ledger if one["happened_on"] < first)
    short = [moved("before", before, None), *late] if before else late
    known = [one for one in placements if one["happened_on"] >= first]
    whole = queue(register_of(**tables(ledger=ledger, placements=placements)), last)
    cut_off = queue(register_of(**tables(ledger=short, placements=known)), last)
    since = (first - date(2026, 7, 1)).days
    assert [one for one in cut_off if one[0] >= since] == [one for one in whole if one[0] >= since]


def test_a_person_is_placed_by_the_first_placement_that_holds() -> None:
    """Registered on 1 July: placed after 10 days by one that was cancelled, after 40 by one that holds."""
    spells = [{"person": n, "opened_on": date(2026, 7, 1)} for n in range(1, 5)]
    ledger = [moved("notified", 2, date(2026, 7, 1)), moved("filled", -1, date(2026, 7, 11))]
    ledger += [moved("reinstated", 1, date(2026, 7, 12)), moved("filled", -1, date(2026, 8, 10))]
    placements = [placed(1, date(2026, 7, 11), cancelled=True), placed(1, date(2026, 8, 10))]
    records = tables(spells, None, ledger, None, placements)
    found = figure(records, "PES_PLRATE_3_KM")
    assert (found.value, found.numerator, found.denominator) == (pytest.approx(25), 1, 4)
    assert figure(records, "PES_PLRATE_6_KM").note == "not_reached"


def test_a_cohort_is_watched_to_its_end_in_the_period() -> None:
    """91 days after 1 April is 1 July, after 1 July is 30 September: both in the quarter; after 2 July is not."""
    days = (date(2026, 3, 31), date(2026, 4, 1), date(2026, 7, 1), date(2026, 7, 2))
    records = tables([{"person": n, "opened_on": day} for n, day in enumerate(days)])
    assert figure(records, "PES_PLRATE_3").denominator == 2


def test_long_term_is_a_year() -> None:
    days = (date(2025, 9, 30), date(2025, 10, 1))
    records = tables([{"person": n, "opened_on": day} for n, day in enumerate(days)])
    found = figure(records, "PES_DUR_LT", office="KH-JC-02")
    assert (found.numerator, found.denominator, found.value) == (1, 2, 50)
    assert duration_codes(np.array([0, 29, 30, 90, 91, 182, 364, 365, 729, 730])).tolist() == [
        0,
        0,
        1,
        1,
        2,
        3,
        3,
        4,
        4,
        5,
    ]


def test_the_caseload_needs_somebody_who_counsels() -> None:
    spells = [{"person": n, "opened_on": date(2026, 7, 1)} for n in range(6)]
    staff = [
        {"since": date(2026, 1, 1)}, {"since": date(2026, 9, 30), "until": date(2026, 10, 1)},
        {"since": date(2026, 1, 1), "until": date(2026, 9, 30)}, {"since": date(2026, 10, 1)},
    ]  # fmt: skip
    assert figure(tables(spells, counsellors=staff), "PES_LOAD", office="KH-JC-02").value == 3
    assert figure(tables(spells), "PES_LOAD").note == "nothing_to_divide_by"


def test_counts_entries_into_training_only() -> None:
    services = [{"kind": kind, "happened_on": date(2026, 8, 1)} for kind in ("training", "training", "counselling")]
    assert figure(tables(services=services), "PES_ALMP").value == 2
    assert figure(tables(services=services[2:]), "PES_ALMP").value == 0


def test_a_figure_from_outside_counts_for_its_own_period_and_cell() -> None:
    spells = [{"person": n, "opened_on": date(2026, 7, 1), "labour_status": "unemployed"} for n in range(3)]
    spells.append({"person": 3, "opened_on": date(2026, 7, 1)})
    records = tables(spells)
    outside = [Given("unemployed", 40, "2026Q3", "LFS"), Given("unemployed", 10, "2026Q3", "LFS", {"province": "KH02"})]
    found = figure(records, "PES_COV", outside)
    assert (found.value, found.lower, found.upper) == (pytest.approx(7.5), pytest.approx(7.5), pytest.approx(10))
    assert figure(records, "PES_COV", outside, province="KH02").value == pytest.approx(30)
    assert figure(records, "PES_COV", [Given("unemployed", 40, "2026Q2", "LFS")]).note == "no_figure_from_outside"


def test_wages_grow_by_their_mean_over_openings() -> None:
    """A year before 2 openings at 200; now 1 at 200 and 3 at 240: the mean of 230 is 15 % more."""
    ledger = [moved("notified", 2, date(2025, 8, 1), wage=200.0, vacancy=1)]
    ledger += [
        moved("notified", n, date(2026, 8, 1), wage=wage, vacancy=v) for v, n, wage in ((2, 1, 200.0), (3, 3, 240.0))
    ]
    ledger.append(moved("notified", 5, date(2026, 8, 1), vacancy=4))
    assert figure(tables(ledger=ledger), "PES_WAGE_GR").value == pytest.approx(15)


def test_mismatch_within_a_province_looks_at_its_own_openings_and_seekers() -> None:
    spells = [
        {"person": n, "opened_on": date(2026, 7, 1), "occupation": code} for n, code in enumerate(("8153", "5223"))
    ]
    ledger = [moved("notified", 4, date(2026, 7, 1))]
    found = figure(tables(spells, None, ledger), "MM_JR_OCU", province="KH02")
    assert (found.value, found.numerator, found.denominator) == (pytest.approx(50), pytest.approx(1), 2)


def test_satisfaction_says_why_it_is_not_there() -> None:
    found = figure(tables(), "PES_SAT")
    assert (found.status, found.note) == ("not_available", "not_recorded")
