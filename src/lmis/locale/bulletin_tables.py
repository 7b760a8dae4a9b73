"""The tables of a bulletin: each as a clerk reads it, openings, registrations and their ratio with their changes."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final

from lmis.exchange.bulletins.content import Column, Group, Picture, Row, Table, Value
from lmis.exchange.bulletins.picture import bar_of, place_of, scale_of, ticks_of
from lmis.indicators.register.dimensions import UNKNOWN
from lmis.locale.bulletin_writer import HIDDEN, NONE, Writer
from lmis.services.bulletin_figures import Findings
from lmis.services.bulletin_lines import Line, Number, Why

CLASSED: Final = frozenset({"occupation", "occupation_2", "province"})
"""Breakdowns by which occupations in shortage and in surplus are told."""

CLASSES: Final = {1.0: "shortage", 0.0: "balance", -1.0: "surplus"}


def tables_of(findings: Findings, writer: Writer) -> list[Table]:
    """All tables, in the order of the bulletin."""
    return [
        _whole(findings, writer),
        _ranked("in_demand", findings.in_demand, writer),
        _ranked("in_surplus", findings.in_surplus, writer),
        *(_table(name, findings, writer) for name in ("occupation", "occupation_2", "sector", "education", "province")),
    ]


def picture_of(findings: Findings, writer: Writer) -> Picture:
    """The ratio of every sub-major group of occupations that has one, the highest first."""
    lines = sorted(findings.lines["occupation_2"], key=lambda line: (-(line.ratio.now.value or 0.0), line.code or ""))
    ratios = [(line, line.ratio.now.value) for line in lines if line.code != UNKNOWN]
    known = [(line, ratio) for line, ratio in ratios if ratio is not None]
    scale = scale_of([ratio for _, ratio in known])
    return Picture(
        title=writer.said("Openings for each new registration, by occupation"),
        over=writer.said("more openings than people"),
        under=writer.said("more people than openings"),
        bars=tuple(
            bar_of(writer.name("occupation", line.code), ratio, writer.written(ratio, 2), scale)
            for line, ratio in known
        ),
        ticks=tuple(
            ticks_of(scale, lambda ratio: writer.written(ratio, 0 if ratio >= 1 else 3 if ratio < 0.25 else 2))
        ),
        one=place_of(1.0, scale),
        told=writer.said("A bar for each occupation; the same numbers stand in the table of sub-major groups."),
    )


def _groups(writer: Writer, *names: str) -> tuple[Group, ...]:
    """The nine columns of demand, supply and ratio."""
    word = partial(writer.word, "bulletin_column")
    counts = (
        Column(word("number")),
        Column(word("quarter_percent"), 1, signed=True),
        Column(word("year_percent"), 1, True),
    )
    ratios = (Column(word("ratio"), 2), Column(word("quarter"), 2, signed=True), Column(word("year"), 2, True))
    return (*(Group(name, counts) for name in names), Group(writer.said("Ratio"), ratios))


def _values(line: Line, groups: Sequence[Group], writer: Writer) -> list[Value]:
    figures = (line.openings, line.seekers, line.ratio)
    return [
        writer.value(number, column)
        for group, figure in zip(groups, figures, strict=True)
        for number, column in zip((figure.now, figure.quarter, figure.year), group.columns, strict=True)
    ]


def _whole(findings: Findings, writer: Writer) -> Table:
    said = writer.said
    groups = _groups(writer, said("Openings"), said("People"))
    rows = [
        Row(
            said("In the quarter: openings notified, new registrations"), tuple(_values(findings.total, groups, writer))
        ),
        Row(
            said("At its end: openings outstanding, people registered"), tuple(_values(findings.stocks, groups, writer))
        ),
    ]
    return Table("whole", writer.word("bulletin_table", "whole"), "", groups, tuple(rows))


def _table(breakdown: str, findings: Findings, writer: Writer) -> Table:
    groups = _groups(writer, writer.said("Openings notified"), writer.said("New registrations"))
    more: list[Group] = []
    if breakdown in CLASSED:
        more.append(Group("", (Column(writer.said("Class"), None),)))
    if breakdown == "province":
        more.append(Group("", (Column(writer.said("Offices reporting"), None),)))
    rows = []
    for line in (findings.total, *findings.lines[breakdown]):
        values = _values(line, groups, writer)
        values += [_class(line.shortage, writer)] if breakdown in CLASSED else []
        values += [_offices(line, writer)] if breakdown == "province" else []
        rows.append(Row(writer.name(breakdown, line.code), tuple(values), strong=line.code is None))
    return Table(
        key=breakdown,
        title=writer.word("bulletin_table", breakdown),
        names=writer.word("breakdown", breakdown),
        groups=(*groups, *more),
        rows=tuple(rows),
        notes=tuple(_notes(breakdown, findings, writer)),
    )


def _notes(breakdown: str, findings: Findings, writer: Writer) -> list[str]:
    """What is to be known of this table alone."""
    if breakdown == "education":
        return [
            writer.said(
                "Openings by the level that the vacancy asks for, people by the level that they have completed."
            )
        ]
    if breakdown == "sector" and not any(
        line.seekers.now.value or line.seekers.now.why is Why.HIDDEN
        for line in findings.lines["sector"]
        if line.code != UNKNOWN
    ):
        return [writer.said("No registration of this quarter names a sector, so that there is no ratio by sector.")]
    return []


def _class(shortage: Number, writer: Writer) -> Value:
    if shortage.value is None:
        return Value(HIDDEN if shortage.why is Why.HIDDEN else NONE)
    return Value(writer.word("shortage_class", CLASSES[shortage.value]))


def _offices(line: Line, writer: Writer) -> Value:
    if line.offices is None:
        return Value(NONE)
    return Value(f"{writer.written(line.offices.reporting)}/{writer.written(line.offices.all)}")


def _ranked(key: str, lines: Sequence[Line], writer: Writer) -> Table:
    """The occupations with the largest gaps between openings and people."""
    said, word = writer.said, partial(writer.word, "bulletin_column")
    plain = (Column(said("Openings notified")), Column(said("New registrations")), Column(said("Gap"), 0, signed=True))
    ratio = (Column(said("Ratio"), 2), Column(word("quarter"), 2, signed=True), Column(word("year"), 2, True))
    rows = []
    for line in lines:
        numbers = (line.openings.now, line.seekers.now, Number(line.gap), line.ratio.now, line.ratio.quarter)
        values = [
            writer.value(one, column) for one, column in zip((*numbers, line.ratio.year), plain + ratio, strict=True)
        ]
        rows.append(Row(writer.name("occupation", line.code), (*values, _class(line.shortage, writer))))
    groups = tuple(Group("", (column,)) for column in (*plain, *ratio, Column(said("Class"), None)))
    return Table(key, writer.word("bulletin_table", key), said("Occupation"), groups, tuple(rows))
