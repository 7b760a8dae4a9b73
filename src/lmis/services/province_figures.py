"""The figures of one province in an edition: its own cells, and those of its offices."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from uuid import UUID

import numpy as np
import pandas as pd
from sqlalchemy import select
from sqlalchemy.orm import Session

from lmis.indicators.register.figures import CELLS, COLUMNS, NUMBERS
from lmis.model.figures import Figure
from lmis.queries.releases import job_centres
from lmis.vocabulary import Country

SAID = [name for name in COLUMNS if name not in ("status", "note")]
"""What a province approves: numbers. What is hidden from whom depends on the other provinces."""


def stored_figures(session: Session, edition_id: UUID) -> pd.DataFrame:
    """The figures of an edition with their true numbers, as `indicators.register.figures.figures_of` gives them."""
    query = select(*(getattr(Figure, name) for name in COLUMNS)).where(Figure.edition_id == edition_id)
    rows = session.execute(query.order_by(Figure.id)).all()
    found = pd.DataFrame([tuple(row) for row in rows], columns=list(COLUMNS), dtype=object)
    return found.astype(dict.fromkeys(NUMBERS, np.float64) | {"records": np.int64})


def provinces_of_offices(session: Session, country: Country) -> dict[str, str]:
    """Job centre → its province."""
    return {row.code: row.province for row in session.execute(job_centres(country))}


def provinces_reporting(figures: pd.DataFrame, offices: Mapping[str, str]) -> list[str]:
    """The provinces whose offices have figures, in order."""
    acting = figures.loc[figures["breakdown"] == "office", "office"].unique()
    return sorted({offices[office] for office in acting if office in offices})


def province_digests(figures: pd.DataFrame, offices: Mapping[str, str]) -> dict[str, str]:
    """Province → SHA-256 over its figures as text, of each province that reports."""
    own = figures["office"].map(offices, na_action="ignore").fillna(figures["province"])
    rows = figures[SAID]
    return {province: _digest(rows[own == province]) for province in provinces_reporting(figures, offices)}


def _digest(rows: pd.DataFrame) -> str:
    ordered = rows.sort_values(["period", "indicator", "breakdown", *CELLS], na_position="first", kind="stable")
    return sha256(ordered.to_csv(index=False, lineterminator="\n").encode()).hexdigest()
