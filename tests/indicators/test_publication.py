"""Table A as figures of an edition: which breakdowns, in which columns, and what is hidden."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

import pandas as pd
import pytest

from factories.surveys import some_people
from lmis.indicators.catalogue import CATALOGUE, ROWS, in_force
from lmis.indicators.covers import covers_of
from lmis.indicators.definitions.labour_force import EMPLOYMENT
from lmis.indicators.publication import CELLS, COLUMNS, breakdowns_of, edition_figures, named
from lmis.indicators.survey_checks import NotReconciled, check_table
from lmis.model.figures import Figure

HIDDEN_BELOW = {"hidden_to_all": 5, "hidden_to_public": 10}
INDICATORS = in_force(date(2026, 7, 1))


@cache
def figures() -> pd.DataFrame:
    return edition_figures(some_people(whole=True), INDICATORS, None, HIDDEN_BELOW)


def test_every_row_of_the_table_has_its_figures_or_says_why_not() -> None:
    rows = {one.code: one.row for one in CATALOGUE}
    for standard in ("13", "19"):
        of_one = figures()[figures()["standard"] == standard]
        assert {rows[code] for code in of_one["indicator"]} == set(ROWS)
        assert set(of_one["indicator"]) == {one.code for one in INDICATORS}
    gone = figures()[figures()["status"] == "not_available"]
    assert gone["value"].isna().all()
    assert gone["note"].str.len().gt(0).all()
    assert figures()["indicator"].str.endswith("_NAT").any()


def test_each_cell_stands_once_in_columns_that_figures_have() -> None:
    assert list(figures().columns) == list(COLUMNS)
    assert all(hasattr(Figure, name) for name in COLUMNS)
    key = ["indicator", "period", "breakdown", *CELLS]
    assert not figures().duplicated(key).any()
    dims = figures()["breakdown"].map(lambda name: () if name == "total" else tuple(name.split("-")))
    for (_, row), names in zip(figures().iterrows(), dims, strict=True):
        assert {name for name in CELLS[:-3] if row[name] is not None} == set(names)
    assert set(figures()["sector"].dropna()) == {"A", "C", "G", "O"}
    assert set(figures()["broad_sector"].dropna()) == {"AGR", "IND", "SER"}


def test_breakdowns_are_those_of_the_definition_and_sex_with_each() -> None:
    told = {named(one) for one in breakdowns_of(EMPLOYMENT)}
    assert {"total", "sex", "province", "sex-province", "sex-sector", "sex-broad_sector"} <= told
    assert "region" not in told
    published = {code: set(held["breakdown"]) for code, held in figures().groupby("indicator")}
    for one in INDICATORS:
        assert published[one.code] <= {named(each) for each in breakdowns_of(one)}


def test_a_hidden_figure_has_no_number_and_few_respondents_are_hidden() -> None:
    held = figures()
    hidden = held[held["status"] == "hidden"]
    for name in ("value", "se", "lower", "upper", "numerator", "denominator"):
        assert hidden[name].isna().all()
    shown = held[held["value"].notna()]
    assert shown["records"].min() >= 5
    few = shown[shown["records"] < 10]
    assert set(few["status"]) <= {"unreliable", "unreliable_to_ministry"}


def table(people: dict[str, int]) -> pd.DataFrame:
    """Employment by region, with as many respondents; "" is the total."""
    rows = [
        {"variables": ("region",) if region else (), "region": region or "_T", "indicator": EMPLOYMENT.code,
         "standard": 19, "class": "_T", "respondents": count, "value": float(count), "time": "2026"}
        for region, count in people.items()
    ]  # fmt: skip
    return pd.DataFrame(rows)


def test_one_small_region_takes_another_with_it_unless_the_sum_does_not_give_it_away() -> None:
    covered = covers_of(table({"": 118, "A": 3, "B": 15, "C": 100}), [EMPLOYMENT], HIDDEN_BELOW)
    assert covered == {1: "hidden_to_all", 2: "hidden_to_all"}
    for_the_public = covers_of(table({"": 122, "A": 7, "B": 15, "C": 100}), [EMPLOYMENT], HIDDEN_BELOW)
    assert for_the_public == {1: "hidden_to_public", 2: "hidden_to_public"}
    without_labels = covers_of(table({"": 125, "A": 3, "B": 15, "C": 100}), [EMPLOYMENT], HIDDEN_BELOW)
    assert without_labels == {1: "hidden_to_all"}


def rows_of(*rows: tuple[str, str, float]) -> pd.DataFrame:
    """Figures by sex: indicator, sex, value."""
    return pd.DataFrame(
        [{"indicator": code, "sex": sex, "value": value, "standard": 19, "class": "_T", "time": "2026",
          "variables": () if sex == "_T" else ("sex",)} for code, sex, value in rows]
    )  # fmt: skip


CONTRADICTIONS: list[tuple[pd.DataFrame, dict[str, Any]]] = [
    (
        rows_of(("EMP_TEMP_NB", "_T", 100), ("EMP_TEMP_NB", "F", 30), ("EMP_TEMP_NB", "M", 60)),
        {"kind": "parts_differ", "numbers": [100, 90]},
    ),
    (
        rows_of(("UNE_DEAP_RT", "_T", 9), ("UNE_DEAP_RT", "F", 4), ("UNE_DEAP_RT", "M", 5)),
        {"kind": "contributions", "numbers": [9, 5, 4]},
    ),
    (
        rows_of(("EAP_TEAP_NB", "_T", 100), ("EMP_TEMP_NB", "_T", 60), ("UNE_TUNE_NB", "_T", 30)),
        {"kind": "parts_differ", "series": "EAP_TEAP_NB", "numbers": [100, 90]},
    ),
]


@pytest.mark.parametrize(("held", "told"), CONTRADICTIONS)
def test_figures_that_contradict_each_other_are_found(held: pd.DataFrame, told: dict[str, Any]) -> None:
    with pytest.raises(NotReconciled) as refused:
        check_table(held, INDICATORS, {"sex"})
    assert refused.value.values.items() >= told.items()


def test_parts_are_held_against_their_total_only_where_everybody_has_a_label() -> None:
    check_table(CONTRADICTIONS[0][0], INDICATORS, set())
    between = rows_of(("UNE_DEAP_RT", "_T", 4.5), ("UNE_DEAP_RT", "F", 4), ("UNE_DEAP_RT", "M", 5))
    check_table(between, INDICATORS, {"sex"})
