from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from indicators.surveys.example import EXAMPLE, TABLE
from lmis.indicators.frame import Persons
from lmis.indicators.surveys import Report, harmonise, parse_mapping, read_table
from lmis.indicators.surveys.harmonise import NoRecords, UnknownColumn


def of(text: str = TABLE, mapping: str = EXAMPLE) -> tuple[Persons, Report]:
    said = parse_mapping(mapping)
    return harmonise(said, [read_table(said, text.encode())])


def labels(persons: Persons, variable: str) -> list[str | None]:
    category = persons.category(variable)
    return [category.labels[code] if code >= 0 else None for code in category.codes]


def test_recodes_and_leaves_uncovered_values_without_an_answer() -> None:
    persons, _ = of()
    assert labels(persons, "sex") == ["M", "F", "F", None]
    assert labels(persons, "region") == ["KH01", "KH01", "KH02", "KH02"]
    assert labels(persons, "education") == ["0", "2", None, None]


def test_asks_several_columns() -> None:
    persons, _ = of()
    assert persons["sought_work"].tolist() == [False, True, False, True]
    assert persons.known("sought_work").tolist() == [False, True, True, True]


def test_sums_scales_and_knows_what_is_no_answer() -> None:
    persons, _ = of()
    np.testing.assert_array_equal(persons.number("actual_hours"), [48, np.nan, np.nan, 0])
    np.testing.assert_array_equal(persons.number("age"), [30, 14, np.nan, 50])
    assert persons.design is not None
    assert persons.design.weight.tolist() == [1, 1.5, 2, 2.5]


def test_cuts_codes_after_filling_them_with_zeros() -> None:
    persons, _ = of()
    assert labels(persons, "isco2") == ["23", "01", None, None]
    assert labels(persons, "occupation") == ["2", "0", None, None]
    assert labels(persons, "isic2") == ["01", "85", None, "99"]
    assert labels(persons, "industry") == ["A", "P", None, "U"]
    assert labels(persons, "sector") == ["AGR", "SER", None, "SER"]


def test_bands_of_age() -> None:
    persons, _ = of()
    assert labels(persons, "age_group") == ["Y25-54", "Y0-14", None, "Y25-54"]
    assert labels(persons, "age_youth") == ["YGE25", "Y0-14", None, "YGE25"]
    assert labels(persons, "age_5yr") == ["Y30-34", "Y10-14", None, "Y50-54"]


def test_a_question_that_was_not_asked_has_no_answers() -> None:
    persons, _ = of()
    assert not persons.known("future_start").any()


def test_the_report_says_what_became_of_each_variable() -> None:
    _, report = of()
    by_name = {one.variable: one for one in report.variables}
    assert (report.survey, report.read, report.kept) == ("xyz_lfs_2024", 4, 4)
    assert (by_name["sex"].missing, by_name["sex"].values) == (1, {"F": 2, "M": 1})
    assert by_name["sex"].uncovered == {"3": 1}
    assert by_name["isco2"].uncovered == {"x": 1}
    assert by_name["education"].uncovered == {"9": 1}
    assert (by_name["worked"].values, by_name["worked"].missing) == ({"yes": 1, "no": 2}, 1)
    assert by_name["age"].range == (14, pytest.approx(94 / 3), 50)


def test_records_that_are_not_of_the_survey_are_dropped() -> None:
    persons, report = of(mapping=EXAMPLE + "keep: {AGE: {from: 15}}\n")
    assert (persons.rows, report.read, report.kept) == (3, 4, 3)


def test_parts_of_a_file_are_put_below_each_other() -> None:
    said = parse_mapping(EXAMPLE)
    part = read_table(said, TABLE.encode())
    assert harmonise(said, [part, part])[0].rows == 8


def test_numbers_read_by_others_are_understood() -> None:
    said = parse_mapping(EXAMPLE)
    import io

    persons, _ = harmonise(said, [pd.read_csv(io.StringIO(TABLE))])
    assert labels(persons, "sex") == ["M", "F", "F", None]
    assert persons["worked"].tolist() == [True, False, False, False]


def test_an_unknown_column_is_refused_with_the_nearest() -> None:
    with pytest.raises(UnknownColumn) as refusal:
        of(TABLE.replace("PROV", "PROVINCE"))
    assert refusal.value.values == {"column": "PROV", "nearest": ["PROVINCE"]}


def test_a_survey_of_nobody_is_refused() -> None:
    with pytest.raises(NoRecords) as refusal:
        of(mapping=EXAMPLE + "keep: {AGE: 100}\n")
    assert refusal.value.values == {"read": 4}


def test_strata_and_units_are_named_by_their_values() -> None:
    persons, _ = of(mapping=EXAMPLE.replace("psu: [EA]", "psu: [PROV, EA]"))
    design = persons.design
    assert design is not None
    assert design.stratum_names == ("1", "2")
    assert design.psu_names is not None
    assert [design.psu_names[code] for code in design.psu] == ["1 7", "1 8", "2 7", "2 9"]


def test_without_a_design_everyone_is_a_unit_of_one_stratum() -> None:
    persons, _ = of(mapping=EXAMPLE.replace("design: {strata: [PROV], psu: [EA]}\n", ""))
    assert persons.design is not None
    assert len(set(persons.design.psu.tolist())) == 4
    assert set(persons.design.stratum.tolist()) == {0}
