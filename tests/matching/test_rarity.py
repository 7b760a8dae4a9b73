"""A skill counts more where few people have it, by a table that fits on paper."""

from __future__ import annotations

from lmis.matching.rarity import rarity


def test_fewer_than_one_in_twenty_count_twice_and_fewer_than_one_in_two_hundred_three_times() -> None:
    counts = {"teamwork": 500, "sewing": 100, "overlock": 99, "autocad": 10, "welding": 9}
    assert rarity(counts, 2_000) == {"overlock": 2, "autocad": 2, "welding": 3}


def test_what_almost_nobody_wrote_down_counts_once() -> None:
    assert rarity({"swing machin": 4, "diving": 5}, 10_000) == {"diving": 3}
    assert rarity({}, 0) == {}
