"""Figures that need dated inputs: accounts, injuries, scores, poverty and protection."""

from __future__ import annotations

from lmis.indicators import concepts, work
from lmis.indicators.definitions.words import COUNTRY, EMPLOYED, GIVEN, JOB, NO_STATUS, SINCE_SDG
from lmis.indicators.indicator import Applied, Given, Indicator, Ratio

OUTPUT_PER_WORKER = Applied(
    row="A35",
    code="SDG_A821_NB",
    title="Output per worker",
    of=concepts.employed,
    among=concepts.working_age,
    numerator="Gross domestic product of the year at constant prices (input).",
    denominator="Employed people.",
    universe=COUNTRY,
    missing=NO_STATUS + " Without the input for the period there is no figure.",
    unit="currency a year",
    by=(),
    source="SDG metadata, 8.2.1",
    since=SINCE_SDG,
    ilostat=("SDG_A821_NOC_RT",),
    also=(
        "SDG 8.2.1",
        "KILM 16",
    ),
    inputs=("GDP_REAL",),
)
OUTPUT_PER_WORKER_PPP = Applied(
    row="A35",
    code="SDG_A821_PPP_NB",
    title="Output per worker at purchasing power parity",
    of=concepts.employed,
    among=concepts.working_age,
    numerator="Gross domestic product of the year at constant prices, in international dollars (input).",
    denominator="Employed people.",
    universe=COUNTRY,
    missing=NO_STATUS + " Without the input for the period there is no figure.",
    unit="international dollars a year",
    by=(),
    source="SDG metadata, 8.2.1",
    since=SINCE_SDG,
    also=(
        "SDG 8.2.1",
        "KILM 16",
    ),
    inputs=("GDP_REAL_PPP",),
)
GROWTH_OF_OUTPUT_PER_WORKER = Applied(
    row="A35",
    code="SDG_B821_RT",
    title="Growth of output per worker",
    of=concepts.employed,
    among=concepts.working_age,
    growth=True,
    numerator=(
        "Output per worker, less that of the year before: its product and its published employment are "
        "inputs, taken without error."
    ),
    denominator="Output per worker of the year before.",
    universe=COUNTRY,
    missing=NO_STATUS + " Without the input for the period there is no figure.",
    unit="%",
    by=(),
    source="SDG metadata, 8.2.1",
    since=SINCE_SDG,
    ilostat=("SDG_B821_NOC_RT",),
    also=(
        "SDG 8.2.1",
        "KILM 16",
    ),
    inputs=(
        "GDP_REAL",
        "EMPLOYMENT",
    ),
)
FATAL_INJURIES = Applied(
    row="A37",
    code="SDG_F881_RT",
    title="Fatal occupational injuries per 100,000 workers",
    of=concepts.employed,
    among=concepts.working_age,
    numerator="Fatal occupational injuries of the year, as notified (input).",
    denominator="Employed people.",
    universe=COUNTRY,
    missing=NO_STATUS + " Without the input for the period there is no figure.",
    unit="per 100,000 workers",
    by=(),
    source="16th ICLS (1998), Resolution concerning statistics of occupational injuries; SDG metadata, 8.8.1",
    since=SINCE_SDG,
    ilostat=("SDG_F881_SEX_MIG_RT",),
    also=("SDG 8.8.1",),
    inputs=("INJURIES_FATAL",),
)
NON_FATAL_INJURIES = Applied(
    row="A37",
    code="SDG_N881_RT",
    title="Non-fatal occupational injuries per 100,000 workers",
    of=concepts.employed,
    among=concepts.working_age,
    numerator="Non-fatal occupational injuries of the year, as notified (input).",
    denominator="Employed people.",
    universe=COUNTRY,
    missing=NO_STATUS + " Without the input for the period there is no figure.",
    unit="per 100,000 workers",
    by=(),
    source="16th ICLS (1998), Resolution concerning statistics of occupational injuries; SDG metadata, 8.8.1",
    since=SINCE_SDG,
    ilostat=("SDG_N881_SEX_MIG_RT",),
    also=("SDG 8.8.1",),
    inputs=("INJURIES_NON_FATAL",),
)
LABOUR_RIGHTS = Given(
    row="A38",
    code="SDG_0882_NB",
    title="National compliance with labour rights",
    of=concepts.everyone,
    among=concepts.everyone,
    numerator="The score that the ILO publishes, 0 best to 10 (input); it is copied, not computed.",
    denominator="None.",
    universe=COUNTRY,
    missing=GIVEN,
    unit="score",
    by=(),
    source="SDG metadata, 8.8.2",
    since=SINCE_SDG,
    ilostat=("SDG_0882_NOC_RT",),
    also=("SDG 8.8.2",),
    inputs=("LABOUR_RIGHTS_SCORE",),
)
WORKING_POVERTY = Ratio(
    row="A39",
    code="SDG_0111_RT",
    title="Working poverty rate",
    of=work.working_poor,
    among=work.of_known_living,
    numerator=(
        "Employed people who live in households below the poverty line, by a survey that asks living standards."
    ),
    denominator="Employed people of whom it is known.",
    universe=EMPLOYED,
    missing=JOB,
    unit="%",
    by=("sex", "age_group", "age_youth", "region", "area"),
    source="SDG metadata, 1.1.1",
    since=SINCE_SDG,
    ilostat=("SDG_0111_SEX_AGE_RT",),
    also=(
        "SDG 1.1.1",
        "KILM 17",
    ),
)
WORKING_POVERTY_BY_INPUT = Given(
    row="A39",
    code="SDG_0111_ADM_RT",
    title="Working poverty rate, from another survey",
    of=concepts.everyone,
    among=concepts.everyone,
    numerator=(
        "Employed people who live in households below the poverty line, as another survey publishes them (input)."
    ),
    denominator="Employed people, as published (input).",
    universe=COUNTRY,
    missing=GIVEN,
    unit="%",
    by=(),
    source="SDG metadata, 1.1.1",
    since=SINCE_SDG,
    also=(
        "SDG 1.1.1",
        "KILM 17",
    ),
    inputs=(
        "WORKING_POOR",
        "EMPLOYMENT",
    ),
)
SOCIAL_PROTECTION = Ratio(
    row="A39",
    code="SDG_0131_RT",
    title="Share of people with social protection",
    of=work.protected,
    among=work.of_known_protection,
    numerator="People with at least one social protection benefit.",
    denominator="People of whom it is known.",
    universe="People of all ages in private households.",
    missing="People who did not answer leave both numerator and denominator.",
    unit="%",
    by=("sex", "age_group", "region", "area", "disability"),
    source="SDG metadata, 1.3.1",
    since=SINCE_SDG,
    ilostat=("SDG_0131_SEX_SOC_RT",),
    also=("SDG 1.3.1",),
)
SOCIAL_PROTECTION_BY_INPUT = Given(
    row="A39",
    code="SDG_0131_ADM_RT",
    title="Share of people with social protection, from administrative counts",
    of=concepts.everyone,
    among=concepts.everyone,
    numerator="People covered by at least one social protection benefit, as the schemes count them (input).",
    denominator="People who should be covered (input).",
    universe=COUNTRY,
    missing=GIVEN,
    unit="%",
    by=(),
    source="SDG metadata, 1.3.1",
    since=SINCE_SDG,
    also=("SDG 1.3.1",),
    inputs=(
        "SOCIAL_PROTECTION_COVERED",
        "SOCIAL_PROTECTION_TARGET",
    ),
)

INDICATORS: tuple[Indicator, ...] = (
    OUTPUT_PER_WORKER,
    OUTPUT_PER_WORKER_PPP,
    GROWTH_OF_OUTPUT_PER_WORKER,
    FATAL_INJURIES,
    NON_FATAL_INJURIES,
    LABOUR_RIGHTS,
    WORKING_POVERTY,
    WORKING_POVERTY_BY_INPUT,
    SOCIAL_PROTECTION,
    SOCIAL_PROTECTION_BY_INPUT,
)
