from __future__ import annotations

from datetime import date
from math import sqrt

import pandas as pd
import pytest

from indicators.people import persons
from lmis.indicators import concepts, work
from lmis.indicators.definitions.jobs import MEAN_HOURS
from lmis.indicators.definitions.labour_force import EMPLOYMENT, EMPLOYMENT_RATE, UNEMPLOYMENT_RATE
from lmis.indicators.estimate import estimate
from lmis.indicators.frame import Frame, UnknownVariable, frame_of
from lmis.indicators.indicator import Count
from lmis.indicators.reliability import Reliability

SHOW_ALL = Reliability(hidden_below=0, unreliable_below=0, unreliable_above=9e9, hidden_above=9e9)


def four_units(women_in: str = "a1") -> Frame:
    """Two strata of two units: of 3, 3, 4 and 4 people with weight 10, 2, 1, 3 and 2 work."""
    lines = []
    for stratum, psu, at_work, people in (
        ("1", "a", 2, 3),
        ("1", "b", 1, 3),
        ("2", "a", 3, 4),
        ("2", "b", 2, 4),
    ):
        sex = "F" if f"{psu}{stratum}" in women_in else "M"
        lines += [f"{stratum} {psu} 10 {sex} R1 {'y' if i < at_work else 'n'} n" for i in range(people)]
    return persons("\n".join(["stratum psu weight sex region worked absent_from_job", *lines]))


def cell(figures: pd.DataFrame, **labels: str) -> pd.Series:  # type: ignore[type-arg]
    for name in ("sex", "age_group", "region"):
        figures = figures[figures[name] == labels.get(name, "_T")]
    assert len(figures) == 1
    return figures.iloc[0]


def cell_of_hours(table: pd.DataFrame) -> pd.Series:  # type: ignore[type-arg]
    amount = Count(
        code="HOURS",
        title="Hours",
        of=concepts.everyone,
        unit="hours",
        by=(),
        source="test",
        since=date(2000, 1, 1),
        amount=lambda frame: frame.number("hours"),
    )
    frame = frame_of(table, "ZZZ", "2024", weight="w", stratum="h", psu="u")
    return estimate(frame, [amount], by=(), reliability=SHOW_ALL).iloc[0]


def test_a_rate_and_its_standard_error_by_hand() -> None:
    # Y = 80, X = 140, R = 4/7. Units score (20 - 30 R, 10 - 30 R, 30 - 40 R, 20 - 40 R) / 140, in each
    # stratum 10 apart, so 5 from their mean: variance = 2 strata x 2/1 x 2 x 5^2 / 140^2 = 200 / 140^2.
    found = cell(estimate(four_units(), [EMPLOYMENT_RATE], reliability=SHOW_ALL))
    assert found["value"] == pytest.approx(100 * 4 / 7)
    assert found["se"] == pytest.approx(100 * sqrt(200) / 140)
    assert (found["respondents"], found["base"], found["status"]) == (8, 14, "published")


def test_a_count_and_its_standard_error_by_hand() -> None:
    found = cell(estimate(four_units(), [EMPLOYMENT], reliability=SHOW_ALL))
    assert found["value"] == pytest.approx(80)
    assert found["se"] == pytest.approx(sqrt(200))
    assert found["lower"] == pytest.approx(80 - 4.3026527 * sqrt(200), rel=1e-6)  # t, 4 units less 2 strata


def test_a_domain_keeps_the_units_outside_it() -> None:
    # Women are in unit a of stratum 1 alone; unit b scores 0: deviations of 10 either way, 2 x 200 = 400.
    found = cell(estimate(four_units(), [EMPLOYMENT], reliability=SHOW_ALL), sex="F")
    assert found["value"] == pytest.approx(20)
    assert found["se"] == pytest.approx(20)


def test_a_single_unit_of_a_stratum_deviates_from_the_mean_of_all_units() -> None:
    # Units 30 | 10, 20: mean of all 20. (30 - 20)^2 + 2 x (5^2 + 5^2) = 200.
    lonely = persons(
        """
        stratum psu weight sex region worked
        1       a       30 F   R1     y
        2       a       10 F   R1     y
        2       b       20 F   R1     y
        """
    )
    found = cell(estimate(lonely, [EMPLOYMENT], reliability=SHOW_ALL))
    assert (found["value"], found["se"]) == (pytest.approx(60), pytest.approx(sqrt(200)))


def test_a_single_unit_without_anyone_in_the_cell_still_deviates() -> None:
    # Men in stratum 2 only: units 0 | 10, 20: mean of all 10. (0 - 10)^2 + 2 x (5^2 + 5^2) = 200.
    lonely = persons(
        """
        stratum psu weight sex region worked
        1       a       30 F   R1     y
        2       a       10 M   R1     y
        2       b       20 M   R1     y
        """
    )
    assert cell(estimate(lonely, [EMPLOYMENT], reliability=SHOW_ALL), sex="M")["se"] == pytest.approx(sqrt(200))


def test_a_sample_of_one_unit_has_no_standard_error_and_is_unreliable() -> None:
    one = persons("\n".join(["stratum psu weight sex region worked", *["1 a 2 F R1 y"] * 40]))
    found = cell(estimate(one, [EMPLOYMENT]))
    assert (found["value"], found["se"], found["lower"], found["status"]) == (80, None, None, "unreliable")


def test_a_unit_number_may_repeat_in_another_stratum() -> None:
    numbers = [1.0, 2.0, 3.0, 5.0]
    repeated = pd.DataFrame({"h": ["1", "1", "2", "2"], "u": ["a", "b", "a", "b"], "w": numbers, "hours": numbers})
    distinct = repeated.assign(u=["a", "b", "c", "d"])
    errors = [cell_of_hours(table)["se"] for table in (repeated, distinct)]
    assert errors[0] == pytest.approx(errors[1])


def test_a_mean_counts_only_those_who_told() -> None:
    workers = persons(
        """
        stratum psu weight sex region worked actual_hours
        1       a        1 F   R1     y      40
        1       b        3 F   R1     y      20
        1       c        5 F   R1     y      -
        1       d        5 F   R1     y      0
        """
    )
    found = cell(estimate(workers, [MEAN_HOURS], reliability=SHOW_ALL))
    # (1 x 40 + 3 x 20) / 4 = 25; units score 15/4, -15/4, 0, 0: 4/3 x 2 x (15/4)^2
    assert found["value"] == pytest.approx(25)
    assert (found["numerator"], found["denominator"]) == (100, 4)
    assert found["se"] == pytest.approx(sqrt(4 / 3 * 2 * (15 / 4) ** 2))
    assert (found["respondents"], found["base"]) == (2, 2)


def test_every_breakdown_has_its_totals() -> None:
    figures = estimate(four_units("a1 b2"), [EMPLOYMENT], by=("sex", "region"), reliability=SHOW_ALL)
    assert set(zip(figures["sex"], figures["region"], strict=True)) == {
        ("_T", "_T"), ("F", "_T"), ("M", "_T"), ("_T", "R1"), ("F", "R1"), ("M", "R1"),
    }  # fmt: skip
    assert list(figures.columns) == [
        "indicator", "ref_area", "time", "standard", "sex", "region", "classification", "class",
        "value", "se", "cv", "lower", "upper", "numerator", "denominator", "respondents", "base", "status", "note",
    ]  # fmt: skip


def test_a_person_without_a_label_counts_in_the_total_alone() -> None:
    some = persons("sex region worked\nF R1 y\n- R1 y\nF - y")
    figures = estimate(some, [EMPLOYMENT], reliability=SHOW_ALL)
    assert cell(figures)["value"] == 3
    assert cell(figures, sex="F")["value"] == 2
    assert cell(figures, region="R1")["value"] == 2
    assert cell(figures, sex="F", region="R1")["value"] == 1


def test_an_indicator_not_published_by_a_breakdown_has_only_the_total_there() -> None:
    openings = Count(
        code="X", title="X", of=concepts.everyone, unit="openings", by=("region",), source="test",
        since=date(2000, 1, 1), amount=work.actual_hours,
    )  # fmt: skip
    figures = estimate(persons("sex region actual_hours\nF R1 3\nM R2 4"), [openings], reliability=SHOW_ALL)
    assert set(figures["sex"]) == {"_T"}
    assert figures["value"].tolist() == [7, 3, 4]


def test_a_complete_register_has_no_standard_error_and_is_judged_by_its_numbers_alone() -> None:
    register = persons("\n".join(["sex region worked", *["F R1 y"] * 30, *["M R1 y"] * 3]))
    figures = estimate(register, [EMPLOYMENT])
    assert cell(figures, sex="F").loc[["value", "se", "status"]].tolist() == [30, None, "published"]
    assert cell(figures, sex="M")["status"] == "hidden"


def test_a_hidden_figure_is_none_and_never_zero() -> None:
    none_jobless = persons("\n".join(["sex region worked absent_from_job", *["F R1 y n"] * 50]))
    found = cell(estimate(none_jobless, [UNEMPLOYMENT_RATE]))
    assert found["status"] == "hidden"
    assert [found[name] for name in ("value", "se", "lower", "upper")] == [None] * 4


def test_a_cell_in_which_nobody_could_be_counted_has_no_row() -> None:
    figures = estimate(persons("age sex region worked\n10 F R1 y\n30 M R1 y"), [EMPLOYMENT])
    assert not len(figures[(figures["sex"] == "F") | (figures["age_group"] == "Y0-14")])


def test_no_people_give_no_figures() -> None:
    assert estimate(persons("sex region worked age\n- - - 3").__class__("X", "2024", 0), [], by=()).empty
    nobody = persons("sex region worked age weight")
    figures = estimate(nobody, [EMPLOYMENT, EMPLOYMENT_RATE])
    assert figures.empty
    assert "status" in figures.columns


def test_the_bounds_of_a_rate_stay_between_0_and_100() -> None:
    few = persons("\n".join(["weight sex region worked absent_from_job", *["1 F R1 n n"] * 30, "1 F R1 y n"]))
    found = cell(estimate(few, [EMPLOYMENT_RATE], reliability=SHOW_ALL))
    assert 0 < found["lower"] < found["value"] < found["upper"] < 100


def test_a_breakdown_that_the_records_do_not_have_is_refused() -> None:
    with pytest.raises(UnknownVariable):
        estimate(persons("sex region worked\nF R1 y"), [EMPLOYMENT], by=("ethnicity",))
