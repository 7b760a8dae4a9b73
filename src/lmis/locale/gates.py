"""What the gates of matching say: how many more there would be without one, and which licence is not on record."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, Literal

from lmis.locale.catalogue import label, text
from lmis.locale.formats import number
from lmis.matching.gates import Gate
from lmis.vocabulary import Language

Pool = Literal["people", "vacancies"]

CHANGEABLE: Final[Mapping[Pool, tuple[Gate, ...]]] = {
    "people": (Gate.HAZARDOUS_UNDER_18, Gate.LICENCE_MISSING, Gate.CLOSED, Gate.FULL),
    "vacancies": (Gate.BELOW_LEGAL_AGE, Gate.HAZARDOUS_UNDER_18, Gate.LICENCE_MISSING),
}
"""Whom a pool is made of -> the gates of which something can become different: the terms of the employer who looks for
people, the age and licences of the person who looks for work."""


def changes(relaxed: Mapping[Gate, int], pool: Pool, language: Language) -> list[tuple[Gate, int, str]]:
    """Gate, how many more, and in words what would have to be different; most first."""
    found = [(gate, relaxed[gate], label(f"relaxed_{pool}", gate.value, language)) for gate in _of(relaxed, pool)]
    return sorted(found, key=lambda change: -change[1])


def _of(relaxed: Mapping[Gate, int], pool: Pool) -> Iterable[Gate]:
    return (gate for gate in CHANGEABLE[pool] if relaxed.get(gate))


def capped_words(count: int, cap: int | None, pool: Pool, language: Language) -> str:
    """How many the cap of a night left out: people whom a vacancy did not get, or vacancies that a person did not."""
    counts = {"count": number(count, language), "cap": number(cap or 0, language)}
    if pool == "people":
        return text("{count} better-placed people were already suggested to {cap} vacancies.", language, **counts)
    return text("Left out of {count} lists, being suggested to {cap} vacancies already.", language, **counts)


def licence_warning(names: Iterable[str], language: Language) -> str:
    """What to ask for before a person goes to work for which the law requires a licence."""
    return text(
        "The law requires what is not on this person's record: {licences}. Ask to see it, and write it down.",
        language,
        licences=", ".join(names),
    )
