"""The lines of referrals.csv and placements.csv."""

from __future__ import annotations

from typing import Final

from numpy.random import Generator

from lmis.sample import days
from lmis.sample.draws import Texts, chance, kept, labels, looked_up, pick
from lmis.sample.fit import Scene
from lmis.sample.money import amounts, between, currencies, periods
from lmis.sample.offers import CONTRACTS
from lmis.sample.outcomes import (
    BY_EMPLOYER,
    BY_SEEKER,
    CALLED_OFF,
    FILLED,
    LEFT,
    PLACED_ELSEWHERE,
    STATES,
    Placements,
    Referrals,
)
from lmis.sample.reasons import draw_reasons, reason

_EMPLOYERS: Final = {
    "lacks_experience": 3.0, "lacks_skills": 3.2, "failed_test": 1.5, "asks_higher_wage": 1.0, "did_not_answer": 1.0,
    "lacks_education": 0.8, "lacks_documents": 0.5, "not_available_in_time": 0.5, "lacks_language": 0.4,
    "no_answer_in_time": 0.7, "duplicate": 0.0, "already_filled": 0.0, "did_not_come": 0.2,
}  # fmt: skip
_SEEKERS: Final = {
    "wage_too_low": 3.0, "too_far": 2.6, "not_interested": 1.5, "hours_unsuitable": 1.0, "no_transport": 0.8,
    "conditions_unsuitable": 0.8, "family_duties": 0.6, "differs_from_vacancy": 0.4, "contract_unsuitable": 0.4,
    "fee_asked": 0.08, "found_other_work": 0.5,
}  # fmt: skip
_CANCELLED: Final = {
    "did_not_start": 3.0, "seeker_withdrew": 2.0, "employer_withdrew": 1.2, "not_confirmed": 1.0,
    "failed_medical": 0.5, "duplicate": 0.0, "recorded_by_mistake": 0.1,
}  # fmt: skip


def _reasons(rng: Generator, scene: Scene, referrals: Referrals) -> Texts:
    """The reason of each refusal and withdrawal, blank for the other states."""
    land, size = scene.land, len(referrals)
    employers = draw_reasons(rng, land, "refusal_by_employer", _EMPLOYERS, size)
    seekers = draw_reasons(rng, land, "refusal_by_seeker", _SEEKERS, size)
    fixed = {
        FILLED: reason(land, "refusal_by_employer", "already_filled"),
        CALLED_OFF: reason(land, "refusal_by_employer", "no_longer_recruiting"),
        PLACED_ELSEWHERE: reason(land, "refusal_by_seeker", "found_other_work"),
        LEFT: reason(land, "refusal_by_seeker", "no_contact"),
    }
    drawn = {BY_EMPLOYER: employers, BY_SEEKER: seekers}
    return [drawn[why][row] if why in drawn else fixed.get(why, "") for row, why in enumerate(referrals.why.tolist())]


def referral_columns(
    rng: Generator, scene: Scene, referrals: Referrals, seekers: Texts, vacancies: Texts
) -> dict[str, Texts]:
    """All columns of referrals.csv but the number; ``seekers`` and ``vacancies`` are the block's numbers."""
    return {
        "seeker": looked_up(labels(seekers), referrals.seeker),
        "vacancy": looked_up(labels(vacancies), referrals.vacancy),
        "referred_on": days.iso(referrals.day),
        "interview_on": days.iso_where(referrals.interview, referrals.interview < days.NEVER),
        "state": looked_up(labels(STATES), referrals.state),
        "answered_on": days.iso_where(referrals.answered, referrals.answered <= days.LAST),
        "reason": _reasons(rng, scene, referrals),
        "office": looked_up(labels(scene.land.offices), scene.vacancies.province[referrals.vacancy]),
    }


def placement_columns(
    rng: Generator, scene: Scene, placements: Placements, seekers: Texts, vacancies: Texts
) -> dict[str, Texts]:
    """All columns of placements.csv but the number; ``seekers`` and ``vacancies`` are the block's numbers."""
    offers, at, size = scene.vacancies, placements.vacancy, len(placements)
    quote = offers.quote.at(at)
    wage = between(rng, offers.low[at], offers.high[at], quote)
    told, undone = chance(rng, 0.93, size), placements.cancelled < days.NEVER
    confirmed = labels(["employer", "seeker", "social_security"])
    return {
        "seeker": looked_up(labels(seekers), placements.seeker),
        "vacancy": looked_up(labels(vacancies), at),
        "started_on": days.iso(placements.started),
        "confirmed_by": looked_up(confirmed, pick(rng, (0.7, 0.22, 0.08), size)),
        "wage_amount": amounts(wage, told),
        "wage_currency": currencies(quote, told),
        "wage_period": periods(quote, told),
        "contract": looked_up(labels(CONTRACTS), offers.contract[at]),
        "cancelled_on": days.iso_where(placements.cancelled, undone),
        "cancelled_because": kept(draw_reasons(rng, scene.land, "cancellation", _CANCELLED, size), undone),
        "office": looked_up(labels(scene.land.offices), offers.province[at]),
    }
