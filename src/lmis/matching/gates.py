"""Gates: what law and feasibility decide before any points are given; pure, and without sex.

The scorer never sees what a gate sees: of a person's age there are two days from which work is allowed, in a type of
its own, and the points of a pair are the same before and after them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID


class Gate(StrEnum):
    """Why a pair cannot be, in the order in which it is decided; the first that fails is the reason that is told."""

    BELOW_LEGAL_AGE = "below_legal_age"
    HAZARDOUS_UNDER_18 = "hazardous_under_18"
    LICENCE_MISSING = "licence_missing"
    CLOSED = "closed"
    FULL = "full"
    ALREADY_REFERRED = "already_referred"


@dataclass(frozen=True, slots=True)
class SeekerGates:
    """What gates ask about a person, under the law of one country; kept apart from what gives points."""

    id: UUID
    old_enough_from: date
    adult_from: date  # from this day on also hazardous work is allowed
    licences: frozenset[str] = frozenset()  # on record; what is not recorded is not held, because the law asks


@dataclass(frozen=True, slots=True)
class VacancyGates:
    """What gates ask about a vacancy on a day."""

    id: UUID
    licences: frozenset[str] = frozenset()  # that the law requires, all of them
    hazardous: bool | None = None  # None: nobody has said, and nobody is held back
    still_open: bool = True
    full: bool = False


@dataclass(frozen=True, slots=True)
class Passage:
    """Who came through, and who did not: `through` and the sum of `held` are everybody, each once."""

    through: frozenset[UUID]
    held: Mapping[Gate, int]  # the first gate that failed -> people or vacancies
    relaxed: Mapping[Gate, int]  # gate -> those whom nothing else holds: so many more without it


def lacking(held: Iterable[str], required: Iterable[str]) -> list[str]:
    """The licences that the law requires and the record does not show, in the order of their codes."""
    return sorted(set(required).difference(held))


def failed(seeker: SeekerGates, vacancy: VacancyGates, day: date, *, referred: bool = False) -> tuple[Gate, ...]:
    """Every gate that a pair fails, in the order of `Gate`.

    Args:
        referred: whether a referral of this person to this vacancy is live.
    """
    found = (
        (Gate.BELOW_LEGAL_AGE, day < seeker.old_enough_from),
        (Gate.HAZARDOUS_UNDER_18, bool(vacancy.hazardous) and day < seeker.adult_from),
        (Gate.LICENCE_MISSING, not vacancy.licences <= seeker.licences),
        (Gate.CLOSED, not vacancy.still_open),
        (Gate.FULL, vacancy.still_open and vacancy.full),
        (Gate.ALREADY_REFERRED, referred),
    )
    return tuple(gate for gate, fails in found if fails)


def pass_gates(tried: Iterable[tuple[UUID, tuple[Gate, ...]]]) -> Passage:
    """Count how a pool comes through; the order of the pool makes no difference.

    Args:
        tried: id of each person or vacancy, each once, and the gates that it fails.
    """
    through: set[UUID] = set()
    held: list[tuple[int, tuple[Gate, ...]]] = []
    for identity, gates in tried:
        if gates:
            held.append((1, gates))
        else:
            through.add(identity)
    return Passage(frozenset(through), *tally(held))


def tally(tried: Iterable[tuple[int, tuple[Gate, ...]]]) -> tuple[dict[Gate, int], dict[Gate, int]]:
    """How many each gate holds, the first that fails counting, and how many nothing but this gate holds.

    Args:
        tried: how many, and the gates that each of them fails.
    """
    held, alone = Counter[Gate](), Counter[Gate]()
    for count, gates in tried:
        if gates:
            held[gates[0]] += count
        if len(gates) == 1:
            alone[gates[0]] += count
    return _in_order(held), _in_order(alone)


def _in_order(counts: Mapping[Gate, int]) -> dict[Gate, int]:
    return {gate: counts[gate] for gate in Gate if counts.get(gate)}
