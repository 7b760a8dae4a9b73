"""Figures as a table, as rows of an edition, and as a digest."""

from __future__ import annotations

from hashlib import sha256
from typing import Any
from uuid import UUID

import numpy as np
import pandas as pd
from sqlalchemy import select
from sqlalchemy.orm import Session

from lmis.indicators.register.figures import COLUMNS, NUMBERS
from lmis.model.figures import Figure


def stored_figures(session: Session, edition_id: UUID) -> pd.DataFrame:
    """The figures of an edition with their true numbers, as `indicators.register.figures.figures_of` gives them."""
    query = select(*(getattr(Figure, name) for name in COLUMNS)).where(Figure.edition_id == edition_id)
    rows = session.execute(query.order_by(Figure.id)).all()
    found = pd.DataFrame([tuple(row) for row in rows], columns=list(COLUMNS), dtype=object)
    return found.astype(dict.fromkeys(NUMBERS, np.float64) | {"records": np.int64})


def digest_of(figures: pd.DataFrame) -> str:
    """SHA-256 over the figures as text; equal figures have equal digests, whichever database they come from."""
    return sha256(figures.to_csv(index=False, lineterminator="\n").encode()).hexdigest()


def rows_of(figures: pd.DataFrame, edition_id: UUID) -> list[dict[str, Any]]:
    """Figures as rows of an edition."""
    plain = figures.astype(object).where(figures.notna(), None)
    names = [str(name) for name in plain.columns]
    return [
        {"edition_id": edition_id} | dict(zip(names, row, strict=True))
        for row in plain.itertuples(index=False, name=None)
    ]
