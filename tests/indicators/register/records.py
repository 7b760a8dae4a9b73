"""Small registers: by hand, and drawn by Hypothesis."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pandas as pd
from hypothesis import strategies as st

from lmis.indicators.register.register import COUNSELLORS, LEDGER, PLACEMENTS, REFERRALS, SERVICES, SPELLS, STAYS

START = date(2026, 4, 1)  # the quarter before the one that is looked at
OFFICES = ("KH-JC-01", "KH-JC-02", "KH-JC-03")
Row = dict[str, Any]

PLACE: Row = {"office": "KH-JC-02", "province": "KH02", "occupation": "8153", "sector": "14"}
JOB: Row = PLACE | {"vacancy": 1}
SOMEBODY: Row = {"person": 1, "sex": "F", "birth_date": date(1990, 1, 1), "birth_year": 1990}
WHOLE = ("person", "birth_year", "openings", "vacancy")


def table(columns: tuple[str, ...], rows: list[Row]) -> pd.DataFrame:
    """A table as the database gives it: objects, None where there is nothing."""
    made = pd.DataFrame({name: pd.Series([row.get(name) for row in rows], dtype=object) for name in columns})
    return made.astype({name: "int64" for name in columns if name in WHOLE})


def tables(
    spells: list[Row] | None = None,
    stays: list[Row] | None = None,
    ledger: list[Row] | None = None,
    referrals: list[Row] | None = None,
    placements: list[Row] | None = None,
    services: list[Row] | None = None,
    counsellors: list[Row] | None = None,
) -> dict[str, pd.DataFrame]:
    """The arguments of `register_of`; a spell without stays has one, at its office."""
    spells = [SOMEBODY | PLACE | row for row in spells or []]
    stays = [row | {"since": row["opened_on"], "until": row.get("closed_on")} for row in spells] + (stays or [])
    return {
        "spells": table(SPELLS, spells),
        "stays": table(STAYS, stays),
        "ledger": table(LEDGER, [JOB | row for row in ledger or []]),
        "referrals": table(REFERRALS, [SOMEBODY | JOB | row for row in referrals or []]),
        "placements": table(PLACEMENTS, [SOMEBODY | JOB | row for row in placements or []]),
        "services": table(SERVICES, [SOMEBODY | PLACE | row for row in services or []]),
        "counsellors": table(COUNSELLORS, [PLACE | row for row in counsellors or []]),
    }


days = st.integers(0, 182).map(lambda n: START + timedelta(days=n))


@st.composite
def people(draw: st.DrawFn, person: int) -> list[Row]:
    """The spells of one person, one after the other, the last one perhaps open."""
    edges = sorted(draw(st.lists(days, min_size=1, max_size=5, unique=True)))
    born = draw(st.dates(date(1950, 1, 1), date(2012, 1, 1)))
    known = draw(st.booleans())
    who = {"person": person, "sex": draw(st.sampled_from(["F", "M", None])), "birth_year": born.year}
    return [
        who
        | {"birth_date": born if known else None, "opened_on": opened, "closed_on": next(iter(edges[at + 1 :]), None)}
        | {"office": draw(st.sampled_from(OFFICES)), "province": draw(st.sampled_from(["KH01", "KH02"]))}
        | {
            "occupation": draw(st.sampled_from(["8153", "52", "5", None])),
            "sector": draw(st.sampled_from(["14", None])),
        }
        for at, opened in list(enumerate(edges))[::2]
    ]


@st.composite
def registers(draw: st.DrawFn) -> dict[str, pd.DataFrame]:
    """People with their spells; a vacancy with its openings, some of them filled by these people or expired."""
    count = draw(st.integers(0, 6))
    spells = [spell for person in range(count) for spell in draw(people(person))]
    placed = [spell for spell in spells if spell["closed_on"] and draw(st.booleans())]
    job = PLACE | {"posted_on": START, "vacancy_office": "KH-JC-01", "office": "KH-JC-01"}
    placements = [
        job
        | {name: spell[name] for name in ("person", "sex", "birth_date", "birth_year", "opened_on")}
        | {f"seeker_{name}": spell[name] for name in PLACE}
        | {"happened_on": spell["closed_on"], "cancelled": draw(st.booleans())}
        for spell in placed
    ]
    unfilled = draw(st.integers(0, 5))
    ledger = [job | {"kind": "notified", "openings": len(placed) + unfilled, "happened_on": START}] if placed else []
    ledger += [job | {"kind": "filled", "openings": -1, "happened_on": row["happened_on"]} for row in placements]
    if ledger and unfilled:
        ledger.append(job | {"kind": "expired", "openings": -unfilled, "happened_on": draw(days)})
    referrals = [spell | {"happened_on": draw(days)} for spell in spells]
    return tables(spells, None, ledger, referrals, placements)
