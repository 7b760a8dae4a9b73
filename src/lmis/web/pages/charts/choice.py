"""What the address asks for: every combination is a link that can be sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import urlencode

from lmis.indicators.register.periods import SHAPE
from lmis.vocabulary import Country

CELLS: Final = ("province", "sex", "age", "occupation")
"""Parameters that say of whom the figures are told; each is a column of figures."""
COLUMN: Final = {"province": "province", "sex": "sex", "age": "age_group", "occupation": "occupation"}
NATIONAL: Final = "national"
LONGEST: Final = 12
"""Characters of a code; a longer one is none of ours."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A country, and what of its figures; empty where the address does not say."""

    country: Country
    period: str = ""
    province: str = ""
    sex: str = ""
    age: str = ""
    occupation: str = ""
    standard: str = ""
    definition: str = ""

    @classmethod
    def of(cls, country: Country, asked: Mapping[str, str], province: str = "") -> Choice:
        """What a query string says; what no code can be is not looked for."""
        told = {name: asked.get(name, "")[: LONGEST + 1] for name in CELLS}
        told = {name: code if code.isascii() and len(code) <= LONGEST else "" for name, code in told.items()}
        standard, definition = asked.get("standard", ""), asked.get("definition", "")
        return cls(
            country,
            period=asked.get("period", "")[:9],
            standard=standard if standard in ("13", "19") else "",
            definition=definition if definition == NATIONAL else "",
            **told | ({"province": province} if province else {}),
        )

    @property
    def period_is_one(self) -> bool:
        """Whether the period is written as one."""
        return SHAPE.fullmatch(self.period) is not None

    @property
    def cells(self) -> dict[str, str]:
        """Columns of figures and the code that is asked of each."""
        named = {COLUMN[name]: getattr(self, name) for name in CELLS}
        return {column: code for column, code in named.items() if code}

    def query(self, lang: str, **changes: str) -> str:
        """The query string of this choice with some changes; the country stands in the path."""
        one = replace(self, **changes)  # type: ignore[arg-type]
        names = ("period", *CELLS, "standard", "definition")
        return urlencode({"lang": lang} | {name: told for name in names if (told := getattr(one, name))})
