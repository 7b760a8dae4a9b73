"""The two standards of work, panels, children, and what a survey cannot tell."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from indicators import made_up
from indicators.people import persons
from lmis.indicators import children, concepts, panel
from lmis.indicators.availability import NOT_AVAILABLE, estimate_all, estimate_standards
from lmis.indicators.catalogue import CATALOGUE
from lmis.indicators.definitions.jobs import SEVERAL_JOBS
from lmis.indicators.definitions.labour_force import EMPLOYMENT
from lmis.indicators.definitions.other_work import FLOWS, FLOWS_FROM_UNEMPLOYMENT
from lmis.indicators.estimate import estimate
from lmis.indicators.frame import Answers, Persons, Quantity
from lmis.indicators.reliability import Reliability
from lmis.indicators.standards import StandardNotCarried, standards_of, under

SHOW_ALL = Reliability(hidden_below=0, unreliable_below=0, unreliable_above=9e9, hidden_above=9e9)


def farmers(**given: object) -> Persons:
    """A worker for pay, an own-use producer who said to have worked, one who did not, a jobseeker, one on leave."""
    frame = persons(
        """
        who     worked absent_from_job sought_work available
        paid    y      n               n           n
        farms   y      n               n           n
        grows   n      n               y           y
        jobless n      n               y           y
        leave   n      y               n           n
        """
    )
    own = [False, True, True, False, False]
    column = Answers(np.array(own), np.ones(5, dtype=np.bool_))
    return replace(frame, columns={**frame.columns, "own_use_work": column}, **given)  # type: ignore[arg-type]


def test_own_use_producers_work_by_the_13th_and_not_by_the_19th() -> None:
    both = farmers(standard=13)
    assert standards_of(both) == (13, 19)
    assert concepts.employed(under(both, 13)).tolist() == [True, True, True, False, True]
    assert concepts.employed(under(both, 19)).tolist() == [True, False, False, False, True]
    assert concepts.unemployed(under(both, 19)).tolist() == [False, False, True, True, False]
    assert under(both, 19).standard == 19


def test_a_questionnaire_that_cannot_tell_has_one_standard() -> None:
    plain = replace(persons("worked absent_from_job\ny n\nn n"), standard=13)
    assert standards_of(plain) == (13,)
    with pytest.raises(StandardNotCarried):
        under(plain, 19)
    figures = estimate_standards(plain, [EMPLOYMENT], ()).set_index("standard")
    assert figures.loc[13, "status"] != NOT_AVAILABLE
    assert figures.loc[19, ["status", "value", "note"]].tolist() == [NOT_AVAILABLE, None, "missing: own_use_work"]


def test_what_nobody_answered_is_not_available_and_is_not_zero() -> None:
    some = persons("sex region worked absent_from_job\nF R1 y n\nM R1 y n")  # second_job is a column without an answer
    line = estimate_all(some, [EMPLOYMENT, SEVERAL_JOBS], ()).set_index("indicator").loc[SEVERAL_JOBS.code]
    assert line[["value", "status", "note"]].tolist() == [None, NOT_AVAILABLE, "missing: second_job"]


def test_every_definition_is_told_or_says_what_is_missing() -> None:
    people = made_up.people(made_up.table())
    figures = estimate_all(people, CATALOGUE, ("sex",))
    assert set(figures["indicator"]) == {one.code for one in CATALOGUE}
    gone = figures[figures["status"] == NOT_AVAILABLE]
    assert gone["note"].str.startswith("missing: ").all()
    assert gone["value"].isna().all()
    assert 20 < len(gone) < 60


def test_flows_of_a_matched_panel() -> None:
    earlier = persons(
        """
        person worked absent_from_job sought_work available
        a      y      n               n           n
        b      n      n               y           y
        c      n      n               y           y
        d      n      n               n           n
        """
    )
    later = persons(
        """
        person weight worked absent_from_job sought_work available
        a      10     n      n               y           y
        b      20     y      n               n           n
        c      30     n      n               y           y
        e      40     y      n               n           n
        """
    )
    both = panel.joined(earlier, later)
    assert panel.matched(both).tolist() == [True, True, True, False]
    figures = estimate(both, [FLOWS, FLOWS_FROM_UNEMPLOYMENT], (), SHOW_ALL)
    flows = figures[figures["indicator"] == FLOWS.code].set_index("class")["value"].to_dict()
    assert flows == {"EMP>UNE": 10, "UNE>EMP": 20, "UNE>UNE": 30}
    shares = figures[figures["indicator"] == FLOWS_FROM_UNEMPLOYMENT.code].set_index("class")["value"].to_dict()
    assert shares == pytest.approx({"EMP": 40, "UNE": 60, "OLF": 0})


def test_a_person_twice_cannot_be_matched() -> None:
    with pytest.raises(panel.PersonTwice):
        panel.joined(persons("person worked\na y\na n"), persons("person worked\na y"))


def test_child_labour_by_age_and_hours() -> None:
    young = persons(
        """
        age worked actual_hours
        4   y      40
        8   y      1
        13  y      13
        13  y      14
        16  y      43
        16  y      44
        8   n      -
        8   -      -
        18  y      60
        """
    )
    none = Answers(young["worked"] & False, young["worked"] & False)
    nothing = Quantity(np.full(young.rows, np.nan))
    extra = {"hazardous_work": none, "actual_hours_all_jobs": nothing, "chores_hours": nothing}
    people = replace(young, columns={**young.columns, **extra})
    assert children.in_child_labour(people).tolist() == [
        False, True, False, True, False, True, False, False, False,
    ]  # fmt: skip
    assert children.children(people).sum() == 6
