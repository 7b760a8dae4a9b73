"""Why figures changed: worked by hand, then for any two registers."""

from __future__ import annotations

from datetime import date

import pandas as pd
from benchmarks.revisions import unexplained_counts
from hypothesis import Phase, given, settings

from indicators.register.records import Row, registers, tables
from lmis.indicators.definitions.register import REGISTER
from lmis.indicators.register.changes import changes_between
from lmis.indicators.register.common import Sides
from lmis.indicators.register.dimensions import dimensions_of
from lmis.indicators.register.explaining import Explainer
from lmis.indicators.register.figures import figures_of
from lmis.indicators.register.periods import period_of
from lmis.indicators.register.records import Records
from lmis.indicators.register.register import register_of
from lmis.indicators.register.revised import revised

QUARTER = period_of("2026Q3")
BY_CODE = {one.code: one for one in REGISTER}
Frames = dict[str, pd.DataFrame]


def explainer(before: Frames, after: Frames) -> Explainer:
    """Two registers side by side."""
    changes = changes_between(Records(**before), Records(**after))
    return Explainer(Sides(register_of(**before), register_of(**after)), changes, QUARTER)


def why(found: Explainer, code: str, **cell: str) -> list[tuple[int, str, int, str]]:
    """Of a figure: place of the measure, change of the record or why else, amount, table."""
    records = found.changes.records.set_index("record")
    told = found.of(BY_CODE[code], "-".join(cell) or "total", cell)
    return [
        (row.measure, records.change[cause], row.amount, records.table[cause])
        for row in told.itertuples()
        for cause in row.causes
    ]


ANA: Row = {"person": 1, "opened_on": date(2026, 7, 6)}
BO: Row = {"person": 2, "opened_on": date(2026, 8, 3), "sex": "M"}


def test_a_late_registration_is_one_record_added() -> None:
    found = explainer(tables([ANA]), tables([ANA, BO]))
    assert why(found, "PES_SEEK_IN") == [(0, "added", 1, "spells")]
    assert why(found, "PES_SEEK_IN", sex="F") == []
    assert found.changes.records.change.tolist() == ["added", "added"]  # the spell and its stay


def test_a_corrected_sex_moves_a_person_and_says_what_it_was() -> None:
    found = explainer(tables([ANA, BO]), tables([ANA, BO | {"sex": "F"}]))
    assert why(found, "PES_SEEK_IN") == []
    assert why(found, "PES_SEEK_IN", sex="F") == [(0, "corrected", 1, "spells")]
    assert why(found, "PES_SEEK_IN", sex="M") == [(0, "corrected", -1, "spells")]
    assert found.changes.records.corrections.tolist() == [(("sex", "M", "F"),)]


def test_a_person_who_stays_counted_by_another_spell_is_no_change() -> None:
    twice = [ANA | {"closed_on": date(2026, 7, 9)}, ANA | {"opened_on": date(2026, 7, 20)}]
    found = explainer(tables(twice), tables(twice[:1]))
    assert why(found, "PES_PERS") == []
    assert [one[1:3] for one in why(found, "PES_SEEK_IN")] == [("removed", -1)]


def test_an_unchanged_referral_tells_of_the_placement_that_changed_it() -> None:
    sent = {"person": 1, "happened_on": date(2026, 5, 4)}
    begun = {"happened_on": date(2026, 5, 20), "opened_on": date(2026, 5, 1), "posted_on": date(2026, 5, 1)}
    start = begun | {"person": 1, "cancelled": False}
    found = explainer(tables(referrals=[sent]), tables(referrals=[sent], placements=[start]))
    assert why(found, "PES_CONV") == [(0, "added", 1, "placements")]


def test_order_and_ways_of_reading_are_no_changes() -> None:
    before = tables([ANA, BO])
    after = {name: table.iloc[::-1].reset_index(drop=True) for name, table in before.items()}
    after["spells"] = after["spells"].astype({"sex": "category", "office": "category"})
    assert explainer(before, after).changes.records.empty


@given(registers(), registers())
@settings(max_examples=6, deadline=None)
def test_every_change_of_every_count_is_the_sum_of_its_records(before: Frames, after: Frames) -> None:
    assert unexplained_counts(explainer(before, after)) == 0


@given(registers(), registers())
@settings(max_examples=3, deadline=None, phases=[Phase.generate])
def test_every_changed_figure_is_explained_by_changed_records(before: Frames, after: Frames) -> None:
    found = explainer(before, after)
    changed = found.changes.changed
    sides = [figures_of(one, QUARTER, REGISTER) for one in (found.sides.before, found.sides.after)]
    both = revised(*sides)
    for row in both[both.period == QUARTER.text].itertuples():
        names = dimensions_of(row.breakdown)
        cell = {name: getattr(row, name.removesuffix("_2")) for name in names}
        told = found.of(BY_CODE[row.indicator], row.breakdown, cell)
        assert len(told), row
        assert all(causes and changed[list(causes)].all() for causes in told.causes)
