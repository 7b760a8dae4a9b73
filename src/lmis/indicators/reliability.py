"""When a figure may be shown: by how many people stand behind it, and by how sure it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from lmis.indicators.frame import Numbers

PUBLISHED: Final = "published"
UNRELIABLE: Final = "unreliable"
HIDDEN: Final = "hidden"
UNRELIABLE_TO_MINISTRY: Final = "unreliable_to_ministry"
"""Unreliable, and hidden from the public because it tells about few people or would give such a figure away."""


@dataclass(frozen=True, slots=True)
class Reliability:
    """The thresholds; a country may set its own (`LMIS_RELIABILITY`).

    Source: ILO's processing suppresses what fewer than 5 respondents told and flags fewer than 15; here what fewer than
    30 told is flagged, the size below which errors of samples are not trusted either. For the coefficient of variation
    (standard error / value) the classes that are usual among statistical offices.
    """

    hidden_below: int = 5  # respondents
    unreliable_below: int = 30  # respondents
    unreliable_above: float = 0.15  # coefficient of variation
    hidden_above: float = 0.30  # coefficient of variation


def status_of(
    value: Numbers,
    se: Numbers,
    respondents: Numbers,
    sampled: bool,
    limits: Reliability,
    base: Numbers | None = None,
) -> npt.NDArray[np.str_]:
    """The status of each cell.

    In a sample a standard error of 0, or none, is not perfection but ignorance (all of a handful said the
    same): such a figure is unreliable. A frame without a design is complete: only the respondents count.

    Args:
        respondents: those who have what is counted, not those asked.
        base: those it is counted among. Of a rate both are looked at, each by itself: the smaller decides.
    """
    fewest = respondents if base is None else np.minimum(respondents, base)
    with np.errstate(divide="ignore", invalid="ignore"):
        cv = np.where(se > 0, se / np.abs(value), 0.0)
    unsure = sampled & ~(se > 0)
    weak = unsure | (fewest < limits.unreliable_below) | (cv > limits.unreliable_above)
    hidden = np.isnan(value) | (fewest < limits.hidden_below) | (cv > limits.hidden_above)
    return np.where(hidden, HIDDEN, np.where(weak, UNRELIABLE, PUBLISHED))
