from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lmis.errors import Invalid
from lmis.indicators.surveys.document import KeyTwice, UnreadableMapping, plain


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("yes: no", {"yes": "no"}),
        ("country: NO", {"country": "NO"}),
        ("a: 01", {"a": "01"}),
        ("a: 010", {"a": "010"}),
        ("a: [1, 1.5, -2]", {"a": [1, 1.5, -2]}),
        ("a: 2022-02", {"a": "2022-02"}),
        ("a: 2022-02-01", {"a": "2022-02-01"}),
        ("a: 1:30", {"a": "1:30"}),
        ("1: M", {1: "M"}),
        ("a:", {"a": None}),
    ],
)
def test_reads_plain_values(text: str, value: object) -> None:
    assert plain(text) == value


def test_refuses_a_key_that_stands_twice() -> None:
    with pytest.raises(KeyTwice) as refusal:
        plain("a: 1\nb: 2\na: 3")
    assert refusal.value.values == {"key": "a", "line": 3}


@pytest.mark.parametrize("text", ["a: [1", "a: &x 1\nb: *x", "? [1, 2]\n: 3", "a: !!python/name:os.system", "[" * 5000])
def test_refuses_what_it_cannot_read(text: str) -> None:
    with pytest.raises(UnreadableMapping):
        plain(text)


@given(st.text(alphabet=" \n:-[]{}&*!?#'\"ab01.%@`|>", max_size=60))
def test_no_text_makes_it_crash(text: str) -> None:
    with suppress(Invalid):
        plain(text)
