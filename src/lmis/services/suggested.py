"""What suggesting answers, whichever way it was found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from lmis.matching.gates import Gate
from lmis.matching.rank import Ranking
from lmis.matching.weights import Weights


@dataclass(frozen=True)
class Suggested:
    """A ranking, when it was made, and the records that it suggests, by id.

    `relaxed`: gate -> how many more would have been weighed without it, because nothing else holds them.
    `opens`: of a person, skill -> vacancies which skills cost most and which lack no other one that is required.
    """

    at: datetime
    weights: Weights
    ranking: Ranking
    records: Mapping[UUID, Any]
    relaxed: Mapping[Gate, int]
    opens: Mapping[str, int] = field(default_factory=dict)


SHOWN: Final = 5
"""Skills that are told."""


def opened_first(opens: Mapping[str, int]) -> list[tuple[str, int]]:
    """The skills that would open most vacancies, in that order."""
    return sorted(opens.items(), key=lambda one: (-one[1], one[0]))[:SHOWN]
