"""A coder that was taken apart and put together codes as before."""

from __future__ import annotations

import io

import numpy as np
import pytest

from lmis.occupations.coder import Coder
from lmis.occupations.keeping import plain, restored
from lmis.occupations.labels import Example, Origin, Question
from occupations.few_titles import labels

TITLES = [
    Question("tailor (night shift)"),
    Question("ជាងអគ្គិសនី"),
    Question("ຊ່າງຕັດຫຍິບ"),
    Question("???"),
    Question("star", duties="cooks rice", industry="restaurant"),
]


def test_comes_back_the_same_from_a_file_without_any_code_in_it() -> None:
    answer = Example("star of the kitchen", "5120", "en", origin=Origin.ANSWER)
    coder = Coder.fit([*labels(), answer])
    file = io.BytesIO()
    np.savez(file, allow_pickle=False, **plain(coder))  # type: ignore[arg-type]
    file.seek(0)
    with np.load(file, allow_pickle=False) as kept:
        again = restored(kept)
    assert again.code([*TITLES, Question("star of the kitchen")]) == coder.code(
        [*TITLES, Question("star of the kitchen")]
    )
    assert again.calibration == coder.calibration
    assert again.answers == coder.answers


def test_refuses_what_is_no_coder() -> None:
    with pytest.raises(KeyError):
        restored({"features": np.zeros(3)})
