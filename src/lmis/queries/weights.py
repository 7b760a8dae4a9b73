"""Questions about versions of the weights."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import Select, case, or_, select

from lmis.model.weights import WeightsVersion


def weights_of(country: str | None) -> Select[WeightsVersion]:
    """Every version that concerns a country (where none is named, both): the own first, the latest first."""
    own = WeightsVersion.country == country if country else WeightsVersion.country.is_(None)
    return (
        select(WeightsVersion)
        .where(or_(own, WeightsVersion.country.is_(None)))
        .order_by(
            case((WeightsVersion.country.is_(None), 1), else_=0),
            WeightsVersion.valid_from.desc(),
            WeightsVersion.recorded_at.desc(),
            WeightsVersion.id.desc(),
        )
    )


def weights_on(country: str | None, day: date) -> Select[WeightsVersion]:
    """The version in force for a country on a day: the latest of its own, else the latest for both countries."""
    return weights_of(country).where(WeightsVersion.valid_from <= day).limit(1)


def weights_named(version: str) -> Select[WeightsVersion]:
    """The version of a name."""
    return select(WeightsVersion).where(WeightsVersion.version == version)


def weights_by_id(id_: UUID) -> Select[WeightsVersion]:
    """One version."""
    return select(WeightsVersion).where(WeightsVersion.id == id_)
