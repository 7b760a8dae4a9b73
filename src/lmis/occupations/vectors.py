"""Titles as vectors: what parts of words they have, which words, and which words where, weighed by how rare these are.

Source: sublinear tf-idf over character n-grams within words and over words, Salton and Buckley (1988); the sizes are
those that ranked best on MELO and on job-board titles (docs/adr/0015).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

import numpy as np
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.preprocessing import normalize

from lmis.occupations.titles import ENGLISH, title_words
from lmis.vocabulary import Language

Matrix = Any
"""A sparse matrix in rows, float32: scipy has no types."""
PARTS: Final = (2, 5)
"""Letters of the parts of words."""
WORD_SHARE: Final = {ENGLISH: 0.5, Language.KM.value: 0.3, Language.LO.value: 0.3}
"""How much whole words count beside their parts; nothing in a language whose endings nobody takes off here."""
PLACE_SHARE: Final = 0.14
"""How much it counts which words stand first and last, and which stand near each other."""
_APART: Final = (2, 3)
"""Places between words that are near each other; those side by side are pairs already."""


@dataclass(frozen=True)
class Keyed:
    """A title by its key, in a language."""

    key: str
    language: str
    head: str
    """The key of what stands before brackets, dashes and the like."""


def _words(title: Keyed) -> list[str]:
    """Words and pairs of neighbours."""
    found = title_words(title.key, title.language)
    return [*found, *map(" ".join, pairwise(found))]


def _placed(title: Keyed) -> list[str]:
    """The first and the last words of the head, and words of the title that are near each other."""
    head, found = title_words(title.head, title.language), title_words(title.key, title.language)
    ends = [f"first {head[0]}", f"last {head[-1]}", f"last two {' '.join(head[-2:])}"] if head else []
    return ends + [f"near {one} {two}" for apart in _APART for one, two in zip(found, found[apart:], strict=False)]


def _key(title: Keyed) -> str:
    return title.key


_OPTIONS: Final[dict[str, Any]] = {"sublinear_tf": True, "dtype": np.float32, "lowercase": False}


class Vectors:
    """Three vocabularies with the rarity of each entry."""

    def __init__(self) -> None:
        """Empty."""
        self.parts = TfidfVectorizer(analyzer="char_wb", ngram_range=PARTS, preprocessor=_key, **_OPTIONS)
        self.words = TfidfVectorizer(analyzer=_words, **_OPTIONS)
        self.places = TfidfVectorizer(analyzer=_placed, **_OPTIONS)

    def fit(self, titles: Sequence[Keyed]) -> Matrix:
        """Learn the vocabularies; returns the vectors of these titles, a row each, of length one."""
        return _joined([one.fit_transform(titles) for one in (self.parts, self.words, self.places)], titles)

    def of(self, titles: Sequence[Keyed]) -> Matrix:
        """The vectors of titles, a row each, of length one (nothing known: of length nought)."""
        return _joined([one.transform(titles) for one in (self.parts, self.words, self.places)], titles)


def _joined(blocks: Sequence[Matrix], titles: Sequence[Keyed]) -> Matrix:
    words = np.array([WORD_SHARE.get(title.language, 0.0) for title in titles], np.float32)
    places = np.where(words > 0, PLACE_SHARE, 0.0).astype(np.float32)
    shares = ((1 - words) * (1 - places), words * (1 - places), places)
    weighed = [sparse.diags(np.sqrt(share)) @ block for share, block in zip(shares, blocks, strict=True)]
    return normalize(sparse.hstack(weighed, format="csr", dtype=np.float32))
