"""The headline figures of a labour force survey: population, employment, unemployment, participation.

Codes: ILOSTAT's representative variables. `_NAT` marks the national definition beside the ILO's.
"""

from __future__ import annotations

from datetime import date

from lmis.indicators import concepts
from lmis.indicators.indicator import Count, Indicator, Ratio

ICLS_19 = "19th ICLS (2013), Resolution I"
SINCE = date(1982, 10, 29)  # the resolution of the 13th ICLS, which first drew these lines
PEOPLE = ("sex", "age_group", "age_youth", "age_5yr", "region", "area", "education")
WORKERS = (*PEOPLE, "status_in_employment", "industry", "sector", "occupation")
NATIONAL = "13th ICLS (1982), Resolution I, §10 (2); the reasons that the country accepts instead of seeking"

POPULATION = Count(
    code="POP_XWAP_NB",
    title="Working-age population",
    of=concepts.working_age,
    among=concepts.working_age,
    unit="persons",
    by=PEOPLE,
    source=ICLS_19 + ", §65",
    since=SINCE,
)
LABOUR_FORCE = Count(
    code="EAP_TEAP_NB",
    title="Labour force",
    of=concepts.labour_force,
    among=concepts.working_age,
    unit="persons",
    by=PEOPLE,
    source=ICLS_19 + ", §16",
    since=SINCE,
)
PARTICIPATION_RATE = Ratio(
    code="EAP_DWAP_RT",
    title="Labour force participation rate",
    of=concepts.labour_force,
    among=concepts.working_age,
    unit="%",
    by=PEOPLE,
    source=ICLS_19 + ", §16",
    since=SINCE,
)
EMPLOYMENT = Count(
    code="EMP_TEMP_NB",
    title="Employment",
    of=concepts.employed,
    among=concepts.working_age,
    unit="persons",
    by=WORKERS,
    source=ICLS_19 + ", §27-29",
    since=SINCE,
)
EMPLOYMENT_RATE = Ratio(
    code="EMP_DWAP_RT",
    title="Employment-to-population ratio",
    of=concepts.employed,
    among=concepts.working_age,
    unit="%",
    by=PEOPLE,
    source=ICLS_19 + ", §27-29",
    since=SINCE,
)
UNEMPLOYMENT = Count(
    code="UNE_TUNE_NB",
    title="Unemployment",
    of=concepts.unemployed,
    among=concepts.working_age,
    unit="persons",
    by=PEOPLE,
    source=ICLS_19 + ", §47-48",
    since=SINCE,
)
UNEMPLOYMENT_RATE = Ratio(
    code="UNE_DEAP_RT",
    title="Unemployment rate (LU1)",
    of=concepts.unemployed,
    among=concepts.labour_force,
    unit="%",
    by=PEOPLE,
    source=ICLS_19 + ", §73; SDG 8.5.2",
    since=SINCE,
)
INACTIVITY_RATE = Ratio(
    code="EIP_DWAP_RT",
    title="Inactivity rate",
    of=concepts.outside_labour_force,
    among=concepts.working_age,
    unit="%",
    by=PEOPLE,
    source=ICLS_19 + ", §16",
    since=SINCE,
)
NATIONAL_LABOUR_FORCE = Count(
    code="EAP_TEAP_NB_NAT",
    title="Labour force, national definition",
    of=concepts.labour_force_nationally,
    among=concepts.working_age,
    unit="persons",
    by=PEOPLE,
    source=NATIONAL,
    since=SINCE,
    definition="national",
)
NATIONAL_PARTICIPATION_RATE = Ratio(
    code="EAP_DWAP_RT_NAT",
    title="Labour force participation rate, national definition",
    of=concepts.labour_force_nationally,
    among=concepts.working_age,
    unit="%",
    by=PEOPLE,
    source=NATIONAL,
    since=SINCE,
    definition="national",
)
NATIONAL_UNEMPLOYMENT = Count(
    code="UNE_TUNE_NB_NAT",
    title="Unemployment, national definition",
    of=concepts.unemployed_nationally,
    among=concepts.working_age,
    unit="persons",
    by=PEOPLE,
    source=NATIONAL,
    since=SINCE,
    definition="national",
)
NATIONAL_UNEMPLOYMENT_RATE = Ratio(
    code="UNE_DEAP_RT_NAT",
    title="Unemployment rate, national definition",
    of=concepts.unemployed_nationally,
    among=concepts.labour_force_nationally,
    unit="%",
    by=PEOPLE,
    source=NATIONAL,
    since=SINCE,
    definition="national",
)
NATIONAL_INACTIVITY_RATE = Ratio(
    code="EIP_DWAP_RT_NAT",
    title="Inactivity rate, national definition",
    of=concepts.outside_labour_force_nationally,
    among=concepts.working_age,
    unit="%",
    by=PEOPLE,
    source=NATIONAL,
    since=SINCE,
    definition="national",
)

INDICATORS: tuple[Indicator, ...] = (
    POPULATION,
    LABOUR_FORCE,
    PARTICIPATION_RATE,
    EMPLOYMENT,
    EMPLOYMENT_RATE,
    UNEMPLOYMENT,
    UNEMPLOYMENT_RATE,
    INACTIVITY_RATE,
    NATIONAL_LABOUR_FORCE,
    NATIONAL_PARTICIPATION_RATE,
    NATIONAL_UNEMPLOYMENT,
    NATIONAL_UNEMPLOYMENT_RATE,
    NATIONAL_INACTIVITY_RATE,
)
