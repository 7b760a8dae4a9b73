"""Referrals to employers."""

from __future__ import annotations

from typing import Final

from lmis.indicators.definitions.registrations import C88, SINCE
from lmis.indicators.register import placed
from lmis.indicators.register.dimensions import SEEKERS
from lmis.indicators.register.measure import RegisterIndicator

ACT: Final = (
    "Sex that is not stated is a category of its own (_U). Age is that of the day; occupation, sector and province are "
    "those of the job, the office is the one that acted."
)

REFERRALS = RegisterIndicator(
    code="PES_REF",
    title="Referrals to employers",
    of=placed.REFERRALS,
    unit="referrals",
    by=SEEKERS,
    meaning="Referrals made in the period, whatever came of them; a person may be referred several times.",
    missing=ACT,
    source=C88,
    since=SINCE,
)
PERSONS_REFERRED = RegisterIndicator(
    code="PES_REF_PERS",
    title="Persons referred to employers",
    of=placed.PERSONS_REFERRED,
    unit="persons",
    by=SEEKERS,
    meaning="People with at least one referral in the period, each counted once.",
    missing=ACT,
    source=C88,
    since=SINCE,
)

INDICATORS: tuple[RegisterIndicator, ...] = (REFERRALS, PERSONS_REFERRED)
