"""The time that tests set."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from conftest import NOW


@dataclass
class Clock:
    """The time that tests set."""

    at: datetime = NOW

    def __call__(self) -> datetime:
        return self.at

    def pass_(self, **time: float) -> None:
        self.at += timedelta(**time)
