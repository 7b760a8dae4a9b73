"""Figures from outside the register that its indicators need: those of the surveys that were published."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sqlalchemy.orm import Session

from lmis.indicators.given import LABOUR_FORCE, UNEMPLOYED, Given
from lmis.indicators.register.periods import period_of
from lmis.queries.editions import ANY_SURVEY, Audience, figures_of, latest_edition
from lmis.vocabulary import Country

INDICATORS: Final = {"UNE_TUNE_NB": UNEMPLOYED, "EAP_TEAP_NB": LABOUR_FORCE}
"""Indicators of surveys → the series that definitions of the register know."""
BREAKDOWNS: Final = ("total", "province", "sex")


def given_by_surveys(session: Session, country: Country, period: str) -> list[Given]:
    """The unemployed and the labour force of a period and of the months in it, from the latest edition of a survey.

    Of the very same period only, by the newest ICLS of which there is a figure, and only what the public may see: the
    figures that are made with them are public. Read them before the transaction in which the register is read.

    Raises:
        UnknownPeriod: with what was asked.
    """
    asked = period_of(period)
    return [one for each in (asked, *asked.months) for one in _of_period(session, country, each.text)]


def _of_period(session: Session, country: Country, period: str) -> Iterator[Given]:
    edition = session.scalars(latest_edition(country, period, source=ANY_SURVEY)).first()
    if edition is None:
        return
    for indicator, series in INDICATORS.items():
        rows = [
            row
            for breakdown in BREAKDOWNS
            for row in session.execute(figures_of(edition.id, Audience.PUBLIC, indicator, breakdown, period))
            if row.value is not None
        ]
        newest = max((row.standard or "" for row in rows if row.breakdown == "total"), default=None)
        for row in rows:
            if (row.standard or "") == newest:
                cell = {name: code for name, code in (("province", row.province), ("sex", row.sex)) if code}
                yield Given(series, row.value, period, f"{edition.source}, {edition.number}", cell)
