"""A fitted coder as plain arrays and JSON, and back: what a file can keep without any code in it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse

from lmis.occupations.calibration import Calibration
from lmis.occupations.coder import Coder
from lmis.occupations.encoders import Encoder, Kin, Meanings
from lmis.occupations.levels import Levels
from lmis.occupations.model import Model
from lmis.occupations.neighbours import Neighbours
from lmis.occupations.regression import Regression
from lmis.occupations.topics import Topics, by_words
from lmis.occupations.vectors import Rarity, Vectors

Arrays = dict[str, npt.NDArray[Any]]


def plain(coder: Coder) -> Arrays:
    """The coder as named arrays of numbers; texts are JSON in an array of bytes."""
    model = coder.model
    kept: Arrays = {"features": model.features}
    for name, vocabulary in _vocabularies(model.vectors, model.topics).items():
        kept[f"{name} terms"] = _bytes(vocabulary.terms())
        kept[f"{name} rarity"] = vocabulary.rarity
    for name, regression in {"whole": model.regression, "head": model.heads, **_named(model.broad)}.items():
        kept |= {f"{name} weights": regression.weights, f"{name} bias": regression.bias}
    kept |= {"topics axes": model.topics.axes, "topics units": model.topics.units}
    known = model.neighbours
    kept |= {f"titles {part}": getattr(known.vectors, part) for part in ("data", "indices", "indptr")}
    kept |= {
        "titles groups": known.groups,
        "titles weights": known.weights,
        "titles shape": np.array(known.vectors.shape),
    }
    if model.kin:
        kept |= {f"kin {part}": getattr(model.kin, part) for part in ("vectors", "groups", "weights")}
    told = {"units": model.levels.units, "experience": model.experience, "usual": model.usual}
    answers = {key: dict(codes) for key, codes in coder.answers.items()}
    kept["told"] = _bytes(
        {**told, "broad": list(model.broad), "answers": answers, "calibration": asdict(coder.calibration)}
    )
    return kept


def restored(kept: Mapping[str, npt.NDArray[Any]], encoder: Encoder | None = None) -> Coder:
    """The coder that `plain` took apart, with the encoder that it was fitted with.

    Raises:
        KeyError, ValueError: it is none.
    """
    told = _said(kept["told"])
    levels, vectors, words = Levels(told["units"]), Vectors(), by_words()
    topics = Topics(words, kept["topics axes"], kept["topics units"])
    for name, vocabulary in _vocabularies(vectors, topics).items():
        vocabulary.restore(_said(kept[f"{name} terms"]), kept[f"{name} rarity"])
    rows = sparse.csr_matrix(
        tuple(kept[f"titles {part}"] for part in ("data", "indices", "indptr")), tuple(kept["titles shape"])
    )
    known = Neighbours(rows, kept["titles groups"], kept["titles weights"], len(levels.units))
    regressions = {
        name: Regression(kept[f"{name} weights"], kept[f"{name} bias"])
        for name in ("whole", "head", *map(str, told["broad"]))
    }
    broad = {digits: regressions[str(digits)] for digits in told["broad"]}
    whole, head = regressions["whole"], regressions["head"]
    kin = None
    if encoder and "kin vectors" in kept:
        of_kin = kept["kin vectors"], kept["kin groups"], kept["kin weights"]
        kin = Kin(Meanings(encoder), *of_kin, len(levels.units))
    rest = kept["features"], told["experience"], told["usual"]
    model = Model(vectors, levels, known, whole, head, broad, topics, *rest, kin)
    return Coder(model, _calibration(**told["calibration"]), told["answers"])


def _vocabularies(vectors: Vectors, topics: Topics) -> dict[str, Rarity]:
    return {"parts": vectors.parts, "words": vectors.words, "places": vectors.places, "topics": topics.words}


def _named(broad: Mapping[int, Regression]) -> dict[str, Regression]:
    return {str(digits): regression for digits, regression in broad.items()}


def _calibration(temperature: float, certain: Any, honest: Any, scripts: Any) -> Calibration:
    """JSON made texts of the numbers of digits."""
    thresholds = {int(digits): threshold for digits, threshold in certain.items()}
    knots = {int(digits): tuple(ends) for digits, ends in honest.items()}
    return Calibration(temperature, thresholds, knots, {script: _calibration(**one) for script, one in scripts.items()})


def _bytes(value: Any) -> npt.NDArray[np.uint8]:
    return np.frombuffer(json.dumps(value, ensure_ascii=False).encode(), np.uint8)


def _said(array: npt.NDArray[Any]) -> Any:
    return json.loads(array.astype(np.uint8).tobytes())
