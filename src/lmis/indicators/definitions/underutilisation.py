"""Labour that is not used in full: LU2 to LU4, time-related underemployment, the potential labour force."""

from __future__ import annotations

from datetime import date

from lmis.indicators import concepts, work
from lmis.indicators.definitions.labour_force import ICLS_19, PEOPLE
from lmis.indicators.definitions.labour_force import SINCE as ICLS_13
from lmis.indicators.indicator import Count, Indicator, Ratio

SINCE = date(2013, 10, 11)
HOURS_WANTED = "Employed persons who want more hours, without a limit of hours; national practice"

UNDEREMPLOYMENT = Count(
    code="TRU_TTRU_NB",
    title="Time-related underemployment",
    of=concepts.time_related_underemployed,
    among=concepts.employed,
    unit="persons",
    by=PEOPLE,
    source=ICLS_19 + ", §43",
    since=ICLS_13,
)
UNDEREMPLOYMENT_RATE = Ratio(
    code="TRU_DEMP_RT",
    title="Time-related underemployment rate",
    of=concepts.time_related_underemployed,
    among=concepts.employed,
    unit="%",
    by=PEOPLE,
    source=ICLS_19 + ", §43",
    since=ICLS_13,
)
NATIONAL_UNDEREMPLOYMENT = Count(
    code="TRU_TTRU_NB_NAT",
    title="Underemployment, national definition",
    of=concepts.wants_more_hours,
    among=concepts.employed,
    unit="persons",
    by=PEOPLE,
    source=HOURS_WANTED,
    since=ICLS_13,
    definition="national",
)
NATIONAL_UNDEREMPLOYMENT_RATE = Ratio(
    code="TRU_DEMP_RT_NAT",
    title="Underemployment rate, national definition",
    of=concepts.wants_more_hours,
    among=concepts.employed,
    unit="%",
    by=PEOPLE,
    source=HOURS_WANTED,
    since=ICLS_13,
    definition="national",
)
POTENTIAL = Count(
    code="EIP_WPLF_NB",
    title="Potential labour force",
    of=concepts.potential_labour_force,
    among=concepts.working_age,
    unit="persons",
    by=PEOPLE,
    source=ICLS_19 + ", §51",
    since=SINCE,
)
DISCOURAGED = Count(
    code="EIP_WDIS_NB",
    title="Discouraged job-seekers",
    of=concepts.discouraged,
    among=concepts.working_age,
    unit="persons",
    by=PEOPLE,
    source=ICLS_19 + ", §51",
    since=SINCE,
)
LU2 = Ratio(
    code="LUU_XLU2_RT",
    title="Time-related underemployment and unemployment (LU2)",
    of=concepts.unemployed_or_underemployed,
    among=concepts.labour_force,
    unit="%",
    by=PEOPLE,
    source=ICLS_19 + ", §73",
    since=SINCE,
)
LU3 = Ratio(
    code="LUU_XLU3_RT",
    title="Unemployment and the potential labour force (LU3)",
    of=concepts.unemployed_or_potential,
    among=concepts.extended_labour_force,
    unit="%",
    by=PEOPLE,
    source=ICLS_19 + ", §73",
    since=SINCE,
)
LU4 = Ratio(
    code="LUU_XLU4_RT",
    title="Composite measure of labour underutilisation (LU4)",
    of=concepts.underutilised,
    among=concepts.extended_labour_force,
    unit="%",
    by=PEOPLE,
    source=ICLS_19 + ", §73",
    since=SINCE,
)
NEET = Ratio(
    code="EIP_NEET_RT",
    title="Young people not in employment, education or training",
    of=work.neet,
    among=work.youth,
    unit="%",
    by=("sex", "region", "area", "education"),
    source="SDG metadata, 8.6.1",
    since=date(2015, 9, 25),
)

INDICATORS: tuple[Indicator, ...] = (
    UNDEREMPLOYMENT,
    UNDEREMPLOYMENT_RATE,
    NATIONAL_UNDEREMPLOYMENT,
    NATIONAL_UNDEREMPLOYMENT_RATE,
    POTENTIAL,
    DISCOURAGED,
    LU2,
    LU3,
    LU4,
    NEET,
)
