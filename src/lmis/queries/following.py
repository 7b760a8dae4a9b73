"""Questions about follow-ups and services by their ids."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import Select, select

from lmis.model.placements import FollowUp
from lmis.model.services import ServiceEvent


def known_follow_ups(ids: Iterable[UUID]) -> Select[FollowUp]:
    """Follow-ups that clients' ids name."""
    return select(FollowUp).where(FollowUp.id.in_(list(ids)))


def known_services(ids: Iterable[UUID]) -> Select[ServiceEvent]:
    """Services that clients' ids name."""
    return select(ServiceEvent).where(ServiceEvent.id.in_(list(ids)))
