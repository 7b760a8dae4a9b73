"""Values, standard errors and bounds equal those of R's package survey to nine digits: domains, lonely units.

`r_survey.json` was made by `r_survey.R` of the made-up survey; where Rscript and the package are present it is made
anew and compared, and so are the figures of the real month where that is present.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from indicators import made_up
from indicators.test_philippines import month
from lmis.indicators import concepts, work
from lmis.indicators.definitions import labour_force, pay
from lmis.indicators.estimate import estimate
from lmis.indicators.frame import Persons
from lmis.indicators.indicator import LowShare, Quantile, Relative
from lmis.indicators.reliability import Reliability

HERE = Path(__file__).parent
SHOW_ALL = Reliability(hidden_below=0, unreliable_below=0, unreliable_above=9e9, hidden_above=9e9)
BY = ("sex", "region")
SHARED: dict[str, Any] = {
    "title": "test", "of": work.paid_employees, "among": work.employees, "amount": work.monthly_earnings,
    "by": BY, "source": "test", "since": date(2000, 1, 1),
}  # fmt: skip
INDICATORS = [
    labour_force.UNEMPLOYMENT,
    labour_force.UNEMPLOYMENT_RATE,
    pay.MEAN_EARNINGS,
    *(Quantile(code=f"quantile {part}", unit="currency", at=(part,), **SHARED) for part in (0.1, 0.25, 0.5, 0.9)),
    LowShare(code="low pay", unit="%", **SHARED),
    Relative(code="gap", unit="%", first=work.women, second=work.men, gap=True, **SHARED),
]
SCALES = {"UNE_DEAP_RT": 100, "low pay": 100, "gap": 100}


def for_r(persons: Persons) -> pd.DataFrame:
    """The people as R is given them: answers already made into concepts."""
    design = persons.design
    assert design is not None
    region, sex = persons.category("region"), persons.category("sex")
    employees = work.employees(persons) if "monthly_earnings" in persons.columns else np.zeros(persons.rows, np.bool_)
    pay = persons.number("monthly_earnings") if "monthly_earnings" in persons.columns else np.full(persons.rows, np.nan)
    return pd.DataFrame(
        {
            "weight": design.weight, "stratum": design.stratum, "psu": design.psu,
            "sex": np.array(sex.labels)[sex.codes], "region": np.array(region.labels)[region.codes],
            "unemployed": concepts.unemployed(persons).astype(int),
            "labour_force": concepts.labour_force(persons).astype(int), "pay": np.where(employees, pay, np.nan),
        }
    )  # fmt: skip


def by_r(persons: Persons, folder: Path, lonely: str = "adjust,average,certainty,remove") -> dict[str, Any]:
    if shutil.which("Rscript") is None:
        pytest.skip("no Rscript: the figures of r_survey.json are compared with, and are not made anew")
    for_r(persons).to_csv(folder / "people.csv", index=False, float_format="%.17g")
    command = ["Rscript", str(HERE / "r_survey.R"), str(folder / "people.csv"), str(folder / "out.json"), lonely]
    done = subprocess.run(command, capture_output=True, text=True, timeout=500)
    if "there is no package" in done.stderr:
        pytest.skip("R has no package survey")
    assert done.returncode == 0, done.stderr
    made: dict[str, Any] = json.loads((folder / "out.json").read_text())
    return made


def compare(figures: list[dict[str, Any]], persons: Persons, lonely: str, indicators: list[Any]) -> int:
    """Compare what R says with our table; how many numbers were compared."""
    ours = estimate(persons, indicators, BY, SHOW_ALL, lonely=lonely).set_index(["indicator", *BY])  # type: ignore[arg-type]
    compared = 0
    for one in figures:
        key = (one["what"], one["sex"], one["region"])
        if one["lonely"] != lonely:
            continue
        scale = SCALES.get(one["what"], 1)
        line = ours.loc[key]
        for name in ("value", "se", "lower", "upper"):
            if one[name] is None or (name == "lower" and one[name] < 0):
                continue
            assert float(line[name]) == pytest.approx(scale * one[name], rel=1e-9, abs=1e-12), (key, name, lonely)
            compared += 1
    return compared


KEPT = json.loads((HERE / "r_survey.json").read_text()) if (HERE / "r_survey.json").exists() else {"figures": []}


@pytest.mark.parametrize("lonely", ["adjust", "average", "certainty", "remove"])
def test_equals_r(lonely: str) -> None:
    assert compare(KEPT["figures"], made_up.people(made_up.table()), lonely, INDICATORS) > 50


def test_by_default_rates_means_and_gaps_are_as_r_adjusts() -> None:
    figures = [dict(one, lonely="centred") for one in KEPT["figures"] if one["lonely"] == "adjust"]
    figures = [one for one in figures if one["what"] != "UNE_TUNE_NB"]
    assert compare(figures, made_up.people(made_up.table()), "centred", INDICATORS) > 150


def test_the_kept_figures_are_those_that_r_makes(tmp_path: Path) -> None:
    made = by_r(made_up.people(made_up.table()), tmp_path)
    assert len(made["figures"]) == len(KEPT["figures"]) > 200
    for one, kept in zip(made["figures"], KEPT["figures"], strict=True):
        for name, value in kept.items():
            assert one[name] == (pytest.approx(value, rel=1e-11) if isinstance(value, float) else value)


def test_equals_r_on_a_real_month(tmp_path: Path) -> None:
    persons = month("February")
    made = by_r(persons, tmp_path, "adjust")
    headline = [labour_force.UNEMPLOYMENT, labour_force.UNEMPLOYMENT_RATE]
    assert compare(made["figures"], persons, "adjust", headline) > 400
