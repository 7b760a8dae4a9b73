"""A made-up survey with pay, hours and lonely units: the same people for whoever computes with them."""

from __future__ import annotations

import numpy as np
import pandas as pd

from indicators.people import persons_of
from lmis.indicators.frame import Persons
from lmis.indicators.surveys.derive import regrouped


def table(rows: int = 600, seed: int = 3) -> pd.DataFrame:
    """People drawn by chance; stratum 5 has one unit only, and region R3 lies in some strata alone."""
    chance = np.random.default_rng(seed)
    stratum = chance.integers(0, 6, rows)
    psu = np.where(stratum == 5, 0, chance.integers(0, 5, rows))
    worked = chance.random(rows) < 0.6
    employee = worked & (chance.random(rows) < 0.7)
    pay = np.round(np.exp(chance.normal(5.5, 0.5, rows)), 0)
    made = pd.DataFrame(
        {
            "weight": np.round(chance.uniform(20, 400, rows), 4),
            "stratum": [f"S{number}" for number in stratum],
            "psu": [f"P{number}" for number in psu],
            "sex": chance.choice(["F", "M"], rows),
            "region": np.where(stratum < 2, "R1", np.where(stratum < 4, "R2", "R3")),
            "age": chance.integers(5, 80, rows).astype(float),
            "worked": worked,
            "absent_from_job": ~worked & (chance.random(rows) < 0.05),
            "sought_work": ~worked & (chance.random(rows) < 0.3),
            "available": ~worked & (chance.random(rows) < 0.6),
            "future_start": ~worked & (chance.random(rows) < 0.02),
            "own_use_work": worked & ~employee & (chance.random(rows) < 0.4),
            "status_in_employment": np.where(employee, "1", np.where(worked, "3", None)),
            "isco2": np.where(worked, chance.choice(["11", "12", "21", "52", "93"], rows), None),
            "isic2": np.where(worked, chance.choice(["01", "10", "47", "84"], rows), None),
            "monthly_earnings": np.where(employee, pay, np.nan),
            "usual_hours": np.where(worked, chance.integers(5, 70, rows), np.nan),
            "actual_hours": np.where(worked, chance.integers(0, 70, rows), np.nan),
        }
    )
    answers = ("worked", "absent_from_job", "sought_work", "available", "future_start", "own_use_work")
    return made.astype(dict.fromkeys(answers, "boolean"))


def people(made: pd.DataFrame) -> Persons:
    """The frame of such a table, with every variable of table A that it can give."""
    frame = persons_of(made)
    education = regrouped(frame.category("isco2"), {label: label[0] for label in frame.category("isco2").labels})
    return Persons(frame.ref_area, frame.time, frame.rows, {**frame.columns, "education": education}, frame.design)
