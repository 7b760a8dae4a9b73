"""Titles as vectors: what parts of words and which words they have, weighed by how rare these are.

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


@dataclass(frozen=True)
class Keyed:
    """A title by its key, in a language."""

    key: str
    language: str


def _words(title: Keyed) -> list[str]:
    """Words and pairs of neighbours."""
    found = title_words(title.key, title.language)
    return [*found, *map(" ".join, pairwise(found))]


def _key(title: Keyed) -> str:
    return title.key


def _options(vocabulary: Sequence[str] | None) -> dict[str, Any]:
    return {"sublinear_tf": True, "dtype": np.float32, "vocabulary": vocabulary, "lowercase": False}


class Vectors:
    """Both vocabularies with the rarity of each entry."""

    def __init__(self, parts: Sequence[str] | None = None, words: Sequence[str] | None = None) -> None:
        """Empty, or with vocabularies that were kept (their rarities are set by `restore`)."""
        self.parts = TfidfVectorizer(analyzer="char_wb", ngram_range=PARTS, preprocessor=_key, **_options(parts))
        self.words = TfidfVectorizer(analyzer=_words, **_options(words))

    def fit(self, titles: Sequence[Keyed]) -> Matrix:
        """Learn the vocabularies; returns the vectors of these titles, a row each, of length one."""
        return self._joined(self.parts.fit_transform(titles), self.words.fit_transform(titles), titles)

    def of(self, titles: Sequence[Keyed]) -> Matrix:
        """The vectors of titles, a row each, of length one (nothing known: of length nought)."""
        return self._joined(self.parts.transform(titles), self.words.transform(titles), titles)

    def _joined(self, parts: Matrix, words: Matrix, titles: Sequence[Keyed]) -> Matrix:
        share = np.array([WORD_SHARE.get(title.language, 0.0) for title in titles], np.float32)
        both = (sparse.diags(np.sqrt(1 - share)) @ parts, sparse.diags(np.sqrt(share)) @ words)
        return normalize(sparse.hstack(both, format="csr", dtype=np.float32))

    def kept(self) -> dict[str, Any]:
        """What `restore` needs: vocabularies in the order of their columns, and rarities."""
        return {
            name: (list(part.get_feature_names_out()), part.idf_)
            for name, part in (("parts", self.parts), ("words", self.words))
        }

    @classmethod
    def restore(cls, kept: dict[str, Any]) -> Vectors:
        """What `kept` gave away."""
        made = cls(kept["parts"][0], kept["words"][0])
        made.parts.idf_, made.words.idf_ = kept["parts"][1], kept["words"][1]
        return made
