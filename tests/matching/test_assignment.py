"""An assignment holds capacities, and no other one has more points."""

from __future__ import annotations

from collections import Counter
from itertools import combinations
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lmis.matching import assignment
from lmis.matching.assignment import Pairing, TooManyPairs, assign

VACANCIES = [UUID(int=n) for n in (1, 2, 3)]
SEEKERS = [UUID(int=n) for n in (11, 12, 13, 14)]
PAIRS = st.dictionaries(
    st.tuples(st.sampled_from(VACANCIES), st.sampled_from(SEEKERS)), st.integers(0, 9), max_size=8
).map(lambda held: [Pairing(vacancy, seeker, points) for (vacancy, seeker), points in held.items()])
CAPACITIES = st.dictionaries(st.sampled_from(VACANCIES), st.integers(0, 3))


def holds(chosen: tuple[Pairing, ...] | list[Pairing], capacities: dict[UUID, int], each: int) -> bool:
    people, places = Counter(pair.seeker for pair in chosen), Counter(pair.vacancy for pair in chosen)
    return all(count <= each for count in people.values()) and all(
        count <= capacities.get(vacancy, 1) for vacancy, count in places.items()
    )


@given(PAIRS, CAPACITIES, st.integers(1, 2))
def test_no_other_way_has_more_points(pairs: list[Pairing], capacities: dict[UUID, int], each: int) -> None:
    chosen = assign(pairs, capacities, each)
    assert holds(chosen, capacities, each)
    ways = (way for size in range(len(pairs) + 1) for way in combinations(pairs, size) if holds(way, capacities, each))
    assert sum(pair.points for pair in chosen) == max(sum(pair.points for pair in way) for way in ways)


@given(PAIRS, CAPACITIES, st.randoms())
def test_the_order_of_pairs_changes_nothing(pairs: list[Pairing], capacities: dict[UUID, int], random: object) -> None:
    mixed = list(pairs)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert assign(mixed, capacities) == assign(pairs, capacities)


def test_the_best_person_goes_where_nobody_else_can() -> None:
    one, other = VACANCIES[:2]
    best, second = SEEKERS[:2]
    pairs = [Pairing(one, best, 9), Pairing(one, second, 8), Pairing(other, best, 7)]
    assert assign(pairs, {}) == [Pairing(one, second, 8), Pairing(other, best, 7)]


def test_too_many_pairs_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(assignment, "MOST_PAIRS", 1)
    with pytest.raises(TooManyPairs):
        assign([Pairing(VACANCIES[0], seeker, 1) for seeker in SEEKERS], {})
