"""A watch on suggestions, one by one: it may be looked at after each, and stopped at any time, and stays valid.

**What it tests.** Before each suggestion it is told how many people are left who could have been suggested in its
place (comparably qualified and let through by the gates), and how many of them are of the group. The null hypothesis
"not fewer": at every suggestion the chance that somebody of the group is taken, given all that came before, is no
smaller than the group's share among those left. "Not more" is the same with no larger. Nothing is assumed of how the
shares move, of the order of vacancies, or of independence. An alarm means that one of the two does not hold; it does
not say why, nor that a ratio is below four fifths.

**How.** A gambler with one unit bets against each hypothesis at the odds that it calls fair, once for each ratio of
`BETS`, and shares the unit evenly among them. If the hypothesis holds, no bet gains on average, so the chance that the
wealth ever reaches 2 / level is at most level / 2 (Ville's inequality), whenever anybody looks; both sides together
raise a false alarm, ever, with a chance of at most `level`.

Source: J. Ville, Étude critique de la notion de collectif (1939); I. Waudby-Smith and A. Ramdas, Estimating means of
    bounded random variables by betting, J. R. Stat. Soc. B 86 (2024), sections 4 and 5, and the same on sampling
    without replacement; H. Robbins, Ann. Math. Statist. 41 (1970), on mixtures.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Final, Literal

LEVEL: Final = 0.02
"""The chance of a false alarm, ever: lower than one in twenty, because several groups are watched side by side."""
BETS: Final = (0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
"""The selection-rate ratios that are bet on; against "not more", their inverses."""


@dataclass(frozen=True, slots=True)
class Alarm:
    """The group is suggested too rarely (`fewer`) or too often (`more`); `after` so many suggestions."""

    side: Literal["fewer", "more"]
    after: int


@dataclass(slots=True)
class Monitor:
    """One group against everybody else; an alarm stays, and watching goes on."""

    level: float = LEVEL
    watched: int = 0
    """Suggestions from which something could be learned: somebody of the group and somebody else were left."""
    alarm: Alarm | None = None
    _fewer: list[float] = field(default_factory=lambda: [0.0] * len(BETS))
    _more: list[float] = field(default_factory=lambda: [0.0] * len(BETS))

    def watch(self, of_group: bool, group: int, others: int) -> Alarm | None:
        """Take down one suggestion; the alarm, if there is one by now.

        Args:
            of_group: whether the person who was suggested is of the group.
            group: people of the group who could have been suggested, this one included.
            others: all others who could have been.
        """
        if min(group, others) < 0 or not (group if of_group else others):
            raise ValueError(of_group, group, others)
        if group and others:
            self.watched += 1
            for at, ratio in enumerate(BETS):
                self._fewer[at] += _gain(of_group, group, others, ratio)
                self._more[at] += _gain(of_group, group, others, 1 / ratio)
            self.alarm = self.alarm or self._raised()
        return self.alarm

    @property
    def evidence(self) -> tuple[float, float]:
        """The wealth against "not fewer" and against "not more": 1 is nothing, 2 / level is an alarm."""
        return _mean(self._fewer), _mean(self._more)

    def _raised(self) -> Alarm | None:
        fewer, more = self.evidence
        if max(fewer, more) < 2 / self.level:
            return None
        return Alarm("fewer" if fewer >= more else "more", self.watched)


def _gain(of_group: bool, group: int, others: int, ratio: float) -> float:
    """The logarithm by which a bet multiplies: its chance of what happened over the share's."""
    fair, bet = group + others, ratio * group + others
    return math.log((ratio if of_group else 1.0) * fair / bet)


def _mean(logs: list[float]) -> float:
    most = max(logs)
    return math.exp(min(most, 700.0)) * sum(math.exp(one - most) for one in logs) / len(logs)
