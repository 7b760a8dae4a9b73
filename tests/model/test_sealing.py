"""Keys outside the database."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lmis.model.sealing import KeyMissing, Keyring, KeyWrong, make_key, read_key

RING = Keyring(bytes(32))


@given(st.binary(max_size=200))
def test_what_is_sealed_opens_again_and_never_looks_the_same(plain: bytes) -> None:
    first, second = RING.seal("phone", plain), RING.seal("phone", plain)
    assert first != second
    assert RING.unseal("phone", first) == RING.unseal("phone", second) == plain


@given(st.binary(min_size=1, max_size=50), st.integers(min_value=0))
def test_a_changed_byte_or_another_purpose_is_noticed(plain: bytes, position: int) -> None:
    sealed = bytearray(RING.seal("identity", plain))
    with pytest.raises(KeyWrong):
        RING.unseal("phone", bytes(sealed))
    sealed[1 + position % (len(sealed) - 1)] ^= 1
    with pytest.raises(KeyWrong):
        RING.unseal("identity", bytes(sealed))


def test_an_index_is_equal_for_equal_values_under_one_key_only() -> None:
    other = Keyring(bytes([1]) * 32)
    assert RING.index("phone", "+85512") == RING.index("phone", "+85512")
    assert RING.index("phone", "+85512") != RING.index("identity", "+85512")
    assert RING.index("phone", "+85512") != other.index("phone", "+85512")


def test_the_key_file_is_for_its_owner_and_is_never_replaced(tmp_path: Path) -> None:
    file = tmp_path / "keys" / "lmis.key"
    make_key(file)
    first = file.read_bytes()
    make_key(file)
    assert file.read_bytes() == first
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert len(read_key(None, file).master) == 32


def test_a_missing_or_short_key_is_told(tmp_path: Path) -> None:
    with pytest.raises(KeyMissing):
        read_key(None, tmp_path / "none")
    with pytest.raises(KeyMissing):
        read_key("c2hvcnQ=", tmp_path / "none")
