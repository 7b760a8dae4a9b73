"""Table A on a real month and on a million people, beside its goals: `python -m benchmarks.indicators [--quick]`.

The month is the Philippine Labour Force Survey of February 2022 (LMIS_REFERENCE_DATA, or ../shared/data), as it is, and
with whatever its questionnaire lacks (pay, hours, contracts …) made up by chance, so that every row of table A that a
survey can carry is computed. The million is that month 22 times, each time with units of its own. In the same run R's
`survey` and the Python package `svy` compute the same counts and rates in the same cells (every combination of sex, age
and region, and their totals); their values and standard errors are compared with ours. A peer that is not installed is
told and not measured: `apt-get install r-cran-survey`, `pip install -e .[bench]`.

Seconds are those of the processor, so that other work on the machine is not measured. Goals: 0.5 s for the month (floor
2), 10 s and 2 GB for the million; 300 times as fast as R, 30 times as svy; equal to 1e-9.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from importlib.util import find_spec
from itertools import combinations
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import numpy as np
import pandas as pd

from benchmarks.measuring import apart
from lmis.indicators.catalogue import CATALOGUE, measurable
from lmis.indicators.estimate import BREAKDOWNS, estimate
from lmis.indicators.frame import Answers, Category, Column, Design, Frame, Quantity
from lmis.indicators.indicator import Count, Indicator, Ratio
from lmis.indicators.partitions import estimate_in_parts, frames_of
from lmis.indicators.reliability import Reliability
from lmis.indicators.surveys import harmonise, read_mapping, read_table

MONTH_GOAL, MONTH_FLOOR, MILLION_GOAL, MEMORY_GOAL = 0.5, 2.0, 10.0, 2_048
R_GOAL, SVY_GOAL, EQUAL = 300, 30, 1e-9
TIMES: Final = 22
SHOW_ALL: Final = Reliability(hidden_below=0, unreliable_below=0, unreliable_above=9e9, hidden_above=9e9)
LABELS: Final = {
    "status_icse18": "11 12 21 22 30 41 42 43 44 51", "hours_band": "H00 H01-14 H15-29 H30-34 H35-39 H40-48 HGE49",
    "duration_of_search": "MLT1 M1-2 M3-5 M6-11 M12-23 MGE24", "economic_activity": "AGR MAN CON MEL MKT PUB",
    "skill_level": "L1 L2 L3-4", "disability": "DIS NODIS", "migrant": "MIG NMIG", "status_before": "EMP UNE OLF",
    "education_group": "LTB BAS INT ADV",
}  # fmt: skip
ANSWERS: Final = (
    "attending", "informal_job", "informal_unit", "part_time_hours", "temporary_contract", "own_use_foodstuff",
    "hazardous_work", "poor_household", "social_protection", "own_use_work",
)  # fmt: skip
R_SCRIPT: Final = """
suppressMessages(library(survey))
args <- commandArgs(trailingOnly = TRUE)
people <- read.csv(args[1], colClasses = c(stratum = "character", psu = "character"))
design <- svydesign(ids = ~psu, strata = ~stratum, weights = ~weight, data = people, nest = TRUE)
jobs <- read.csv(args[2], colClasses = "character")
found <- list()
began <- sum(proc.time()[1:2])
for (i in seq_len(nrow(jobs))) {
  top <- as.formula(paste0("~", jobs$top[i])); by <- jobs$by[i]
  part <- if (jobs$bottom[i] == "")
    (if (by == "") svytotal(top, design) else svyby(top, as.formula(paste0("~", by)), design, svytotal))
  else {
    bottom <- as.formula(paste0("~", jobs$bottom[i]))
    if (by == "") svyratio(top, bottom, design)
    else svyby(top, as.formula(paste0("~", by)), design, svyratio, denominator = bottom)
  }
  found[[i]] <- part
}
taken <- sum(proc.time()[1:2]) - began
rows <- list()
for (i in seq_len(nrow(jobs))) {
  part <- found[[i]]
  key <- if (jobs$by[i] == "") "" else do.call(paste, c(lapply(strsplit(jobs$by[i], "+", fixed = TRUE)[[1]],
                                                         function(n) as.character(part[[n]])), sep = "|"))
  rows[[i]] <- data.frame(job = i, key = key, value = as.numeric(coef(part)), se = as.numeric(unlist(SE(part))))
}
write.csv(do.call(rbind, rows), args[3], row.names = FALSE)
cat(taken)
"""


def the_month() -> Frame:
    """The harmonised people of the month."""
    given = os.environ.get("LMIS_REFERENCE_DATA")
    folder = Path(given) if given else Path(__file__).resolve().parents[2] / "shared" / "data"
    seeds = Path(__file__).resolve().parents[1] / "seeds" / "surveys"
    mapping = read_mapping(seeds / "phl_lfs_2022_02.yml")
    return harmonise(mapping, [read_table(mapping, folder / "surveys/phl_lfs_2022/LFS_PUF_February_2022.csv.gz")])[0]


def completed(frame: Frame) -> Frame:
    """The people with what their questionnaire lacks made up by chance."""
    chance = np.random.default_rng(7)
    made: dict[str, Column] = {}
    for name, labels in LABELS.items():
        known = tuple(labels.split())
        made[name] = Category(chance.integers(0, len(known), frame.rows), known)
    for name in ANSWERS:
        yes = chance.random(frame.rows) < 0.2
        made[name] = Answers(yes, np.ones(frame.rows, dtype=np.bool_))
    made["monthly_earnings"] = Quantity(np.round(np.exp(chance.normal(9.5, 0.6, frame.rows)), -2))
    made["usual_hours"] = Quantity(chance.integers(10, 70, frame.rows).astype(np.float64))
    made["chores_hours"] = Quantity(chance.integers(0, 30, frame.rows).astype(np.float64))
    return replace(frame, columns={**made, **frame.columns})


def repeated(frame: Frame, times: int) -> Frame:
    """The same people several times, each time with units of their own."""
    design = frame.design
    assert design is not None
    psu = np.concatenate([design.psu + (design.psu.max() + 1) * turn for turn in range(times)])
    drawn = Design(np.tile(design.weight / times, times), np.tile(design.stratum, times), psu)
    columns = {name: _repeated(column, times) for name, column in frame.columns.items()}
    return replace(frame, rows=frame.rows * times, columns=columns, design=drawn)


def _repeated(column: Column, times: int) -> Column:
    if isinstance(column, Answers):
        return Answers(np.tile(column.yes, times), np.tile(column.known, times))
    if isinstance(column, Category):
        return Category(np.tile(column.codes, times), column.labels)
    return Quantity(np.tile(column.values, times))


def a_million() -> tuple[int, int, float]:
    """People, figures and seconds of table A on the month many times."""
    frame = repeated(completed(the_month()), TIMES)
    began = time.process_time()
    figures = estimate(frame, measurable(frame, CATALOGUE))
    return frame.rows, len(figures), time.process_time() - began


def in_parts() -> tuple[bool, float]:
    """Whether the month in eight parts gives the same bytes, and the seconds of it."""
    frame = completed(the_month())
    indicators = measurable(frame, CATALOGUE)
    whole = estimate(frame, indicators).to_csv(float_format="%.17g")
    began = time.process_time()
    parts = estimate_in_parts(frames_of(frame, 8), indicators)
    return parts.to_csv(float_format="%.17g") == whole, time.process_time() - began


def best_of(frame: Frame, indicators: Sequence[Indicator], turns: int = 5) -> tuple[pd.DataFrame, float]:
    """The figures, and the seconds of the best of several turns."""
    taken = []
    for _ in range(turns):
        began = time.process_time()
        figures = estimate(frame, indicators, reliability=SHOW_ALL)
        taken.append(time.process_time() - began)
    return figures, min(taken)


def jobs_of(indicators: Sequence[Indicator]) -> pd.DataFrame:
    """What a peer is asked: a numerator, a denominator or none, and a breakdown."""
    margins = [part for size in range(4) for part in combinations(BREAKDOWNS, size)]
    rows = [
        (position, f"n{position}", f"d{position}" if isinstance(one, Ratio) else "", "+".join(by))
        for position, one in enumerate(indicators)
        for by in margins
        if set(by) <= set(one.by)
    ]
    return pd.DataFrame(rows, columns=["indicator", "top", "bottom", "by"])


def table_of(frame: Frame, indicators: Sequence[Indicator]) -> pd.DataFrame:
    """The people as a peer is given them: concepts as columns of 0 and 1."""
    design = frame.design
    assert design is not None
    columns: dict[str, Any] = {"weight": design.weight, "stratum": design.stratum, "psu": design.psu}
    for name in BREAKDOWNS:
        category = frame.category(name)
        columns[name] = np.array(category.labels)[category.codes]
    for position, one in enumerate(indicators):
        among = one.among(frame)
        columns[f"n{position}"], columns[f"d{position}"] = (one.of(frame) & among).astype(float), among.astype(float)
    return pd.DataFrame(columns)


def by_r(people: pd.DataFrame, jobs: pd.DataFrame) -> tuple[pd.DataFrame, float]:
    """What R says, and the seconds of its estimation alone."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        people.to_csv(folder / "people.csv", index=False, float_format="%.17g")
        jobs.to_csv(folder / "jobs.csv", index=False)
        (folder / "run.R").write_text(R_SCRIPT)
        command = ["Rscript", *(str(folder / one) for one in ("run.R", "people.csv", "jobs.csv", "out.csv"))]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        return pd.read_csv(folder / "out.csv", keep_default_na=False, na_values=["NA", "NaN"]), float(done.stdout)


def by_svy(people: pd.DataFrame, jobs: pd.DataFrame) -> float:
    """The seconds of svy's estimation alone."""
    import polars as pl
    import svy

    said = people.assign(stratum=people["stratum"].astype(str), psu=people["psu"].astype(str))
    plain = pl.DataFrame({str(name): said[name].to_numpy() for name in said.columns})
    sample = svy.Sample(plain, svy.Design(stratum="stratum", psu="psu", wgt="weight"))
    began = time.process_time()
    for job in jobs.itertuples():
        by = str(job.by).split("+") if job.by else None
        if job.bottom:
            sample.estimation.ratio(str(job.top), str(job.bottom), by=by)
        else:
            sample.estimation.total(str(job.top), by=by)
    return time.process_time() - began


def largest_difference(
    figures: pd.DataFrame, said: pd.DataFrame, jobs: pd.DataFrame, indicators: Sequence[Indicator]
) -> tuple[float, int]:
    """The largest relative difference of values and standard errors from a peer's, and how many were compared."""
    numbers = {
        tuple(map(str, row[:4])): row[4:] for row in figures[["indicator", *BREAKDOWNS, "value", "se"]].to_numpy()
    }
    worst, compared = 0.0, 0
    for row in said.itertuples():
        job = jobs.iloc[int(row.job) - 1]
        one = indicators[int(job["indicator"])]
        labels = dict(zip(str(job["by"]).split("+"), str(row.key).split("|"), strict=False))
        ours = numbers.get((one.code, *(labels.get(name, "_T") for name in BREAKDOWNS)))
        if ours is None or pd.isna(row.value):
            continue
        scale = 100.0 if isinstance(one, Ratio) else 1.0
        for mine, theirs in zip(ours, (row.value * scale, row.se * scale), strict=True):
            if mine is not None and not pd.isna(theirs) and abs(theirs) > 1e-9 * scale:
                worst, compared = max(worst, abs(float(mine) - theirs) / abs(theirs)), compared + 1
    return worst, compared


def told(name: str, value: float, unit: str, goal: float, *, least: bool = False) -> bool:
    """Print a figure beside its goal; whether it is met."""
    met = value >= goal if least else value <= goal
    print(f"{name:<64} {value:>12,.3f} {unit:<6} goal {'≥' if least else '≤'} {goal:g} {'' if met else '  NOT MET'}")
    return met


def main() -> int:
    """Print the figures beside their goals."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--quick", action="store_true", help="neither the million nor the peers")
    quick = asked.parse_args().quick
    month = the_month()
    met = []
    for name, frame in (("as it is", month), ("all that a survey can carry", completed(month))):
        indicators = measurable(frame, CATALOGUE)
        figures, seconds = best_of(frame, indicators)
        print(f"{frame.rows:,} people, {name}: {len({one.row for one in indicators})} rows of table A,", end=" ")
        print(f"{len(indicators)} definitions, {len(figures):,} cells")
        met.append(told(f"a month, {name}", seconds, "s", MONTH_GOAL))
    same, seconds = in_parts()
    print(f"in eight parts: {'the same bytes' if same else 'OTHER BYTES'}, {seconds:.2f} s")
    met.append(same)
    if quick:
        return 0 if all(met) else 1
    cost = apart(a_million)
    people, cells, seconds = cost.result
    met.append(told(f"{people:,} people, {cells:,} cells", seconds, "s", MILLION_GOAL))
    met.append(told("  memory, with the people themselves", cost.growth, "MB", MEMORY_GOAL))
    met += peers(month)
    return 0 if all(met) else 1


def peers(month: Frame) -> list[bool]:
    """The same cells by R and by svy."""
    indicators = [
        one for one in measurable(month, CATALOGUE) if isinstance(one, (Count, Ratio)) and one.classes is None
    ]
    figures, ours = best_of(month, indicators)
    people, jobs = table_of(month, indicators), jobs_of(indicators)
    print(f"peers: {len(indicators)} counts and rates, {len(figures):,} cells; here {ours:.3f} s")
    met = []
    if shutil.which("Rscript"):
        said, seconds = by_r(people, jobs)
        met.append(told(f"times as fast as R's survey ({seconds:.1f} s)", seconds / ours, "x", R_GOAL, least=True))
        worst, compared = largest_difference(figures, said, jobs, indicators)
        print(f"  {compared:,} values and standard errors compared; largest relative difference {worst:.1e}")
        met.append(worst <= EQUAL)
    else:
        print("R's survey: no Rscript, not measured")
    if find_spec("svy"):
        seconds = by_svy(people, jobs)
        met.append(told(f"times as fast as svy ({seconds:.1f} s)", seconds / ours, "x", SVY_GOAL, least=True))
    else:
        print("svy: not installed, not measured")
    return met


if __name__ == "__main__":
    sys.exit(main())
