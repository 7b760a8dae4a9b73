"""What becomes of referrals: answers out of the true fit, and placements that take an opening and end a spell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.random import Generator

from lmis.sample import days
from lmis.sample.draws import Flags, Floats, Ints, chance, logistic
from lmis.sample.fit import Scene, parts
from lmis.sample.referrals import Referred

STATES: Final = ("referred", "interview", "accepted", "refused", "withdrawn", "no_show")
REFERRED, INTERVIEW, ACCEPTED, REFUSED, WITHDRAWN, NO_SHOW = range(len(STATES))
BY_EMPLOYER, BY_SEEKER, FILLED, CALLED_OFF, PLACED_ELSEWHERE, LEFT, NONE = range(7)
"""Why a referral came to nothing."""


@dataclass(slots=True)
class Referrals:
    """Referrals with their outcome; days are ``days.NEVER`` where there is none; ``why`` is only for endings."""

    seeker: Ints
    vacancy: Ints
    day: Ints
    interview: Ints
    answered: Ints
    state: Ints
    why: Ints
    recorded: Flags

    def __len__(self) -> int:
        """How many referrals."""
        return len(self.day)


@dataclass(slots=True)
class Placements:
    """People who started work, one placement a person at most; ``cancelled`` is ``days.NEVER`` if it held."""

    seeker: Ints
    vacancy: Ints
    started: Ints
    cancelled: Ints

    def __len__(self) -> int:
        """How many placements."""
        return len(self.started)


def _part_of(rng: Generator, share: Floats, span: Ints) -> Ints:
    """A whole part of a span of days."""
    return np.floor(share * (span + 1)).astype(np.int64).clip(0, np.maximum(span, 0))


def _answers(rng: Generator, scene: Scene, pairs: Referred) -> tuple[Referrals, Ints]:
    """Answers as if every referral stood alone, and the day on which accepted people would start."""
    size = len(pairs.day)
    left = scene.vacancies.last_open[pairs.vacancy] - pairs.day - 1
    answered = pairs.day + 1 + _part_of(rng, rng.beta(1.1, 2.2, size), np.minimum(left, 28))
    room = scene.vacancies.last_open[pairs.vacancy] - answered
    start = answered + _part_of(rng, rng.random(size), np.minimum(room, 12))
    interview = pairs.day + _part_of(rng, rng.random(size), answered - pairs.day)
    good, liked = parts(scene, pairs.seeker, pairs.vacancy)
    missing = chance(rng, logistic(-2.7 - 0.8 * scene.people.latent.reliability[pairs.seeker]), size)
    silent = chance(rng, 0.13, size)
    taken, wanted = chance(rng, 0.22 + 0.78 * good, size), chance(rng, 0.24 + 0.76 * liked, size)
    invited = chance(rng, 0.6, size) | missing
    state = np.select(
        [silent & invited, silent, missing, taken & wanted], [INTERVIEW, REFERRED, NO_SHOW, ACCEPTED], REFUSED
    ).astype(np.int64)
    referrals = Referrals(
        seeker=pairs.seeker,
        vacancy=pairs.vacancy,
        day=pairs.day,
        interview=np.where(invited, interview, days.NEVER),
        answered=np.select([silent, missing], [days.NEVER, interview], answered),
        state=state,
        why=np.select([state != REFUSED, ~taken], [NONE, BY_EMPLOYER], BY_SEEKER).astype(np.int64),
        recorded=chance(rng, 0.92, size),
    )
    return referrals, start


def _starts(scene: Scene, referrals: Referrals, start: Ints) -> tuple[Flags, Flags, Ints, Ints]:
    """Who really starts: in the order of days, while the person is free and an opening is left.

    Returns:
        Which referrals end in a placement; which accepted ones still wait for their first day;
        the day each person is placed; the day each vacancy is full (``days.NEVER`` where not).
    """
    accepted = np.flatnonzero(referrals.state == ACCEPTED)
    order = accepted[np.lexsort((accepted, start[accepted]))]
    begins, waits = np.zeros((2, len(referrals)), dtype=np.bool_)
    placed, full = [days.NEVER] * len(scene.people), [days.NEVER] * len(scene.vacancies)
    left, leaves = scene.vacancies.openings.tolist(), scene.people.leaves.tolist()
    rows = zip(*(part[order].tolist() for part in (referrals.seeker, referrals.vacancy, start)), strict=True)
    for at, (seeker, vacancy, day) in zip(order.tolist(), rows, strict=True):
        if placed[seeker] < days.NEVER or not left[vacancy] or leaves[seeker] <= day:
            continue
        if day > days.LAST:
            waits[at] = True
            continue
        begins[at], placed[seeker] = True, day
        left[vacancy] -= 1
        if not left[vacancy]:
            full[vacancy] = day
    return begins, waits, np.array(placed, dtype=np.int64), np.array(full, dtype=np.int64)


def _end_early(scene: Scene, referrals: Referrals, standing: Flags, placed: Ints, full: Ints) -> None:
    """What was not answered before the person or the vacancy was gone, ends on that day."""
    gone = np.stack(
        [
            full[referrals.vacancy],
            scene.vacancies.withdrawn[referrals.vacancy],
            placed[referrals.seeker],
            scene.people.leaves[referrals.seeker],
        ]
    )
    first, day = gone.argmin(axis=0), gone.min(axis=0)
    ends = ~standing & (referrals.answered > day) & (day <= days.LAST)
    referrals.answered = np.where(ends, day, referrals.answered)
    referrals.state = np.where(ends, np.where(first < 2, REFUSED, WITHDRAWN), referrals.state)
    reasons = np.array([FILLED, CALLED_OFF, PLACED_ELSEWHERE, LEFT], dtype=np.int64)
    referrals.why = np.where(ends, reasons[first], referrals.why)
    referrals.interview = np.where(ends & (referrals.interview > day), days.NEVER, referrals.interview)


def _still_open(referrals: Referrals) -> None:
    """Answers later than the window are not known yet."""
    later = (referrals.answered > days.LAST) & (referrals.answered < days.NEVER)
    pending = later & (referrals.state != REFERRED)
    invited = np.where(referrals.interview < days.NEVER, INTERVIEW, REFERRED)
    referrals.state = np.where(pending, invited, referrals.state)
    referrals.why = np.where(pending, NONE, referrals.why)
    referrals.answered = np.where(later, days.NEVER, referrals.answered)


def _only(referrals: Referrals, keep: Flags | Ints) -> Referrals:
    return Referrals(
        referrals.seeker[keep],
        referrals.vacancy[keep],
        referrals.day[keep],
        referrals.interview[keep],
        referrals.answered[keep],
        referrals.state[keep],
        referrals.why[keep],
        referrals.recorded[keep],
    )


def settle(rng: Generator, scene: Scene, pairs: Referred) -> tuple[Referrals, Placements, Ints, Ints]:
    """Answer referrals, place people.

    Returns:
        The referrals that are on record, ordered by day; the placements, ordered by day (a few without a referral
        on record); the day on which each person is placed, and each vacancy full (``days.NEVER`` if not).
    """
    referrals, start = _answers(rng, scene, pairs)
    begins, waits, placed, full = _starts(scene, referrals, start)
    failed = (referrals.state == ACCEPTED) & ~begins & ~waits
    referrals.answered = np.where(failed, days.NEVER, referrals.answered)
    _end_early(scene, referrals, begins | waits, placed, full)
    _still_open(referrals)
    cancelled = start + 1 + np.floor(rng.exponential(14.0, len(referrals))).astype(np.int64)
    cancelled = np.where(chance(rng, 0.045, len(referrals)) & (cancelled <= days.LAST), cancelled, days.NEVER)
    done = np.flatnonzero(begins)
    done = done[np.lexsort((done, start[done]))]
    placements = Placements(referrals.seeker[done], referrals.vacancy[done], start[done], cancelled[done])
    alive = (referrals.day < placed[referrals.seeker]) & (referrals.day < full[referrals.vacancy])
    on_record = _only(referrals, alive & (referrals.recorded | ~begins))
    return _only(on_record, np.lexsort((on_record.seeker, on_record.day))), placements, placed, full
