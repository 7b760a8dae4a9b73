"""An encoder of an operator is one more witness, and never sees what it cannot read."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pytest

from lmis.occupations import encoders
from lmis.occupations.coder import Coder
from lmis.occupations.encoders import EncoderNotFound, Meanings, encoder_of
from lmis.occupations.keeping import plain, restored
from lmis.occupations.labels import Question
from lmis.occupations.titles import script_of
from occupations.few_titles import labels

AXES = ("sew", "tailor", "cook", "chef", "electric")
MEANS = {"chef": "cook", "couturier": "tailor"}


@dataclass(eq=False)
class Small:
    """Knows a few words, of which some mean others; everything else is one unknown word."""

    claims: bool = False
    """That it reads every script."""
    name: str = "small 1"
    given: list[str] = field(default_factory=list)

    def encode(self, texts: Sequence[str], /) -> np.ndarray[Any, Any]:
        self.given += texts
        return np.array([self._vector(text) for text in texts])

    def _vector(self, text: str) -> list[float]:
        for word, meant in MEANS.items():
            text = text.replace(word, meant)
        return [*(float(axis in text) for axis in AXES), 0.1]

    def reads(self, text: str, /) -> bool:
        return self.claims or script_of(text) is None


def test_a_title_without_a_known_part_is_coded_by_its_meaning() -> None:
    question = Question("couturier")
    with_it = Coder.fit(labels(), encoder=Small()).chances([question])[0]
    without = Coder.fit(labels())
    tailors = without.model.levels.units.index("7531")
    assert with_it[tailors] > without.chances([question])[0][tailors] + 0.1


@pytest.mark.parametrize("claims", [False, True])
def test_what_it_cannot_read_it_never_gets_and_is_coded_as_without_it(claims: bool) -> None:
    small = Small(claims)
    coder = Coder.fit(labels(), encoder=small)
    asked = [Question("ជាងអគ្គិសនី"), Question("ຊ່າງຕັດຫຍິບ"), Question("chef")]
    plain_scores = Coder.fit(labels()).model
    seen = coder.model.see(asked)
    meaning = dict(coder.model.witnesses(seen))["meaning"]
    assert [bool(row.any()) for row in meaning] == [False, False, True]
    own = {text for text in small.given if script_of(text)}
    assert own == ({word for words in encoders._PROBES.values() for word in words} if claims else set())
    before = plain_scores.scores(asked, plain_scores.see(asked))
    assert np.allclose(coder.model.scores(asked, seen)[:2], before[:2])


def test_a_title_of_no_letters_is_given_to_nobody() -> None:
    small = Small()
    reads, vectors = Meanings(small).vectors(["", "cook"])
    assert (reads.tolist(), vectors.shape, small.given) == ([False, True], (1, 6), ["cook"])


def test_comes_back_from_a_file_with_the_encoder() -> None:
    small = Small()
    coder = Coder.fit(labels(), encoder=small)
    file = io.BytesIO()
    np.savez(file, allow_pickle=False, **plain(coder))  # type: ignore[arg-type]
    file.seek(0)
    with np.load(file, allow_pickle=False) as kept:
        again = restored(kept, small)
    assert again.code([Question("chef"), Question("ຊ່າງໄຟຟ້າ")]) == coder.code([Question("chef"), Question("ຊ່າງໄຟຟ້າ")])
    assert again.model.kin is not None


def test_an_encoder_is_found_by_the_name_that_its_package_gives_it(monkeypatch: pytest.MonkeyPatch) -> None:
    class Point:
        def load(self) -> Any:
            return lambda folder="": Small(name=f"small {folder}")

    class Points(dict[str, Point]):
        names = property(lambda self: set(self))

    monkeypatch.setattr(
        encoders, "entry_points", lambda group: Points(small=Point()) if group == "lmis.encoders" else {}
    )
    assert (encoder_of("small:/models/a").name, encoder_of("small").name) == ("small /models/a", "small ")
    with pytest.raises(EncoderNotFound):
        encoder_of("large")
