"""Other forms of work, children, dependants and migrants, and flows between states."""

from __future__ import annotations

from lmis.indicators import children, concepts, panel, work
from lmis.indicators.definitions.words import (
    ADULTS,
    ICLS_19,
    IN_LABOUR_FORCE,
    JOB,
    NO_STATUS,
    NONE,
    PEOPLE,
    SINCE_1982,
    SINCE_2013,
    SINCE_2018,
    SINCE_SDG,
)
from lmis.indicators.indicator import Count, Indicator, Quotient, Ratio

FOOD_PRODUCERS = Count(
    row="A33",
    code="FOW_5SFP_NB",
    title="Subsistence foodstuff producers",
    of=work.own_use_food_producer,
    among=concepts.working_age,
    numerator="People who produced food mainly for the own household.",
    denominator=NONE,
    universe=ADULTS,
    missing=NO_STATUS + " No answer on producing food counts as no.",
    unit="persons",
    by=PEOPLE,
    source=ICLS_19 + ", §22-25",
    since=SINCE_2013,
    ilostat=("FOW_5SFP_SEX_NB",),
    also=(),
)
FOOD_PRODUCERS_RATE = Ratio(
    row="A33",
    code="FOW_5SFP_RT",
    title="Share of subsistence foodstuff producers",
    of=work.own_use_food_producer,
    among=concepts.working_age,
    numerator="People who produced food mainly for the own household.",
    denominator="People of working age.",
    universe=ADULTS,
    missing=NO_STATUS + " No answer on producing food counts as no.",
    unit="%",
    by=PEOPLE,
    source=ICLS_19 + ", §22-25",
    since=SINCE_2013,
    ilostat=("FOW_5SFP_SEX_RT",),
    also=(),
)
CHILD_LABOUR = Ratio(
    row="A36",
    code="SDG_A871_RT",
    title="Children in child labour, economic activity",
    of=children.in_child_labour,
    among=children.children,
    numerator=(
        "Children who worked an hour or more at 5 to 11, 14 or more at 12 to 14, more than 43 at 15 to 17, or"
        " did hazardous work."
    ),
    denominator="Children aged 5 to 17.",
    universe="Children aged 5 to 17 in private households.",
    missing=(
        "Children of whom it is not known whether they worked leave the share. Who worked, but not known how "
        "long, counts at 5 to 11 only; no answer on hazardous work or chores counts as no."
    ),
    unit="%",
    by=("sex", "region", "area", "age_5yr"),
    source="18th ICLS (2008), Resolution II; SDG metadata, 8.7.1",
    since=SINCE_SDG,
    ilostat=("SDG_A871_SEX_AGE_RT",),
    also=("SDG 8.7.1",),
)
CHILD_LABOUR_AND_CHORES = Ratio(
    row="A36",
    code="SDG_B871_RT",
    title="Children in child labour, with household chores",
    of=children.in_child_labour_or_chores,
    among=children.children,
    numerator="Children in child labour, and those who do 21 hours or more of household chores at 5 to 14.",
    denominator="Children aged 5 to 17.",
    universe="Children aged 5 to 17 in private households.",
    missing=(
        "Children of whom it is not known whether they worked leave the share. Who worked, but not known how "
        "long, counts at 5 to 11 only; no answer on hazardous work or chores counts as no."
    ),
    unit="%",
    by=("sex", "region", "area", "age_5yr"),
    source="18th ICLS (2008), Resolution II; SDG metadata, 8.7.1",
    since=SINCE_SDG,
    ilostat=("SDG_B871_SEX_AGE_RT",),
    also=("SDG 8.7.1",),
)
DEPENDENCY_RATIO = Quotient(
    row="A41",
    code="POP_LDEP_NB",
    title="Labour dependency ratio",
    of=concepts.dependant,
    among=concepts.employed,
    numerator="People younger than 15, and those of working age who are not employed.",
    denominator="Employed people.",
    universe="People of all ages in private households.",
    missing=NO_STATUS,
    unit="dependants per employed person",
    by=("sex", "region", "area", "migrant", "disability"),
    source="ILO, labour dependency ratio",
    since=SINCE_1982,
)
MIGRANT_SHARE = Ratio(
    row="A41",
    code="MST_XEAP_RT",
    title="Share of migrants in the labour force",
    of=work.migrant,
    among=work.of_known_origin,
    numerator="People in the labour force born abroad, or foreign citizens where only that was asked.",
    denominator="People in the labour force who told it.",
    universe=IN_LABOUR_FORCE,
    missing=JOB,
    unit="%",
    by=("sex", "age_group", "age_youth", "region", "area"),
    source="20th ICLS (2018), Guidelines concerning statistics of international labour migration",
    since=SINCE_2018,
    ilostat=(),
    also=(),
)
DISABLED_SHARE = Ratio(
    row="A41",
    code="EAP_XDSB_RT",
    title="Share of people with a disability in the labour force",
    of=work.disabled,
    among=work.of_known_disability,
    numerator="People in the labour force who have a disability.",
    denominator="People in the labour force who told it.",
    universe=IN_LABOUR_FORCE,
    missing=JOB,
    unit="%",
    by=("sex", "age_group", "age_youth", "region", "area"),
    source=ICLS_19 + ", §76; Washington Group short set",
    since=SINCE_2013,
    ilostat=(),
    also=(),
)
FLOWS = Count(
    row="A42",
    code="EAP_FLOW_NB",
    title="Gross flows between employment, unemployment and outside the labour force",
    of=panel.matched,
    among=concepts.working_age,
    classes=panel.flow,
    numerator="People by their status before and now: EMP, UNE, OLF.",
    denominator=NONE,
    universe="People aged 15 and over whose status is known now and before.",
    missing=NO_STATUS
    + (" People who could not be matched, or whose status is not known at both times, leave every flow."),
    unit="persons",
    by=("sex", "age_group", "age_youth", "region", "area"),
    source="Gross flows between labour-force states; by a panel of two rounds, or asked in retrospect",
    since=SINCE_1982,
)
FLOWS_FROM_EMPLOYMENT = Ratio(
    row="A42",
    code="EAP_FLWE_RT",
    title="Where employed people have gone",
    of=panel.before_employed,
    among=panel.before_employed,
    classes=panel.status,
    numerator="People who were employed before, by their status now: EMP, UNE, OLF.",
    denominator="People who were employed before.",
    universe="People aged 15 and over whose status is known now and before.",
    missing=NO_STATUS
    + (" People who could not be matched, or whose status is not known at both times, leave every flow."),
    unit="%",
    by=("sex", "age_group", "age_youth", "region", "area"),
    source="Gross flows between labour-force states; by a panel of two rounds, or asked in retrospect",
    since=SINCE_1982,
    ilostat=(),
    also=(),
)
FLOWS_FROM_UNEMPLOYMENT = Ratio(
    row="A42",
    code="EAP_FLWU_RT",
    title="Where unemployed people have gone",
    of=panel.before_unemployed,
    among=panel.before_unemployed,
    classes=panel.status,
    numerator="People who were unemployed before, by their status now: EMP, UNE, OLF.",
    denominator="People who were unemployed before.",
    universe="People aged 15 and over whose status is known now and before.",
    missing=NO_STATUS
    + (" People who could not be matched, or whose status is not known at both times, leave every flow."),
    unit="%",
    by=("sex", "age_group", "age_youth", "region", "area"),
    source="Gross flows between labour-force states; by a panel of two rounds, or asked in retrospect",
    since=SINCE_1982,
    ilostat=(),
    also=(),
)
FLOWS_FROM_OUTSIDE = Ratio(
    row="A42",
    code="EAP_FLWO_RT",
    title="Where people outside the labour force have gone",
    of=panel.before_outside,
    among=panel.before_outside,
    classes=panel.status,
    numerator="People who were outside the labour force before, by their status now: EMP, UNE, OLF.",
    denominator="People who were outside the labour force before.",
    universe="People aged 15 and over whose status is known now and before.",
    missing=NO_STATUS
    + (" People who could not be matched, or whose status is not known at both times, leave every flow."),
    unit="%",
    by=("sex", "age_group", "age_youth", "region", "area"),
    source="Gross flows between labour-force states; by a panel of two rounds, or asked in retrospect",
    since=SINCE_1982,
    ilostat=(),
    also=(),
)

INDICATORS: tuple[Indicator, ...] = (
    FOOD_PRODUCERS,
    FOOD_PRODUCERS_RATE,
    CHILD_LABOUR,
    CHILD_LABOUR_AND_CHORES,
    DEPENDENCY_RATIO,
    MIGRANT_SHARE,
    DISABLED_SHARE,
    FLOWS,
    FLOWS_FROM_EMPLOYMENT,
    FLOWS_FROM_UNEMPLOYMENT,
    FLOWS_FROM_OUTSIDE,
)
