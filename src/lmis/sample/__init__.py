"""A seeded sample world of both countries, for demonstration and measurement; it invents every person in it."""

from lmis.sample.world import CountrySummary, WorldSummary, write_world

__all__ = ["CountrySummary", "WorldSummary", "write_world"]
