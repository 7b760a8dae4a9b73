"""Indices of the labour market, worked by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lmis.indicators.register import indices
from lmis.indicators.register.periods import period_of

MONTH, QUARTER = period_of("2026M07"), period_of("2026Q3")


def row(*numbers: float) -> np.ndarray:
    """One cell."""
    return np.array([numbers], dtype=np.float64)


def one(*numbers: float) -> dict[str, np.ndarray]:
    """Terms of the Shimer equations."""
    return {
        name: np.array([number])
        for name, number in zip(("before", "after", "new", "labour_force"), numbers, strict=False)
    }


def test_half_must_move_where_half_of_the_seekers_have_no_openings() -> None:
    """Seekers 50, 50; openings 100, 0: ½ (|0.5 - 1| + |0.5 - 0|) = 0.5; 1 - √(1 · 0.5) = 0.2929."""
    assert indices.jackman_roper(row(100, 0), row(50, 50)).item() == pytest.approx(0.5)
    assert indices.sahin(row(100, 0), row(50, 50)).item() == pytest.approx(1 - math.sqrt(0.5))


def test_by_hand_over_three_groups() -> None:
    """u = 0.5, 0.3, 0.2; v = 0.2, 0.3, 0.5: ½ (0.3 + 0 + 0.3) = 0.3; 1 - (2 √0.1 + 0.3) = 0.0675."""
    seekers, openings = row(50, 30, 20), row(4, 6, 10)
    assert indices.jackman_roper(openings, seekers).item() == pytest.approx(0.3)
    assert indices.sahin(openings, seekers).item() == pytest.approx(1 - (2 * math.sqrt(0.1) + 0.3))


def test_efficiency_weighs_by_hand() -> None:
    """Two groups, v = u = ½; hires 6 and 2 of √(10 · 40) = 20 meetings each: φ = 0.3, 0.1.

    φ̄ = √(½ 0.09 + ½ 0.01) = √0.05; index = 1 - (0.3 + 0.1) ½ / √0.05 = 1 - 0.2 / 0.22361 = 0.10557.
    """
    found = indices.sahin_efficient(row(10, 10), row(40, 40), row(6, 2)).item()
    assert found == pytest.approx(1 - 0.2 / math.sqrt(0.05))


def test_equal_efficiency_changes_nothing() -> None:
    openings, seekers = row(4, 6, 10), row(50, 30, 20)
    hires = 0.2 * np.sqrt(openings * seekers)
    plain = indices.sahin(openings, seekers).item()
    assert indices.sahin_efficient(openings, seekers, hires).item() == pytest.approx(plain)


def test_a_cell_without_openings_or_seekers_has_no_index() -> None:
    assert math.isnan(indices.jackman_roper(row(0, 0), row(1, 2)).item())
    assert math.isnan(indices.sahin_efficient(row(1, 1), row(1, 2), row(0, 0)).item())


counts = st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), min_size=1, max_size=8).filter(
    lambda pairs: sum(v for v, _ in pairs) > 0 and sum(u for _, u in pairs) > 0
)


@given(counts, st.integers(1, 9))
def test_mismatch_lies_between_none_and_all_and_knows_no_scale(pairs: list[tuple[int, int]], times: int) -> None:
    openings, seekers = row(*(v for v, _ in pairs)), row(*(u for _, u in pairs))
    for index in (indices.jackman_roper, indices.sahin):
        found = index(openings, seekers).item()
        assert -1e-12 <= found <= 1
        assert index(openings * times, seekers).item() == pytest.approx(found, abs=1e-12)
    assert indices.jackman_roper(seekers, seekers).item() == pytest.approx(0)
    assert indices.sahin(seekers, seekers).item() == pytest.approx(0)


def test_shimers_finding_by_hand() -> None:
    """1,000 before, 900 at the end of whom 300 are new: F = 1 - 600 / 1000 = 0.4; over a quarter 15.66 % a month."""
    assert indices.exit_probability(one(1000, 900, 300), MONTH)["value"].item() == pytest.approx(40)
    quarter = indices.exit_probability(one(1000, 900, 300), QUARTER)["value"].item()
    assert quarter == pytest.approx(100 * (1 - 0.6 ** (1 / 3)))


def test_shimers_entry_gives_back_the_rate_that_made_the_stock() -> None:
    """The stock of continuous flows in closed form: U(t) = U* + (U(0) - U*) e^-(f+s), U* = L s / (f + s)."""
    finding, separation, before, force = 0.45, 0.03, 800.0, 10_000.0
    rest = force * separation / (finding + separation)
    after = rest + (before - rest) * math.exp(-finding - separation)
    assert indices.separation_rate(finding, before, after, force) == pytest.approx(separation)
    new = after - before * math.exp(-finding)
    found = indices.entry_probability(one(before, after, new, force), MONTH)["value"].item()
    assert found == pytest.approx(100 * (1 - math.exp(-separation)))


def test_shimers_entry_is_not_to_be_had_where_no_rate_fits() -> None:
    assert math.isnan(indices.separation_rate(0.1, 1000.0, 100.0, 10_000.0))
    assert math.isnan(indices.separation_rate(math.inf, 1000.0, 100.0, 10_000.0))
    assert math.isnan(indices.separation_rate(0.1, 1000.0, 100.0, math.nan))


def test_matching_efficiency_and_the_vacancy_rate_by_hand() -> None:
    terms = {"placements": np.array([60.0]), "openings": np.array([100.0]), "seekers": np.array([400.0])}
    found = indices.matching_efficiency(terms, QUARTER)
    assert (found["numerator"] / found["denominator"]).item() == pytest.approx(20 / 200)
    rate = indices.vacancy_rate({"openings": np.array([5.0]), "posts": np.array([95.0])}, MONTH)
    assert (rate["numerator"] / rate["denominator"]).item() == pytest.approx(0.05)


def test_the_demand_supply_ratio_of_the_ministry_of_china() -> None:
    """2015 Q3: 5.05 million openings for 4.62 million seekers, published as 1.09."""
    found = indices.quotient({"openings": np.array([5.05]), "seekers": np.array([4.62])}, QUARTER)
    assert round((found["numerator"] / found["denominator"]).item(), 2) == 1.09
