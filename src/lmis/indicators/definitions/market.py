"""The labour market around the register: vacancy rate, Beveridge pairs, mismatch, matching, Shimer, coverage."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from lmis.indicators import given
from lmis.indicators.definitions.registrations import SINCE, SPELL
from lmis.indicators.register import indices, openings, placed, seekers
from lmis.indicators.register.dimensions import TOTAL
from lmis.indicators.register.measure import Composite, Definition, Input, Mismatch

OUTSIDE: Final = (
    "A figure from outside is taken for the very same period and cell; without one this is not available. Its own "
    "standard error is not carried over."
)
APART: Final = "What is not stated (_U) is in no category, and left out of both sides."
EUROSTAT: Final = "Eurostat, job vacancy statistics; Regulation (EC) No 453/2008"
BEVERIDGE: Final = "O. Blanchard and P. Diamond, The Beveridge curve, Brookings Papers on Economic Activity 1 (1989)"
SHIMER: Final = "R. Shimer, Reassessing the ins and outs of unemployment, Review of Economic Dynamics 15 (2012)"

VACANCY_RATE = Composite(
    code="PES_JVR",
    title="Job vacancy rate, openings of the register",
    row="B14",
    terms={"openings": openings.STOCK, "posts": Input(given.OCCUPIED_POSTS)},
    formula=indices.vacancy_rate,
    unit="%",
    by=(TOTAL, "sector", "employer_size"),
    meaning="Openings outstanding at the end of the period over these and the occupied posts of an employer survey.",
    missing=OUTSIDE,
    source=EUROSTAT,
    since=SINCE,
)
BEVERIDGE_U = Composite(
    code="BEV_U",
    title="Beveridge pair: unemployment rate of the survey",
    row="B15",
    terms={"unemployed": Input(given.UNEMPLOYED), "labour_force": Input(given.LABOUR_FORCE)},
    formula=indices.quotient,
    unit="%",
    by=(TOTAL,),
    meaning=(
        "Unemployed over the labour force, of a labour force survey: the horizontal place of the period on the "
        "Beveridge curve. PES_COV says how many of them the register knows."
    ),
    missing=OUTSIDE,
    source=BEVERIDGE,
    since=SINCE,
)
BEVERIDGE_V = Composite(
    code="BEV_V",
    title="Beveridge pair: vacancy rate of the survey",
    row="B15",
    terms={"openings": Input(given.SURVEY_VACANCIES), "posts": Input(given.OCCUPIED_POSTS)},
    formula=indices.vacancy_rate,
    unit="%",
    by=(TOTAL,),
    meaning=(
        "Vacant posts over vacant and occupied posts, of an employer survey: the vertical place of the period on the "
        "Beveridge curve. Where there is none, PES_JVR stands for it, and PES_COV_V says how little of it the register "
        "knows."
    ),
    missing=OUTSIDE,
    source=BEVERIDGE,
    since=SINCE,
)
COVERAGE = Composite(
    code="PES_COV",
    title="Register coverage: unemployed",
    row="B20",
    terms={
        "stating": seekers.STOCK_WITHOUT_WORK,
        "registered": seekers.STOCK,
        "unemployed": Input(given.UNEMPLOYED),
    },
    formula=indices.covered,
    unit="%",
    by=(TOTAL, "province", "sex"),
    meaning=(
        "People registered at the end of the period who stated that they had no work, over the unemployed of a labour "
        "force survey. Its bracket: from this to all who are registered; who of them is unemployed by the survey's "
        "questions is not known."
    ),
    missing=OUTSIDE,
    source="Own definition, after the register and survey comparison of ILO, Quick Guide on Sources (2017)",
    since=SINCE,
)
COVERAGE_OF_VACANCIES = Composite(
    code="PES_COV_V",
    title="Register coverage: vacancies",
    row="B20",
    terms={"openings": openings.STOCK, "vacancies": Input(given.SURVEY_VACANCIES)},
    formula=indices.quotient,
    unit="%",
    by=(TOTAL, "province"),
    meaning="Openings outstanding at the end of the period over the vacant posts of an employer survey.",
    missing=OUTSIDE,
    source="Own definition, after the register and survey comparison of ILO, Quick Guide on Sources (2017)",
    since=SINCE,
)
MATCHING = Composite(
    code="PES_MATCH_A",
    title="Matching efficiency",
    row="B18",
    terms={"placements": placed.PLACED_OPENINGS, "openings": openings.STOCK_BEFORE, "seekers": seekers.STOCK_BEFORE},
    formula=indices.matching_efficiency,
    unit="index",
    by=(TOTAL, "province"),
    meaning=(
        "Placements of a month over the root of the product of openings and seekers that stood before the period: A in "
        "M = A V^0.5 U^0.5. A longer period is divided by its months."
    ),
    missing=SPELL,
    source="B. Petrongolo and C. Pissarides, Looking into the black box, Journal of Economic Literature 39 (2001)",
    since=SINCE,
)
EXIT_PROBABILITY = Composite(
    code="SHIMER_F",
    title="Probability of leaving the register within a month",
    row="B19",
    terms={"before": seekers.STOCK_BEFORE, "after": seekers.STOCK, "new": seekers.STOCK_OF_NEW},
    formula=indices.exit_probability,
    unit="%",
    by=(TOTAL, "province", "sex", "age_group"),
    meaning=(
        "1 - (stock at the end less those of it who came in the period) / stock before, turned into the probability of "
        "one month. On the register it counts every exit, not only into work."
    ),
    missing=SPELL,
    source=SHIMER + ", eq. 4",
    since=SINCE,
)
ENTRY_PROBABILITY = Composite(
    code="SHIMER_S",
    title="Probability of coming onto the register within a month",
    row="B19",
    terms={
        "before": seekers.STOCK_BEFORE,
        "after": seekers.STOCK,
        "new": seekers.STOCK_OF_NEW,
        "labour_force": Input(given.LABOUR_FORCE),
    },
    formula=indices.entry_probability,
    unit="%",
    by=(TOTAL,),
    meaning=(
        "The rate at which the rest of the labour force comes onto the register so that the stock changes as it did, "
        "turned into the probability of one month."
    ),
    missing=OUTSIDE,
    source=SHIMER + ", eq. 5",
    since=SINCE,
)

JACKMAN_ROPER: Final = (
    "½ Σ |u - v|: the share of seekers who would have to change group so that each group has the same part of "
    "seekers as of openings; both stocks at the end of the period. The first term counts these people."
)
SAHIN: Final = (
    "1 - Σ √(v·u): the share of matches that are lost because seekers are not in the groups where openings are; both "
    "stocks at the end of the period, weight of openings 0.5."
)
SAHIN_EFFICIENT: Final = (
    "The same where groups differ in how many placements of the period come from their openings and seekers: groups "
    "that match well weigh more."
)
JR_SOURCE: Final = "R. Jackman and S. Roper, Oxford Bulletin of Economics and Statistics 49 (1987)"
SSTV_SOURCE: Final = "A. Şahin, J. Song, G. Topa and G. L. Violante, Mismatch unemployment, AER 104 (2014)"


def _mismatch(
    code: str, title: str, over: str, index: Callable[..., object], meaning: str, *by: str, hires: bool = False
) -> Mismatch:
    return Mismatch(
        code=code,
        title=title,
        row="B16" if code.startswith("MM_JR") else "B17",
        over=over,
        openings=openings.STOCK,
        seekers=seekers.STOCK,
        hires=placed.PLACED_OPENINGS if hires else None,
        index=index,  # type: ignore[arg-type]
        unit="%",
        by=(TOTAL, *by),
        meaning=meaning,
        missing=APART,
        source=JR_SOURCE if code.startswith("MM_JR") else SSTV_SOURCE,
        since=SINCE,
    )


JR, SSTV, SSTVE = indices.jackman_roper, indices.sahin, indices.sahin_efficient

MISMATCH: Final = (
    _mismatch("MM_JR_OCU", "Mismatch by occupation (Jackman and Roper)", "occupation", JR, JACKMAN_ROPER, "province"),
    _mismatch(
        "MM_JR_OCU2", "Mismatch by occupation, two digits (Jackman and Roper)", "occupation_2", JR, JACKMAN_ROPER
    ),
    _mismatch("MM_JR_PRV", "Mismatch by province (Jackman and Roper)", "province", JR, JACKMAN_ROPER),
    _mismatch("MM_JR_EDU", "Mismatch by education (Jackman and Roper)", "education", JR, JACKMAN_ROPER),
    _mismatch("MM_SSTV_OCU", "Mismatch by occupation (Şahin and others)", "occupation", SSTV, SAHIN, "province"),
    _mismatch("MM_SSTV_OCU2", "Mismatch by occupation, two digits (Şahin and others)", "occupation_2", SSTV, SAHIN),
    _mismatch("MM_SSTV_PRV", "Mismatch by province (Şahin and others)", "province", SSTV, SAHIN),
    _mismatch(
        "MM_SSTVE_OCU",
        "Mismatch by occupation, weighed by efficiency (Şahin and others)",
        "occupation",
        SSTVE,
        SAHIN_EFFICIENT,
        hires=True,
    ),
    _mismatch(
        "MM_SSTVE_PRV",
        "Mismatch by province, weighed by efficiency (Şahin and others)",
        "province",
        SSTVE,
        SAHIN_EFFICIENT,
        hires=True,
    ),
)

INDICATORS: tuple[Definition, ...] = (
    VACANCY_RATE,
    BEVERIDGE_U,
    BEVERIDGE_V,
    COVERAGE,
    COVERAGE_OF_VACANCIES,
    MATCHING,
    EXIT_PROBABILITY,
    ENTRY_PROBABILITY,
    *MISMATCH,
)
