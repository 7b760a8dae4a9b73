"""Editions made by hand, whose figures a test knows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import insert
from sqlalchemy.orm import Session

from lmis.indicators.register.periods import period_of
from lmis.model.figures import Edition, Figure

AT = datetime(2026, 10, 5, 2, 0, tzinfo=UTC)

Given = tuple[str, str, str | None, float | None, int]
"""Indicator, breakdown, code of the cell, value, and of how many people it tells; a value may not be to be had."""


def an_edition(session: Session, country: str, period: str, figures: Sequence[Given], **given: Any) -> UUID:
    """An edition with these figures and no others."""
    bounds, id_ = period_of(period), uuid4()
    defaults = {
        "id": id_, "country": country, "period": period, "starts_on": bounds.starts_on, "ends_on": bounds.ends_on,
        "number": 1, "state": "preliminary", "cut_off": AT, "published_at": AT, "records": 1234, "digest": "ab" * 32,
    }  # fmt: skip
    session.execute(insert(Edition).execution_options(audited=True), [defaults | given])
    rows = [
        {
            "edition_id": id_, "indicator": indicator, "version": "1", "period": period, "breakdown": breakdown,
            "value": value, "records": records, "status": "not_available" if value is None else "published",
        } | ({} if code is None else {breakdown.removesuffix("_2"): code})
        for indicator, breakdown, code, value, records in figures
    ]  # fmt: skip
    for row in rows:
        session.execute(insert(Figure).execution_options(audited=True), [row])
    return id_


def demand_and_supply(
    breakdown: str, code: str | None, openings: int, people: int, shortage: int | None = None
) -> list[Given]:
    """The figures of a cell as an edition has them: no row where nothing was counted."""
    found: list[Given] = []
    if openings:
        found.append(("PES_VAC_IN", breakdown, code, float(openings), openings))
    if people:
        found.append(("PES_SEEK_IN", breakdown, code, float(people), people))
    found.append(("PES_DSR", breakdown, code, openings / people if people else None, people))
    if shortage is not None:
        found.append(("PES_SHORT", breakdown, code, float(shortage), people))
    return found


def two_quarters(session: Session) -> None:
    """Cambodia's second and third quarter of 2026; those of 2025 were not published.

    Third quarter: 30 openings for 40 people; 20 for 10 plant operators (81), 10 for 25 sellers (52), and none for 5
    cleaners (91). All openings are in manufacturing, in Battambang, for upper secondary education, and nobody
    who registered has told of a sector or a level. Second quarter: 24 for 50; 16 for 8 operators, none for 20 sellers.
    """
    an_edition(session, "KH", "2026Q3", [
        *demand_and_supply("total", None, 30, 40, 0),
        ("PES_VAC_STK", "total", None, 12.0, 12), ("PES_SEEK_STK", "total", None, 100.0, 100),
        ("PES_TIGHT", "total", None, 0.12, 100),
        *demand_and_supply("occupation_2", "81", 20, 10, 1),
        *demand_and_supply("occupation_2", "52", 10, 25, -1),
        *demand_and_supply("occupation_2", "91", 0, 5),
        *demand_and_supply("occupation", "8", 20, 10, 1),
        *demand_and_supply("occupation", "5", 10, 30, -1),
        *demand_and_supply("sector", "C", 30, 0), *demand_and_supply("sector", "_U", 0, 40),
        *demand_and_supply("education", "3", 30, 0), *demand_and_supply("education", "_U", 0, 40),
        *demand_and_supply("province", "KH02", 30, 40, 0),
        ("PES_SEEK_IN", "office", "KH-JC-02", 40.0, 40), ("PES_REF", "office", "KH-JC-03", 2.0, 2),
        ("PES_VAC_STK", "office", "KH-JC-04", 3.0, 3),
    ], number=2, state="final")  # fmt: skip
    an_edition(session, "KH", "2026Q2", [
        *demand_and_supply("total", None, 24, 50, 0),
        ("PES_VAC_STK", "total", None, 10.0, 10), ("PES_SEEK_STK", "total", None, 80.0, 80),
        ("PES_TIGHT", "total", None, 0.125, 80),
        *demand_and_supply("occupation_2", "81", 16, 8, 0),
        *demand_and_supply("occupation_2", "52", 0, 20, -1),
        *demand_and_supply("province", "KH02", 24, 50, 0),
    ])  # fmt: skip
