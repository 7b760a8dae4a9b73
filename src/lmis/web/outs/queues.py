"""Answers about what waits for an officer."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from lmis.model.people import Registration, RegistrationStay
from lmis.web.outs.base import Out


class QueuesOut(Out):
    """How many wait in each queue."""

    waiting_for_employer: int
    registrations_expiring: int
    vacancies_closing: int
    unassigned: int


class StayOut(Out):
    """A registration that an office looks after."""

    id: UUID
    registration: UUID
    seeker: UUID
    officer: UUID | None
    since: date
    opened_on: date
    renewed_on: date

    @classmethod
    def of(cls, row: RegistrationStay, spell: Registration) -> StayOut:
        """A stay with its spell."""
        return cls(
            id=row.id,
            registration=row.registration_id,
            seeker=row.person_id,
            officer=row.officer_id,
            since=row.since,
            opened_on=spell.opened_on,
            renewed_on=spell.renewed_on,
        )
