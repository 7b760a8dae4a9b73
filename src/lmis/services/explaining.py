"""Why the figures of an edition are others than those of an earlier one, to the record; and whether they are right."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pandas as pd
from sqlalchemy.orm import Session

from lmis.errors import Invalid
from lmis.indicators.definitions.register import REGISTER
from lmis.indicators.given import Given
from lmis.indicators.register.changes import Changes, changes_between
from lmis.indicators.register.common import Sides
from lmis.indicators.register.dimensions import dimensions_of
from lmis.indicators.register.explaining import Explainer
from lmis.indicators.register.figures import figures_of
from lmis.indicators.register.measure import Definition
from lmis.indicators.register.periods import period_of
from lmis.indicators.register.register import register_of
from lmis.indicators.register.revised import revised
from lmis.model.figures import Edition
from lmis.services.figure_frames import stored_figures
from lmis.services.freezing import thaw


class EditionsOfTwoPeriods(Invalid):
    """Two editions of the same country and period are compared, no others."""


@dataclass(frozen=True)
class Why:
    """One figure that changed, and the records that changed it."""

    figure: Mapping[str, Any]
    """Its columns as `indicators.register.revised` gives them."""
    records: pd.DataFrame
    """Columns of `indicators.register.explaining.COLUMNS`."""
    definition: str | None
    """Versions of the definition, as `1 → 2`, where it is another one."""
    given: tuple[str, ...]
    """Series from outside that changed."""
    hiding: bool
    """Whether only the status changed: other figures made it necessary to hide this one, or not any more."""


@dataclass
class Explanation:
    """Two editions of a period side by side."""

    earlier: Edition
    later: Edition
    figures: pd.DataFrame
    """The figures that differ, in the columns of `indicators.register.revised`."""
    changes: Changes
    """The records that differ."""
    sides: Sides
    outside: tuple[Sequence[Given], Sequence[Given]]
    _explainers: dict[str, Explainer] = field(default_factory=dict)

    def why(self, indicator: str | None = None, breakdown: str | None = None) -> Iterator[Why]:
        """Each figure that changed, of an indicator or a breakdown where one is named, with its records."""
        chosen = self.figures
        for name, wanted in (("indicator", indicator), ("breakdown", breakdown)):
            chosen = chosen if wanted is None else chosen[chosen[name] == wanted]
        for figure in chosen.to_dict("records"):
            yield self._why({str(name): value for name, value in figure.items()})

    def _why(self, figure: Mapping[str, Any]) -> Why:
        names = dimensions_of(figure["breakdown"])
        cell = {name: figure[name.removesuffix("_2")] for name in names}
        versions = [figure[f"version_{side}"] for side in ("before", "after")]
        definition = self._definitions[figure["indicator"], next(v for v in reversed(versions) if isinstance(v, str))]
        records = self._explainer(figure["period"]).of(definition, figure["breakdown"], cell)
        changed = None if versions[0] == versions[1] or None in versions else " → ".join(map(str, versions))
        return Why(figure, records, changed, self._given(definition), _only_status(figure))

    def _explainer(self, period: str) -> Explainer:
        if period not in self._explainers:
            self._explainers[period] = Explainer(self.sides, self.changes, period_of(period))
        return self._explainers[period]

    def _given(self, definition: Definition) -> tuple[str, ...]:
        """The series that a definition takes from outside, where they changed."""
        series = {term.series for term in getattr(definition, "terms", {}).values() if hasattr(term, "series")}
        before, after = ({(one.series, one.period, one.value) for one in side} for side in self.outside)
        return tuple(sorted(series & {name for name, _, _ in before ^ after}))

    @cached_property
    def _definitions(self) -> dict[tuple[str, str], Definition]:
        return {(one.code, one.version): one for one in REGISTER}


def explain_editions(session: Session, earlier: Edition, later: Edition) -> Explanation:
    """Compare two editions of a period: their figures, and the records that each was computed from.

    Raises:
        EditionsOfTwoPeriods: they are not of one country and period.
        NothingFrozen, FrozenChanged: the records of one cannot be had.
    """
    if (earlier.country, earlier.period) != (later.country, later.period):
        raise EditionsOfTwoPeriods(earlier=earlier.period, later=later.period)
    (before, given), (after, given_later) = thaw(session, earlier.id), thaw(session, later.id)
    figures = revised(stored_figures(session, earlier.id), stored_figures(session, later.id))
    sides = Sides(register_of(**before.tables()), register_of(**after.tables()))
    return Explanation(earlier, later, figures, changes_between(before, after), sides, (given, given_later))


def recomputed(session: Session, edition: Edition) -> pd.DataFrame:
    """The figures of an edition that do not come out of its records: none, unless something was tampered with.

    Each is computed by the very version of its definition that it was published by. What is hidden is not looked at
    here: it depends on earlier editions, too.

    Returns:
        As `indicators.register.revised`: before is what was published, after what comes out.

    Raises:
        NothingFrozen, FrozenChanged: the records cannot be had.
    """
    records, given = thaw(session, edition.id)
    stored = stored_figures(session, edition.id)
    used = set(zip(stored["indicator"], stored["version"], strict=True))
    definitions = [one for one in REGISTER if (one.code, one.version) in used]
    found = figures_of(register_of(**records.tables()), period_of(edition.period), definitions, given=given)
    return revised(stored.assign(status=""), found.assign(status=""))


def _only_status(figure: Mapping[str, Any]) -> bool:
    terms = ("value", "numerator", "denominator", "records")
    return all(_same(figure[f"{name}_before"], figure[f"{name}_after"]) for name in terms)


def _same(one: Any, other: Any) -> bool:
    return bool(one == other) or (pd.isna(one) and pd.isna(other))
