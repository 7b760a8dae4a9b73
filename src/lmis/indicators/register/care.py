"""Measures of what offices do for people, and of who does it."""

from __future__ import annotations

from typing import Final

from lmis.indicators.register.measure import Measure
from lmis.indicators.register.periods import Period
from lmis.indicators.register.seekers import within
from lmis.indicators.register.table import Register, Rows

TRAINING: Final = "training"


def began_training(register: Register, period: Period) -> Rows:
    """Courses of training that people were sent to, begun in the period."""
    kinds = register.service_kinds
    training = register.services["kind"] == (kinds.index(TRAINING) if TRAINING in kinds else -1)
    return register.services.rows(within(register.services["day"], period) & training)


def counselling(register: Register, period: Period) -> Rows:
    """Officers of job centres whose account holds at the end of the last day."""
    staff = register.counsellors
    return staff.rows((staff["since"] <= period.last) & (staff["until"] > period.last))


TRAINED: Final = Measure(counts="services", rows=began_training)
COUNSELLORS: Final = Measure(counts="staff", rows=counselling)
