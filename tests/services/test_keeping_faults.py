"""Faults that are kept are the same faults when they are read again."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from lmis.errors import LmisError
from lmis.imports.rows import CellMissing, CellNotAccepted, Fault
from lmis.services.codes import UnknownCode
from lmis.services.keeping_faults import error_of, faults_of, kept_error, kept_faults
from lmis.vocabulary import ReferralState, Role

VALUE = st.recursive(
    st.none() | st.booleans() | st.integers() | st.dates() | st.text() | st.sampled_from([*ReferralState, *Role]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.from_regex("[a-z]{1,8}", fullmatch=True), VALUE, max_size=4))
def test_an_error_is_kept_with_all_its_values(values: dict[str, object]) -> None:
    again = error_of(kept_error(CellNotAccepted(**values)))
    assert type(again) is CellNotAccepted
    assert again.values == values
    assert {name: type(value) for name, value in again.values.items()} == {n: type(v) for n, v in values.items()}


def test_the_faults_of_a_row_keep_their_columns() -> None:
    faults = [Fault("sex", CellMissing()), Fault("", UnknownCode(value="ក", nearest=("1", "2"), on=date(2026, 1, 2)))]
    again = faults_of(kept_faults(faults))
    assert [(one.column, type(one.error)) for one in again] == [("sex", CellMissing), ("", UnknownCode)]
    assert again[1].error.values == {"value": "ក", "nearest": ["1", "2"], "on": date(2026, 1, 2)}
    assert faults_of("") == ()


def test_an_error_that_is_no_more_still_tells_its_values() -> None:
    again = error_of(["lmis.services.gone.Gone", {"value": 7}])
    assert (type(again), again.values) == (LmisError, {"value": 7})
