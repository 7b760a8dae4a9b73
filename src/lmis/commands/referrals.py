"""Commands about referrals."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from lmis.commands.base import Command
from lmis.vocabulary import OwnNumber, ReasonCode, Ref, ReferralState


class ReferSeeker(Command):
    """A person is referred to a vacancy; a file of the past may bring what became of it."""

    own_number: OwnNumber | None = None
    seeker: Ref
    vacancy: Ref
    interview_on: date | None = None
    state: ReferralState = ReferralState.REFERRED
    answered_on: date | None = None
    reason: ReasonCode | None = None


class AnswerReferral(Command):
    """The employer or the person answers: an interview, an acceptance, a refusal with its reason …"""

    referral: Ref
    state: ReferralState
    interview_on: date | None = None
    reason: ReasonCode | None = None
    version: int | None = Field(default=None, description="The version that was read (If-Match).")
