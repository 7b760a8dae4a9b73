"""Tables of figures from outside the register."""

from __future__ import annotations

import pytest

from lmis.errors import LmisError
from lmis.indicators.given import Given
from lmis.indicators.given_tables import read_given

HEADER = "series,period,province,sex,value,source\n"


def test_lines_become_figures_of_their_period_and_cell() -> None:
    text = (
        HEADER + "unemployed,2026Q3,,,1200,LFS\nunemployed,2026-Q3,KH02,F,30.5,LFS\noccupied_posts,2026,,,1e6,Census\n"
    )
    assert read_given(b"\xef\xbb\xbf" + text.encode()) == (
        Given("unemployed", 1200, "2026Q3", "LFS", {}),
        Given("unemployed", 30.5, "2026Q3", "LFS", {"province": "KH02", "sex": "F"}),
        Given("occupied_posts", 1_000_000, "2026", "Census", {}),
    )


@pytest.mark.parametrize(("text", "name", "told"), [
    ("series,period,value\n", "input-column-missing", {"column": "source"}),
    ("series,period,value,source,provinse\n", "input-column-unknown", {"value": "provinse", "nearest": ["province"]}),
    (HEADER + "unemploied,2026Q3,,,1,LFS\n", "unknown-series", {"line": 2, "nearest": ["unemployed"]}),
    (HEADER + "unemployed,2026Q5,,,1,LFS\n", "input-not-accepted", {"line": 2, "column": "period"}),
    (HEADER + "unemployed,2026Q3,,,1 200,LFS\n", "input-not-accepted", {"line": 2, "column": "value"}),
    (HEADER + "unemployed,2026Q3,,,-1,LFS\n", "input-not-accepted", {"line": 2, "column": "value"}),
    (HEADER + "unemployed,2026Q3,,,1e999,LFS\n", "input-not-accepted", {"line": 2, "column": "value"}),
    (HEADER + "unemployed,2026Q3,,,1,\n", "input-not-accepted", {"line": 2, "column": "source"}),
    (HEADER + "unemployed,2026Q3,,F,1,A\nunemployed,2026-Q3,,F,2,B\n", "input-twice", {"ref_area": "F"}),
])  # fmt: skip
def test_what_is_wrong_is_told_with_its_line(text: str, name: str, told: dict[str, object]) -> None:
    with pytest.raises(LmisError) as refused:
        read_given(text.encode())
    assert refused.value.name == name
    assert refused.value.values.items() >= told.items()


def test_another_encoding_is_refused() -> None:
    with pytest.raises(LmisError) as refused:
        read_given("série".encode("latin-1"))
    assert refused.value.name == "inputs-not-text"
