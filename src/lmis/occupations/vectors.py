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
import numpy.typing as npt
from scipy import sparse

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


class Rarity:
    """A vocabulary with the rarity of each entry."""

    def __init__(self, **how: Any) -> None:
        """Empty; `how` says what the entries of a title are."""
        from sklearn.feature_extraction.text import CountVectorizer

        self.entries = CountVectorizer(lowercase=False, dtype=np.float32, **how)
        self.rarity: npt.NDArray[np.float32] = np.zeros(0, np.float32)

    def fit(self, titles: Sequence[Any]) -> Matrix:
        """Learn the vocabulary; returns the vectors of these titles."""
        counted = self.entries.fit_transform(titles)
        holding = np.bincount(counted.indices, minlength=counted.shape[1])
        self.rarity = (np.log((1 + len(titles)) / (1 + holding)) + 1).astype(np.float32)
        return self._weighed(counted)

    def of(self, titles: Sequence[Any]) -> Matrix:
        """The vectors of titles, a row each, of length one (nothing known: of length nought)."""
        return self._weighed(self.entries.transform(titles))

    def _weighed(self, counted: Matrix) -> Matrix:
        counted.data = (np.log(counted.data) + 1) * self.rarity[counted.indices]
        return of_length_one(counted)

    def terms(self) -> list[str]:
        """The entries, in the order of their columns."""
        return list(self.entries.get_feature_names_out())

    def restore(self, terms: Sequence[str], rarity: npt.NDArray[np.float32]) -> None:
        """Know again what another one learned."""
        self.entries.set_params(vocabulary=list(terms))
        self.rarity = rarity


class Vectors:
    """What titles have, in three vocabularies."""

    def __init__(self) -> None:
        """Empty."""
        self.parts = Rarity(analyzer="char_wb", ngram_range=PARTS, preprocessor=_key)
        self.words = Rarity(analyzer=_words)
        self.places = Rarity(analyzer=_placed)

    def fit(self, titles: Sequence[Keyed]) -> Matrix:
        """Learn the vocabularies; returns the vectors of these titles, a row each, of length one."""
        return _joined([one.fit(titles) for one in (self.parts, self.words, self.places)], titles)

    def of(self, titles: Sequence[Keyed]) -> Matrix:
        """The vectors of titles, a row each, of length one (nothing known: of length nought)."""
        return _joined([one.of(titles) for one in (self.parts, self.words, self.places)], titles)


def _joined(blocks: Sequence[Matrix], titles: Sequence[Keyed]) -> Matrix:
    words = np.array([WORD_SHARE.get(title.language, 0.0) for title in titles], np.float32)
    places = np.where(words > 0, PLACE_SHARE, 0.0).astype(np.float32)
    shares = ((1 - words) * (1 - places), words * (1 - places), places)
    for block, share in zip(blocks, shares, strict=True):
        block.data *= np.sqrt(share)[_rows(block)]
    joined = sparse.hstack(blocks, format="csr")
    joined.eliminate_zeros()
    return of_length_one(joined)


def of_length_one(rows: Matrix) -> Matrix:
    """The same rows, each of length one; without the checks of sklearn, which cost more than one title does."""
    at = _rows(rows)
    lengths = np.sqrt(np.bincount(at, rows.data * rows.data, rows.shape[0])).astype(np.float32)
    rows.data /= lengths[at]
    return rows


def columns(rows: Matrix, chosen: npt.NDArray[np.int64]) -> Matrix:
    """Some columns, in ascending order, of a few rows: scipy takes longer to look for all columns than for these."""
    place = np.searchsorted(chosen, rows.indices)
    kept = chosen[np.minimum(place, len(chosen) - 1)] == rows.indices
    ends = np.concatenate(([0], np.cumsum(kept)))[rows.indptr]
    return sparse.csr_matrix((rows.data[kept], place[kept], ends), (rows.shape[0], len(chosen)))


def _rows(rows: Matrix) -> npt.NDArray[np.int64]:
    """The row of each value."""
    return np.repeat(np.arange(rows.shape[0]), np.diff(rows.indptr))
