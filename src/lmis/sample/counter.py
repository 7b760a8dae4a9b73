"""The lines of job-seekers.csv: what a clerk writes down of each person."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.random import Generator

from lmis.sample import days
from lmis.sample.draws import Ints, Objects, Texts, chance, kept, labels, listed, looked_up, pick
from lmis.sample.identity import Named, identities, phones
from lmis.sample.land import Land, Market
from lmis.sample.people import People
from lmis.sample.profiles import wishes
from lmis.sample.reasons import draw_reasons, reason

_DISABILITIES: Final = ("seeing", "hearing", "walking", "remembering", "self_care", "communicating")
_DISABILITY_SHARES: Final = (0.32, 0.2, 0.28, 0.1, 0.03, 0.07)
_HELPS: Final = ("screen_reader", "sign_language", "ramp", "flexible_hours", "transport", "sign_language")
_HELPS_TOO: Final = ("transport", "flexible_hours", "seated_work", "seated_work", "flexible_hours", "flexible_hours")
"""What helps people with each disability."""
_DISABLED: Final = 0.05
_WHY_LEFT: Final = {
    "found_work": 3.4, "no_contact": 2.2, "expired": 2.0, "not_looking": 0.9, "moved_away": 0.6, "moved_abroad": 0.6,
    "training": 0.5, "self_employed": 0.7, "family_duties": 0.6, "own_wish": 0.4, "health": 0.2, "retired": 0.05,
    "military_service": 0.05, "died": 0.02, "consent_withdrawn": 0.03, "mistake": 0.02, "other": 0.2,
    "placed": 0.0, "duplicate": 0.0,
}  # fmt: skip
_CONSENT: Final[Objects] = labels(["written", "thumbprint", "spoken"])
_ABROAD: Final = {"KH": ("TH", "MY", "KR", "VN", "JP"), "LA": ("TH", "KR", "CN", "VN", "JP")}
_SEXES: Final[Objects] = labels(["M", "F"])


def _cells(words: tuple[str, ...]) -> Objects:
    return labels(["", *(f"{word};" for word in words)])


def _support(rng: Generator, size: int) -> tuple[Texts, Texts]:
    """Disabilities (independent of anything else that is true of a person) and what would help at work."""
    disabled = chance(rng, _DISABLED, size)
    first = pick(rng, _DISABILITY_SHARES, size)
    second = (first + 1 + pick(rng, np.ones(len(_DISABILITIES) - 1), size)) % len(_DISABILITIES)
    both = disabled & chance(rng, 0.13, size)
    asks = disabled & chance(rng, 0.55, size)
    more = asks & chance(rng, 0.4, size)
    flexible = ~disabled & chance(rng, 0.01, size)
    table = _cells(_DISABILITIES)
    helps = [_cells(_HELPS)[(1 + first) * asks], _cells(_HELPS_TOO)[(1 + first) * more]]
    helps.append(_cells(("flexible_hours",))[flexible * 1])
    return listed([table[(1 + first) * disabled], table[(1 + second) * both]]), listed(helps)


def _status(rng: Generator, people: People) -> dict[str, Texts]:
    size = len(people)
    employed = chance(rng, 0.55, size)
    status = np.where(people.unemployed, 0, np.where(employed, 1, 2))
    idle = kept([str(months) for months in people.idle_months.tolist()], (status != 1) & chance(rng, 0.94, size))
    return {
        "labour_status": looked_up(labels(["unemployed", "employed", "outside"]), status),
        "months_without_work": idle,
        "social_security": looked_up(labels(["not_member", "member", ""]), pick(rng, (0.7, 0.18, 0.12), size)),
    }


def _consent(rng: Generator, people: People) -> Texts:
    unlettered = people.schooling <= 0
    mode = np.where(unlettered, pick(rng, (0.1, 0.65, 0.25), len(people)), pick(rng, (0.82, 0.1, 0.08), len(people)))
    return looked_up(_CONSENT, mode)


def _birth(rng: Generator, people: People) -> tuple[Texts, Texts]:
    """The date of birth, or for a few only the year."""
    year_only = chance(rng, 0.05, len(people)) & (people.age >= 20)
    years = [str(year) for year in days.year(people.born).tolist()]
    return days.iso_where(people.born, ~year_only), kept(years, year_only)


def closings(rng: Generator, land: Land, people: People, placed: Ints) -> dict[str, Texts]:
    """When and why each registration ended: on the day of the placement, or earlier for another reason."""
    closed = np.minimum(placed, people.leaves)
    ended = closed <= days.LAST
    because = draw_reasons(rng, land, "closure", _WHY_LEFT, len(people))
    by_placement = reason(land, "closure", "placed")
    started = (placed <= days.LAST).tolist()
    return {
        "closed_on": days.iso_where(closed, ended),
        "closed_because": kept(
            [by_placement if through else other for through, other in zip(started, because, strict=True)], ended
        ),
    }


def write_down(rng: Generator, land: Land, market: Market, people: People, named: Named, at: Ints) -> dict[str, Texts]:
    """All columns of the register but the number and the end of the registration.

    Args:
        at: positions in the whole country, from which phones and identity numbers follow.
    """
    size = len(people)
    birth_date, birth_year = _birth(rng, people)
    kind, number, missing = identities(rng, land, at)
    disability, accommodations = _support(rng, size)
    native, latin = chance(rng, 0.93, size), chance(rng, 0.96, size)
    from_where = looked_up(labels(_ABROAD[land.code]), pick(rng, (0.93, 0.02, 0.025, 0.015, 0.01), size))
    later = np.where(chance(rng, 0.3, size), 1 + pick(rng, np.ones(45), size), 0)
    both = latin | ~native
    return {
        "registered_on": days.iso(people.registered),
        "family_name": kept(named.family_latin(named.spelling), both),
        "given_name": kept(named.given_latin(named.spelling), both),
        "family_name_native": kept(named.family_native(), native),
        "given_name_native": kept(named.given_native(), native),
        "sex": looked_up(_SEXES, people.woman * 1),
        "birth_date": birth_date,
        "birth_year": birth_year,
        "identity_kind": kind,
        "identity_number": number,
        "identity_missing_reason": missing,
        "phone": kept(phones(rng, land.code, at), chance(rng, 0.96, size)),
        "province": looked_up(labels(land.provinces), people.province),
        "district": kept(looked_up(labels(land.districts), people.district), chance(rng, 0.97, size)),
        **wishes(rng, land, market, people),
        "available_from": days.iso_where(people.registered + later, chance(rng, 0.9, size)),
        **_status(rng, people),
        "disability": disability,
        "accommodations": accommodations,
        "consent_mode": _consent(rng, people),
        "consent_on": days.iso(people.registered),
        "returnee_from": kept(from_where, people.returnee),
        "office": looked_up(labels(land.offices), people.province),
    }
