"""The register's records of a country as tables of numbers, as recorded by a cut-off."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final, TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd
from pandas.api.types import union_categoricals
from sqlalchemy import Select
from sqlalchemy.orm import Session

from lmis.indicators.register.dimensions import WITH_DISABILITY
from lmis.indicators.register.periods import Period
from lmis.indicators.register.placed import RIPE
from lmis.indicators.register.records import Records
from lmis.indicators.register.register import COUNSELLORS
from lmis.queries import frames
from lmis.services.codes import Codes, codes
from lmis.services.profiles import cents_a_month
from lmis.vocabulary import Actor, Country

Serials: TypeAlias = npt.NDArray[np.int64]

CHUNK: Final = 50_000
DAYS: Final = frozenset(
    {"birth_date", "opened_on", "closed_on", "since", "until", "happened_on", "posted_on", "interviewed_on"}
)
NUMBERS: Final = frozenset({"person", "birth_year", "openings", "vacancy"})
WAGE: Final = ["wage_min", "wage_max", "wage_currency", "wage_period"]


def read_records(session: Session, by: Actor, period: Period, country: Country) -> Records:
    """The country's records of a period, as recorded by now; of what is followed over time those of a year before."""
    bounds = country, period.starts_on, period.ends_on, by.at
    long = country, period.known_since, period.ends_on, by.at
    told = _told(session, country, by.at)
    return Records(
        spells=_with_disability(_table(session, frames.spells(*long)), told),
        stays=_table(session, frames.stays(*bounds)),
        ledger=_with_wage(_table(session, frames.ledger(*long)), codes(session)),
        referrals=_table(session, frames.referrals(country, _ripe(period), period.ends_on, by.at)),
        placements=_with_disability(_table(session, frames.placements(*long)), told),
        services=_table(session, frames.services(*bounds)),
        counsellors=_counsellors(session, country, by.at),
    )


def _ripe(period: Period) -> date:
    """The first day of referrals whose outcome is known in the period."""
    return period.starts_on - timedelta(days=RIPE)


def _told(session: Session, country: Country, cut_off: datetime) -> Serials:
    """Who told of a disability; what they told is looked at for being there, and no further."""
    rows = session.execute(frames.told_of_disability(country, cut_off))
    return np.array(sorted(row.person for row in rows if json.loads(row.disability)), dtype=np.int64)


def _with_disability(table: pd.DataFrame, told: Serials) -> pd.DataFrame:
    among = np.isin(table["person"].to_numpy(), told)
    held = pd.Categorical.from_codes(np.where(among, 0, -1), categories=pd.Index([WITH_DISABILITY]))
    return table.assign(disability=held)


def _with_wage(table: pd.DataFrame, known: Codes) -> pd.DataFrame:
    """The middle of the lowest and the highest wage offered, US dollars a month at the rate of the day of posting."""
    offers = table[["posted_on", *WAGE]]
    distinct = offers.dropna(subset=["wage_currency", "wage_period"]).drop_duplicates()
    cents = [_cents(row, known) for row in distinct.astype(object).where(distinct.notna(), None).to_dict("records")]
    wages = distinct.assign(wage=pd.Series(cents, index=distinct.index, dtype=np.float64) / 100)
    keys = ["posted_on", *WAGE]
    wage = offers.merge(wages, on=keys, how="left")["wage"].to_numpy()
    return table.drop(columns=WAGE).assign(wage=wage)


def _cents(offer: Mapping[Any, Any], known: Codes) -> float:
    bounds = [int(offer[name]) for name in ("wage_min", "wage_max") if offer[name] is not None]
    day = pd.Timestamp(offer["posted_on"]).date()
    amount = sum(bounds) // len(bounds) if bounds else None
    cents = cents_a_month(amount, offer["wage_currency"], offer["wage_period"], known, day)
    return np.nan if cents is None else float(cents)


def _counsellors(session: Session, country: Country, cut_off: datetime) -> pd.DataFrame:
    """By the days of the country; an account that ends later still holds."""

    def day(instant: datetime | None) -> date | None:
        return None if instant is None or instant > cut_off else instant.astimezone(country.zone).date()

    rows = session.execute(frames.counsellors(country, cut_off)).all()
    found = [(row.office, day(row.recorded_at), day(row.ended_at)) for row in rows]
    return pd.DataFrame(found, columns=list(COUNSELLORS), dtype=object)


def _table(session: Session, statement: Select[*tuple[Any, ...]]) -> pd.DataFrame:
    """The rows of a statement, in chunks that are packed at once: days, whole numbers, codes.

    Not by a cursor of the server: PostgreSQL would plan for its first rows, which takes minutes for all of them.
    """
    result = session.connection().execute(statement)
    names = list(result.keys())
    chunks: list[list[Any]] = [[] for _ in names]
    for rows in result.partitions(CHUNK):
        for place, (name, values) in enumerate(zip(names, zip(*rows, strict=True), strict=True)):
            chunks[place].append(_packed(name, values))
    return pd.DataFrame({name: _joined(name, parts) for name, parts in zip(names, chunks, strict=True)})


def _packed(name: str, values: Sequence[Any]) -> Any:
    if name in NUMBERS:
        return np.array(values, dtype=np.int64)
    if name == "cancelled":
        return np.array(values, dtype=np.bool_)
    if name in ("wage_min", "wage_max"):
        return np.array(values, dtype=np.float64)
    found, labels = pd.factorize(np.array(values, dtype=object))
    if name in DAYS:  # few days occur, many times each
        return np.array([*labels, None], dtype="datetime64[D]")[found]
    return pd.Categorical.from_codes(found, categories=pd.Index([str(label) for label in labels], dtype=object))


def _joined(name: str, parts: list[Any]) -> Any:
    parts = parts or [_packed(name, ())]
    if isinstance(parts[0], pd.Categorical):
        return union_categoricals(parts)
    return np.concatenate(parts)
