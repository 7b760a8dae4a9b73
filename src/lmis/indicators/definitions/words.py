"""Words and breakdowns that definitions of labour force surveys share."""

from __future__ import annotations

from datetime import date
from typing import Final

PEOPLE: Final = (
    "sex", "age_group", "age_youth", "age_5yr", "age_10yr", "region", "area", "education", "education_group",
    "disability", "migrant",
)  # fmt: skip
WORKERS: Final = (*PEOPLE, "status_in_employment", "status_group", "industry", "sector", "occupation")

ICLS_13: Final = "13th ICLS (1982), Resolution I"
ICLS_19: Final = "19th ICLS (2013), Resolution I"
ICSE_93: Final = "15th ICLS (1993), Resolution concerning the International Classification of Status in Employment"
ICSE_18: Final = "20th ICLS (2018), Resolution I"
NATIONAL: Final = "13th ICLS (1982), Resolution I, §10 (2); the reasons that the country accepts instead of seeking"

SINCE_1982: Final = date(1982, 10, 29)  # the resolution of the 13th ICLS, which first drew these lines
SINCE_1993: Final = date(1993, 1, 28)
SINCE_2003: Final = date(2003, 12, 3)
SINCE_2008: Final = date(2008, 12, 5)
SINCE_2013: Final = date(2013, 10, 11)
SINCE_2018: Final = date(2018, 10, 19)
SINCE_SDG: Final = date(2015, 9, 25)

NONE: Final = "None: it is a number of people."
ADULTS: Final = "People aged 15 and over in private households who have a labour-force status."
IN_LABOUR_FORCE: Final = "The labour force aged 15 and over."
IN_EXTENDED: Final = "The labour force and the potential labour force aged 15 and over."
EMPLOYED: Final = "Employed people aged 15 and over, by their main job."
EMPLOYEES: Final = "Employees aged 15 and over, by their main job."
UNEMPLOYED: Final = "Unemployed people aged 15 and over."
OUTSIDE: Final = "People aged 15 and over outside the labour force."
COUNTRY: Final = "The whole country; there are no breakdowns."

NO_STATUS: Final = (
    "People of unknown age, or who answered neither on work nor on a job to return to, leave every figure. "
)
SEEKING: Final = NO_STATUS + "Who did not answer on seeking work did not seek, on being available was not available."
HOURS: Final = NO_STATUS + (
    "No answer to wanting more hours, or to the hours, counts as no; no answer to being available for more does not "
    "exclude."
)
CLASSED: Final = (
    NO_STATUS + "Who has no answer to the classification is in no class, so that classes may add up to less."
)
JOB: Final = NO_STATUS + "Who did not answer on this leaves both numerator and denominator."
PAY: Final = NO_STATUS + "Employees who did not tell their pay leave the figure; nothing is imputed."
HOURLY: Final = NO_STATUS + (
    "Employees who did not tell their pay or usual hours, or who usually work none, leave the figure; nothing is "
    "imputed."
)
GIVEN: Final = "Without the input for the period there is no figure."
