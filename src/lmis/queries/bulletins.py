"""What a bulletin of demand and supply is made of: some figures of an edition, and who could have reported."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from sqlalchemy import Select, and_, or_, select

from lmis.model.figures import Figure
from lmis.model.offices import Office
from lmis.model.reference import Place
from lmis.queries.editions import Audience, figures_of
from lmis.vocabulary import Country

OPENINGS, SEEKERS, RATIO, CLASS = "PES_VAC_IN", "PES_SEEK_IN", "PES_DSR", "PES_SHORT"
OPENINGS_STOCK, SEEKERS_STOCK, STOCK_RATIO = "PES_VAC_STK", "PES_SEEK_STK", "PES_TIGHT"
FLOWS: Final = (OPENINGS, SEEKERS, RATIO)
STOCKS: Final = (OPENINGS_STOCK, SEEKERS_STOCK, STOCK_RATIO)
FIGURES: Final = (*FLOWS, *STOCKS, CLASS)
"""Whose definitions a bulletin prints."""

BREAKDOWNS: Final = ("occupation", "occupation_2", "sector", "education", "province")

ACTS: Final = (SEEKERS, "PES_SEEK_OUT", OPENINGS, "PES_REF", "PES_PLC")
"""Figures that somebody at a counter makes; openings also expire by themselves, and stocks stand by themselves."""


def bulletin_figures(edition_id: UUID, audience: Audience, period: str) -> Select[*tuple[Any, ...]]:
    """The figures of a bulletin and the acts of each office, as an audience may see them; columns of `figures_of`."""
    printed = and_(Figure.indicator.in_(FIGURES), Figure.breakdown.in_(("total", *BREAKDOWNS)))
    acts = and_(Figure.indicator.in_(ACTS), Figure.breakdown == "office")
    return figures_of(edition_id, audience, period=period).where(or_(printed, acts))


def counters_of(country: Country) -> Select[str, str | None]:
    """Code and province of every office that can record an act: all but the ministry, as the list stands now."""
    return select(Office.code, Office.province).where(Office.country == country.value, Office.kind != "ministry")


def provinces_of(country: Country) -> Select[str]:
    """The codes of a country's provinces."""
    return select(Place.code).where(Place.country == country.value, Place.kind == "province").order_by(Place.code)
