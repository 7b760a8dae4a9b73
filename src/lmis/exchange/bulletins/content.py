"""What a bulletin holds, in the words of one language; every format writes this and nothing else."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Value:
    """A figure as a reader sees it, and its number; None where a sign stands for it."""

    shown: str
    number: float | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """A column of figures; `decimals` is None where it holds words."""

    title: str
    decimals: int | None = 0
    signed: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """What stands over some columns; empty over a column that stands alone."""

    title: str
    columns: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A name with its figures; the row of the whole country is strong."""

    name: str
    values: tuple[Value, ...]
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table with what stands above and below it."""

    key: str
    title: str
    names: str  # over the names
    groups: tuple[Group, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns of all groups."""
        return tuple(column for group in self.groups for column in group.columns)


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar from the line of balance to a ratio; its ends are parts of the width."""

    name: str
    shown: str
    start: float
    end: float
    over: bool
    cut: bool  # the ratio lies beyond the end of the scale


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark of the scale."""

    at: float
    label: str


@dataclass(frozen=True, slots=True)
class Picture:
    """Ratios as bars on a logarithmic scale."""

    title: str
    over: str  # what a bar to the right means
    under: str
    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]
    one: float  # where the ratio is 1
    told: str  # what it shows, for those who cannot see it


@dataclass(frozen=True, slots=True)
class Note:
    """Something to know about the figures."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Bulletin:
    """A bulletin in one language."""

    language: str
    country: str
    period: str
    edition: int
    published_at: datetime
    ministry: str
    title: str
    place: str  # country and quarter in words
    state: str  # number and state of the edition, and up to when records count
    banner: str  # what every page warns of; empty where nothing is to be warned of
    brief: str  # over the headline sentences
    headline: tuple[str, ...]
    picture: Picture
    tables: tuple[Table, ...]
    about: str  # over the notes
    notes: tuple[Note, ...]
    pages: str  # with {page} and {pages}
    signs: str = field(default="")  # what the signs mean, in a line
