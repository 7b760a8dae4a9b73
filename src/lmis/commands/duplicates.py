"""Commands about two records that may be one person."""

from __future__ import annotations

from pydantic import Field

from lmis.commands.base import Command
from lmis.vocabulary import Ref


class MergeDuplicates(Command):
    """The two records are one person: one is kept, and what belongs to the other goes to it."""

    pair: Ref
    keep: Ref | None = Field(
        default=None, description="The record that is kept, by id or short number; the older where it is not said."
    )


class TellApart(Command):
    """The two records are different people: the pair does not come back."""

    pair: Ref


class TakeBackMerge(Command):
    """The decision was a mistake: the pair is open again, and a merge is taken apart."""

    pair: Ref
