"""Answers about staff, sign-ins and keys; no hash ever leaves."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from lmis.model.offices import ApiKey, Staff
from lmis.services.signing_in import SignedIn
from lmis.vocabulary import Language, Role
from lmis.web.outs.base import Out, office_code


class StaffOut(Out):
    """An account of a member of staff."""

    id: UUID
    login: str
    name: str
    role: Role
    office: str | None
    language: Language
    must_change: bool
    ended_at: datetime | None

    @classmethod
    def of(cls, row: Staff, offices: Mapping[UUID, str]) -> StaffOut:
        """An account."""
        return cls(
            id=row.id,
            login=row.login,
            name=row.name,
            role=Role(row.role),
            office=office_code(offices, row.office_id),
            language=Language(row.language),
            must_change=row.must_change,
            ended_at=row.ended_at,
        )


class SignedInOut(Out):
    """A sign-in: the token goes into the header `Authorization: Bearer …`."""

    token: str
    expires_at: datetime
    staff: StaffOut

    @classmethod
    def of(cls, made: SignedIn, offices: Mapping[UUID, str]) -> SignedInOut:
        """A sign-in."""
        return cls(token=made.token, expires_at=made.expires_at, staff=StaffOut.of(made.identity.staff, offices))


class KeyOut(Out):
    """A key of a counter's own software."""

    id: UUID
    label: str
    staff: UUID
    made_at: datetime
    revoked_at: datetime | None

    @classmethod
    def of(cls, row: ApiKey) -> KeyOut:
        """A key, without its secret."""
        return cls(id=row.id, label=row.label, staff=row.staff_id, made_at=row.made_at, revoked_at=row.revoked_at)


class NewKeyOut(Out):
    """A new key, shown this once."""

    id: UUID
    label: str
    key: str
