"""How much of what is allowed before a survey is refused, or its report warns: defaults, which a mapping may change."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Thresholds of the checks; shares in percent of the people whom a check is about."""

    population: float | None = None  # people whom the weights should add up to; None: not known
    population_within: float = 10.0  # percent by which they may miss it
    age_at_most: float = 120.0  # years
    youngest_worker: float = 15.0  # years; younger ones at work are told
    hours_at_most: float = 168.0  # of a week
    impossible_at_most: float = 1.0  # percent of impossible answers before the survey is refused
    without_status_at_most: float = 5.0  # percent of people of 15 and older without a labour-force status
    unclassified_at_most: float = 5.0  # percent of the employed without status, occupation or industry
    uncovered_at_most: float = 0.0  # percent of values that no rule covers before the report warns
    routing_at_most: float = 1.0  # percent of answers by people who should not have been asked before it warns
