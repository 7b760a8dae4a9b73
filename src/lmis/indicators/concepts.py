"""The words of labour statistics, each a mask over persons; every one says what a missing answer means.

"19th ICLS" is the resolution concerning statistics of work, employment and labour underutilization (2013). The same
concepts hold by the 13th ICLS (1982), where producing for the own household is work too: `standards.under` gives the
view of the people by which either is counted.
"""

from __future__ import annotations

import numpy as np

from lmis.indicators.frame import Frame, Mask, Persons

MINIMUM_AGE = 15.0


def everyone(records: Frame) -> Mask:
    """Every record; nothing can be missing."""
    return np.ones(records.rows, dtype=np.bool_)


def has_status(persons: Persons) -> Mask:
    """Was asked whether he or she worked, or had a job to return to.

    Missing: with neither answer (workers abroad, people not interviewed) a person has no labour-force status
    and leaves every numerator and denominator.
    """
    return persons.known("worked") | persons.known("absent_from_job")


def working_age(persons: Persons) -> Mask:
    """Is 15 or older and has a labour-force status.

    Missing: someone of unknown age is not counted.
    Source: 19th ICLS (2013), Resolution I, §65 (lower age limit).
    """
    return (persons.number("age") >= MINIMUM_AGE) & has_status(persons)


def employed(persons: Persons) -> Mask:
    """Worked at least one hour in the reference week, or was temporarily absent from a job.

    Missing: an unanswered question counts as no, as long as the other one was answered.
    Source: 19th ICLS (2013), Resolution I, §27-29.
    """
    return working_age(persons) & (persons["worked"] | persons["absent_from_job"])


def unemployed(persons: Persons) -> Mask:
    """Was not employed, sought work or has a job to start soon, and could have started.

    Missing: who did not say that they sought work, or that they were available, is not unemployed.
    Source: 19th ICLS (2013), Resolution I, §47-48.
    """
    seeking = persons["sought_work"] | persons["future_start"]
    return _without_job(persons) & seeking & persons["available"]


def labour_force(persons: Persons) -> Mask:
    """Is employed or unemployed. Source: 19th ICLS (2013), Resolution I, §16."""
    return employed(persons) | unemployed(persons)


def outside_labour_force(persons: Persons) -> Mask:
    """Is of working age, neither employed nor unemployed. Source: 19th ICLS (2013), Resolution I, §16."""
    return working_age(persons) & ~labour_force(persons)


def time_related_underemployed(persons: Persons) -> Mask:
    """Is employed, wants more hours, could work them, and worked fewer than the survey's threshold.

    The threshold, and whether it looks at the main job or at all, is part of the survey's mapping
    (`short_hours`).
    Missing: no answer to wanting more hours, or to the hours, counts as no; no answer to being available for
    more does not exclude, because many questionnaires do not ask it.
    Source: 19th ICLS (2013), Resolution I, §43-44.
    """
    unavailable = persons.known("available_for_more") & ~persons["available_for_more"]
    return employed(persons) & persons["wants_more_hours"] & persons["short_hours"] & ~unavailable


def potential_labour_force(persons: Persons) -> Mask:
    """Is outside the labour force and sought work without being available, or was available without seeking.

    Missing: who did not answer on seeking did not seek; who did not answer on being available was not
    available.
    Source: 19th ICLS (2013), Resolution I, §51.
    """
    outside = outside_labour_force(persons)
    return outside & (persons["sought_work"] ^ persons["available"])


def discouraged(persons: Persons) -> Mask:
    """Was available, did not seek, and gave the labour market as the reason.

    Missing: without a reason a person is not counted as discouraged.
    Source: 19th ICLS (2013), Resolution I, §51.
    """
    return potential_labour_force(persons) & ~persons["sought_work"] & persons["discouraged_reason"]


def extended_labour_force(persons: Persons) -> Mask:
    """Is in the labour force, or potentially. Source: 19th ICLS (2013), Resolution I, §73."""
    return labour_force(persons) | potential_labour_force(persons)


def unemployed_or_underemployed(persons: Persons) -> Mask:
    """The numerator of LU2. Source: 19th ICLS (2013), Resolution I, §73."""
    return unemployed(persons) | time_related_underemployed(persons)


def unemployed_or_potential(persons: Persons) -> Mask:
    """The numerator of LU3. Source: 19th ICLS (2013), Resolution I, §73."""
    return unemployed(persons) | potential_labour_force(persons)


def underutilised(persons: Persons) -> Mask:
    """The numerator of LU4. Source: 19th ICLS (2013), Resolution I, §73."""
    return unemployed_or_underemployed(persons) | potential_labour_force(persons)


def aged_15_24(persons: Persons) -> Mask:
    """Is 15 to 24 years old. Missing: someone of unknown age is not counted."""
    return _aged(persons, MINIMUM_AGE, 25)


def aged_15_29(persons: Persons) -> Mask:
    """Is 15 to 29 years old. Missing: someone of unknown age is not counted."""
    return _aged(persons, MINIMUM_AGE, 30)


def aged_25_and_over(persons: Persons) -> Mask:
    """Is 25 or older. Missing: someone of unknown age is not counted."""
    return persons.number("age") >= 25


def young_labour_force(persons: Persons) -> Mask:
    """Is 15 to 24 years old and in the labour force. Missing: as for `labour_force`."""
    return labour_force(persons) & aged_15_24(persons)


def dependant(persons: Persons) -> Mask:
    """Is younger than 15, or of working age and not employed.

    Missing: someone of unknown age, or of working age without a labour-force status, is not counted.
    Source: ILO, labour dependency ratio.
    """
    return (persons.number("age") < MINIMUM_AGE) | _without_job(persons)


def unemployed_nationally(persons: Persons) -> Mask:
    """Was not employed and available, and sought work or did not for a reason that the country accepts.

    The accepted reasons are part of the survey's mapping (`excused_from_seeking`).
    Missing: as for `unemployed`; without a reason nobody is excused.
    Source: 13th ICLS (1982), Resolution I, §10 (2), the relaxed definition.
    """
    seeking = persons["sought_work"] | persons["future_start"] | persons["excused_from_seeking"]
    return _without_job(persons) & seeking & persons["available"]


def labour_force_nationally(persons: Persons) -> Mask:
    """Is employed, or unemployed by the national definition."""
    return employed(persons) | unemployed_nationally(persons)


def outside_labour_force_nationally(persons: Persons) -> Mask:
    """Is of working age and not in the labour force by the national definition."""
    return working_age(persons) & ~labour_force_nationally(persons)


def wants_more_hours(persons: Persons) -> Mask:
    """Is employed and wants more hours, however many were worked: underemployed in some countries' words.

    Missing: no answer counts as no.
    """
    return employed(persons) & persons["wants_more_hours"]


def _aged(persons: Persons, lowest: float, below: float) -> Mask:
    age = persons.number("age")
    return (age >= lowest) & (age < below)


def _without_job(persons: Persons) -> Mask:
    return working_age(persons) & ~employed(persons)
