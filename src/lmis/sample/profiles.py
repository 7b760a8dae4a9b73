"""Cells of a person's profile: experience, skills, languages, wishes."""

from __future__ import annotations

from functools import cache
from typing import Final

import numpy as np
from numpy.random import Generator

from lmis.sample.content import COUNTRIES, skills, trades
from lmis.sample.draws import Flags, Ints, Objects, Texts, chance, kept, labels, listed, looked_up, pick, within
from lmis.sample.land import Land, Market
from lmis.sample.money import amounts, currencies, draw_quotes, outspoken, periods, quoted
from lmis.sample.people import People

_LEVELS: Final = ("", "basic", "intermediate", "fluent", "native")
_MONTHS: Final[Objects] = labels(["", *(f":{months};" for months in range(1, 601))])
_MOTHER_TONGUES: Final = {
    "KH": ((("km",), 0.965), (("cja", "km"), 0.02), (("vi", "km"), 0.008), (("kdt", "km"), 0.007)),
    "LA": ((("lo",), 0.72), (("kjg", "lo"), 0.11), (("hmn", "lo"), 0.09), (("pht", "lo"), 0.05), (("bru", "lo"), 0.03)),
}
_FOREIGN: Final = ("en", "th", "zh", "ko", "ja", "vi", "fr")
_KNOWN_BY: Final = {
    "KH": (0.1, 0.03, 0.05, 0.015, 0.01, 0.02, 0.012),
    "LA": (0.08, 0.45, 0.03, 0.008, 0.006, 0.05, 0.012),
}
"""Share of people who say that they know a language, schooling and stays abroad aside."""
_HOURS: Final[Objects] = labels(["full_time", "any", "part_time", ""])
_MOBILITY: Final[Objects] = labels(["district", "province", "country", "abroad", ""])


@cache
def codes() -> tuple[Objects, Objects]:
    """ISCO codes of the trades, four digits and three."""
    return labels([trade.isco for trade in trades()]), labels([trade.isco[:3] for trade in trades()])


@cache
def skill_cells() -> Objects:
    """Every skill's label in English, Khmer and Lao with its semicolon; the first entry is blank."""
    return labels(["", *(f"{skill.labels[language]};" for skill in skills() for language in ("en", "km", "lo"))])


def skill_lists(rng: Generator, country: str, slots: Ints, shown: Flags) -> Texts:
    """Skills in the words of the counter: English or the national language, now and then mixed."""
    national = 1 + COUNTRIES.index(country)
    english = chance(rng, 0.45, len(slots))[:, None] ^ (rng.random(slots.shape) < 0.06)
    cells = skill_cells()[(1 + 3 * slots + np.where(english, 0, national)) * shown]
    return listed([cells[:, slot] for slot in range(slots.shape[1])])


def experience(people: People) -> Texts:
    """``isco:months`` of the own trade and a second one."""
    table = codes()[0]
    blank = labels([""])[np.zeros(len(people), dtype=np.int64)]
    parts = [
        np.where(months > 0, table[trade], blank) + _MONTHS[months]
        for trade, months in ((people.trade, people.months), (people.second_trade, people.second_months))
    ]
    return listed(parts)


@cache
def _language_cells(codes: tuple[str, ...]) -> Objects:
    return labels([f"{code}:{level};" if level else "" for code in codes for level in _LEVELS])


def languages(rng: Generator, land: Land, people: People) -> Texts:
    """``code:level`` of the mother tongue, of the national language, and of foreign ones."""
    size = len(people)
    tongues = _MOTHER_TONGUES[land.code]
    spoken = pick(rng, [share for _, share in tongues], size)
    own = [f"{codes[0]}:native;" + "".join(f"{code}:fluent;" for code in codes[1:]) for codes, _ in tongues]
    vietnamese = np.array([codes[0] == "vi" for codes, _ in tongues])[spoken]
    parts = [labels(own)[spoken]]
    for at, share in enumerate(_KNOWN_BY[land.code]):
        schooled = share * (1 + 0.8 * np.maximum(people.schooling - 2, 0) * (at == 0))
        thai = np.where(people.returnee, 0.72, schooled) if _FOREIGN[at] == "th" else schooled
        known = chance(rng, thai, size) & ~(vietnamese & (_FOREIGN[at] == "vi"))
        level = 1 + pick(rng, (0.55, 0.33, 0.12), size) + (people.schooling >= 6) * (at == 0)
        parts.append(_language_cells(_FOREIGN)[(at * len(_LEVELS) + np.minimum(level, 3)) * known])
    return listed(parts)


def wanted_occupations(rng: Generator, market: Market, people: People) -> Texts:
    """The own trade, sometimes only its minor group, sometimes a second trade of the sector."""
    fine, coarse = codes()
    broad = chance(rng, 0.07, len(people))
    other = within(rng, market.first[people.trade], market.end[people.trade])
    more = chance(rng, 0.28, len(people)) & ~broad & (other != people.trade)
    first = np.where(broad, coarse[people.trade], fine[people.trade]).tolist()
    return [f"{one};{two}" if both else one
            for one, two, both in zip(first, fine[other].tolist(), more.tolist(), strict=True)]  # fmt: skip


def wanted_provinces(rng: Generator, land: Land, people: People) -> Texts:
    """The home province; for those who would move, also one or two where there is work."""
    size = len(people)
    cells = labels([f"{code};" for code in land.provinces] + [""])
    none = len(land.provinces)
    far = people.mobility >= 2
    one, two = pick(rng, land.jobs, size), pick(rng, land.jobs, size)
    two_ok = far & (two != people.province) & (two != one) & chance(rng, 0.3, size)
    said = chance(rng, 0.88, size)
    return listed([
        cells[np.where(said, people.province, none)],
        cells[np.where(said & far & (one != people.province), one, none)],
        cells[np.where(said & two_ok, two, none)],
    ])  # fmt: skip


def wishes(rng: Generator, land: Land, market: Market, people: People) -> dict[str, Texts]:
    """The columns about what a person wants and can do."""
    size = len(people)
    quote = draw_quotes(rng, land.code, market, people.trade)
    told = outspoken(rng, 0.12, size)
    mobile = np.where(chance(rng, 0.94, size), people.mobility, 4)
    return {
        "education": kept([str(level) for level in people.schooling.tolist()], chance(rng, 0.97, size)),
        "experience": experience(people),
        "skills": skill_lists(rng, land.code, people.slots, people.slots_told),
        "languages": languages(rng, land, people),
        "wanted_occupations": wanted_occupations(rng, market, people),
        "wanted_provinces": wanted_provinces(rng, land, people),
        "wanted_hours": looked_up(_HOURS, pick(rng, (0.78, 0.12, 0.06, 0.04), size)),
        "wage_amount": amounts(quoted(people.asks, quote), told),
        "wage_currency": currencies(quote, told),
        "wage_period": periods(quote, told),
        "mobility": looked_up(_MOBILITY, mobile),
    }
