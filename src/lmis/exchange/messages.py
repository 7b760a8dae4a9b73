"""What stands at the head of every message, whatever its format."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lmis.exchange.structures import AGENCY


@dataclass(frozen=True, slots=True)
class Head:
    """Who sends a message, when, in which languages."""

    prepared: datetime  # UTC
    languages: tuple[str, ...] = ("en", "km", "lo")
    """Of names; the first is that of texts of which there can be one only."""
    address: str = "/sdmx/2.1"
    """Of the service, for references to it."""
    sender: str = AGENCY
    id: str = "IREF"

    @property
    def instant(self) -> str:
        """When it was prepared, ISO 8601 with seconds."""
        return self.prepared.strftime("%Y-%m-%dT%H:%M:%SZ")

    @property
    def message_id(self) -> str:
        """An id that tells messages of different seconds apart."""
        return f"{self.id}{self.prepared.strftime('%Y%m%d%H%M%S')}"

    @property
    def language(self) -> str:
        """The language of single texts."""
        return self.languages[0]


def best(names: object, language: str) -> str:
    """The name in a language, else in English."""
    assert hasattr(names, "get")
    return str(names.get(language) or names.get("en") or "")
