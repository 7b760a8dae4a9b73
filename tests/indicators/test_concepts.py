from __future__ import annotations

import pytest

from indicators.people import persons
from lmis.indicators import concepts, work
from lmis.indicators.indicator import Concept

EIGHT = persons(
    """
    who           age worked absent_from_job sought_work available future_start excused_from_seeking
    worker         30      y               -           -         -            -                    -
    on_leave       30      n               y           -         -            -                    -
    jobless        30      n               n           y         y            -                    -
    starts_soon    30      n               n           n         y            y                    -
    excused        30      n               n           n         y            -                    y
    busy           30      n               n           y         n            -                    -
    homemaker      30      n               n           n         n            -                    n
    abroad         30      -               -           -         -            -                    -
    child          14      y               -           -         -            -                    -
    ageless         -      y               -           -         -            -                    -
    """
)


def whom(concept: Concept) -> set[str]:
    people = EIGHT.category("who")
    return {people.labels[code] for code, inside in zip(people.codes, concept(EIGHT), strict=True) if inside}


@pytest.mark.parametrize(
    ("concept", "who"),
    [
        (concepts.employed, "worker on_leave"),
        (concepts.unemployed, "jobless starts_soon"),
        (concepts.unemployed_nationally, "jobless starts_soon excused"),
        (concepts.labour_force, "worker on_leave jobless starts_soon"),
        (concepts.outside_labour_force, "excused busy homemaker"),
        (concepts.outside_labour_force_nationally, "busy homemaker"),
        (concepts.potential_labour_force, "excused busy"),
        (concepts.working_age, "worker on_leave jobless starts_soon excused busy homemaker"),
    ],
)
def test_sorts_people(concept: Concept, who: str) -> None:
    assert whom(concept) == set(who.split())


def test_who_has_no_status_leaves_every_denominator() -> None:
    assert "abroad" not in whom(concepts.working_age)
    assert "abroad" not in whom(concepts.outside_labour_force)


def test_children_and_people_of_unknown_age_are_not_of_working_age() -> None:
    assert not {"child", "ageless"} & whom(concepts.working_age)


def test_everybody_of_working_age_is_in_exactly_one_group() -> None:
    groups = [concepts.employed, concepts.unemployed, concepts.outside_labour_force]
    assert sorted(who for group in groups for who in whom(group)) == sorted(whom(concepts.working_age))


def test_underemployment_needs_the_wish_and_the_short_hours_and_no_obstacle() -> None:
    workers = persons(
        """
        worked wants_more_hours short_hours available_for_more
        y      y                y           y
        y      y                y           -
        y      y                y           n
        y      y                n           y
        y      n                y           y
        y      -                y           y
        y      y                -           y
        n      y                y           y
        """
    )
    assert concepts.time_related_underemployed(workers).tolist() == [True, True] + [False] * 6
    assert concepts.wants_more_hours(workers).sum() == 5


def test_zero_hours_and_unknown_hours_leave_those_at_work() -> None:
    workers = persons("worked actual_hours\ny 40\ny 0\ny -\nn 10")
    assert work.at_work(workers).tolist() == [True, False, False, False]


def test_neet_leaves_out_who_is_not_known_to_attend_or_not() -> None:
    young = persons(
        """
        age worked absent_from_job attending
        20  n      n               n
        20  n      n               y
        20  y      -               n
        20  n      n               -
        25  n      n               n
        """
    )
    assert work.youth(young).tolist() == [True, True, True, False, False]
    assert work.neet(young).tolist() == [True, False, False, False, False]


def test_formality_leaves_out_jobs_that_cannot_be_classified() -> None:
    workers = persons("worked informal_job\ny y\ny n\ny -\nn y")
    assert work.informally_employed(workers).tolist() == [True, False, False, False]
    assert work.with_formality(workers).tolist() == [True, True, False, False]


def test_statuses_occupations_and_second_jobs() -> None:
    workers = persons(
        """
        worked sex status_in_employment occupation second_job monthly_earnings
        y      F   1                    1          y          300
        y      M   3                    1          n          -
        y      F   5                    9          -          -
        y      F   -                    -          n          -
        """
    )
    assert work.employees(workers).tolist() == [True, False, False, False]
    assert work.paid_employees(workers).sum() == 1
    assert work.vulnerable(workers).tolist() == [False, True, True, False]
    assert work.woman_manager(workers).tolist() == [True, False, False, False]
    assert work.several_jobs(workers).tolist() == [True, False, False, False]
