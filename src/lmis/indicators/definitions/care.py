"""What offices do for people beside referral, and how many people each counsellor looks after."""

from __future__ import annotations

from lmis.indicators.definitions.registrations import C88, SINCE
from lmis.indicators.register import care, seekers
from lmis.indicators.register.dimensions import TOTAL
from lmis.indicators.register.measure import Definition, NotRecorded, RegisterIndicator

TRAINING = RegisterIndicator(
    code="PES_ALMP",
    title="Entries into training",
    row="B21",
    of=care.TRAINED,
    unit="services",
    by=(TOTAL, "sex", "age_group", "office"),
    meaning=(
        "Courses of training that the offices sent people to, begun in the period. Other measures of active labour "
        "market policy are not recorded."
    ),
    missing="Sex that is not stated is a category of its own (_U).",
    source="EU, labour market policy database, category 2 (training)",
    since=SINCE,
)
CASELOAD = RegisterIndicator(
    code="PES_LOAD",
    title="Caseload per counsellor",
    row="B22",
    of=seekers.STOCK,
    per=care.COUNSELLORS,
    unit="persons per counsellor",
    by=(TOTAL, "office"),
    meaning=(
        "People registered at the end of the period for each officer of a job centre whose account holds on its last "
        "day. Not available where an office had no such account then."
    ),
    missing="Whether an officer works full time is not recorded: each counts as one.",
    source=C88,
    since=SINCE,
)
SATISFACTION = NotRecorded(
    code="PES_SAT",
    title="Satisfaction of those served",
    row="B22",
    unit="%",
    by=(TOTAL,),
    meaning="How many of those served were content. The offices do not ask, and no record holds an answer.",
    missing="Not available until people and employers are asked.",
    source="EU benchmarking of public employment services, COM(2013) 430, annex, A4",
    since=SINCE,
)

INDICATORS: tuple[Definition, ...] = (TRAINING, CASELOAD, SATISFACTION)
