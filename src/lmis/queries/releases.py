"""Questions about what stands before a publication: approvals of provinces, and the release calendar."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import Select, select

from lmis.model.figures import PES, Approval, Edition, Release
from lmis.model.offices import Office
from lmis.vocabulary import Country

JOB_CENTRE = "job_centre"


def approvals_of(edition_id: UUID) -> Select[Approval]:
    """The approvals of a draft that stand, by province."""
    query = select(Approval).where(Approval.edition_id == edition_id, Approval.withdrawn_at.is_(None))
    return query.order_by(Approval.province)


def approvals_for(country: Country, period: str) -> Select[Approval]:
    """The approvals of all drafts of a period that stand, those of the newest draft first."""
    return (
        select(Approval)
        .join(Edition, Edition.id == Approval.edition_id)
        .where(Edition.country == country.value, Edition.period == period, Approval.withdrawn_at.is_(None))
        .order_by(Edition.number.desc(), Approval.province)
    )


def job_centres(country: Country) -> Select[str, str | None]:
    """Code and province of each job centre of a country."""
    return (
        select(Office.code, Office.province)
        .where(Office.country == country.value, Office.kind == JOB_CENTRE, Office.province.is_not(None))
        .order_by(Office.code)
    )


def releases_of(country: Country, since: date | None = None, period: str | None = None) -> Select[Release]:
    """The release calendar of a country in order of days: from a day on, or of a period."""
    query = select(Release).where(Release.country == country.value)
    if since is not None:
        query = query.where(Release.planned_on >= since)
    if period is not None:
        query = query.where(Release.period == period)
    return query.order_by(Release.planned_on, Release.period, Release.kind)


def editions_out(country: Country, period: str, kind: str) -> Select[Edition]:
    """The register's editions that came out as this kind of release, in order; a revision is a final after the first.

    Args:
        kind: preliminary or final.
    """
    of_register = (Edition.country == country.value, Edition.source == PES)
    query = select(Edition).where(*of_register, Edition.period == period, Edition.state == kind)
    return query.order_by(Edition.number)
