"""A sample world as profiles: its files read straight, by the services' own rules of conversion."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace
from uuid import NAMESPACE_OID, UUID, uuid5

from lmis.config import Settings
from lmis.matching.profiles import SeekerProfile, VacancyProfile
from lmis.matching.rarity import rarity
from lmis.model.migrations import upgrade
from lmis.model.sealing import Keyring
from lmis.model.session import Database, open_engine
from lmis.sample.world import write_world
from lmis.services import profiles
from lmis.services.codes import Codes, codes
from lmis.services.reference import load_reference
from lmis.text.keys import search_key
from lmis.vocabulary import Actor, Purpose, Role

DAY = date(2026, 9, 30)
KEYRING = Keyring(bytes(range(32)))
COUNTRIES = ("KH", "LA")


@contextmanager
def a_world(people: int, vacancies: int, seed: int = 1) -> Iterator[Path]:
    """The folder of a sample world, gone afterwards."""
    with TemporaryDirectory() as folder:
        write_world(people, vacancies, seed, Path(folder), Settings().seeds)
        yield Path(folder)


def known_codes() -> Codes:
    """Codes and rates of the seeds."""
    with TemporaryDirectory() as folder:
        url, settings = f"sqlite:///{folder}/codes.db", Settings()
        upgrade(url, settings.migrations)
        database = Database(open_engine(url, KEYRING), KEYRING)
        by = Actor(None, None, None, Role.SYSTEM, datetime(2026, 9, 30, tzinfo=UTC))
        with database.open(by, Purpose.NONE, "set up") as session:
            load_reference(session, settings.seeds, by.at)
            known = codes(session)
        database.engine.dispose()
        return known


def cents_by(known: Codes) -> Callable[[str, str, str], int | None]:
    """How a wage of a file is made US cents a month."""

    @lru_cache(1 << 16)
    def cents(amount: str, currency: str, period: str) -> int | None:
        if not amount:
            return None
        minor = round(float(amount) * 10 ** known.currencies[currency])
        return profiles.cents_a_month(minor, currency, period, known, DAY)

    return cents


@lru_cache(1 << 12)
def key(skill: str) -> str:
    """The search key of a skill."""
    return search_key(skill)


def number_of(own: str) -> UUID:
    """The id that stands for an own number."""
    return uuid5(NAMESPACE_OID, own)


def _keys(cell: str) -> frozenset[str]:
    return frozenset(map(key, cell.split(";"))) if cell else frozenset()


def _pairs(cell: str) -> dict[str, str]:
    return dict(one.split(":") for one in cell.split(";")) if cell else {}


def _lines(folder: Path, name: str) -> Iterator[tuple[str, dict[str, str]]]:
    for country in COUNTRIES:
        with (folder / country / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            for line in csv.DictReader(file):
                yield country, line


def people(folder: Path, known: Codes, *, registered: bool = False) -> Iterator[tuple[str, SeekerProfile]]:
    """(own number, profile) of everybody; of those only whose registration is open, if it is asked."""
    cents = cents_by(known)
    for _, line in _lines(folder, "job-seekers"):
        if registered and line["closed_on"]:
            continue
        yield (
            line["number"],
            SeekerProfile(
                id=number_of(line["number"]),
                wanted=tuple(line["wanted_occupations"].split(";")) if line["wanted_occupations"] else (),
                experience={code: int(months) for code, months in _pairs(line["experience"]).items()},
                skills=_keys(line["skills"]),
                district=line["district"] or None,
                province=line["province"] or None,
                wanted_provinces=frozenset(line["wanted_provinces"].split(";")) - {""},
                mobility=line["mobility"] or None,  # type: ignore[arg-type]
                education=int(line["education"]) if line["education"] else None,
                languages=profiles.levels(_pairs(line["languages"]).items()),
                wage=cents(line["wage_amount"], line["wage_currency"], line["wage_period"]),
                hours=line["wanted_hours"] or None,  # type: ignore[arg-type]
                available_from=date.fromisoformat(line["available_from"]) if line["available_from"] else None,
            ),
        )


def counted(folder: Path, known: Codes) -> Codes:
    """The codes with the skills that few people of a world have."""
    times: dict[str, dict[str, int]] = {}
    for country in COUNTRIES:
        skills = [_keys(line["skills"]) for of, line in _lines(folder, "job-seekers") if of == country]
        times[country] = rarity(Counter(key for keys in skills for key in keys), sum(map(bool, skills)))
    scarce = {country: frozenset(of) for country, of in times.items()}
    rare = {country: frozenset(skill for skill, often in of.items() if often == 3) for country, of in times.items()}
    return replace(known, scarce=scarce, rare=rare)


def vacancies(folder: Path, known: Codes) -> Iterator[tuple[str, VacancyProfile, str]]:
    """(own number, profile, title) of every vacancy."""
    cents = cents_by(known)
    for country, line in _lines(folder, "vacancies"):
        top = line["wage_max"] or line["wage_min"]
        row = SimpleNamespace(
            id=number_of(line["number"]), country=country, occupation=line["occupation"],
            wage_max=None, wage_min=None, wage_currency=None, wage_period=None,
            province=line["province"], district=line["district"] or None,
            required_skills=(), useful_skills=(),
            education=int(line["education"]) if line["education"] else None,
            experience_months=int(line["experience_months"]) if line["experience_months"] else None,
            languages=list(_pairs(line["languages"]).items()), hours=line["hours"] or None,
            accommodations=[offer for offer in line["accommodations"].split(";") if offer],
        )  # fmt: skip
        profile = profiles.vacancy_profile(row, known, DAY)  # type: ignore[arg-type]
        yield (
            line["number"],
            _with(profile, line, cents(top, line["wage_currency"], line["wage_period"]), known),
            line["title"],
        )


def _with(profile: VacancyProfile, line: dict[str, str], wage: int | None, known: Codes) -> VacancyProfile:
    return replace(
        profile,
        wage=wage,
        required_skills=_keys(line["required_skills"]),
        useful_skills=_keys(line["useful_skills"]),
        scarce=known.scarce.get(profile.country, frozenset()),
        rare=known.rare.get(profile.country, frozenset()),
    )
