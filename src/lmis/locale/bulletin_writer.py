"""How a bulletin writes names and numbers in one language, and what stands for a number that is not there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from lmis.exchange.bulletins.content import Column, Value
from lmis.indicators.register.dimensions import UNKNOWN
from lmis.locale.catalogue import keyed, text
from lmis.locale.formats import day, number, period
from lmis.locale.tongues import Tongue
from lmis.model.reference import EducationLevel, Industry, Occupation, Place
from lmis.services.bulletin_lines import Number, Why
from lmis.vocabulary import Country, Language

HIDDEN, HIDDEN_BEFORE, NONE = "…", "(…)", "–"
SIGNS: Final[Mapping[Why, str]] = {Why.HIDDEN: HIDDEN, Why.HIDDEN_BEFORE: HIDDEN_BEFORE}
"""What stands for a number; a dash for whatever else is not to be had."""

LISTS: Final[Mapping[str, Any]] = {
    "occupation": select(Occupation).where(Occupation.level <= 2),
    "sector": select(Industry).where(Industry.level == "section"),
    "education": select(EducationLevel),
    "province": select(Place).where(Place.kind == "province"),
}
"""The code lists whose names a bulletin prints; in Chinese they stand in the catalogue, under these contexts."""


@dataclass(frozen=True, slots=True)
class Marks:
    """The punctuation of a language between what is put together here."""

    brackets: str = "{} ({})"
    list: str = "; "
    colon: str = ": "
    comma: str = ", "


MARKS: Final[Mapping[str, Marks]] = {"zh": Marks("{}（{}）", "；", "：", "，"), "km": Marks(colon="៖ ", comma=" ")}


@dataclass
class Writer:
    """Writes in one language, names out of the code lists."""

    session: Session
    language: Tongue
    _names: dict[str, dict[str, str]] = field(default_factory=dict)

    def said(self, message: str, **values: object) -> str:
        """A text of the catalogue."""
        return text(message, self.language, **values)

    def word(self, context: str, key: str) -> str:
        """What stands under a context and a key."""
        return keyed(context, key, self.language) or key

    def period(self, code: str) -> str:
        """A quarter in words."""
        return period(code, self.language)

    def day(self, instant: datetime, country: str) -> str:
        """The day of an instant where the country is, in words."""
        return day(instant.astimezone(Country(country).zone).date(), self.language)

    def with_figure(self, name: str, shown: str) -> str:
        """A name with something in brackets."""
        return self._marks.brackets.format(name, shown)

    def listed(self, names: Sequence[str]) -> str:
        """Some names after one another."""
        return self._marks.list.join(names)

    def explained(self, name: str, told: str) -> str:
        """A name with what is told of it."""
        return f"{name}{self._marks.colon}{told}"

    def place(self, country: str, period_: str) -> str:
        """A country and a quarter."""
        return f"{self.word('country', country)}{self._marks.comma}{self.period(period_)}"

    @property
    def _marks(self) -> Marks:
        return MARKS.get(self.language.value, Marks())

    def name(self, breakdown: str, code: str | None) -> str:
        """The name of an occupation, sector, level or province; in English where there is no other."""
        if code is None:
            return self.word("bulletin", "country")
        if code == UNKNOWN:
            return (
                self.word("bulletin", f"{breakdown}_unknown") if breakdown == "education" else self.word("cell", code)
            )
        kind = breakdown.removesuffix("_2")
        if kind not in self._names:
            self._names[kind] = {str(row.code): self._named(kind, row) for row in self.session.scalars(LISTS[kind])}
        return self._names[kind].get(code, code)

    def _named(self, kind: str, row: Any) -> str:
        own = (
            getattr(row, f"name_{self.language.value}")
            if self.language.value in list(Language)
            else keyed(kind, str(row.code), self.language)
        )
        return own or row.name_en or str(row.code)

    def written(self, value: float, decimals: int = 0, *, signed: bool = False) -> str:
        """A number as a reader of the language writes it."""
        return number(value, self.language, decimals, signed=signed)

    def value(self, number_: Number, column: Column) -> Value:
        """A number in a column, or the sign for why it is not there."""
        if number_.value is None:
            return Value(SIGNS.get(number_.why, NONE) if number_.why else NONE)
        shown = self.written(number_.value, column.decimals or 0, signed=column.signed)
        return Value(shown, number_.value)

    def percent(self, change: Number) -> str:
        """A change in percent, for a sentence."""
        shown = self.value(change, Column("", 1, signed=True)).shown
        return shown if change.value is None else f"{shown}\u00a0%"
