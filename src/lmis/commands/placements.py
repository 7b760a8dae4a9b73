"""Commands about placements, what is found out afterwards, and other services."""

from __future__ import annotations

from datetime import date
from typing import Self

from pydantic import Field, model_validator

from lmis.commands.base import Command, Wage
from lmis.vocabulary import (
    Confirmation,
    Contract,
    FollowUpFinding,
    LongText,
    OwnNumber,
    ReasonCode,
    Ref,
    ServiceKind,
    ShortText,
)


class PlaceSeeker(Command):
    """A person starts work in an opening; a referral may have led to it, or not."""

    own_number: OwnNumber | None = None
    seeker: Ref
    vacancy: Ref
    confirmed_by: Confirmation = Confirmation.EMPLOYER
    wage: Wage | None = None
    contract: Contract | None = None
    cancelled_on: date | None = Field(default=None, description="For a file of the past: the day it was cancelled.")
    cancelled_because: ReasonCode | None = None

    @model_validator(mode="after")
    def _cancellation_is_whole(self) -> Self:
        """A cancellation has its day and its reason."""
        if (self.cancelled_on is None) != (self.cancelled_because is None):
            raise ValueError("cancellation_incomplete")
        return self


class CancelPlacement(Command):
    """The placement did not come about: its opening is given back."""

    placement: Ref
    because: ReasonCode


class FollowUpPlacement(Command):
    """What was found some months after the placement."""

    placement: Ref
    finding: FollowUpFinding
    note: LongText | None = None


class RecordService(Command):
    """Counselling, training or social protection given to a person."""

    seeker: Ref
    kind: ServiceKind
    title: ShortText
    provider: ShortText | None = None
    ends_on: date | None = None
