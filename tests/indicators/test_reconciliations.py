"""What a table must agree with: by hand, and on the defects of a real official file."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from lmis.indicators import reconciliations as checks
from lmis.indicators.reconciliations import Figure, Finding
from reference_data import needs_reference_data


def figure(series: str, period: str, value: float, **dims: str) -> Figure:
    """A figure with its dimensions."""
    return Figure(series, tuple(sorted(dims.items())), period, value)


def sexes(series: str, period: str, both: float, men: float, women: float) -> list[Figure]:
    """A figure of both sexes, of men and of women."""
    return [figure(series, period, value, SEX=code) for code, value in (("_T", both), ("M", men), ("F", women))]


def kinds(found: list[Finding]) -> list[tuple[str, str, str]]:
    """What was found, in short."""
    return [(one.kind, one.series, one.period) for one in found]


def test_a_rate_lies_between_those_of_the_sexes() -> None:
    table = sexes("UNE", "2017", 9.4, 10.7, 7.8) + sexes("UNE", "2018", 11.0, 10.7, 7.8)
    assert kinds(checks.within_sexes(table, ["UNE"])) == [("outside_sex_range", "UNE", "2018")]
    assert checks.within_sexes(table, ["OTHER"]) == []


def test_rounding_may_carry_a_rate_just_outside() -> None:
    assert checks.within_sexes(sexes("UNE", "2017", 2.1, 2.1, 2.1), ["UNE"]) == []
    assert checks.within_sexes(sexes("UNE", "2017", 2.14, 2.1, 2.1), ["UNE"]) == []


def test_a_rate_that_is_the_sum_of_the_sexes_is_made_of_contributions() -> None:
    (found,) = checks.within_sexes(sexes("NEET", "2017", 16.11, 7.83, 8.28), ["NEET"])
    assert (found.kind, found.numbers) == ("contributions", (16.11, 7.83, 8.28))


def test_parts_add_up_to_their_total_but_for_rounding() -> None:
    assert checks.parts_of_totals(sexes("EMP", "2017", 101, 50, 50), ["EMP"], "SEX") == []
    (found,) = checks.parts_of_totals(sexes("EMP", "2017", 110, 50, 50), ["EMP"], "SEX")
    assert (found.kind, found.numbers) == ("parts_differ", (110, 100))
    assert checks.parts_of_totals(sexes("EMP", "2017", 110, 50, 50)[:2], ["EMP"], "SEX") == []


def test_a_stock_follows_from_the_one_before() -> None:
    table = [
        figure("STK", "2025Q4", 100), figure("STK", "2026Q1", 120), figure("STK", "2026Q2", 120),
        figure("IN", "2026Q1", 50), figure("OUT", "2026Q1", 30),
        figure("IN", "2026Q2", 50), figure("OUT", "2026Q2", 30),
    ]  # fmt: skip
    (found,) = checks.stocks_and_flows(table, "STK", "IN", "OUT")
    assert (found.period, found.numbers) == ("2026Q2", (120, 50, 30, 120))


@pytest.mark.parametrize(("period", "before"), [
    ("2026", "2025"), ("2026Q1", "2025Q4"), ("2026Q3", "2026Q2"), ("2026M01", "2025M12"), ("2026M10", "2026M09"),
])  # fmt: skip
def test_knows_the_period_before(period: str, before: str) -> None:
    assert checks.period_before(period) == before


def test_the_register_holds_no_more_than_the_survey_finds() -> None:
    table = [
        figure("LFS", "2026", 200),
        figure("PES", "2026", 250),
        figure("LFS", "2025", 200),
        figure("PES", "2025", 90),
    ]
    (found,) = checks.survey_and_register(table, "LFS", "PES")
    assert (found.period, found.numbers, found.other) == ("2026", (250, 200), "LFS")


def test_a_break_needs_its_flag() -> None:
    """The unemployment rate of Lao PDR, 0.7 % in 2010 by the older questions and 9.4 % in 2017."""
    table = [figure("UNE", "2010", 0.7), figure("UNE", "2017", 9.4), figure("UNE", "2022", 2.4)]
    assert kinds(checks.breaks(table)) == [("break_without_flag", "UNE", p) for p in ("2017", "2022")]
    assert checks.breaks(table, [("UNE", "2017"), ("UNE", "2022")]) == []


def test_finds_years_of_the_buddhist_era() -> None:
    (found,) = checks.buddhist_years(["2564-06-17T02:57:29Z", "2017", "1995Q3", "", "soon"], 2026)
    assert (found.kind, found.numbers) == ("buddhist_year", (2564, 2021))


def test_finds_percent_beside_shares_of_one() -> None:
    (found,) = checks.mixed_units(sexes("INF", "2015", 80.8, 0.754, 0.866))
    assert found.kind == "mixed_units"
    assert checks.mixed_units(sexes("UNE", "2015", 1.2, 1.1, 1.3) + sexes("UNE", "2016", 0.8, 0.7, 0.9)) == []
    assert checks.mixed_units(sexes("UNE", "2017", 1.02, 0.99, 1.05)) == []


def test_finds_two_series_with_the_same_numbers() -> None:
    same = sexes("A", "2015", 18.5, 8.44, 10.06) + sexes("B", "2015", 18.5, 8.44, 10.06)
    (found,) = checks.duplicate_series(same + sexes("C", "2015", 18.5, 8.44, 10.07))
    assert (found.series, found.other) == ("A", "B")
    assert checks.duplicate_series(sexes("A", "2015", 2.1, 2.1, 2.1) + sexes("B", "2015", 2.1, 2.1, 2.1)) == []


def test_finds_counts_where_a_mean_should_be() -> None:
    (found,) = checks.counts_in_amounts(sexes("EARN", "2015", 5208, 2005, 3203), ["EARN"])
    assert found.kind == "counts_in_amounts"
    assert checks.counts_in_amounts(sexes("EARN", "2015", 210, 220, 200), ["EARN"]) == []


def test_finds_values_that_were_written_with_spaces() -> None:
    (found,) = checks.padded(
        [Figure("X", (), "2015", 2235, text="    2235 "), Figure("X", (), "2016", 2537, text="2537")]
    )
    assert (found.period, found.other) == ("2015", "    2235 ")


def test_finds_the_six_defects_of_the_lao_file() -> None:
    """The Lao Statistics Bureau's SDMX data of goal 8, as it was published."""
    tree = ElementTree.parse(needs_reference_data() / "lao_sdg" / "lao_sdg_goal8_sdmx.xml")
    prepared = next(node.text or "" for node in tree.iter() if node.tag.endswith("Prepared"))
    table = [
        Figure(
            one.attrib["SERIES"],
            tuple((k, v) for k, v in one.attrib.items() if k not in ("SERIES", "UNIT_MEASURE")),
            obs.attrib["TIME_PERIOD"],
            float(obs.attrib["OBS_VALUE"]),
            one.attrib["UNIT_MEASURE"],
            obs.attrib["OBS_VALUE"],
        )
        for one in tree.iter("Series")
        for obs in one
    ]
    rates = {one.series for one in table if one.unit == "PT"}
    found = checks.findings_of(table, prepared, 2026, rates, ["SL_EMP_EARN"], [])
    told = {kind: {(s, p) for k, s, p in kinds(found) if k == kind} for kind, _, _ in kinds(found)}
    assert told["buddhist_year"] == {("", prepared)}
    assert told["contributions"] == {
        ("SL_ISV_IFEM", "2017"), ("_L_LA_080504_01", "2015"), ("_L_LA_080504_01", "2017"),
        ("SL_TLF_NEET", "2015"), ("SL_TLF_NEET", "2017"),
    }  # fmt: skip
    assert told["mixed_units"] == told["outside_sex_range"] == {("SL_ISV_IFEM", "2015")}
    assert [(one.series, one.other, one.period) for one in found if one.kind == "duplicate_series"] == [
        ("SL_TLF_NEET", "_L_LA_080504_01", "2015")
    ]
    assert {period for _, period in told["counts_in_amounts"]} == {str(year) for year in range(2015, 2020)}
    assert sum(one.kind == "counts_in_amounts" for one in found) == 15
    assert ("_L_LA_080303_01", "2015") in told["padded"]
    assert set(told) == {
        "buddhist_year", "contributions", "mixed_units", "outside_sex_range", "duplicate_series", "counts_in_amounts",
        "padded",
    }  # fmt: skip
