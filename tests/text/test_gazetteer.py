"""Cambodia's gazetteer as a measure: names are found again under other hands' typing, and across scripts."""

from __future__ import annotations

from benchmarks.text import FOUND_ACROSS, FOUND_AGAIN, cambodia, found_across, found_again, lao

from reference_data import needs_reference_data


def test_a_khmer_name_is_found_however_it_was_typed() -> None:
    assert found_again(name for name, _ in cambodia(needs_reference_data())) >= FOUND_AGAIN


def test_native_and_latin_names_find_each_other() -> None:
    pairs = cambodia(needs_reference_data())
    assert len(pairs) == 25 + 210 + 1_652
    assert min(found_across(pairs)) >= FOUND_ACROSS


def test_lao_names_find_each_other_too() -> None:
    assert min(found_across(lao(needs_reference_data()))) >= FOUND_ACROSS
