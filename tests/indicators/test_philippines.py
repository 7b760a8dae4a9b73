"""The Labour Force Survey of the Philippines, 2022: published figures to the published digit."""

from __future__ import annotations

import time
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from indicators.surveys.written import fixed_width
from indicators.textbook import Person, ratio, total
from lmis.indicators import concepts
from lmis.indicators.catalogue import CATALOGUE, measurable
from lmis.indicators.estimate import estimate
from lmis.indicators.frame import Persons
from lmis.indicators.reliability import Reliability
from lmis.indicators.surveys import harmonise, read_mapping, read_table, read_tables
from lmis.indicators.surveys.cspro import parse_dictionary
from reference_data import needs_reference_data

MAPPINGS = Path(__file__).resolve().parents[2] / "seeds" / "surveys"


@cache
def month(name: str) -> Persons:
    folder = needs_reference_data() / "surveys" / "phl_lfs_2022"
    mapping = read_mapping(MAPPINGS / {"February": "phl_lfs_2022_02.yml", "November": "phl_lfs_2022_11.yml"}[name])
    return harmonise(mapping, [read_table(mapping, folder / f"LFS_PUF_{name}_2022.csv.gz")])[0]


@cache
def figures(name: str) -> pd.DataFrame:
    persons = month(name)
    found = estimate(persons, measurable(persons, CATALOGUE), by=("sex", "age_group", "region"))
    return found[found["class"] == "_T"].set_index(["indicator", "sex", "age_group", "region"]).sort_index()


def figure(name: str, code: str, sex: str = "_T", age: str = "_T", region: str = "_T") -> float:
    return float(figures(name).loc[(code, sex, age, region), "value"])


@pytest.mark.parametrize(
    ("name", "code", "unit", "digits", "published"),
    [
        ("February", "EMP_TEMP_NB", 1e6, 2, 45.48),
        ("February", "EAP_DWAP_RT_NAT", 1, 1, 63.8),
        ("February", "UNE_DEAP_RT_NAT", 1, 1, 6.4),
        ("February", "TRU_DEMP_RT_NAT", 1, 1, 14.0),
        ("February", "HOW_TEMP_NB", 1, 1, 40.8),
        ("November", "EMP_TEMP_NB", 1e6, 2, 49.70),
        ("November", "UNE_TUNE_NB_NAT", 1e6, 2, 2.18),
        ("November", "EAP_DWAP_RT_NAT", 1, 1, 67.5),
        ("November", "UNE_DEAP_RT_NAT", 1, 1, 4.2),
        ("November", "TRU_TTRU_NB_NAT", 1e6, 2, 7.16),
        ("November", "TRU_DEMP_RT_NAT", 1, 1, 14.4),
    ],
)
def test_published_figures(name: str, code: str, unit: float, digits: int, published: float) -> None:
    assert round(figure(name, code) / unit, digits) == published


@pytest.mark.parametrize(
    ("name", "code", "sex", "age", "unit", "digits", "expected"),
    [
        ("February", "POP_XWAP_NB", "_T", "_T", 1e3, 3, 76153.760),
        ("February", "EMP_TEMP_NB", "_T", "_T", 1e3, 3, 45480.024),
        ("February", "UNE_TUNE_NB_NAT", "_T", "_T", 1e3, 3, 3126.042),
        ("February", "EAP_DWAP_RT_NAT", "_T", "_T", 1, 4, 63.8262),
        ("February", "UNE_DEAP_RT_NAT", "_T", "_T", 1, 4, 6.4314),
        ("February", "UNE_DEAP_RT_NAT", "M", "_T", 1, 4, 5.8909),
        ("February", "UNE_DEAP_RT_NAT", "F", "_T", 1, 4, 7.2304),
        ("February", "UNE_DEAP_RT_NAT", "_T", "Y15-24", 1, 4, 14.2703),
        ("November", "POP_XWAP_NB", "_T", "_T", 1e3, 3, 76914.386),
        ("November", "EMP_TEMP_NB", "_T", "_T", 1e3, 3, 49704.919),
        ("November", "UNE_TUNE_NB_NAT", "_T", "_T", 1e3, 3, 2176.803),
        ("November", "EAP_DWAP_RT_NAT", "_T", "_T", 1, 4, 67.4539),
        ("November", "UNE_DEAP_RT_NAT", "_T", "_T", 1, 4, 4.1957),
        ("November", "UNE_DEAP_RT_NAT", "M", "_T", 1, 4, 4.3024),
        ("November", "UNE_DEAP_RT_NAT", "F", "_T", 1, 4, 4.0527),
        ("November", "UNE_DEAP_RT_NAT", "_T", "Y15-24", 1, 4, 8.4472),
    ],
)
def test_figures_of_plain_arithmetic(
    name: str, code: str, sex: str, age: str, unit: float, digits: int, expected: float
) -> None:
    assert round(figure(name, code, sex, age) / unit, digits) == expected


@pytest.mark.parametrize("name", ["February", "November"])
def test_people_abroad_leave_every_figure(name: str) -> None:
    persons = month(name)
    adults = persons.number("age") >= 15
    assert (adults & ~concepts.has_status(persons)).sum() == {"February": 633, "November": 687}[name]
    assert (concepts.working_age(persons)).sum() == {"February": 32913, "November": 32834}[name]


def test_visible_underemployment_looks_at_the_main_job() -> None:
    persons = month("November")
    wanting = concepts.wants_more_hours(persons)
    main, every = (wanting & (persons.number(name) < 40) for name in ("actual_hours", "actual_hours_all_jobs"))
    assert concepts.time_related_underemployed(persons).sum() == main.sum() > every.sum()
    assert round(figure("November", "TRU_DEMP_RT"), 2) == 9.33


@pytest.mark.parametrize("name", ["February", "November"])
def test_standard_errors_equal_the_textbook(name: str) -> None:
    persons = month(name)
    design = persons.design
    assert design is not None
    top, bottom = concepts.unemployed_nationally(persons), concepts.labour_force_nationally(persons)
    indicators = [one for one in CATALOGUE if one.code in ("UNE_DEAP_RT_NAT", "UNE_TUNE_NB_NAT")]
    shown = estimate(persons, indicators, by=("sex", "region"), reliability=Reliability(hidden_above=9e9))
    everything = shown[shown["class"] == "_T"].set_index(["indicator", "sex", "region"]).sort_index()
    regions, sexes = persons.category("region"), persons.category("sex")
    for region, sex in (("_T", "_T"), ("PH13", "_T"), ("PH07", "F")):
        inside = np.ones(persons.rows, dtype=np.bool_)
        inside &= persons.is_in("region", region) if region in regions.labels else True
        inside &= persons.is_in("sex", sex) if sex in sexes.labels else True
        columns = (design.weight, design.stratum, design.psu, top & inside, bottom & inside)
        people = [Person(*line) for line in zip(*(column.tolist() for column in columns), strict=True)]
        for code, (value, se), scale in (
            ("UNE_DEAP_RT_NAT", ratio(people), 100), ("UNE_TUNE_NB_NAT", total(people), 1),
        ):  # fmt: skip
            found = everything.loc[(code, sex, region)]
            assert float(found["value"]) == pytest.approx(scale * value, rel=1e-9)
            assert float(found["se"]) == pytest.approx(scale * se, rel=1e-9)


@pytest.mark.parametrize(
    ("code", "sex", "value", "se"),
    [
        ("UNE_DEAP_RT_NAT", "_T", 6.431382609982235, 0.32632358613548548),
        ("UNE_DEAP_RT_NAT", "F", 7.230436985292567, 0.5244990993225723),
        ("UNE_DEAP_RT_NAT", "M", 5.890870403330456, 0.3285433346275422),
        ("UNE_TUNE_NB_NAT", "_T", 3126042.0488, 193561.08926320993),
        ("UNE_TUNE_NB_NAT", "F", 1418065.2529, 114712.71746280715),
        ("UNE_TUNE_NB_NAT", "M", 1707976.7959, 114376.37374678967),
    ],
)
def test_standard_errors_equal_those_of_another_program(code: str, sex: str, value: float, se: float) -> None:
    # The Python package svy 0.35.0, Taylor linearisation, February 2022; women and men as domains.
    found = figures("February").loc[(code, sex, "_T", "_T")]
    assert float(found["value"]) == pytest.approx(value, rel=1e-9)
    assert float(found["se"]) == pytest.approx(se, rel=1e-9)


def test_a_rate_of_all_lies_between_those_of_men_and_women() -> None:
    for name in ("February", "November"):
        values = figures(name)["value"]
        for code in {code for code in values.index.get_level_values(0) if "_RT" in code and "0552" not in code}:
            men, women, everybody = (values.loc[(code, sex, "_T", "_T")] for sex in ("M", "F", "_T"))
            assert min(men, women) <= everybody <= max(men, women)


@pytest.mark.parametrize("name", ["February", "November"])
def test_the_same_persons_come_out_of_the_fixed_width_file(name: str, tmp_path: Path) -> None:
    folder = needs_reference_data() / "surveys" / "phl_lfs_2022"
    dictionary = folder / f"{name}.dcf"
    described = parse_dictionary(dictionary.read_text(encoding="utf-8"))
    table = pd.read_csv(folder / f"LFS_PUF_{name}_2022.csv.gz", dtype=str, keep_default_na=False)
    data = tmp_path / f"{name}.dat"
    data.write_text(fixed_width(described, table), encoding="utf-8", newline="")
    mapping = read_mapping(MAPPINGS / {"February": "phl_lfs_2022_02.yml", "November": "phl_lfs_2022_11.yml"}[name])
    persons, report = harmonise(mapping, read_tables(mapping, [dictionary, data]))
    expected = month(name)
    assert (report.errors, persons.rows, set(persons.columns)) == ((), expected.rows, set(expected.columns))
    for variable, column in expected.columns.items():
        found = persons.columns[variable]
        assert type(found) is type(column)
        for part in ("yes", "known", "codes", "labels", "values"):
            np.testing.assert_array_equal(getattr(found, part, None), getattr(column, part, None), err_msg=variable)
    assert persons.design is not None
    assert expected.design is not None
    for part in ("weight", "stratum", "psu"):
        np.testing.assert_array_equal(getattr(persons.design, part), getattr(expected.design, part))
    indicators = [one for one in CATALOGUE if one.code in ("UNE_DEAP_RT_NAT", "EMP_TEMP_NB", "HOW_TEMP_NB")]
    by = ("sex", "region")
    pd.testing.assert_frame_equal(estimate(persons, indicators, by), estimate(expected, indicators, by))


@pytest.mark.parametrize("name", ["February", "November"])
def test_the_status_is_the_offices_own_for_everybody(name: str) -> None:
    persons = month(name)
    asked = persons.known("office_status") & (persons.number("age") >= 15) & concepts.has_status(persons)
    assert asked.sum() > 32_000
    for label, concept in (("EMP", concepts.employed), ("UNE", concepts.unemployed_nationally)):
        assert (persons.is_in("office_status", label)[asked] == concept(persons)[asked]).all()


def test_every_cell_is_accounted_for() -> None:
    found = figures("February")
    assert found.index.is_unique
    hidden = found["status"] == "hidden"
    assert found.loc[hidden, ["value", "se", "lower", "upper"]].map(lambda cell: cell is None).all().all()
    assert found.loc[~hidden, "value"].notna().all()
    assert (found.loc[found["respondents"] < 5, "status"] == "hidden").all()


def test_all_definitions_by_sex_age_and_region_take_well_under_two_seconds() -> None:
    persons = month("February")
    taken = []
    for _ in range(3):  # processor time of the best of three: other work on the machine is not measured
        began = time.process_time()
        estimate(persons, measurable(persons, CATALOGUE))
        taken.append(time.process_time() - began)
    assert min(taken) < 2
