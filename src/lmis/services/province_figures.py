"""The figures of one province in an edition: its own cells, and those of its offices."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from sqlalchemy.orm import Session

from lmis.indicators.register.figures import CELLS, COLUMNS
from lmis.queries.releases import job_centres
from lmis.services.figure_frames import digest_of
from lmis.vocabulary import Country

SAID = [name for name in COLUMNS if name not in ("status", "note")]
"""What a province approves: numbers. What is hidden from whom depends on the other provinces."""


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
    return digest_of(ordered)
