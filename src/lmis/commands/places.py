"""Commands about reference places that a country brings itself."""

from __future__ import annotations

from enum import StrEnum

from lmis.commands.base import Command
from lmis.vocabulary import PlaceCode, ShortText


class PlaceKind(StrEnum):
    """Levels of administrative places."""

    PROVINCE = "province"
    DISTRICT = "district"
    COMMUNE = "commune"
    VILLAGE = "village"


class PutPlace(Command):
    """A place of the country's gazetteer: below the provinces and districts that come with the system."""

    code: PlaceCode
    kind: PlaceKind
    parent: PlaceCode
    name_en: ShortText | None = None
    name_km: ShortText | None = None
    name_lo: ShortText | None = None
