"""What the pages of countries are called."""

from __future__ import annotations

from typing import Final

from lmis.vocabulary import Country

TITLES: Final = {Country.KH: "Labour market of Cambodia", Country.LA: "Labour market of Lao PDR"}
