"""Concepts of the job itself: status, hours, formality, pay; and of young people without work."""

from __future__ import annotations

import numpy as np

from lmis.indicators.concepts import aged_15_24, aged_15_29, employed, labour_force, unemployed, working_age
from lmis.indicators.frame import Codes, Mask, Numbers, Persons


def actual_hours(persons: Persons) -> Numbers:
    """Hours actually worked in the main job in the reference week."""
    return persons.number("actual_hours")


def monthly_earnings(persons: Persons) -> Numbers:
    """Monthly earnings of the main job, in the currency of the survey."""
    return persons.number("monthly_earnings")


def hourly_earnings(persons: Persons) -> Numbers:
    """Earnings of an hour in the main job: those of the month, divided by the usual weekly hours times 365 / 84.

    84 is 12 months times 7 days. Who usually works no hours has none.
    """
    hours = persons.number("usual_hours")
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(hours > 0, persons.number("monthly_earnings") / (hours * 365 / 84), np.nan)


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


def aged_15_24_of_working_age(persons: Persons) -> Mask:
    """Is 15 to 24 years old, with a labour-force status. Missing: as for `working_age`."""
    return working_age(persons) & aged_15_24(persons)


def youth_15_29(persons: Persons) -> Mask:
    """Is 15 to 29 years old, with a labour-force status and a known answer on attending school or training.

    Missing: who is not known to attend or not to attend leaves the rate.
    """
    return working_age(persons) & aged_15_29(persons) & persons.known("attending")


def neet_15_29(persons: Persons) -> Mask:
    """Is 15 to 29 years old, not employed, and in neither education nor training. Missing: as for `youth_15_29`."""
    return youth_15_29(persons) & ~employed(persons) & ~persons["attending"]


def women(persons: Persons) -> Mask:
    """Is a woman or girl. Missing: someone whose sex is not known is not counted."""
    return persons.is_in("sex", "F")


def men(persons: Persons) -> Mask:
    """Is a man or boy. Missing: someone whose sex is not known is not counted."""
    return persons.is_in("sex", "M")


def hourly_paid(persons: Persons) -> Mask:
    """Is an employee of whom earnings and usual hours are known.

    Missing: who did not tell the earnings or the hours, or usually works none, leaves the figure.
    """
    return employees(persons) & ~np.isnan(hourly_earnings(persons))


def with_contract(persons: Persons) -> Mask:
    """Is an employee whose contract is known to have an end or not. Missing: who did not tell leaves the share."""
    return employees(persons) & persons.known("temporary_contract")


def temporary(persons: Persons) -> Mask:
    """Is an employee whose contract has an end: fixed-term, seasonal, casual. Missing: as for `with_contract`."""
    return with_contract(persons) & persons["temporary_contract"]


def with_unit(persons: Persons) -> Mask:
    """Is employed in a unit known to be of the informal sector or not. Missing: who did not tell leaves the share."""
    return employed(persons) & persons.known("informal_unit")


def in_informal_unit(persons: Persons) -> Mask:
    """Is employed in a unit of the informal sector, by the survey's mapping. Missing: as for `with_unit`.

    Source: 15th ICLS (1993), Resolution concerning statistics of employment in the informal sector.
    """
    return with_unit(persons) & persons["informal_unit"]


def with_formality_outside_agriculture(persons: Persons) -> Mask:
    """Is employed outside agriculture in a job known to be formal or informal.

    Missing: without an industry, or with a job that cannot be classified, a person leaves the share.
    """
    return with_formality(persons) & persons.is_in("sector", "IND", "SER")


def senior_or_middle_manager(persons: Persons) -> Mask:
    """Is employed as a senior or middle manager. Missing: without an occupation, not counted.

    Source: ISCO-08, sub-major groups 11, 12 and 13; SDG metadata, 5.5.2.
    """
    return employed(persons) & persons.is_in("isco2", "11", "12", "13")


def long_term_unemployed(persons: Persons) -> Mask:
    """Is unemployed, without work and seeking it for 12 months or longer. Missing: without a duration, not counted."""
    return unemployed(persons) & persons.is_in("duration_of_search", "M12-23", "MGE24")


def unemployed_of_known_duration(persons: Persons) -> Mask:
    """Is unemployed, and the duration is known. Missing: without a duration a person leaves the share."""
    return unemployed(persons) & persons.known("duration_of_search")


def own_use_food_producer(persons: Persons) -> Mask:
    """Is of working age and produced food mainly for the own household. Missing: no answer counts as no.

    Source: 19th ICLS (2013), Resolution I, §22-25 (subsistence foodstuff producers).
    """
    return working_age(persons) & persons["own_use_foodstuff"]


def with_schooling_and_occupation(persons: Persons) -> Mask:
    """Is employed with a known level of education in an occupation that has a skill level.

    Missing: without education or occupation, and in the armed forces, a person leaves the share.
    """
    return employed(persons) & (_required_levels(persons) >= 0) & (_completed_levels(persons) >= 0)


def overeducated(persons: Persons) -> Mask:
    """Has completed more than the occupation's skill level asks for. Missing: as for `with_schooling_and_occupation`.

    Source: ILO, education and mismatch indicators, normative measure.
    """
    return with_schooling_and_occupation(persons) & (_completed_levels(persons) > _required_levels(persons))


def undereducated(persons: Persons) -> Mask:
    """Has completed less than the occupation's skill level asks for. Missing: as for `with_schooling_and_occupation`.

    Source: ILO, education and mismatch indicators, normative measure.
    """
    return with_schooling_and_occupation(persons) & (_completed_levels(persons) < _required_levels(persons))


def of_known_origin(persons: Persons) -> Mask:
    """Is in the labour force, and known to be a migrant or not. Missing: who did not tell leaves the share."""
    return labour_force(persons) & persons.known("migrant")


def migrant(persons: Persons) -> Mask:
    """Is in the labour force and a migrant. Missing: as for `of_known_origin`."""
    return of_known_origin(persons) & persons.is_in("migrant", "MIG")


def of_known_disability(persons: Persons) -> Mask:
    """Is in the labour force, and known to have a disability or none. Missing: who did not tell leaves the share."""
    return labour_force(persons) & persons.known("disability")


def disabled(persons: Persons) -> Mask:
    """Is in the labour force and has a disability. Missing: as for `of_known_disability`.

    Source: Washington Group on Disability Statistics, short set, where it was asked.
    """
    return of_known_disability(persons) & persons.is_in("disability", "DIS")


def of_known_living(persons: Persons) -> Mask:
    """Is employed, and the household is known to be poor or not. Missing: who did not tell leaves the share."""
    return employed(persons) & persons.known("poor_household")


def working_poor(persons: Persons) -> Mask:
    """Is employed and lives in a household below the poverty line. Missing: as for `of_known_living`."""
    return of_known_living(persons) & persons["poor_household"]


def of_known_protection(persons: Persons) -> Mask:
    """Is of any age, and known to have social protection or not. Missing: who did not tell leaves the share."""
    return persons.known("social_protection")


def protected(persons: Persons) -> Mask:
    """Has at least one social protection benefit. Missing: as for `of_known_protection`."""
    return persons["social_protection"]


def _completed_levels(persons: Persons) -> Codes:
    """0 less than lower secondary, 1 secondary and what follows it, 2 tertiary; -1 unknown."""
    return _bands(persons, "education", ("01", "234", "5678"))


def _required_levels(persons: Persons) -> Codes:
    """The level of education that the skill level of the occupation asks for; -1 unknown, and the armed forces."""
    return _bands(persons, "occupation", ("9", "45678", "123"))


def _bands(persons: Persons, variable: str, bands: tuple[str, ...]) -> Codes:
    category = persons.category(variable)
    places = [next((place for place, band in enumerate(bands) if label in band), -1) for label in category.labels]
    return np.array([*places, -1], dtype=np.int64)[category.codes]
