"""The harmonised variables: what every survey is brought to before anything is counted.

They are grouped as a questionnaire is. `ilo` is the name of the same thing in the worktable of the ILO's own
microdata processing, where it has one; a variable keeps one name here, and a mapping file uses that.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["yes_no", "category", "number"]


@dataclass(frozen=True, slots=True)
class Variable:
    """One harmonised variable.

    A category takes one of `labels` where they can be listed, and else what the pattern `accepts` matches in full.
    """

    kind: Kind
    meaning: str
    accepts: str = ".+"
    required: bool = False
    ilo: str = ""
    labels: Mapping[str, str] = field(default_factory=dict)

    def allows(self, label: str) -> bool:
        """May a record carry this label?"""
        return label in self.labels if self.labels else re.fullmatch(self.accepts, label) is not None

    @property
    def allowed(self) -> str:
        """What a label may be, for a reader: the labels themselves, or the pattern."""
        return ", ".join(self.labels) if self.labels else self.accepts


def _asked(meaning: str, ilo: str = "", *, required: bool = False) -> Variable:
    return Variable("yes_no", meaning, required=required, ilo=ilo)


def _number(meaning: str, ilo: str = "", *, required: bool = False) -> Variable:
    return Variable("number", meaning, required=required, ilo=ilo)


def _coded(meaning: str, accepts: str, ilo: str = "") -> Variable:
    return Variable("category", meaning, accepts=accepts, ilo=ilo)


def _listed(meaning: str, labels: Mapping[str, str], ilo: str = "", *, required: bool = False) -> Variable:
    return Variable("category", meaning, labels=labels, ilo=ilo, required=required)


# Source: ICSE-93, groups; 15th ICLS (1993).
ICSE_93 = {
    "1": "employee",
    "2": "employer",
    "3": "own-account worker",
    "4": "member of a producers' cooperative",
    "5": "contributing family worker",
    "6": "not classifiable by status",
}
# Source: ICSE-18, 20th ICLS (2018), Resolution I.
ICSE_18 = {
    "11": "employer in a corporation",
    "12": "employer in a household market enterprise",
    "21": "owner-operator of a corporation without employees",
    "22": "own-account worker in a household market enterprise without employees",
    "30": "dependent contractor",
    "41": "permanent employee",
    "42": "fixed-term employee",
    "43": "short-term and casual employee",
    "44": "paid apprentice, trainee or intern",
    "51": "contributing family worker",
}
# Source: ISCED 2011, levels of attainment.
ISCED_11 = {
    "0": "less than primary",
    "1": "primary",
    "2": "lower secondary",
    "3": "upper secondary",
    "4": "post-secondary non-tertiary",
    "5": "short-cycle tertiary",
    "6": "bachelor's or equivalent",
    "7": "master's or equivalent",
    "8": "doctoral or equivalent",
}
DURATIONS = {  # Source: ILO, bands of the duration of unemployment
    "MLT1": "less than 1 month",
    "M1-2": "1 month to less than 3",
    "M3-5": "3 months to less than 6",
    "M6-11": "6 months to less than 12",
    "M12-23": "12 months to less than 24",
    "MGE24": "24 months or more",
}
SIZES = {
    "1": "one person",
    "2-4": "2 to 4",
    "5-9": "5 to 9",
    "10-49": "10 to 49",
    "50-249": "50 to 249",
    "GE250": "250 or more",
}
STATES = {"EMP": "employed", "UNE": "unemployed", "OLF": "outside the labour force"}

PERSON: dict[str, Variable] = {
    "weight": _number("how many people this person stands for", "ilo_wgt", required=True),
    "sex": _listed("sex", {"F": "woman or girl", "M": "man or boy"}, "ilo_sex", required=True),
    "age": _number("completed years", "ilo_age", required=True),
    "region": _coded("place code: country and national code (KH01)", r"[A-Z]{2}\d{1,8}"),
    "area": _listed("kind of area", {"URB": "urban", "RUR": "rural"}, "ilo_geo"),
    "marital_status": _listed(
        "marital status",
        {
            "SGLE": "single",
            "MRD": "married",
            "UNION": "living together",
            "WID": "widowed",
            "DIV": "divorced or separated",
        },
        "ilo_mrts_details",
    ),
    "disability": _listed(
        "disability, by the Washington Group's short set where it was asked",
        {"DIS": "with a disability", "NODIS": "without"},
        "ilo_dsb_aggregate",
    ),
    "migrant": _listed(
        "born abroad, or a foreign citizen where only that was asked", {"MIG": "migrant", "NMIG": "not a migrant"}
    ),
    "poor_household": _asked("the household is below the poverty line"),
    "social_protection": _asked("is covered by at least one social protection benefit"),
}
LEARNING: dict[str, Variable] = {
    "education": _listed("highest level completed, ISCED 2011", ISCED_11, "ilo_edu_isced11"),
    "attending": _asked("in education or training now, formal or not", "ilo_edu_attendance"),
    "attending_training": _asked("in training outside formal education now (these are also `attending`)"),
}
WORK: dict[str, Variable] = {
    "worked": _asked(
        "worked at least one hour in the reference week; by a mapping of standard 19 for pay or profit, by one of "
        "standard 13 also for the household's own use",
        required=True,
    ),
    "absent_from_job": _asked("has a job and was temporarily absent from it", required=True),
    "own_use_work": _asked(
        "in the reference week worked only to produce goods for the household's own final use: employed by the 13th "
        "ICLS, not by the 19th, whatever `worked` says"
    ),
    "own_use_foodstuff": _asked("produced food from farming, fishing, hunting or gathering mainly for own final use"),
    "own_use_hours": _number("hours worked in own-use production in the reference week"),
    "volunteer_work": _asked("did unpaid, non-compulsory work for others outside the household or for an organisation"),
    "unpaid_trainee_work": _asked("did unpaid trainee work"),
    "chores_hours": _number("hours spent on household chores in the reference week"),
    "hazardous_work": _asked("does hazardous work, by the national list (ages 5 to 17)"),
}
SEEKING: dict[str, Variable] = {
    "sought_work": _asked("sought work in the reference period", required=True),
    "available": _asked("could have started work in the reference period", required=True),
    "future_start": _asked("did not seek because a job is to start within three months"),
    "excused_from_seeking": _asked("did not seek, for a reason that the national definition accepts"),
    "discouraged_reason": _asked("did not seek because of the labour market"),
    "reason_not_seeking": _listed(
        "why no work was sought",
        {
            "DISCOURAGED": "believes that there is no suitable work",
            "MARKET": "another reason of the labour market: awaits an answer, recall or the season",
            "PERSONAL": "personal or family reasons: study, illness, care, age",
            "NO_WISH": "does not want or need work",
            "OTHER": "another reason",
        },
        "ilo_olf_reason",
    ),
    "wants_work": _asked("wants to work, whether or not work was sought"),
    "used_employment_service": _asked("sought work through the public employment service"),
    "registered_at_centre": _asked("is registered as a jobseeker with the public employment service"),
    "months_seeking": _number("completed months without work and seeking it", "ilo_dur_details"),
    "duration_of_search": _listed(
        "how long without work and seeking it, where only bands were asked; else it follows from `months_seeking`",
        DURATIONS,
        "ilo_dur_details",
    ),
    "worked_before": _asked("has had a job before", "ilo_cat_une"),
    "months_since_last_job": _number("completed months since the last job ended"),
    "previous_status": _listed("last job, ICSE-93 groups", ICSE_93),
    "previous_isco2": _coded("last job, ISCO-08 sub-major group", r"\d\d", "ilo_prevocu_isco08_2digits"),
    "previous_isic2": _coded("last job, ISIC Rev.4 division", r"\d\d", "ilo_preveco_isic4_2digits"),
    "office_status": _listed("labour-force status as the statistical office itself derived it: a check", STATES),
    "status_a_year_ago": _listed("labour-force status a year ago, asked in retrospect", STATES),
}
JOB: dict[str, Variable] = {
    "status_in_employment": _listed("main job, ICSE-93 groups", ICSE_93, "ilo_job1_ste_icse93"),
    "status_icse18": _listed("main job, ICSE-18 categories", ICSE_18),
    "isco2": _coded("main job, ISCO-08 sub-major group", r"\d\d", "ilo_job1_ocu_isco08_2digits"),
    "isco4": _coded("main job, ISCO-08 unit group", r"\d{4}"),
    "isic2": _coded("main job, ISIC Rev.4 division", r"\d\d", "ilo_job1_eco_isic4_2digits"),
    "isic4": _coded("main job, ISIC Rev.4 class", r"\d{4}"),
    "institutional_sector": _listed(
        "main job, institutional sector", {"PUB": "public", "PRI": "private"}, "ilo_job1_ins_sector"
    ),
    "unit_size": _listed("main job, persons who work in the establishment", SIZES),
    "informal_job": _asked("the main job is informal", "ilo_job1_ife_nature"),
    "informal_unit": _asked("the main job is in a unit of the informal sector", "ilo_job1_ife_prod"),
    "household_unit": _asked("the main job is in a household: domestic work or production for own use"),
    "social_security": _asked("the employer contributes to a pension or social security for the worker"),
    "paid_annual_leave": _asked("has paid annual leave"),
    "paid_sick_leave": _asked("has paid sick leave"),
    "temporary_contract": _asked(
        "an employee whose contract has an end: fixed-term, seasonal, casual", "ilo_job1_job_contract"
    ),
    "written_contract": _asked("has a written contract"),
    "injured_at_work": _asked("had an occupational injury in the past twelve months", "ilo_joball_oi_case"),
    "days_lost_to_injury": _number("days lost to occupational injuries", "ilo_joball_oi_day"),
}
HOURS: dict[str, Variable] = {
    "actual_hours": _number("hours actually worked in the main job in the reference week", "ilo_job1_how_actual"),
    "usual_hours": _number("usual weekly hours of the main job", "ilo_job1_how_usual"),
    "actual_hours_all_jobs": _number(
        "hours actually worked in all jobs in the reference week", "ilo_joball_how_actual"
    ),
    "usual_hours_all_jobs": _number("usual weekly hours of all jobs", "ilo_joball_how_usual"),
    "short_hours": _asked("worked fewer hours than the threshold of time-related underemployment"),
    "part_time_hours": _asked("usually works fewer hours than the threshold of part-time work", "ilo_job1_job_time"),
    "wants_more_hours": _asked("wants to work more hours"),
    "available_for_more": _asked("could work more hours"),
    "sought_more_hours": _asked("sought more hours or additional work"),
}
SECOND_JOB: dict[str, Variable] = {
    "second_job": _asked("has more than one job", "ilo_mjh"),
    "second_status": _listed("second job, ICSE-93 groups", ICSE_93, "ilo_job2_ste_icse93"),
    "second_isco2": _coded("second job, ISCO-08 sub-major group", r"\d\d", "ilo_job2_ocu_isco08_2digits"),
    "second_isic2": _coded("second job, ISIC Rev.4 division", r"\d\d", "ilo_job2_eco_isic4_2digits"),
    "second_actual_hours": _number("hours actually worked in the second job", "ilo_job2_how_actual"),
    "second_usual_hours": _number("usual weekly hours of the second job", "ilo_job2_how_usual"),
    "second_informal_job": _asked("the second job is informal", "ilo_job2_ife_nature"),
}
PAY: dict[str, Variable] = {
    "monthly_earnings": _number("monthly earnings of an employee's main job, in currency", "ilo_job1_lri_ees"),
    "monthly_income": _number("monthly income of a self-employed person's main job, in currency", "ilo_job1_lri_slf"),
    "hours_paid": _number("weekly hours that the earnings are for; without it the usual hours are taken"),
}

GROUPS: dict[str, dict[str, Variable]] = {
    "The person": PERSON,
    "Education and training": LEARNING,
    "Work in the reference week": WORK,
    "Seeking work": SEEKING,
    "The main job": JOB,
    "Hours": HOURS,
    "The second job": SECOND_JOB,
    "Pay": PAY,
}
VARIABLES: dict[str, Variable] = {name: one for group in GROUPS.values() for name, one in group.items()}

# Breakdowns that follow from these (derive.py), with the labels that they may have:
DERIVED: dict[str, str] = {
    "age_group": "ILO's aggregate bands of age: Y0-14, Y15-24, Y25-54, Y55-64, YGE65",
    "age_youth": "Y0-14, Y15-24, YGE25",
    "age_5yr": "bands of five years to YGE65",
    "age_10yr": "Y0-14, Y15-24, Y25-34, Y35-44, Y45-54, Y55-64, YGE65",
    "education_group": "ILO's aggregate levels: LTB less than basic, BAS basic, INT intermediate, ADV advanced",
    "status_group": "ILO's aggregate: EES employees, SLF self-employed; ICSE-93 group 6 has none",
    "occupation": "ISCO-08 major group, 0 to 9",
    "skill_level": "of the occupation: L1 low, L2 medium, L3-4 high; the armed forces have none",
    "industry": "ISIC Rev.4 section, A to U",
    "sector": "AGR agriculture, IND industry, SER services",
    "economic_activity": "ILO's aggregate: AGR, MAN, CON, MEL, MKT, PUB",
    "hours_band": "of actual_hours_all_jobs, else of actual_hours: H00, H01-14, H15-29, H30-34, H35-39, H40-48, HGE49",
    "duration_of_search": "follows from months_seeking where it is not mapped itself",
}
