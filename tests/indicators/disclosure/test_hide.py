"""What is hidden leaves every small cell an interval as wide as the threshold, whatever else is shown."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.disclosure.tables import made, rows_by_columns
from lmis.indicators.disclosure.attack import attacked
from lmis.indicators.disclosure.hide import hide
from lmis.indicators.disclosure.sums import Sum, hidden_cells
from lmis.indicators.disclosure.system import Drawing, System
from lmis.indicators.frame import Mask

LEAST = 10


def none(system: System) -> Mask:
    """No cell."""
    return np.zeros(system.size, dtype=np.bool_)


def hidden(system: System, threshold: int = LEAST, already: Mask | None = None) -> Mask:
    """What is hidden where nothing was published before."""
    found = hide(system, threshold, none(system) if already is None else already, none(system))
    assert not found.open.any()
    return found.hidden


TWO_BLOCKS = ((4, 6, 40, 50), (7, 5, 3, 60), (40, 50, 8, 7), (60, 40, 6, 9))
"""Small cells in two blocks, and one more: no line has fewer than two, and yet the one more can be worked out."""


def test_what_no_single_sum_gives_away_is_worked_out_from_several_and_then_covered() -> None:
    system, cells = rows_by_columns(TWO_BLOCKS)
    alone = cells[1, 2]
    people = {("cell", str(cell)): int(system.people[cell]) for cell in range(system.size)}
    lines = [system.equalities[[row], :] for row in range(system.equalities.shape[0])]
    sums = [
        Sum(
            ("cell", str(line.indices[line.data < 0][0])),
            tuple(("cell", str(cell)) for cell in line.indices[line.data > 0]),
        )
        for line in lines
    ]
    one_by_one = hidden_cells(people, sums, LEAST)
    unknown = np.array([("cell", str(cell)) in one_by_one for cell in range(system.size)])
    assert attacked(system, unknown).width[alone] == pytest.approx(0), "the rule of one sum gives it away"
    assert attacked(system, hidden(system)).width[alone] >= LEAST


def test_an_attack_finds_the_interval_that_two_sums_leave() -> None:
    system, cells = rows_by_columns(((3, 17), (12, 30)))
    unknown = none(system)
    unknown[[cells[place] for place in ((0, 0), (0, 1), (1, 0), (1, 1))]] = True
    found = attacked(system, unknown)
    assert (found.lower[cells[0, 0]], found.upper[cells[0, 0]]) == (1, 14), "the column has 15, and nobody is nobody"
    assert (found.lower[cells["all", 0]], found.upper[cells["all", 0]]) == (15, 15), "what is shown is known"


def test_stock_and_flows_do_not_give_a_small_flow_away() -> None:
    drawing = Drawing()
    before, come, gone, stock = (made(drawing, np.array([count])) for count in (100.0, 3.0, 40.0, 63.0))
    drawing.equal([(1.0, before, None), (1.0, come, None), (-1.0, gone, None), (-1.0, stock, None)])
    system = drawing.done(np.ones(4))
    found = hidden(system)
    assert found[come].all()
    assert found.sum() == 2
    assert attacked(system, found).width[come] >= LEAST


def test_who_is_in_the_whole_and_not_in_the_part_is_not_worked_out() -> None:
    drawing = Drawing()
    whole, part = made(drawing, np.array([60.0])), made(drawing, np.array([57.0]))
    rest = drawing.table(np.array([3.0]), np.array([True]), 0.0)
    drawing.equal([(1.0, whole, None), (-1.0, part, None), (-1.0, rest, None)])
    system = drawing.done(np.array([1.0, 1.0, 0.0]))
    found = hidden(system)
    assert found.sum() == 1, "one of the two is enough"
    assert not found[rest].any(), "what no figure shows is not hidden, but protected"


def test_a_cell_that_everybody_has_seen_before_is_no_cover() -> None:
    system, cells = rows_by_columns(((3,), (12,), (40,), (45,)))
    fresh, known = hide(system, LEAST, none(system), none(system)).hidden, none(system)
    assert fresh[cells[1, 0]]
    known[[cells[1, 0], cells[1, "all"]]] = True
    again = hide(system, LEAST, none(system), known)
    assert not again.hidden[cells[1, 0]]
    assert again.hidden[cells[2, 0]]
    known[:] = True
    known[cells[0, 0]] = False
    assert hide(system, LEAST, none(system), known).open[cells[0, 0]], "nothing is left to cover it with"


def test_a_headline_is_a_cover_only_where_nothing_else_is() -> None:
    system, cells = rows_by_columns(((3,), (12,), (90,)))
    kept, priced = none(system), hidden(system)
    assert priced[cells[1, 0]]
    kept[[cells[1, 0], cells["all", "all"]]] = True
    spared = hide(system, LEAST, none(system), none(system), kept=kept)
    assert spared.hidden[cells[2, 0]]
    assert not spared.hidden[kept].any()
    kept[:] = True
    forced = hide(system, LEAST, none(system), none(system), kept=kept)
    assert not forced.open.any()
    assert attacked(system, forced.hidden).width[cells[0, 0]] >= LEAST, "safe before everything"


tables = st.lists(st.lists(st.integers(0, 40), min_size=4, max_size=4), min_size=2, max_size=5)


@settings(max_examples=60)
@given(tables, st.integers(2, 25))
def test_every_small_cell_keeps_an_interval_as_wide_as_the_threshold(counts: list[list[int]], threshold: int) -> None:
    system, _ = rows_by_columns(counts)
    found = hidden(system, threshold)
    small = system.people < threshold
    assert found[small].all()
    assert (attacked(system, found).width[found] >= threshold - 1e-5).all()
    assert bool(found.any()) is bool(small.any())


@settings(max_examples=30)
@given(tables)
def test_who_sees_less_sees_nothing_that_is_hidden_from_who_sees_more(counts: list[list[int]]) -> None:
    system, _ = rows_by_columns(counts)
    ministry = hidden(system, 5)
    public = hidden(system, LEAST, ministry)
    assert (public | ~ministry).all()
    assert (attacked(system, public).width[public] >= LEAST - 1e-5).all()


@settings(max_examples=30)
@given(tables)
def test_an_interval_that_is_wide_enough_is_not_looked_at_further_and_not_overstated(counts: list[list[int]]) -> None:
    system, _ = rows_by_columns(counts)
    found = hidden(system)
    whole, quick = attacked(system, found), attacked(system, found, enough=LEAST)
    assert (quick.width <= whole.width + 1e-5).all()
    assert ((quick.width >= LEAST - 1e-5) == (whole.width >= LEAST - 1e-5)).all()
