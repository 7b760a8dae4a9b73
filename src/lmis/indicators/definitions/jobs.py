"""Those in work: their status, hours, formality and pay."""

from __future__ import annotations

from datetime import date

from lmis.indicators import concepts, work
from lmis.indicators.definitions.labour_force import WORKERS
from lmis.indicators.indicator import Count, Indicator, Mean, Ratio

ICSE_93 = "15th ICLS (1993), Resolution concerning the International Classification of Status in Employment"

MEAN_HOURS = Mean(
    code="HOW_TEMP_NB",
    title="Mean weekly hours actually worked in the main job",
    of=work.at_work,
    among=concepts.employed,
    amount=work.actual_hours,
    unit="hours",
    by=WORKERS,
    source="18th ICLS (2008), Resolution I, §11; those who worked zero hours left out",
    since=date(2008, 12, 5),
)
PART_TIME_RATE = Ratio(
    code="EMP_PTER_RT",
    title="Part-time employment rate",
    of=work.part_time,
    among=concepts.employed,
    unit="%",
    by=WORKERS,
    source="KILM, 9th edition (2015), indicator 6; the survey's threshold",
    since=date(1999, 1, 1),
)
VULNERABLE_SHARE = Ratio(
    code="EMP_VULN_RT",
    title="Share of own-account and contributing family workers",
    of=work.vulnerable,
    among=concepts.employed,
    unit="%",
    by=WORKERS,
    source=ICSE_93,
    since=date(1993, 1, 28),
)
INFORMAL_SHARE = Ratio(
    code="EMP_NIFL_RT",
    title="Informal employment rate",
    of=work.informally_employed,
    among=work.with_formality,
    unit="%",
    by=WORKERS,
    source="17th ICLS (2003), guidelines; SDG 8.3.1",
    since=date(2003, 12, 3),
)
SEVERAL_JOBS = Count(
    code="EMP_XMJH_NB",
    title="Holders of several jobs",
    of=work.several_jobs,
    among=concepts.employed,
    unit="persons",
    by=WORKERS,
    source="19th ICLS (2013), Resolution I",
    since=date(2013, 10, 11),
)
WOMEN_MANAGERS = Ratio(
    code="SDG_0552_RT",
    title="Share of women in managerial positions",
    of=work.woman_manager,
    among=work.manager,
    unit="%",
    by=("age_group", "region", "area"),
    source="SDG metadata, 5.5.2",
    since=date(2015, 9, 25),
)
MEAN_EARNINGS = Mean(
    code="EAR_EMTA_NB",
    title="Mean monthly earnings of employees",
    of=work.paid_employees,
    among=work.employees,
    amount=work.monthly_earnings,
    unit="currency",
    by=WORKERS,
    source="12th ICLS (1973), Resolution concerning an integrated system of wages statistics",
    since=date(1973, 10, 26),
)

INDICATORS: tuple[Indicator, ...] = (
    MEAN_HOURS,
    PART_TIME_RATE,
    VULNERABLE_SHARE,
    INFORMAL_SHARE,
    SEVERAL_JOBS,
    WOMEN_MANAGERS,
    MEAN_EARNINGS,
)
