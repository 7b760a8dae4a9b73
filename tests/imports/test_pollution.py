"""Damaged files: no line disappears, next to none is wrong, and nearly all that is whole is read."""

from __future__ import annotations

from benchmarks.pollution import variants
from benchmarks.pollution_more import ALL
from benchmarks.reading import LEAST_KEPT, Score, judge, ours


def test_damaged_files_are_read_within_the_goals() -> None:
    score = Score()
    for variant in variants(each=10, seed=3, families=ALL):
        judge(score, variant, ours)
    assert len(score.by_family) == len(ALL) >= 20
    assert score.lost == 0
    assert score.examples == [], "rows that were accepted and are wrong"
    assert score.share_kept >= LEAST_KEPT


def test_the_same_seed_gives_the_same_bytes() -> None:
    once, again = ([variant.content for variant in variants(each=2, seed=5, families=ALL)] for _ in range(2))
    assert once == again
