"""How well planted second records are found, on worlds that fixed no threshold."""

from __future__ import annotations

import pytest
from benchmarks.duplicates import FIXED_ON, NOT_SAME, measure

from lmis.duplicates.weigh import Verdict


@pytest.mark.parametrize("seed", [21, 22])
def test_what_is_certain_is_right_and_hardly_anything_is_missed(seed: int) -> None:
    assert seed not in FIXED_ON
    told = measure(seed, people=6_000, vacancies=600)
    assert told.same > 50
    assert told.precision >= 0.995
    assert told.recall >= 0.95
    assert told.found[Verdict.CERTAIN][NOT_SAME] == 0
    assert told.false[Verdict.POSSIBLE] <= 0.05 * told.same
