"""Coded reasons, as far as the seeds know them, and how often each is given."""

from __future__ import annotations

from collections.abc import Mapping

from numpy.random import Generator

from lmis.sample.draws import Texts, labels, looked_up, pick
from lmis.sample.land import Land

_RARE = 0.25


def reason(land: Land, kind: str, *wanted: str) -> str:
    """The first of the wanted codes that the seeds know, else the last code of the kind."""
    known = land.reasons[kind]
    return next((code for code in wanted if code in known), known[-1])


def draw_reasons(rng: Generator, land: Land, kind: str, weights: Mapping[str, float], size: int) -> Texts:
    """Reasons of a kind; a code that ``weights`` does not name is rare, one with weight 0 is never given."""
    known = land.reasons[kind]
    return looked_up(labels(known), pick(rng, [weights.get(code, _RARE) for code in known], size))
