"""Answers about referrals, placements and what was found out afterwards."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from uuid import UUID

from lmis.locale.gates import licence_warning
from lmis.model.placements import FollowUp, Placement
from lmis.model.referrals import Referral, ReferralMove
from lmis.text.numbers import serial_text
from lmis.vocabulary import Language
from lmis.web.outs.base import Out, WageOut, office_code


class MoveOut(Out):
    """One move of a referral."""

    from_state: str | None
    to_state: str
    reason: str | None
    happened_on: date
    recorded_at: datetime
    staff_id: UUID | None

    @classmethod
    def of(cls, row: ReferralMove) -> MoveOut:
        """A line of the log."""
        return cls.model_validate(row, from_attributes=True)


class ReferralLine(Out):
    """A referral in a list."""

    id: UUID
    number: str
    own_number: str | None
    office: str | None
    officer: UUID | None
    seeker: UUID
    vacancy: UUID
    state: str
    referred_on: date
    interview_on: date | None
    answered_on: date | None
    reason: str | None
    recorded_at: datetime
    version: int

    @classmethod
    def line(cls, row: Referral, offices: Mapping[UUID, str]) -> ReferralLine:
        """A referral of a list."""
        return ReferralLine(
            id=row.id,
            number=serial_text("R", row.serial),
            own_number=row.own_number,
            office=office_code(offices, row.office_id),
            officer=row.officer_id,
            seeker=row.person_id,
            vacancy=row.vacancy_id,
            state=row.state,
            referred_on=row.referred_on,
            interview_on=row.interview_on,
            answered_on=row.answered_on,
            reason=row.reason,
            recorded_at=row.recorded_at,
            version=row.version,
        )


class ReferralOut(ReferralLine):
    """A referral with its log, oldest move first.

    `licences_missing` is a warning: the law requires them for the work, and the person's record does not show them.
    """

    moves: list[MoveOut]
    licences_missing: list[str]
    warning: str | None

    @classmethod
    def of(
        cls,
        row: Referral,
        moves: Iterable[ReferralMove],
        offices: Mapping[UUID, str],
        missing: Mapping[str, str],
        language: Language,
    ) -> ReferralOut:
        """A referral with its log; `missing`: licences that are not on record, code -> name."""
        return cls(
            **ReferralLine.line(row, offices).model_dump(),
            moves=[MoveOut.of(move) for move in moves],
            licences_missing=list(missing),
            warning=licence_warning(missing.values(), language) if missing else None,
        )


class PlacementOut(Out):
    """A person placed in an opening; cancelled where `cancelled_on` says so."""

    id: UUID
    own_number: str | None
    office: str | None
    officer: UUID | None
    seeker: UUID
    vacancy: UUID
    referral: UUID | None
    started_on: date
    confirmed_by: str
    wage: WageOut | None
    contract: str | None
    cancelled_on: date | None
    cancel_reason: str | None
    recorded_at: datetime

    @classmethod
    def of(cls, row: Placement, offices: Mapping[UUID, str]) -> PlacementOut:
        """A placement."""
        return cls(
            id=row.id,
            own_number=row.own_number,
            office=office_code(offices, row.office_id),
            officer=row.officer_id,
            seeker=row.person_id,
            vacancy=row.vacancy_id,
            referral=row.referral_id,
            started_on=row.started_on,
            confirmed_by=row.confirmed_by,
            wage=WageOut.of(row),
            contract=row.contract,
            cancelled_on=row.cancelled_on,
            cancel_reason=row.cancel_reason,
            recorded_at=row.recorded_at,
        )


class FollowUpOut(Out):
    """What was found out some time after a placement."""

    id: UUID
    happened_on: date
    finding: str
    note: str | None

    @classmethod
    def of(cls, row: FollowUp) -> FollowUpOut:
        """A follow-up."""
        return cls.model_validate(row, from_attributes=True)
