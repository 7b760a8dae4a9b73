"""Ids of new rows."""

from __future__ import annotations

import time
from uuid import RFC_4122, UUID

from lmis.model.ids import new_id, new_ids


def test_ids_are_of_version_seven_and_never_the_same() -> None:
    ids = [new_id() for _ in range(5_000)]
    assert len(set(ids)) == len(ids)
    assert {(one.version, one.variant) for one in ids} == {(7, RFC_4122)}


def test_a_later_id_comes_later() -> None:
    first = new_id()
    time.sleep(0.002)
    assert first < new_id()


def test_the_bits_behind_the_clock_vary() -> None:
    tails = [new_id().int & ((1 << 62) - 1) for _ in range(2_000)]
    for bit in range(62):
        assert 0.4 < sum(tail >> bit & 1 for tail in tails) / len(tails) < 0.6


def test_ids_of_one_instant_are_in_order_and_of_version_7() -> None:
    ids = new_ids(10_000)
    assert sorted(ids) == ids
    assert len(set(ids)) == len(ids)
    assert {(UUID(id_).version, UUID(id_).variant) for id_ in ids} == {(7, RFC_4122)}
    assert new_ids(0) == []
