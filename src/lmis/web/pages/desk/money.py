"""Wages in words of the reader's language."""

from __future__ import annotations

from decimal import Decimal

from lmis.locale.catalogue import label
from lmis.locale.formats import amount
from lmis.services.codes import Codes
from lmis.vocabulary import Language


def money_words(minor: int, currency: str, period: str | None, known: Codes, language: Language) -> str:
    """An amount in minor units with its currency, and what it is paid for."""
    shown = amount(Decimal(minor) / Decimal(10) ** known.currencies.get(currency, 2), currency, language)
    return f"{shown} {label('wage_period', period, language)}" if period else shown
