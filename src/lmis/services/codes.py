"""The code lists in memory, and the refusal of an unknown code with the nearest valid ones."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from lmis.errors import Invalid
from lmis.model.offices import Office
from lmis.model.reference import (
    Currency,
    EducationLevel,
    ExchangeRate,
    Industry,
    Licence,
    Occupation,
    Place,
    Reason,
    ReferenceLoad,
    RelatedOccupation,
    SkillRarity,
    SpokenLanguage,
)
from lmis.text.nearest import nearest


class UnknownCode(Invalid):
    """This code is not in the list."""


@dataclass(frozen=True)
class PlaceFacts:
    """What rules and matching ask about a place."""

    kind: str
    parent: str | None
    country: str
    neighbours: frozenset[str]


@dataclass(frozen=True)
class Codes:
    """Every code list, code → English name (the name serves to find the nearest)."""

    occupations: Mapping[str, str]
    industries: Mapping[str, str]
    education: Mapping[int, str]
    places: Mapping[str, PlaceFacts]
    place_names: Mapping[str, str]
    languages: Mapping[str, str]
    licences: Mapping[str, str]
    currencies: Mapping[str, int]
    reasons: Mapping[str, Mapping[str, str]]
    offices: Mapping[str, UUID]
    office_names: Mapping[str, str]
    office_codes: Mapping[UUID, str]
    office_countries: Mapping[UUID, str]
    rates: Mapping[str, tuple[list[date], list[Decimal]]]
    related: Mapping[str, frozenset[str]]
    """Unit group -> those whose people suit its work though they stand far apart in the tree."""
    scarce: Mapping[str, frozenset[str]]
    """Country -> search keys of skills that few people have."""
    rare: Mapping[str, frozenset[str]]
    """Of these, skills that very few have."""

    def unknown(self, list_name: str, value: object, candidates: Mapping[Any, Any]) -> UnknownCode:
        """The refusal of a code: the list, the value, and the nearest valid codes with their names."""
        names = {str(code): str(name) for code, name in candidates.items()}
        found = nearest(str(value), names)
        told = [code if names[code] == code else f"{code} {names[code]}" for code in found]
        return UnknownCode(list=list_name, value=str(value), nearest=told)

    def offices_in(self, country: str | None) -> dict[str, str]:
        """The offices of a country (of both where none is given): code → English name."""
        held = self.offices.items()
        return {code: self.office_names[code] for code, id_ in held if country in (None, self.office_countries[id_])}

    def per_usd(self, currency: str, day: date) -> Decimal | None:
        """Units of `currency` for one US dollar on `day` (the first known rate before the list begins)."""
        if currency == "USD":
            return Decimal(1)
        days, rates = self.rates.get(currency, ([], []))
        return rates[max(bisect_right(days, day) - 1, 0)] if days else None


_CACHE: WeakKeyDictionary[Engine, tuple[object, Codes]] = WeakKeyDictionary()


def codes(session: Session) -> Codes:
    """The code lists; read again when a reference table was loaded, or places were brought in, since."""
    stamp = session.execute(select(ReferenceLoad.table, ReferenceLoad.digest).order_by(ReferenceLoad.table)).all()
    bind = session.get_bind()
    engine = bind.engine
    root = getattr(engine, "_proxied", engine)
    held = _CACHE.get(root)
    if held is None or held[0] != stamp:
        held = (stamp, _load(session))
        _CACHE[root] = held
    return held[1]


def _load(session: Session) -> Codes:
    def names(entity: Any) -> dict[Any, str]:
        return {code: name or str(code) for code, name in session.execute(select(entity.code, entity.name_en))}

    reasons: dict[str, dict[str, str]] = defaultdict(dict)
    for kind, code, name in session.execute(select(Reason.kind, Reason.code, Reason.name_en)):
        reasons[kind][code] = name or code
    rates: dict[str, tuple[list[date], list[Decimal]]] = defaultdict(lambda: ([], []))
    for rate in session.scalars(select(ExchangeRate).order_by(ExchangeRate.valid_from)):
        rates[rate.currency][0].append(rate.valid_from)
        rates[rate.currency][1].append(rate.per_usd)
    places = session.execute(
        select(Place.code, Place.kind, Place.parent, Place.country, Place.neighbours, Place.name_en)
    ).all()
    offices = session.execute(select(Office.code, Office.id, Office.country, Office.name_en)).all()
    return Codes(
        occupations=names(Occupation),
        industries=names(Industry),
        education=names(EducationLevel),
        places={p.code: PlaceFacts(p.kind, p.parent, p.country, frozenset(p.neighbours or ())) for p in places},
        place_names={p.code: p.name_en or p.code for p in places},
        languages=names(SpokenLanguage),
        licences=names(Licence),
        currencies=dict(session.execute(select(Currency.code, Currency.minor_units)).all()),
        reasons=dict(reasons),
        offices={o.code: o.id for o in offices},
        office_names={o.code: o.name_en or o.code for o in offices},
        office_codes={o.id: o.code for o in offices},
        office_countries={o.id: o.country for o in offices},
        rates=dict(rates),
        related=_related(session),
        scarce=_few(session, 2),
        rare=_few(session, 3),
    )


def _related(session: Session) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for pair in session.scalars(select(RelatedOccupation)):
        found[pair.other].add(pair.code)
        if pair.mutual:
            found[pair.code].add(pair.other)
    return {code: frozenset(others) for code, others in found.items()}


def _few(session: Session, times: int) -> dict[str, frozenset[str]]:
    """Country -> skills that count at least so often."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in session.scalars(select(SkillRarity).where(SkillRarity.times >= times)):
        found[row.country].add(row.skill)
    return {country: frozenset(skills) for country, skills in found.items()}
