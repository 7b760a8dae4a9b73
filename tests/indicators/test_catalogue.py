from __future__ import annotations

from dataclasses import FrozenInstanceError, replace
from datetime import date

import pytest

from indicators.people import persons
from lmis.indicators.catalogue import CATALOGUE, ROWS, UnknownIndicator, in_force, indicator, measurable
from lmis.indicators.definitions.labour_force import UNEMPLOYMENT_RATE
from lmis.indicators.indicator import SCALES
from lmis.indicators.inputs import SERIES
from lmis.indicators.needs import variables_of


def test_no_two_definitions_share_code_and_beginning() -> None:
    keys = [(one.code, one.since) for one in CATALOGUE]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("one", CATALOGUE, ids=lambda one: one.code)
def test_every_definition_says_what_it_is(one) -> None:  # type: ignore[no-untyped-def]
    assert one.title
    assert one.source
    assert one.by or one.inputs
    assert (one.unit in SCALES) == one.code.removesuffix("_NAT").endswith("_RT")
    assert one.code.endswith("_NAT") == (one.definition == "national")
    assert one.of.__doc__
    assert one.among.__doc__
    assert all((one.numerator, one.denominator, one.universe, one.missing))
    assert one.row in ROWS
    assert set(one.inputs) <= set(SERIES)


def test_every_row_of_the_table_has_a_definition() -> None:
    assert {one.row for one in CATALOGUE} == set(ROWS) == {f"A{number}" for number in range(1, 43)}


@pytest.mark.parametrize("code", [
    "POP_XWAP_NB", "EAP_TEAP_NB", "EAP_DWAP_RT", "EMP_TEMP_NB", "EMP_DWAP_RT", "UNE_TUNE_NB", "UNE_DEAP_RT",
    "EIP_DWAP_RT", "TRU_DEMP_RT", "HOW_TEMP_NB", "LUU_XLU4_RT", "EIP_NEET_RT",
])  # fmt: skip
def test_holds_the_headline_figures(code: str) -> None:
    assert indicator(code, date(2024, 1, 1)).code == code


def test_a_definition_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        UNEMPLOYMENT_RATE.code = "X"  # type: ignore[misc]


def test_old_periods_keep_their_definition() -> None:
    later = replace(UNEMPLOYMENT_RATE, since=date(2030, 1, 1), version="2")
    both = (UNEMPLOYMENT_RATE, later)
    assert in_force(date(2029, 12, 31), both) == (UNEMPLOYMENT_RATE,)
    assert in_force(date(2030, 1, 1), both) == (later,)
    assert in_force(date(1900, 1, 1), both) == ()


def test_an_unknown_code_is_refused_with_the_nearest() -> None:
    with pytest.raises(UnknownIndicator) as refusal:
        indicator("UNE_DEAP_RX", date(2024, 1, 1))
    assert "UNE_DEAP_RT" in refusal.value.values["nearest"]


def test_knows_which_variables_a_definition_needs() -> None:
    assert variables_of(UNEMPLOYMENT_RATE) == {
        "age", "worked", "absent_from_job", "sought_work", "future_start", "available",
    }  # fmt: skip


def test_leaves_out_what_the_records_cannot_tell() -> None:
    codes = {one.code for one in measurable(persons("sex worked\nF y"), CATALOGUE)}
    assert "UNE_DEAP_RT" in codes
    assert "HOW_TEMP_NB" not in codes
    assert measurable(persons("sex worked\nF y"), CATALOGUE, records="openings") == ()
