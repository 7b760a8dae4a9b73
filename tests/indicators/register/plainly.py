"""The figures of the register again, by another way: records of the database, one after the other, in plain Python.

Nothing of `indicators.register` is used but the names of the figures: no tables of numbers, no cells, no cumulative
products over arrays. Slow, and meant to be read beside the definitions.
"""

from __future__ import annotations

import json
import math
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from scipy.optimize import brentq
from sqlalchemy import select
from sqlalchemy.orm import Session

from lmis.model.employers import Employer
from lmis.model.offices import Office
from lmis.model.people import Person, Registration, RegistrationStay, SupportNeed
from lmis.model.placements import Placement
from lmis.model.reference import Currency, ExchangeRate
from lmis.model.referrals import Referral
from lmis.model.vacancies import OpeningEntry, Vacancy
from lmis.vocabulary import Country

FAR = date(2999, 1, 1)
Cell = dict[str, str]
SECTION_STARTS = [
    (1, "A"), (5, "B"), (10, "C"), (35, "D"), (36, "E"), (41, "F"), (45, "G"), (49, "H"), (55, "I"), (58, "J"),
    (64, "K"), (68, "L"), (69, "M"), (77, "N"), (84, "O"), (85, "P"), (86, "Q"), (90, "R"), (94, "S"), (97, "T"),
    (99, "U"),
]  # fmt: skip
MONTHLY = {"hour": Decimal(208), "day": Decimal(26), "week": Decimal(52) / 12, "month": Decimal(1)}
MONTHLY["year"] = Decimal(1) / 12


@dataclass
class One:
    """A record that may be counted: where it falls, whose it is, how much it counts."""

    dims: Cell
    person: Any = None
    amount: int = 1
    days: dict[str, Any] = field(default_factory=dict)


@dataclass
class Span:
    """The period that figures are made for."""

    first: date
    last: date
    months: int

    def has(self, day: date | None) -> bool:
        return day is not None and self.first <= day <= self.last

    @property
    def year_first(self) -> date:
        after = self.last + timedelta(days=1)
        return date(after.year - 1, after.month, 1)


def band(value: float, lowest: Iterable[int], name: str, last: str) -> str:
    tops = list(lowest)
    at = max(place for place, low in enumerate(tops) if low <= value)
    return f"{last}{tops[at]}" if at == len(tops) - 1 else f"{name}{tops[at]}-{tops[at + 1] - 1}"


def age_band(person: Person, day: date | None) -> str:
    if day is None:
        return "_U"
    age = day.year - person.birth_year
    if person.birth_date and (day.month, day.day) < (person.birth_date.month, person.birth_date.day):
        age -= 1
    return band(age, (0, 15, 25, 35, 45, 55, 65), "Y", "YGE")


def months_band(days: int) -> str:
    names = [(730, "MGE24"), (365, "M12-23"), (182, "M6-11"), (91, "M3-5"), (30, "M1-2"), (0, "M0")]
    return next(name for least, name in names if days >= least)


def places(province: str | None, occupation: str | None, sector: str | None) -> Cell:
    division = int(sector) if sector else None
    section = None if division is None else [name for start, name in SECTION_STARTS if start <= division][-1]
    return {
        "province": province or "_U",
        "occupation": occupation[:1] if occupation else "_U",
        "occupation_2": occupation[:2] if occupation else "_U",
        "sector": section or "_U",
    }


class World:
    """Everything that a country's register holds, as lists."""

    def __init__(self, session: Session, country: Country) -> None:
        """Read the tables as they are; every record counts as known."""
        self.offices = {one.id: one.code for one in session.scalars(select(Office))}
        self.people = {one.id: one for one in session.scalars(select(Person)) if one.country == country.value}
        self.told = {
            one.person_id
            for one in session.scalars(select(SupportNeed))
            if one.disability and json.loads(one.disability)
        }
        self.minor = {one.code: one.minor_units for one in session.scalars(select(Currency))}
        self.rates: dict[str, list[tuple[date, Decimal]]] = defaultdict(list)
        for rate in session.scalars(select(ExchangeRate).order_by(ExchangeRate.valid_from)):
            self.rates[rate.currency].append((rate.valid_from, rate.per_usd))
        sizes = {one.id: one.size for one in session.scalars(select(Employer))}
        self.vacancies = {one.id: one for one in session.scalars(select(Vacancy)) if one.country == country.value}
        self.jobs = {id_: self.job(one, sizes[one.employer_id]) for id_, one in self.vacancies.items()}
        self.placements = [p for p in session.scalars(select(Placement)) if p.vacancy_id in self.vacancies]
        self.holding = [p for p in self.placements if p.cancelled_on is None]
        self.starts: dict[Any, list[date]] = defaultdict(list)
        for one in self.holding:
            self.starts[one.person_id].append(one.started_on)
        registrations = [r for r in session.scalars(select(Registration)) if r.person_id in self.people]
        self.registrations = {one.id: one for one in registrations}
        self.spells = [self.spell(one) for one in registrations]
        self.stays = [s for one in session.scalars(select(RegistrationStay)) if (s := self.stay(one)) is not None]
        self.entries = [e for e in session.scalars(select(OpeningEntry)) if e.vacancy_id in self.vacancies]
        self.referrals = [r for r in session.scalars(select(Referral)) if r.vacancy_id in self.vacancies]

    def wage(self, one: Vacancy) -> int | None:
        """US cents a month, the middle of what is offered."""
        bounds = [amount for amount in (one.wage_min, one.wage_max) if amount is not None]
        if not bounds or one.wage_currency is None or one.wage_period is None:
            return None
        rate = Decimal(1)
        if one.wage_currency != "USD":
            known = self.rates[one.wage_currency]
            rate = ([r for day, r in known if day <= one.posted_on] or [known[0][1]])[-1]
        middle = Decimal(sum(bounds) // len(bounds)) / Decimal(10) ** self.minor[one.wage_currency]
        return int((middle / rate * 100 * MONTHLY[one.wage_period]).quantize(Decimal(1), ROUND_HALF_UP))

    def job(self, one: Vacancy, size: str | None) -> Cell:
        cents = self.wage(one)
        wages = "_U" if cents is None else band(cents / 100, (0, 150, 200, 250, 300, 400), "USD", "USDGE")
        return places(one.province, one.occupation, one.sector) | {
            "office": self.offices[one.office_id],
            "education": "_U" if one.education is None else str(one.education),
            "contract": one.contract or "_U",
            "employer_size": size or "_U",
            "wage_band": wages,
        }

    def who(self, person_id: Any, day: date | None, education: int | None) -> Cell:
        person = self.people[person_id]
        return {
            "sex": person.sex or "_U",
            "age_group": age_band(person, day),
            "education": "_U" if education is None else str(education),
            "disability": "WDIS" if person_id in self.told else "_U",
        }

    def spell(self, one: Registration) -> One:
        cell = places(one.province, one.occupation, one.sector) | {"office": self.offices[one.office_id]}
        cell |= self.who(one.person_id, one.opened_on, one.education) | {"exit_reason": one.close_reason or "_U"}
        placed = [day for day in self.starts[one.person_id] if day >= one.opened_on]
        return One(cell, one.person_id, 1, {
            "opened": one.opened_on, "closed": one.closed_on or FAR, "placed": min(placed, default=FAR),
            "unemployed": one.labour_status == "unemployed",
        })  # fmt: skip

    def stay(self, one: RegistrationStay) -> One | None:
        spell = self.registrations.get(one.registration_id)
        if spell is None or one.since > (spell.closed_on or FAR):
            return None
        until = min(one.until or FAR, spell.closed_on or FAR)
        office = {"office": self.offices[one.office_id]}
        return One(office, spell.person_id, 1, {"opened": one.since, "closed": until, "began": spell.opened_on})

    def act(self, person_id: Any, vacancy_id: Any, office_id: Any, day: date) -> Cell:
        return self.who(person_id, day, None) | self.jobs[vacancy_id] | {"office": self.offices[office_id]}


Rows = list[One]


class Figures:
    """Figures of one period out of a world."""

    def __init__(self, world: World, span: Span, given: dict[str, float]) -> None:
        """Hold the records; rows of a measure are made once."""
        self.world, self.span, self.given = world, span, given
        self.made: dict[tuple[str, bool], Rows] = {}

    def rows(self, name: str, cell: Cell) -> Rows:
        """The rows of a measure in a cell."""
        at_offices = "office" in cell
        key = name, at_offices
        if key not in self.made:
            self.made[key] = getattr(self, name)(at_offices)
        return [one for one in self.made[key] if all(one.dims.get(name) == code for name, code in cell.items())]

    def count(self, name: str, cell: Cell) -> float:
        return sum(one.amount for one in self.rows(name, cell))

    def persons(self, name: str, cell: Cell) -> float:
        return len({one.person for one in self.rows(name, cell)})

    # ---- seekers

    def _moving(self, at_offices: bool) -> Rows:
        return self.world.stays if at_offices else self.world.spells

    def standing(self, at_offices: bool, day: date) -> Rows:
        """Those that run when the day begins."""
        return [one for one in self._moving(at_offices) if one.days["opened"] < day <= one.days["closed"]]

    def stock(self, at_offices: bool) -> Rows:
        after = self.span.last + timedelta(days=1)
        return [
            One(
                one.dims | {"duration": months_band((self.span.last - one.days["opened"]).days)},
                one.person,
                1,
                one.days,
            )
            for one in self.standing(at_offices, after)
        ]

    def stock_before(self, at_offices: bool) -> Rows:
        return self.standing(at_offices, self.span.first)

    def stock_of_new(self, at_offices: bool) -> Rows:
        return [one for one in self.stock(False) if self.span.has(one.days["opened"])]

    def stock_without_work(self, at_offices: bool) -> Rows:
        return [one for one in self.stock(False) if one.days["unemployed"]]

    def long_term(self, at_offices: bool) -> Rows:
        year = timedelta(days=365)
        return [o for o in self.stock(at_offices) if o.days.get("began", o.days["opened"]) + year <= self.span.last]

    def entries(self, at_offices: bool) -> Rows:
        return [one for one in self._moving(at_offices) if self.span.has(one.days["opened"])]

    def exits(self, at_offices: bool) -> Rows:
        return [
            One(one.dims | {"duration": months_band((one.days["closed"] - one.days["opened"]).days)}, one.person, 1)
            for one in self._moving(at_offices)
            if self.span.has(one.days["closed"])
        ]

    def exit_days(self, at_offices: bool) -> Rows:
        return [
            One(one.dims, one.person, (one.days["closed"] - one.days["opened"]).days)
            for one in self.world.spells
            if self.span.has(one.days["closed"])
        ]

    def new_spells(self, at_offices: bool) -> Rows:
        return self.entries(False)

    def present(self, at_offices: bool) -> Rows:
        return [
            one
            for one in self._moving(at_offices)
            if one.days["opened"] <= self.span.last and one.days["closed"] >= self.span.first
        ]

    # ---- referrals and placements

    def referred(self, at_offices: bool) -> Rows:
        return [
            One(self.world.act(r.person_id, r.vacancy_id, r.office_id, r.referred_on), r.person_id)
            for r in self.world.referrals
            if self.span.has(r.referred_on)
        ]

    def interviewed(self, at_offices: bool) -> Rows:
        found = []
        for r in self.world.referrals:
            on = r.interview_on
            if on is None or r.state == "no_show" or not self.span.has(on) or (on - r.referred_on).days > 90:
                continue
            if r.state in ("refused", "withdrawn", "obsolete") and r.answered_on and r.answered_on < on:
                continue
            found.append(One(self.world.act(r.person_id, r.vacancy_id, r.office_id, r.referred_on), r.person_id))
        return found

    def ripe(self, at_offices: bool) -> Rows:
        found = []
        for r in self.world.referrals:
            if self.span.has(r.referred_on + timedelta(days=90)):
                began = [
                    p.started_on for p in self.world.holding
                    if (p.person_id, p.vacancy_id) == (r.person_id, r.vacancy_id) and p.started_on >= r.referred_on
                ]  # fmt: skip
                soon = bool(began) and (min(began) - r.referred_on).days <= 90
                dims = self.world.act(r.person_id, r.vacancy_id, r.office_id, r.referred_on)
                found.append(One(dims, r.person_id, 1, {"placed": soon}))
        return found

    def ripe_placed(self, at_offices: bool) -> Rows:
        return [one for one in self.ripe(at_offices) if one.days["placed"]]

    def _placed(self, held: bool, whose: str) -> Rows:
        found = []
        for p in self.world.placements:
            if not self.span.has(p.started_on) or held == (p.cancelled_on is not None):
                continue
            spell = self.world.registrations.get(p.registration_id)
            education = spell.education if spell else None
            dims = self.world.act(p.person_id, p.vacancy_id, p.office_id, p.started_on)
            dims |= {"education": "_U" if education is None else str(education), "confirmation": p.confirmed_by}
            if whose == "vacancy":
                dims["office"] = self.world.jobs[p.vacancy_id]["office"]
            if whose.startswith("spell"):
                dims |= places(*((spell.province, spell.occupation, spell.sector) if spell else (None, None, None)))
                dims["age_group"] = age_band(self.world.people[p.person_id], spell.opened_on if spell else None)
                if whose == "spell":
                    dims["office"] = self.world.offices[spell.office_id] if spell else "_U"
            posted = self.world.vacancies[p.vacancy_id].posted_on
            found.append(One(dims, p.person_id, 1, {"posted": posted}))
        return found

    def placed(self, at_offices: bool) -> Rows:
        return self._placed(True, "job")

    def placed_spells(self, at_offices: bool) -> Rows:
        return self._placed(True, "spell")

    def placed_present(self, at_offices: bool) -> Rows:
        return self._placed(True, "spell at office")

    def placed_openings(self, at_offices: bool) -> Rows:
        return self._placed(True, "vacancy")

    def placed_openings_of_new(self, at_offices: bool) -> Rows:
        return [one for one in self._placed(True, "vacancy") if self.span.has(one.days["posted"])]

    def cancelled(self, at_offices: bool) -> Rows:
        return self._placed(False, "job")

    # ---- openings

    def _entries(self, test: Callable[[OpeningEntry], bool], sign: int = 1) -> Rows:
        return [One(self.world.jobs[e.vacancy_id], None, sign * e.openings) for e in self.world.entries if test(e)]

    def vac_stock(self, at_offices: bool) -> Rows:
        return self._entries(lambda e: e.happened_on <= self.span.last)

    def vac_stock_before(self, at_offices: bool) -> Rows:
        return self._entries(lambda e: e.happened_on < self.span.first)

    def vac_in(self, at_offices: bool) -> Rows:
        return self._entries(lambda e: self.span.has(e.happened_on) and e.kind in ("notified", "raised"))

    def vac_in_of_new(self, at_offices: bool) -> Rows:
        return self._entries(
            lambda e: (
                self.span.has(e.happened_on)
                and e.kind in ("notified", "raised")
                and self.span.has(self.world.vacancies[e.vacancy_id].posted_on)
            )
        )

    def _by_day(self, kinds: tuple[str, ...], sign: int) -> Rows:
        """Entries added up per vacancy, kind and day, as the ledger is read; those with this sign."""
        sums: dict[tuple[Any, str, date], int] = defaultdict(int)
        for e in self.world.entries:
            if self.span.has(e.happened_on) and e.kind in kinds:
                sums[e.vacancy_id, e.kind, e.happened_on] += e.openings
        return [One(self.world.jobs[v], None, abs(n)) for (v, _, _), n in sums.items() if n * sign > 0]

    def vac_back(self, at_offices: bool) -> Rows:
        return self._by_day(("filled", "reinstated", "lowered", "withdrawn", "expired"), 1)

    def vac_out(self, at_offices: bool) -> Rows:
        return self._by_day(("filled", "reinstated", "lowered", "withdrawn", "expired"), -1)

    def paid(self, at_offices: bool, years: int = 0) -> Rows:
        first, last = (date(d.year - years, d.month, d.day) for d in (self.span.first, self.span.last))
        found = []
        for e in self.world.entries:
            cents = self.world.wage(self.world.vacancies[e.vacancy_id])
            if cents is not None and e.kind in ("notified", "raised") and first <= e.happened_on <= last:
                found.append(One(self.world.jobs[e.vacancy_id], None, e.openings, {"cents": cents * e.openings}))
        return found

    def paid_before(self, at_offices: bool) -> Rows:
        return self.paid(at_offices, 1)

    # ---- waiting

    def openings_of_year(self, at_offices: bool) -> Rows:
        """Every opening by itself: oldest filled first, then the oldest lost."""
        entries: dict[Any, list[OpeningEntry]] = defaultdict(list)
        for e in sorted(self.world.entries, key=lambda e: e.happened_on):
            if e.happened_on <= self.span.last:
                entries[e.vacancy_id].append(e)
        found = []
        for vacancy, moves in entries.items():
            units = [e.happened_on for e in moves if e.kind in ("notified", "raised") for _ in range(e.openings)]
            lost: list[date] = []
            for (day, _), n in sorted(self._losses(moves).items()):
                lost = lost + [day] * -n if n < 0 else lost[: len(lost) - n]
            fills = sorted(
                p.started_on for p in self.world.holding
                if p.vacancy_id == vacancy and p.started_on <= self.span.last
            )  # fmt: skip
            ends = [(day, True) for day in fills] + [(day, False) for day in lost]
            for at, since in enumerate(sorted(units)):
                until, filled = ends[at] if at < len(ends) else (self.span.last, False)
                if since >= self.span.year_first:
                    days = {"time": max((until - since).days, 0), "event": filled, "entry": -1, "since": since}
                    found.append(One(self.world.jobs[vacancy], None, 1, days))
        return found

    @staticmethod
    def _losses(moves: list[OpeningEntry]) -> dict[tuple[date, str], int]:
        sums: dict[tuple[date, str], int] = defaultdict(int)
        for e in moves:
            if e.kind in ("lowered", "withdrawn", "expired"):
                sums[e.happened_on, e.kind] += e.openings
        return sums

    def openings_settled(self, at_offices: bool) -> Rows:
        """The same, watched to the end where they were not filled."""
        found = []
        for one in self.openings_of_year(at_offices):
            days = dict(one.days)
            if not days["event"]:
                days["time"] = (self.span.last - days["since"]).days
            found.append(One(one.dims, None, 1, days))
        return found

    def spells_of_year(self, at_offices: bool) -> Rows:
        found = []
        for one in self.world.spells:
            if self.span.year_first <= one.days["opened"] <= self.span.last:
                came = one.days["placed"] <= self.span.last
                until = one.days["placed"] if came else self.span.last
                days = {"time": (until - one.days["opened"]).days, "event": came, "entry": -1}
                found.append(One(one.dims, one.person, 1, days))
        return found

    def running(self, at_offices: bool) -> Rows:
        found = []
        for one in self.world.spells:
            opened, closed = one.days["opened"], one.days["closed"]
            if opened <= self.span.last and closed >= self.span.year_first:
                entry = max((self.span.year_first - opened).days, 0) - 1
                time = (min(closed, self.span.last) - opened).days
                days = {"time": time, "event": closed <= self.span.last, "entry": entry}
                found.append(One(one.dims, one.person, 1, days))
        return found

    def cohort(self, days: int) -> Rows:
        return [one for one in self.world.spells if self.span.has(one.days["opened"] + timedelta(days=days))]

    def cohort_91(self, at_offices: bool) -> Rows:
        return self.cohort(91)

    def cohort_182(self, at_offices: bool) -> Rows:
        return self.cohort(182)

    def cohort_365(self, at_offices: bool) -> Rows:
        return self.cohort(365)


@dataclass
class Answer:
    """What a figure should be; None where there is none."""

    value: float | None
    numerator: float | None = None
    denominator: float | None = None
    se: float | None = None
    lower: float | None = None
    upper: float | None = None


def counted(number: float) -> Answer:
    return Answer(number, number)


def over(of: float, per: float, times: float = 1.0) -> Answer:
    return Answer(times * of / per if per else None, of, per)


def curve(rows: Rows) -> list[tuple[int, float, float]]:
    """(day, S, Greenwood's sum) at every day on which something came, as the formula is written."""
    left, spread, found = 1.0, 0.0, []
    for day in sorted({one.days["time"] for one in rows if one.days["event"]}):
        risk = sum(one.days["entry"] < day <= one.days["time"] for one in rows)
        came = sum(one.days["event"] and one.days["time"] == day for one in rows)
        left *= 1 - came / risk
        spread += came / (risk * (risk - came)) if risk > came else math.inf
        found.append((day, left, spread))
    return found


def bound(left: float, spread: float, z: float) -> float:
    if not 0 < left < 1:
        return left
    theta = math.log(-math.log(left)) + z * math.sqrt(spread) / abs(math.log(left))
    return math.exp(-math.exp(theta))


Z = 1.959963984540054


def quantile(rows: Rows, share: float) -> Answer:
    steps = curve(rows)

    def first(of: Callable[[float, float], float]) -> float | None:
        return next((float(day) for day, left, spread in steps if of(left, spread) <= 1 - share + 1e-12), None)

    return Answer(
        first(lambda left, _: left), float(sum(o.days["event"] for o in rows)), float(len(rows)), None,
        first(lambda left, spread: bound(left, spread, Z)), first(lambda left, spread: bound(left, spread, -Z)),
    )  # fmt: skip


def within(rows: Rows, days: int) -> Answer:
    terms = float(sum(one.days["event"] for one in rows)), float(len(rows))
    steps = [step for step in curve(rows) if step[0] <= days]
    followed = max((one.days["time"] for one in rows), default=-1)
    if followed < days and not (steps and steps[-1][1] == 0):
        return Answer(None, *terms)
    if not steps:
        return Answer(0.0, *terms, 0.0, 0.0, 0.0)
    _, left, spread = steps[-1]
    error = left * math.sqrt(spread) if left > 0 else 0.0
    low, high = 1 - bound(left, spread, -Z), 1 - bound(left, spread, Z)
    return Answer(100 * (1 - left), *terms, 100 * error, 100 * low, 100 * high)


def left(f: Figures, cell: Cell, days: int) -> Answer:
    """What has not come within so many days."""
    came = within(f.rows("openings_of_year", cell), days)
    value, low, high = (None if one is None else 100 - one for one in (came.value, came.upper, came.lower))
    return Answer(value, came.numerator, came.denominator, came.se, low, high)


def mismatch(f: Figures, cell: Cell, over_: str, kind: str) -> Answer:
    labels = {one.dims[over_] for name in ("stock", "vac_stock") for one in f.rows(name, {})} - {"_U"}
    v = {label: f.count("vac_stock", cell | {over_: label}) for label in labels}
    u = {label: f.count("stock", cell | {over_: label}) for label in labels}
    h = {label: f.count("placed_openings", cell | {over_: label}) for label in labels}
    openings, seekers = sum(v.values()), sum(u.values())
    if not openings or not seekers:
        return Answer(None, None, seekers)
    if kind == "JR":
        index = sum(abs(u[k] / seekers - v[k] / openings) for k in labels) / 2
    elif kind == "SSTV":
        index = 1 - sum(math.sqrt(v[k] / openings * u[k] / seekers) for k in labels)
    else:
        phi = {k: h[k] / math.sqrt(v[k] * u[k]) if v[k] and u[k] else 0.0 for k in labels}
        mean = math.sqrt(sum(phi[k] ** 2 * v[k] / openings for k in labels))
        if not mean:
            return Answer(None, None, seekers)
        index = 1 - sum(phi[k] * math.sqrt(v[k] / openings * u[k] / seekers) for k in labels) / mean
    return Answer(100 * index, index * seekers, seekers)


def left_within_a_month(f: Figures, cell: Cell) -> float | None:
    before, after, new = (f.count(name, cell) for name in ("stock_before", "stock", "stock_of_new"))
    return 1 - (min(max((after - new) / before, 0), 1)) ** (1 / f.span.months) if before else None


def came_within_a_month(f: Figures, cell: Cell) -> float | None:
    leaving = left_within_a_month(f, cell)
    force = f.given.get("labour_force")
    if leaving is None or leaving >= 1 or force is None:
        return None
    before, after = f.count("stock_before", cell), f.count("stock", cell)
    exit_rate = -math.log(1 - leaving) * f.span.months

    def gap(s: float) -> float:
        both = exit_rate + s
        return float((1 - math.exp(-both)) * s / both * force + math.exp(-both) * before - after)

    rate = brentq(gap, 1e-15, 50, xtol=1e-15)
    return float(1 - math.exp(-rate / f.span.months))


def grown(f: Figures, cell: Cell) -> float | None:
    now, before = f.rows("paid", cell), f.rows("paid_before", cell)
    means = [
        sum(o.days["cents"] for o in rows) / sum(o.amount for o in rows) if rows else None for rows in (now, before)
    ]
    return 100 * (means[0] / means[1] - 1) if means[0] is not None and means[1] else None


def shortage(f: Figures, cell: Cell) -> Answer:
    judged = [
        (answer(f, "PES_FILL", cell).value, 40, 80), (answer(f, "PES_TTF_MED", cell).value, 60, 21),
        (answer(f, "PES_DSR", cell).value, 1.5, 0.67), (grown(f, cell), 10, 0),
    ]  # fmt: skip
    points = known = 0
    for value, short, many in judged:
        if value is None:
            continue
        known += 1
        speaks = (value >= short) - (value <= many) if short > many else (value <= short) - (value >= many)
        points += speaks
    return Answer(None if known < 2 else float((points >= 2) - (points <= -2)), points, known)


def percent(value: float | None) -> Answer:
    return Answer(None if value is None else 100 * value)


def outside(f: Figures, of: str, per: Callable[[float], float], series: str) -> Answer:
    return over(f.count(of, {}), per(f.given[series]), 100) if series in f.given else Answer(None)


RULES: dict[str, Callable[[Figures, Cell], Answer]] = {
    "PES_SEEK_STK": lambda f, c: counted(f.count("stock", c)),
    "PES_SEEK_IN": lambda f, c: counted(f.count("entries", c)),
    "PES_SEEK_OUT": lambda f, c: counted(f.count("exits", c)),
    "PES_PERS": lambda f, c: counted(f.persons("new_spells", c)),
    "PES_PERS_ON": lambda f, c: counted(f.persons("present", c)),
    "PES_DUR_MED": lambda f, c: quantile(f.rows("running", c), 0.5),
    "PES_DUR_END": lambda f, c: over(f.count("exit_days", c), f.count("exits", c)),
    "PES_DUR_LT": lambda f, c: over(f.count("long_term", c), f.count("stock", c), 100),
    "PES_EXIT": lambda f, c: over(
        f.count("exits", c), f.count("exits", {k: v for k, v in c.items() if k != "exit_reason"}), 100
    ),
    "PES_VAC_STK": lambda f, c: counted(f.count("vac_stock", c)),
    "PES_VAC_IN": lambda f, c: counted(f.count("vac_in", c)),
    "PES_VAC_BACK": lambda f, c: counted(f.count("vac_back", c)),
    "PES_VAC_OUT": lambda f, c: counted(f.count("vac_out", c)),
    "PES_FILL": lambda f, c: over(f.count("placed_openings", c), f.count("vac_out", c), 100),
    "PES_FILL_NEW": lambda f, c: over(f.count("placed_openings_of_new", c), f.count("vac_in_of_new", c), 100),
    "PES_FILL_KM": lambda f, c: within(f.rows("openings_settled", c), 90),
    "PES_TTF_Q1": lambda f, c: quantile(f.rows("openings_of_year", c), 0.25),
    "PES_TTF_MED": lambda f, c: quantile(f.rows("openings_of_year", c), 0.5),
    "PES_TTF_Q3": lambda f, c: quantile(f.rows("openings_of_year", c), 0.75),
    "PES_DSR": lambda f, c: over(f.count("vac_in", c), f.count("new_spells", c)),
    "PES_TIGHT": lambda f, c: over(f.count("vac_stock", c), f.count("stock", c)),
    "PES_REF": lambda f, c: counted(f.count("referred", c)),
    "PES_REF_PERS": lambda f, c: counted(f.persons("referred", c)),
    "PES_INT_PERS": lambda f, c: counted(f.persons("interviewed", c)),
    "PES_REFVAC": lambda f, c: over(f.count("referred", c), f.count("vac_in", c)),
    "PES_REFPER": lambda f, c: over(f.count("referred", c), f.count("new_spells", c)),
    "PES_CONV": lambda f, c: over(f.count("ripe_placed", c), f.count("ripe", c), 100),
    "PES_PLC": lambda f, c: counted(f.count("placed", c)),
    "PES_PLC_PERS": lambda f, c: counted(f.persons("placed", c)),
    "PES_PLC_CXL": lambda f, c: counted(f.count("cancelled", c)),
    "PES_PLRATE_REG": lambda f, c: over(f.persons("placed_spells", c), f.persons("new_spells", c), 100),
    "PES_PLRATE_ON": lambda f, c: over(
        f.persons("placed_present" if "office" in c else "placed_spells", c), f.persons("present", c), 100
    ),
    "PES_PLRATE_REF": lambda f, c: over(f.persons("placed", c), f.persons("referred", c), 100),
    "PES_PLRATE_VAC": lambda f, c: over(f.count("placed_openings", c), f.count("vac_in", c), 100),
    "PES_PLRATE_3": lambda f, c: placed_within(f, c, 91),
    "PES_PLRATE_6": lambda f, c: placed_within(f, c, 182),
    "PES_PLRATE_12": lambda f, c: placed_within(f, c, 365),
    "PES_PLRATE_3_KM": lambda f, c: within(f.rows("spells_of_year", c), 91),
    "PES_PLRATE_6_KM": lambda f, c: within(f.rows("spells_of_year", c), 182),
    "PES_JVR": lambda f, c: outside(f, "vac_stock", lambda posts: posts + f.count("vac_stock", c), "occupied_posts"),
    "BEV_U": lambda f, c: over(f.given["unemployed"], f.given["labour_force"], 100) if f.given else Answer(None),
    "BEV_V": lambda f, c: over(
        f.given["survey_vacancies"], f.given["survey_vacancies"] + f.given["occupied_posts"], 100
    ) if f.given else Answer(None),
    "PES_COV": lambda f, c: covered(f, c),
    "PES_COV_V": lambda f, c: outside(f, "vac_stock", lambda vacancies: vacancies, "survey_vacancies"),
    "PES_MATCH_A": lambda f, c: over(
        f.count("placed_openings", c) / f.span.months,
        math.sqrt(f.count("vac_stock_before", c) * f.count("stock_before", c)),
    ),
    "SHIMER_F": lambda f, c: percent(left_within_a_month(f, c)),
    "SHIMER_S": lambda f, c: percent(came_within_a_month(f, c)),
    "PES_ALMP": lambda f, c: counted(0),
    "PES_LOAD": lambda f, c: over(f.count("stock", c), 0),
    "PES_SAT": lambda f, c: Answer(None),
    "PES_WAGE_GR": lambda f, c: Answer(grown(f, c)),
    "PES_SHORT": lambda f, c: shortage(f, c),
}  # fmt: skip
MISMATCHES = {"OCU": "occupation", "OCU2": "occupation_2", "PRV": "province", "EDU": "education"}


def placed_within(f: Figures, cell: Cell, days: int) -> Answer:
    rows = f.rows(f"cohort_{days}", cell)
    soon = {o.person for o in rows if (o.days["placed"] - o.days["opened"]).days <= days}
    return over(len(soon), len({o.person for o in rows}), 100)


def covered(f: Figures, cell: Cell) -> Answer:
    if "unemployed" not in f.given or cell:
        return Answer(None)
    stating, all_, per = f.count("stock_without_work", cell), f.count("stock", cell), f.given["unemployed"]
    return Answer(100 * stating / per, stating, per, None, 100 * stating / per, 100 * all_ / per)


def answer(f: Figures, code: str, cell: Cell) -> Answer:
    """What a figure should be in a cell."""
    if code.startswith("MM_"):
        _, kind, over_ = code.split("_")
        return mismatch(f, cell, MISMATCHES[over_], kind)
    if code.startswith("PES_TTF_S"):
        return left(f, cell, int(code.removeprefix("PES_TTF_S")))
    return RULES[code](f, cell)
