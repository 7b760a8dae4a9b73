"""The file of the fitted coder: used when it is right, and never trusted further than that."""

from __future__ import annotations

import pickle
from pathlib import Path
from threading import Thread
from typing import Any

import numpy as np
import pytest

from conftest import actor
from lmis.model.session import Database
from lmis.occupations.coder import Coder
from lmis.occupations.labels import Example, Question
from lmis.services import coder_file, occupations
from lmis.services.coder_file import coder_fitted_to, key_of
from lmis.services.occupations import code_titles
from lmis.vocabulary import Purpose
from occupations.few_titles import labels

TITLES = [Question("tailors"), Question("ជាងអគ្គិសនី"), Question("ຊ່າງຕັດຫຍິບ")]


@pytest.fixture
def fits(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many titles each coder was fitted to since the test began."""
    counted: list[int] = []
    fit = Coder.fit

    def counting(examples: list[Example], **more: Any) -> Coder:
        counted.append(len(examples))
        return fit(examples, **more)

    monkeypatch.setattr(Coder, "fit", counting)
    return counted


def test_what_one_process_fitted_the_next_one_reads(tmp_path: Path, fits: list[int]) -> None:
    file = tmp_path / "data" / "coder.npz"
    first = coder_fitted_to(labels(), file)
    again = coder_fitted_to(labels()[::-1], file)  # the order of the titles says nothing
    assert len(fits) == 1
    assert again.code(TITLES) == first.code(TITLES)
    assert [path.name for path in file.parent.iterdir()] == ["coder.npz"]


def test_other_titles_are_fitted_anew_and_take_the_place(tmp_path: Path, fits: list[int]) -> None:
    file = tmp_path / "coder.npz"
    more = [*labels(), Example("Snake charmer", "2659", "en")]
    for examples in (labels(), more, more):
        coder = coder_fitted_to(examples, file)
    assert fits == [len(labels()), len(more)]
    assert coder.code([Question("snake charmer")])[0].candidates[0].code == "2659"


def test_other_code_or_another_library_counts_as_other_titles(monkeypatch: pytest.MonkeyPatch) -> None:
    before = key_of(labels())
    monkeypatch.setattr(coder_file, "_code", lambda: ["numpy 99"])
    assert key_of(labels()) != before


def cut(whole: bytes) -> bytes:
    return whole[: len(whole) // 2]


def turned(whole: bytes) -> bytes:
    middle = len(whole) // 2
    return whole[:middle] + bytes(255 - one for one in whole[middle : middle + 64]) + whole[middle + 64 :]


@pytest.mark.parametrize("harm", [cut, turned, lambda _: b"", lambda _: b"no archive", lambda _: pickle.dumps([1])])
def test_a_damaged_file_is_fitted_anew_and_mended(tmp_path: Path, fits: list[int], harm: Any) -> None:
    file = tmp_path / "coder.npz"
    right = coder_fitted_to(labels(), file).code(TITLES)
    file.write_bytes(harm(file.read_bytes()))
    assert coder_fitted_to(labels(), file).code(TITLES) == right
    assert coder_fitted_to(labels(), file).code(TITLES) == right
    assert len(fits) == 2


class Planted:
    """What would run code if anybody unpickled it."""

    def __reduce__(self) -> tuple[Any, ...]:
        return Path.touch, (Path("planted"),)


def test_nothing_in_the_file_is_ever_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "coder.npz"
    np.savez(file, key=np.frombuffer(key_of(labels()).encode(), np.uint8), told=np.array([Planted()], object))
    assert coder_fitted_to(labels(), file).code(TITLES)
    assert not Path("planted").exists()


def test_several_at_once_leave_one_whole_file(tmp_path: Path, fits: list[int]) -> None:
    file = tmp_path / "coder.npz"
    threads = [Thread(target=coder_fitted_to, args=(labels(), file)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    fits.clear()
    coder_fitted_to(labels(), file)
    assert (fits, [path.name for path in tmp_path.iterdir()]) == ([], ["coder.npz"])


def test_where_the_file_cannot_be_written_it_is_done_without(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file where the folder should be")
    assert coder_fitted_to(labels(), tmp_path / "data" / "coder.npz").code(TITLES)


def test_the_coder_of_a_database_is_kept_where_it_says(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(occupations, "_fitting", lambda _session: labels())
    monkeypatch.setattr(occupations, "_BUILT_IN", {})
    database.coder_file = tmp_path / "coder.npz"
    with database.open(actor(), Purpose.NONE, "test") as session:
        assert code_titles(session, TITLES)[0].candidates[0].code == "7531"
    assert database.coder_file.exists()
