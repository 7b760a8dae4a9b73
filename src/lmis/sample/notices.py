"""The lines of employers.csv and vacancies.csv."""

from __future__ import annotations

from functools import cache
from typing import Final

import numpy as np
from numpy.random import Generator

from lmis.sample import days
from lmis.sample.content import COUNTRIES, NATIVE, phrases, trades
from lmis.sample.draws import Flags, Ints, Objects, Texts, chance, kept, labels, listed, looked_up, pick, scrambled
from lmis.sample.identity import phones
from lmis.sample.land import Land
from lmis.sample.money import amounts, currencies, periods
from lmis.sample.offers import CONTRACTS, EMPLOYER_SIZES, Employers, Vacancies
from lmis.sample.profiles import codes, skill_lists

_APART: Final = 8_000_000
"""Employers' telephone numbers begin so far behind people's."""
_ENGLISH_ASKED: Final = {"hospitality": 0.45, "ict": 0.5, "office": 0.4, "public": 0.25, "trade": 0.12}
_HELPS: Final = ("ramp", "sign_language", "flexible_hours", "screen_reader", "seated_work", "transport")
_TITLES: Final = 3
_SEEKS_BY_SEX_OR_AGE: Final = 0.025
"""Share of notices with a sentence that the law does not allow: something for an officer to find."""


def quoted(text: str) -> str:
    """A cell, in quotation marks where it holds a comma."""
    return f'"{text}"' if "," in text else text


def _firm(words: tuple[dict[str, str], ...], kind: dict[str, str], language: str, number: int) -> str:
    one, rest = words[number % len(words)], number // len(words)
    two, again = words[rest % len(words)], rest // len(words)
    chain = one[language] if one is two else f"{one[language]} {two[language]}"
    return f"{chain} {kind[language]}" + (f" {again + 1}" if again else "")


def _names(land: Land, employers: Employers, at: Ints) -> tuple[Texts, Texts]:
    """Names in English and in the national script; no two employers of a country share one."""
    words = phrases(f"firm_{land.code.lower()}")
    kinds = [phrases(f"sector_{sector}")[0] for sector in sorted({trade.sector for trade in trades()})]
    native = NATIVE[land.code]
    rows = list(zip(employers.sector.tolist(), at.tolist(), strict=True))
    legal = looked_up(labels(["", " Co., Ltd."]), (employers.size > 0) * 1)
    english = [_firm(words, kinds[sector], "en", number) for sector, number in rows]
    return (
        [quoted(name + form) for name, form in zip(english, legal, strict=True)],
        [_firm(words, kinds[sector], native, number) for sector, number in rows],
    )


def employer_columns(rng: Generator, land: Land, employers: Employers, at: Ints) -> dict[str, Texts]:
    """All columns of employers.csv but the number; ``at`` are positions in the whole country."""
    size = len(employers)
    name, native = _names(land, employers, at)
    registered = [f"{number + 10_000_000:08d}" for number in scrambled(at, 89_999_999).tolist()]
    divisions = labels([trade.isic for trade in trades()])
    return {
        "name": name,
        "name_native": kept(native, chance(rng, 0.85, size)),
        "sector": looked_up(divisions, employers.trade),
        "province": looked_up(labels(land.provinces), employers.province),
        "district": looked_up(labels(land.districts), employers.district),
        "phone": kept(phones(rng, land.code, at + _APART), chance(rng, 0.97, size)),
        "size": kept(looked_up(EMPLOYER_SIZES, employers.size), chance(rng, 0.95, size)),
        "registration_number": kept(registered, chance(rng, np.where(employers.size > 0, 0.95, 0.5), size)),
        "notified_on": days.iso(employers.notified),
        "office": looked_up(labels(land.offices), employers.province),
    }


@cache
def _titles(language: str) -> Objects:
    forms = phrases("title")
    return labels([form[language].format(title=trade.titles[language]) for trade in trades() for form in forms])


@cache
def _sentences(part: str, language: str) -> Objects:
    return labels(["", *(phrase[language] + " " for phrase in phrases(part))])


def _descriptions(rng: Generator, land: Land, size: int) -> Texts:
    """A few sentences in English or the national language; blank for four in ten."""
    native, written = chance(rng, 0.5, size), chance(rng, 0.6, size)
    chosen = {
        part: (1 + pick(rng, np.ones(len(phrases(part))), size)) * chance(rng, share, size) * written
        for part, share in (("duty", 1.0), ("benefit", 0.7), ("refused", _SEEKS_BY_SEX_OR_AGE))
    }
    cells: list[Objects] = [
        np.where(native, _sentences(part, NATIVE[land.code])[at], _sentences(part, "en")[at])
        for part, at in chosen.items()
    ]
    return [quoted(text.strip()) for text in sum(cells[1:], start=cells[0]).tolist()]


def _languages(rng: Generator, vacancies: Vacancies) -> Texts:
    sectors = np.array([_ENGLISH_ASKED.get(trade.sector, 0.02) for trade in trades()])[vacancies.trade]
    garment = np.array([trade.isco == "3122" for trade in trades()])[vacancies.trade]
    size = len(vacancies)
    english = (1 + pick(rng, (0.5, 0.4, 0.1), size)) * chance(rng, sectors, size)
    return listed([
        labels(["", "en:basic;", "en:intermediate;", "en:fluent;"])[english],
        labels(["", "zh:basic;", "zh:intermediate;"])[(1 + pick(rng, (0.5, 0.5), size)) * garment],
    ])  # fmt: skip


def _hours(rng: Generator, vacancies: Vacancies) -> dict[str, Texts]:
    size = len(vacancies)
    full = np.array([48, 44, 40, 54])[pick(rng, (0.68, 0.1, 0.18, 0.04), size)]
    part = np.array([20, 24, 30])[pick(rng, (0.4, 0.4, 0.2), size)]
    said = chance(rng, 0.93, size)
    weekly = np.where(vacancies.part_time, part, full).tolist()
    kind = looked_up(labels(["full_time", "part_time"]), vacancies.part_time * 1)
    return {"hours": kept(kind, said), "hours_per_week": kept([str(hours) for hours in weekly], said)}


def _accommodations(rng: Generator, size: int) -> Texts:
    table = labels(["", *(f"{word};" for word in _HELPS)])
    offers = chance(rng, 0.09, size)
    first = pick(rng, np.ones(len(_HELPS)), size)
    second = (first + 1 + pick(rng, np.ones(len(_HELPS) - 1), size)) % len(_HELPS)
    return listed([table[(1 + first) * offers], table[(1 + second) * (offers & chance(rng, 0.4, size))]])


def _whole(values: Ints, known: Flags) -> Texts:
    return kept([str(value) for value in values.tolist()], known)


def vacancy_columns(rng: Generator, land: Land, vacancies: Vacancies, employers: Texts) -> dict[str, Texts]:
    """All columns of vacancies.csv but the number; ``employers`` are the numbers of the block's employers."""
    size = len(vacancies)
    form = _TITLES * vacancies.trade + pick(rng, (0.82, 0.1, 0.08), size)
    english, native = looked_up(_titles("en"), form), looked_up(_titles(NATIVE[land.code]), form)
    in_english = chance(rng, 0.85, size)
    known, quote = vacancies.pay_known, vacancies.quote
    security = pick(rng, (0.62, 0.25, 0.13), size)
    country = COUNTRIES[land.index]
    return {
        "employer": looked_up(labels(employers), vacancies.employer),
        "posted_on": days.iso(vacancies.posted),
        "title": [one if use else other for one, other, use in zip(english, native, in_english.tolist(), strict=True)],
        "title_native": kept(native, in_english & chance(rng, 0.85, size)),
        "description": _descriptions(rng, land, size),
        "occupation": looked_up(codes()[0], vacancies.trade),
        "openings": [str(number) for number in vacancies.openings.tolist()],
        "province": looked_up(labels(land.provinces), vacancies.province),
        "district": looked_up(labels(land.districts), vacancies.district),
        "wage_min": amounts(vacancies.low, known),
        "wage_max": amounts(vacancies.high, known),
        "wage_currency": currencies(quote, known),
        "wage_period": periods(quote, known),
        "contract": kept(looked_up(labels(CONTRACTS), vacancies.contract), chance(rng, 0.96, size)),
        **_hours(rng, vacancies),
        "education": _whole(vacancies.schooling, vacancies.schooling >= 0),
        "experience_months": _whole(vacancies.months, vacancies.months >= 0),
        "required_skills": skill_lists(rng, country, vacancies.required, vacancies.required >= 0),
        "useful_skills": skill_lists(rng, country, vacancies.useful, vacancies.useful >= 0),
        "languages": _languages(rng, vacancies),
        "closes_on": days.iso(vacancies.closes),
        "social_security": looked_up(labels(["yes", "no", ""]), security),
        "accommodations": _accommodations(rng, size),
        "withdrawn_on": days.iso_where(vacancies.withdrawn, vacancies.withdrawn <= days.LAST),
        "office": looked_up(labels(land.offices), vacancies.province),
    }
