"""A bulletin that needs no database, with names that break what pastes them."""

from __future__ import annotations

from datetime import UTC, datetime

from lmis.exchange.bulletins.content import Bulletin, Column, Group, Note, Picture, Row, Table, Value
from lmis.exchange.bulletins.picture import bar_of, place_of, scale_of, ticks_of

ODD = '#[x] $y$ *z* \\ "q" <b>&amp; @a `c` // {d} 😀 Ŝ ភ្នំពេញ ຈຳປາສັກ'
"""Markup of Typst, HTML and JSON, a sign that no font has, a letter whose accent no font has, and two scripts."""


def a_bulletin(language: str = "en", name: str = ODD) -> Bulletin:
    """One table of three rows: a number, a hidden one and one that is not to be had."""
    counts = (Column("number"), Column("quarter, %", 1, signed=True))
    rows = (
        Row("All", (Value("1,234", 1234.0), Value("+5.0", 5.0), Value("=1+1")), strong=True),
        Row(name, (Value("…"), Value("(…)"), Value("–"))),
        Row("Third", (Value("0", 0.0), Value("−2.5", -2.5), Value("surplus"))),
    )
    table = Table("sector", "Sectors", "Sector", (Group("Openings", counts), Group("", (Column("Class", None),))), rows)
    scale = scale_of([2.0, 0.01])
    picture = Picture(
        "Ratios", "more openings", "more people",
        bars=(bar_of(name, 2.0, "2.00", scale), bar_of("Few", 0.01, "0.01", scale)),
        ticks=tuple(ticks_of(scale, str)), one=place_of(1.0, scale), told="Bars.",
    )  # fmt: skip
    return Bulletin(
        language=language, country="KH", period="2026Q3", edition=2,
        published_at=datetime(2026, 10, 5, 2, 0, tzinfo=UTC),
        ministry="Ministry", title="Bulletin", place="Cambodia, 2026", state="Edition 2", banner="", brief="In brief",
        headline=("First.", name), picture=picture, tables=(table,), about="About", signs="Signs.",
        notes=(Note("Note", ("One.", "Two.")),), pages="Page {page} of {pages}",
    )  # fmt: skip
