"""Answers about the links by which employers see their own vacancies."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from lmis.model.employers import EmployerLink
from lmis.web.outs.base import Out


class LinkOut(Out):
    """A link of an employer, without its secret."""

    id: UUID
    employer: UUID
    made_at: datetime
    expires_at: datetime
    revoked_at: datetime | None

    @classmethod
    def of(cls, row: EmployerLink) -> LinkOut:
        """A link."""
        shown = {name: getattr(row, name) for name in cls.model_fields if name != "employer"}
        return cls(**shown, employer=row.employer_id)


def link_path(token: str) -> str:
    """The address of a link within this service.

    The secret stands behind the `#`, which a browser keeps to itself: no server and no proxy on the way writes it down.
    """
    return f"/employer/enter#key={token}"


class NewLinkOut(Out):
    """A new link, shown this once: `path` comes after the address of this service."""

    id: UUID
    employer: str
    path: str
