"""No hidden cell can be worked out from one sum and what is shown of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lmis.indicators.disclosure.sums import Cell, Sum, hidden_cells

LEAST = 10
LABELS = ("A", "B", "C", "D", "E", "F")


def provinces(*people: int) -> dict[Cell, int]:
    """A total and its provinces A, B, C …"""
    parts = {("province", label): count for label, count in zip(LABELS, people, strict=False) if count}
    return {("total",): sum(people), **parts}


def sums_of(counts: Mapping[Cell, int]) -> list[Sum]:
    """The sums that hold exactly: who is counted in two provinces makes that breakdown none."""
    parts: dict[tuple[Cell, str], list[Cell]] = defaultdict(list)
    for cell in counts:
        for margin in margins(cell):
            parts[margin, cell[0]].append(cell)
    return [
        Sum(total, tuple(cells))
        for (total, _breakdown), cells in parts.items()
        if counts.get(total) == sum(counts[cell] for cell in cells)
    ]


def margins(cell: Cell) -> Iterator[Cell]:
    """The cells that this one is a part of, one step up."""
    breakdown, *labels = cell
    if breakdown == "occupation_2":
        yield ("occupation", labels[0] if labels[0] == "_U" else labels[0][:1])
    elif len(labels) > 1:
        yield from zip(breakdown.split("-"), labels, strict=True)
    elif labels:
        yield ("total",)


def hidden(people: Mapping[Cell, int], threshold: int = LEAST, already: Iterable[Cell] = ()) -> set[Cell]:
    """What is hidden where every cell counts its people."""
    return hidden_cells(people, sums_of(people), threshold, already)


@pytest.mark.parametrize(("people", "expected"), [
    ((20, 30, 40), ""),
    ((20, 3, 40), "AB"),  # the smallest of the others goes too
    ((20, 3, 40, 0), "AB"),  # nobody is no cover
    ((20, 3, 4), "ABC"),  # 7 together is still too few
    ((20, 3, 4, 5), "BCD"),  # 12 together
    ((20, 9, 9), "BC"),
    ((3, 2), "AB"),
    ((20,), ""),
    ((20, 20, 3), "AC"),  # of equals the first
])  # fmt: skip
def test_hides_small_cells_and_what_covers_them(people: tuple[int, ...], expected: str) -> None:
    found = hidden(provinces(*people)) - {("total",)}
    assert found == {("province", label) for label in expected}


def test_a_small_total_is_hidden_with_its_only_part() -> None:
    assert hidden(provinces(3)) == {("total",), ("province", "A")}


def test_a_sum_that_is_none_hides_nothing_more() -> None:
    twice = provinces(20, 3, 40) | {("total",): 60}  # three people were counted in two provinces
    assert hidden(twice) == {("province", "B")}


def test_a_cover_in_one_table_is_covered_in_the_others() -> None:
    """B is small, A covers it; what is shown within A must not tell A."""
    table = {("province-occupation", "A", "5"): 12, ("province-occupation", "A", "8"): 13}
    table |= {("province-occupation", "B", "5"): 3, ("province-occupation", "C", "8"): 50}
    people = provinces(25, 3, 50) | {("occupation", "5"): 15, ("occupation", "8"): 63} | table
    assert hidden(people) == {
        ("province", "A"), ("province", "B"), ("province-occupation", "A", "5"), ("province-occupation", "B", "5"),
    }  # fmt: skip


def test_two_digits_of_an_occupation_add_up_to_one() -> None:
    fine = {("occupation_2", "52"): 3, ("occupation_2", "51"): 40, ("occupation_2", "_U"): 30}
    people = {("total",): 73, ("occupation", "5"): 43, ("occupation", "_U"): 30} | fine
    assert hidden(people) == {("occupation_2", "52"), ("occupation_2", "51")}


@st.composite
def tables(draw: st.DrawFn) -> dict[Cell, int]:
    """Provinces by occupation, and all their sums."""
    shape = st.lists(st.integers(0, 40), min_size=9, max_size=9)
    inner = dict(zip(product("ABC", ("51", "52", "8")), draw(shape), strict=True))
    people: dict[Cell, int] = {}
    for (province, occupation), count in inner.items():
        first = occupation[:1]
        for cell in (
            ("total",), ("province", province), ("occupation", first), ("occupation_2", occupation),
            ("province-occupation", province, first),
        ):  # fmt: skip
            people[cell] = people.get(cell, 0) + count
    return {cell: count for cell, count in people.items() if count}


@given(tables(), st.integers(2, 25))
def test_what_a_sum_hides_is_never_one_cell_nor_together_small(people: dict[Cell, int], threshold: int) -> None:
    found = hidden(people, threshold)
    for one in sums_of(people):
        held = [people[part] for part in one.parts if part in found]
        if one.total in found:
            assert held
        elif held:
            assert len(held) > 1
            assert sum(held) >= threshold


@given(tables(), st.integers(2, 25))
def test_nobody_works_out_a_hidden_cell_sum_by_sum(people: dict[Cell, int], threshold: int) -> None:
    unknown = hidden(people, threshold)
    assert not [one for one in sums_of(people) if len(unknown.intersection((one.total, *one.parts))) == 1]


@given(tables(), st.integers(2, 25))
def test_hides_every_small_cell_and_nothing_where_there_is_none(people: dict[Cell, int], threshold: int) -> None:
    small = {cell for cell, count in people.items() if count < threshold}
    found = hidden(people, threshold)
    assert small <= found
    assert bool(small) is bool(found)


@given(tables())
def test_the_order_of_cells_and_sums_changes_nothing(people: dict[Cell, int]) -> None:
    sums = [Sum(one.total, one.parts[::-1]) for one in reversed(sums_of(people))]
    assert hidden_cells(dict(reversed(people.items())), sums, LEAST) == hidden(people)


@given(tables())
def test_who_sees_less_sees_nothing_that_is_hidden_from_who_sees_more(people: dict[Cell, int]) -> None:
    ministry = hidden(people, 5)
    public = hidden(people, 10, ministry)
    assert ministry <= public
    assert not [one for one in sums_of(people) if len(public.intersection((one.total, *one.parts))) == 1]
