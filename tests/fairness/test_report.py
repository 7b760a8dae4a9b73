"""The report's lines by hand: small numbers are hidden, and so is what would give them away."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lmis.fairness.report import STAGES, Line, lines_of

TOTAL = {"registered": 200, "suggested": 60, "referred": 30, "placed": 14}
WOMEN = {"registered": 100, "suggested": 20, "referred": 15, "placed": 11}
MEN = {"registered": 100, "suggested": 40, "referred": 15, "placed": 3}


def report(threshold: int = 5) -> dict[str, Line]:
    lines = lines_of({("sex", "F"): WOMEN, ("sex", "M"): MEN}, TOTAL, threshold)
    return {line.code: line for line in lines}


def test_rates_are_compared_with_those_of_everybody_else() -> None:
    women = report()["F"]
    suggested, referred = women.ratios["suggested"], women.ratios["referred"]
    assert suggested is not None
    assert suggested.value == pytest.approx(0.5)
    assert suggested.within_four_fifths is False
    assert referred is not None
    assert referred.value == pytest.approx(1.0)
    assert referred.within_four_fifths is True


def test_a_small_number_is_hidden_with_the_one_that_would_give_it_away_and_their_ratios() -> None:
    lines = report()
    assert (lines["M"].people["placed"], lines["F"].people["placed"]) == (None, None)
    assert (lines["M"].ratios["placed"], lines["F"].ratios["placed"]) == (None, None)
    assert lines["total"].people["placed"] == 14
    assert lines["F"].hidden == {"placed"}


def test_how_many_were_left_out_is_a_number_too() -> None:
    nearly_all = {"registered": 100, "suggested": 98, "referred": 15, "placed": 11}
    lines = lines_of({("sex", "F"): nearly_all, ("sex", "M"): MEN}, TOTAL | {"suggested": 138}, 5)
    assert [line.people["suggested"] for line in lines if line.code == "F"] == [None]


def test_a_stage_of_which_nothing_is_known_is_neither_zero_nor_hidden() -> None:
    unknown = [{name: count for name, count in some.items() if name != "suggested"} for some in (WOMEN, TOTAL)]
    women = lines_of({("sex", "F"): unknown[0]}, unknown[1], 5)[1]
    assert (women.people["suggested"], women.ratios["suggested"]) == (None, None)
    assert "suggested" not in women.hidden


counts = st.integers(0, 30).flatmap(
    lambda people: st.tuples(st.just(people), *(st.integers(0, people) for _ in STAGES[1:]))
)


@given(st.lists(counts, min_size=1, max_size=6), st.sampled_from([5, 10]))
def test_no_small_number_is_shown_or_left_as_the_only_hidden_one(rows: list[tuple[int, ...]], threshold: int) -> None:
    groups = {("province", f"P{at}"): dict(zip(STAGES, row, strict=True)) for at, row in enumerate(rows)}
    total = {stage: sum(row[stage] for row in groups.values()) for stage in STAGES}
    lines = lines_of(groups, total, threshold)
    for line in lines:
        for stage, shown in line.people.items():
            assert shown is None or shown == 0 or shown >= threshold, (line, stage)
            registered = line.people["registered"]
            if shown is not None and registered is not None:
                assert registered - shown == 0 or registered - shown >= threshold
    for stage in STAGES:
        hidden = [line for line in lines[1:] if line.people[stage] is None]
        assert lines[0].people[stage] is None or len(hidden) != 1
