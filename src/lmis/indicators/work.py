"""Concepts of the job itself: status, hours, formality, pay; and of young people without work."""

from __future__ import annotations

from lmis.indicators.concepts import employed, working_age
from lmis.indicators.frame import Mask, Numbers, Persons


def actual_hours(persons: Persons) -> Numbers:
    """Hours actually worked in the main job in the reference week."""
    return persons.number("actual_hours")


def monthly_earnings(persons: Persons) -> Numbers:
    """Monthly earnings of the main job, in the currency of the survey."""
    return persons.number("monthly_earnings")


def at_work(persons: Persons) -> Mask:
    """Is employed and worked more than zero hours in the main job in the reference week.

    Missing: without hours a person leaves the mean; zero hours (on leave, ill) leave it too.
    Source: 18th ICLS (2008), Resolution I, §11 (hours actually worked).
    """
    return employed(persons) & (persons.number("actual_hours") > 0)


def part_time(persons: Persons) -> Mask:
    """Is employed with usual hours below the survey's threshold (`part_time_hours`).

    Missing: counts as full time.
    """
    return employed(persons) & persons["part_time_hours"]


def employees(persons: Persons) -> Mask:
    """Is employed for pay. Missing: without a status in employment, not counted. Source: ICSE-93, group 1."""
    return employed(persons) & persons.is_in("status_in_employment", "1")


def paid_employees(persons: Persons) -> Mask:
    """Is an employee who told the earnings. Missing: who did not tell leaves the mean."""
    return employees(persons) & persons.known("monthly_earnings")


def vulnerable(persons: Persons) -> Mask:
    """Works on own account or as a contributing family worker.

    Missing: without a status in employment, not counted.
    Source: ICSE-93, groups 3 and 5.
    """
    return employed(persons) & persons.is_in("status_in_employment", "3", "5")


def informally_employed(persons: Persons) -> Mask:
    """Holds an informal main job, by the survey's mapping (`informal_job`).

    Missing: a person whose job cannot be classified leaves the share (see `with_formality`).
    Source: 17th ICLS (2003), guidelines; 21st ICLS (2023), Resolution I.
    """
    return employed(persons) & persons["informal_job"]


def with_formality(persons: Persons) -> Mask:
    """Is employed in a job known to be formal or informal."""
    return employed(persons) & persons.known("informal_job")


def several_jobs(persons: Persons) -> Mask:
    """Is employed in more than one job. Missing: counts as one job."""
    return employed(persons) & persons["second_job"]


def manager(persons: Persons) -> Mask:
    """Is employed as a manager.

    Missing: without an occupation, not counted.
    Source: ISCO-08, major group 1.
    """
    return employed(persons) & persons.is_in("occupation", "1")


def woman_manager(persons: Persons) -> Mask:
    """Is a woman employed as a manager."""
    return manager(persons) & persons.is_in("sex", "F")


def youth(persons: Persons) -> Mask:
    """Is 15 to 24 years old, with a labour-force status and a known answer on attending school or training.

    Missing: who is not known to attend or not to attend leaves the rate.
    Source: SDG metadata, indicator 8.6.1.
    """
    return working_age(persons) & (persons.number("age") < 25) & persons.known("attending")


def neet(persons: Persons) -> Mask:
    """Is young, not employed, and in neither education nor training.

    Missing: as for `youth`.
    Source: SDG metadata, indicator 8.6.1.
    """
    return youth(persons) & ~employed(persons) & ~persons["attending"]
