"""The attacker: what follows for every small cell from all that an audience was ever shown of an edition's tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from lmis.indicators.disclosure.attack import attacked
from lmis.indicators.disclosure.programme import EXACT
from lmis.indicators.register.earlier import seen_before
from lmis.indicators.register.measure import Definition
from lmis.indicators.register.published import drawn_for
from lmis.indicators.register.tally import Tallies

HIDDEN: Final = "hidden"


@dataclass(frozen=True, slots=True)
class Audit:
    """What an attack came to."""

    small: int  # cells of fewer people than the threshold, shown by figures or to be worked out from them
    hidden: int  # cells that no figure shows
    narrowest: float  # of the intervals of small cells
    narrow: int  # small cells whose interval is narrower than the threshold: what was shown before bounds them
    wide: float  # the share of all hidden cells whose interval is as wide as the threshold


def audited(periods: Sequence[Tallies], indicators: Iterable[Definition], figures: pd.DataFrame, least: int) -> Audit:
    """Attack what an audience sees: all editions together, the latest and those before it.

    Args:
        figures: as this audience sees them, columns as for `seen_before`; the status of what it does not see is
            `hidden`, and its numbers do not matter.
        least: the fewest people of whom a figure is shown.
    """
    wanted = tuple(indicators)
    tables, everything = drawn_for(periods, wanted, figures)
    system = tables.system
    (seen,) = seen_before(figures, tables, everything, wanted, {HIDDEN: least})
    small, hidden = (system.people > 0) & (system.people < least), (system.weight > 0) & ~seen.known
    found = attacked(system, ~seen.known, small | hidden, float(least))
    lacking = found.width < least - EXACT
    return Audit(
        small=int(small.sum()),
        hidden=int(hidden.sum()),
        narrowest=float(np.min(found.width[small], initial=np.inf)),
        narrow=int(lacking[small].sum()),
        wide=1.0 - float(lacking[hidden].sum()) / max(int(hidden.sum()), 1),
    )
