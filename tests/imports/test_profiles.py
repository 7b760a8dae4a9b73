"""A sender's own headers: what can be meant, and what is refused with the nearest."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lmis.imports.anchoring import UnknownColumn
from lmis.imports.definitions import KINDS
from lmis.imports.profiles import (
    HeaderKnown,
    HeaderNotThere,
    MappedTwice,
    MappingUnclear,
    all_there,
    checked,
    headers_of,
    together,
)

PEOPLE = KINDS["job-seekers"]


def test_a_header_may_hold_the_sign_that_parts_it_from_its_column() -> None:
    assert headers_of([" Age = years =age", "ខេត្តកំណើត=province"]) == {"Age = years": "age", "ខេត្តកំណើត": "province"}


@pytest.mark.parametrize("pair", ["age", "=age", "Years=", "", " = ", "!!=age"])
def test_what_names_no_header_and_column_is_refused(pair: str) -> None:
    with pytest.raises(MappingUnclear):
        headers_of([pair])


def test_one_header_is_not_two_columns() -> None:
    with pytest.raises(MappedTwice):
        headers_of(["Years=age", "Years=name"])
    with pytest.raises(MappedTwice) as refused:
        checked({"Years": "age", "YEARS ": "name"}, PEOPLE)
    assert refused.value.values["columns"] == ["age", "name"]


def test_an_unknown_column_is_refused_with_the_nearest() -> None:
    with pytest.raises(UnknownColumn) as refused:
        checked({"Where": "provinces"}, PEOPLE)
    assert refused.value.values == {"value": "provinces", "nearest": ["province", "wanted_provinces", "experience"]}
    with pytest.raises(UnknownColumn):
        checked({"Id": "lmis_id"}, PEOPLE)


def test_a_header_that_names_another_column_already_is_refused() -> None:
    with pytest.raises(HeaderKnown) as refused:
        checked({"Mobile": "number"}, PEOPLE)
    assert refused.value.values == {"value": "Mobile", "column": "number", "known": "phone"}


@pytest.mark.parametrize("header", ["Province", "wage", "Where"])
def test_a_header_that_is_known_as_this_column_or_not_at_all_is_well(header: str) -> None:
    column = {"Province": "province", "wage": "wage_amount", "Where": "district"}[header]
    assert checked({header: column}, PEOPLE) == {header: column}


def test_what_is_named_now_comes_before_what_is_remembered() -> None:
    assert together({"Where": "district", "b": "age"}, {"WHERE": "province"}) == {"WHERE": "province", "b": "age"}


@given(st.dictionaries(st.sampled_from("abcdefgh"), st.sampled_from(["age", "name"])))
def test_the_order_in_which_headers_were_named_makes_no_other_profile(headers: dict[str, str]) -> None:
    backwards = dict(reversed(headers.items()))
    assert list(together({}, headers).items()) == list(together(backwards, {}).items())


def test_a_header_that_the_file_lacks_is_refused_with_the_nearest() -> None:
    all_there({"Years": "age"}, ["years *", "Where"])
    with pytest.raises(HeaderNotThere) as refused:
        all_there({"Yeras": "age"}, ["Years", "Where", ""])
    assert refused.value.values == {"value": "Yeras", "nearest": ["Years"]}
