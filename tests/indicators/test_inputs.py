"""Dated inputs: read with care, named in every figure that is made with them."""

from __future__ import annotations

import pytest

from indicators import made_up
from lmis.indicators.definitions import pay, with_inputs
from lmis.indicators.definitions.labour_force import EMPLOYMENT
from lmis.indicators.estimate import InputLacking, estimate
from lmis.indicators.inputs import (
    InputColumnMissing,
    InputNotAccepted,
    InputsNotText,
    InputTwice,
    UnknownSeries,
    read_inputs,
)
from lmis.indicators.reliability import Reliability

HEADER = "series,ref_area,period,value,unit,source,retrieved_on\n"
TABLE = HEADER + (
    "GDP_REAL,ZZZ,2024,1200000,currency,Accounts 2025,2025-03-01\n"
    "GDP_REAL,ZZZ,2023,1000000,currency,Accounts 2025,2025-03-01\n"
    "EMPLOYMENT,ZZZ,2023,50000,persons,Survey 2023,2024-05-01\n"
    "EXCHANGE_RATE_USD,ZZZ,2024,4000,currency per dollar,Bank,2025-01-02\n"
    "INJURIES_FATAL,ZZZ,2024,7,cases,Inspectorate,2025-02-02\n"
    "LABOUR_RIGHTS_SCORE,ZZZ,2024,3.25,score,ILO,2025-02-02\n"
)
SHOW_ALL = Reliability(hidden_below=0, unreliable_below=0, unreliable_above=9e9, hidden_above=9e9)
PEOPLE = made_up.people(made_up.table())


def one(indicator):  # type: ignore[no-untyped-def]
    return estimate(PEOPLE, [indicator], (), SHOW_ALL, inputs=read_inputs(TABLE.encode())).iloc[0]


def test_figures_by_hand() -> None:
    employed = estimate(PEOPLE, [EMPLOYMENT], (), SHOW_ALL).iloc[0]
    each = one(with_inputs.OUTPUT_PER_WORKER)
    assert each["value"] == pytest.approx(1_200_000 / employed["value"])
    assert each["cv"] == pytest.approx(employed["cv"])  # of a constant over a count: the same to the first order
    growth = one(with_inputs.GROWTH_OF_OUTPUT_PER_WORKER)
    assert growth["value"] == pytest.approx(100 * (1_200_000 / employed["value"] / (1_000_000 / 50_000) - 1))
    assert one(with_inputs.FATAL_INJURIES)["value"] == pytest.approx(7 / employed["value"] * 100_000)
    assert one(with_inputs.LABOUR_RIGHTS)[["value", "se", "status"]].tolist() == [3.25, None, "published"]
    in_dollars, mean = one(pay.MEAN_EARNINGS_USD), one(pay.MEAN_EARNINGS)
    assert in_dollars["value"] == pytest.approx(mean["value"] / 4000)
    assert in_dollars["se"] == pytest.approx(mean["se"] / 4000)


def test_a_figure_names_its_inputs() -> None:
    note = one(with_inputs.GROWTH_OF_OUTPUT_PER_WORKER)["note"]
    assert note == (
        "GDP_REAL 2024: Accounts 2025, 2025-03-01; GDP_REAL 2023: Accounts 2025, 2025-03-01; "
        "EMPLOYMENT 2023: Survey 2023, 2024-05-01"
    )


def test_without_the_input_there_is_no_figure() -> None:
    with pytest.raises(InputLacking) as refusal:
        one(pay.MEAN_EARNINGS_PPP)
    assert refusal.value.values["series"] == "PPP"


@pytest.mark.parametrize(("content", "refusal"), [
    (b"\xff\xfe", InputsNotText),
    (b"series,ref_area\nGDP_REAL,KHM\n", InputColumnMissing),
    ((HEADER + "GDP_REEL,KHM,2024,1,c,s,2025-01-01\n").encode(), UnknownSeries),
    ((HEADER + "GDP_REAL,KH,2024,1,c,s,2025-01-01\n").encode(), InputNotAccepted),
    ((HEADER + "GDP_REAL,KHM,24,1,c,s,2025-01-01\n").encode(), InputNotAccepted),
    ((HEADER + 'GDP_REAL,KHM,2024,"1,5",c,s,2025-01-01\n').encode(), InputNotAccepted),
    ((HEADER + "GDP_REAL,KHM,2024,nan,c,s,2025-01-01\n").encode(), InputNotAccepted),
    ((HEADER + "GDP_REAL,KHM,2024,1,c,,2025-01-01\n").encode(), InputNotAccepted),
    ((HEADER + "GDP_REAL,KHM,2024,1,c,s,1 May\n").encode(), InputNotAccepted),
    ((HEADER + "GDP_REAL,KHM,2024,1,c,s,2025-01-01\n" * 2).encode(), InputTwice),
])  # fmt: skip
def test_bad_tables_are_refused(content: bytes, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        read_inputs(content)


def test_an_unknown_series_is_answered_with_the_nearest() -> None:
    with pytest.raises(UnknownSeries) as refusal:
        read_inputs((HEADER + "GDP_REEL,KHM,2024,1,c,s,2025-01-01\n").encode())
    assert "GDP_REAL" in refusal.value.values["nearest"]
    assert refusal.value.values["line"] == 2
