"""Lonely units and degrees of freedom."""

from __future__ import annotations

from math import sqrt

import pytest

from indicators.people import persons
from lmis.indicators.definitions.labour_force import EMPLOYMENT
from lmis.indicators.estimate import estimate
from lmis.indicators.reliability import Reliability
from lmis.indicators.variance import LonelyUnits, UnknownTreatment

SHOW_ALL = Reliability(hidden_below=0, unreliable_below=0, unreliable_above=9e9, hidden_above=9e9)
LONELY = persons(
    """
    stratum psu weight sex region worked
    1       a       30 F   R1     y
    2       a       10 F   R1     y
    2       b       20 M   R1     y
    """
)


@pytest.mark.parametrize(
    ("lonely", "variance"),
    [
        ("centred", 10**2 + 2 * (5**2 + 5**2)),  # 30 less the mean of all units, 20
        ("adjust", 30**2 + 100),
        ("average", 2 * 100),  # two strata, of which one has a variance
        ("certainty", 100),
        ("remove", 100),
    ],
)
def test_what_a_lonely_unit_adds(lonely, variance: float) -> None:  # type: ignore[no-untyped-def]
    assert estimate(LONELY, [EMPLOYMENT], (), SHOW_ALL, lonely=lonely)["se"].iloc[0] == pytest.approx(sqrt(variance))


def test_lonely_units_can_be_refused() -> None:
    with pytest.raises(LonelyUnits) as refusal:
        estimate(LONELY, [EMPLOYMENT], (), lonely="fail")
    assert refusal.value.values["count"] == 1
    with pytest.raises(UnknownTreatment) as unknown:
        estimate(LONELY, [EMPLOYMENT], (), lonely="certain")  # type: ignore[arg-type]
    assert "certainty" in unknown.value.values["nearest"]


def test_a_domain_keeps_the_degrees_of_freedom_of_the_whole() -> None:
    figures = estimate(LONELY, [EMPLOYMENT], ("sex",), SHOW_ALL).set_index("sex")
    for sex in ("_T", "F", "M"):  # 3 units less 2 strata: Student's t of 1 degree of freedom
        line = figures.loc[sex]
        assert float(line["upper"]) == pytest.approx(float(line["value"]) + 12.7062047 * float(line["se"]), rel=1e-7)
