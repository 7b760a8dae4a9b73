"""Commands about the weights of matching."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field, StringConstraints

from lmis.commands.base import Command
from lmis.vocabulary import Country

MostPoints = Annotated[int, Field(ge=0, le=100)]
VERSION = r"^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$"
WeightsName = Annotated[str, StringConstraints(pattern=VERSION)]


class SetWeights(Command):
    """Matching weighs by a new version of the points, from a day on; what is not named stays as it is in force."""

    version: WeightsName
    points: dict[str, MostPoints] = Field(default_factory=dict, description="Criterion -> most points.")
    least: MostPoints | None = Field(default=None, description="Fewer points than this are never suggested.")
    valid_from: date | None = Field(default=None, description="Today where it is not said.")
    country: Country | None = Field(default=None, description="The own country where it is not said.")
