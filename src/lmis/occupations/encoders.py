"""An encoder that an operator brings: it turns titles into vectors of meaning. None is built in, and none is needed.

It is named by `LMIS_ENCODER`, which stands in the entry-point group `lmis.encoders` of an installed package; whatever
stands behind a colon is handed to it, as the folder of a local model: `sentences:/srv/models/small`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib.metadata import entry_points
from typing import Any, Final, Protocol

import numpy as np
import numpy.typing as npt

from lmis.errors import NotFound
from lmis.occupations.neighbours import shares_of_votes
from lmis.occupations.titles import script_of
from lmis.vocabulary import Language

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]

GROUP: Final = "lmis.encoders"
POWER: Final = 12.0
"""How fast a vote falls with likeness: encoders take all titles for rather alike."""
SAME: Final = 0.999
"""A likeness from which two words have the same vector: the encoder sees no letters in them, only that something is."""
_PROBES: Final = {
    Language.KM.value: ("គ្រូបង្រៀន", "ជាងអគ្គិសនី", "កសិករ"),
    Language.LO.value: ("ຄູສອນ", "ຊ່າງໄຟຟ້າ", "ຊາວນາ"),
}
"""Teacher, electrician, farmer: three words that nobody who reads the script takes for one."""


class Encoder(Protocol):
    """What an operator brings."""

    name: str
    """Of the model and its version: a coder that was fitted with another one is fitted anew."""

    def encode(self, texts: Sequence[str], /) -> npt.NDArray[Any]:
        """A vector of each text."""

    def reads(self, text: str, /) -> bool:
        """Whether most of the text is known to it: not where its words become unknown tokens."""


class EncoderNotFound(NotFound):
    """No installed package brings this encoder."""


@dataclass(frozen=True)
class Meanings:
    """An encoder that is never given what it cannot read."""

    encoder: Encoder
    known: dict[str, Floats] = field(default_factory=dict)
    """What was encoded while a coder is fitted: calibration asks for the same titles again."""
    scripts: dict[str, bool] = field(default_factory=dict)
    """Whether it reads a script, as far as that was looked into."""

    def vectors(self, texts: Sequence[str], *, remember: bool = False) -> tuple[npt.NDArray[np.bool_], Floats]:
        """Which texts it reads, and the vectors of those, of length one."""
        reads = np.array([self._reads(text) for text in texts], bool)
        if not reads.any():
            return reads, np.zeros((0, 0), np.float32)
        read = [text for text, one in zip(texts, reads, strict=True) if one]
        if not remember:
            return reads, self._encoded(read)
        if new := [text for text in dict.fromkeys(read) if text not in self.known]:
            self.known.update(zip(new, self._encoded(new), strict=True))
        return reads, np.stack([self.known[text] for text in read])

    def _encoded(self, texts: Sequence[str]) -> Floats:
        rows = np.asarray(self.encoder.encode(texts), np.float32)
        return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9))

    def _reads(self, text: str) -> bool:
        script = script_of(text)
        return bool(text) and (script is None or self._tells_apart(script)) and self.encoder.reads(text)

    def _tells_apart(self, script: str) -> bool:
        """Whether words of a script have different vectors: what an encoder says of itself is not enough."""
        if script not in self.scripts:
            apart = all(map(self.encoder.reads, _PROBES[script]))
            if apart:
                found = self._encoded(_PROBES[script])
                apart = bool((found @ found.T)[np.triu_indices(len(found), 1)].max() < SAME)
            self.scripts[script] = apart
        return self.scripts[script]


@dataclass(frozen=True)
class Kin:
    """Coded titles by their meaning, and how those most like a title vote."""

    meanings: Meanings
    vectors: Floats
    groups: Ints
    weights: Floats
    count: int
    """Of groups."""

    @classmethod
    def fit(cls, meanings: Meanings, keys: Sequence[str], groups: Ints, weights: Floats, count: int) -> Kin | None:
        """Of those titles that the encoder reads; None where it reads none."""
        reads, vectors = meanings.vectors(keys, remember=True)
        return cls(meanings, vectors, groups[reads], weights[reads], count) if reads.any() else None

    def votes(self, keys: Sequence[str]) -> tuple[npt.NDArray[np.bool_], Floats]:
        """Which titles the encoder reads, and the shares of the votes for each group, a row for each of those."""
        reads, vectors = self.meanings.vectors(keys)
        if not reads.any():
            return reads, np.zeros((0, self.count), np.float32)
        likeness = np.maximum(vectors @ self.vectors.T, 0)
        return reads, shares_of_votes(likeness, self.groups, self.weights, self.count, POWER)


def encoder_of(setting: str) -> Encoder:
    """The encoder that a setting names.

    Raises:
        EncoderNotFound: with the names of those there are.
    """
    name, _, model = setting.partition(":")
    brought = entry_points(group=GROUP)
    if name not in brought.names:
        raise EncoderNotFound(value=name, nearest=sorted(brought.names))
    make = brought[name].load()
    encoder: Encoder = make(model) if model else make()
    return encoder
