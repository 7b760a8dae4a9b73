"""What stands beside the tables of a bulletin: the headline sentences, and what is to be known of the figures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from lmis.exchange.bulletins.content import Column, Note, Table
from lmis.indicators.definitions.register import register_in_force
from lmis.indicators.register.dimensions import UNKNOWN
from lmis.locale.bulletin_writer import HIDDEN, HIDDEN_BEFORE, NONE, Writer
from lmis.model.figures import Edition
from lmis.queries.bulletins import FIGURES
from lmis.queries.editions import Audience
from lmis.services.bulletin_figures import Findings, Past
from lmis.services.bulletin_lines import Compared, Line

NAMED: Final = 3
"""Occupations that a headline names."""

Named = tuple[str, Line]


def headline_of(findings: Findings, writer: Writer) -> list[str]:
    """The sentences of the first page."""
    said, total = writer.said, findings.total
    first = said(
        "In {period} employers notified {openings} openings, and {seekers} new registrations of job seekers were "
        "opened: {ratio} openings for each new registration.",
        period=writer.period(findings.edition.period),
        openings=_now(total.openings, writer),
        seekers=_now(total.seekers, writer),
        ratio=_now(total.ratio, writer, 2),
    )
    sentences = [first, *_changes(findings, writer)]
    for message, lines in (
        ("Employers lack people most among: {names}.", findings.in_demand),
        ("People most exceed openings among: {names}.", findings.in_surplus),
    ):
        names = [_with_ratio(writer.name("occupation", line.code), line, writer) for line in lines[:NAMED]]
        if names:
            sentences.append(said(message, names=writer.listed(names)))
    sentences += _sector(findings, writer)
    sentences += _provinces(findings, writer)
    if total.offices is not None:
        counts = {"reporting": writer.written(total.offices.reporting), "all": writer.written(total.offices.all)}
        sentences.append(said("{reporting} of {all} offices report.", **counts))
    return sentences


def _now(figure: Compared, writer: Writer, decimals: int = 0) -> str:
    return writer.value(figure.now, Column("", decimals)).shown


def _with_ratio(name: str, line: Line, writer: Writer) -> str:
    return writer.with_figure(name, _now(line.ratio, writer, 2))


def _changes(findings: Findings, writer: Writer) -> list[str]:
    total, sentences = findings.total, []
    messages = (
        "On the quarter before: openings {openings}, new registrations {seekers}, ratio {ratio}.",
        "On the same quarter of the year before: openings {openings}, new registrations {seekers}, ratio {ratio}.",
    )
    signed = Column("", 2, signed=True)
    for message, past, name in zip(messages, (findings.quarter, findings.year), ("quarter", "year"), strict=True):
        if past.edition is None:
            sentences.append(_not_published(past, writer))
            continue
        openings, seekers, ratio = (getattr(figure, name) for figure in (total.openings, total.seekers, total.ratio))
        shown = {"openings": writer.percent(openings), "seekers": writer.percent(seekers)}
        sentences.append(writer.said(message, **shown, ratio=writer.value(ratio, signed).shown))
    return sentences


def _not_published(past: Past, writer: Writer) -> str:
    message = "A comparison with {period} is not available: no edition of it has been published."
    return writer.said(message, period=writer.period(past.period))


def _sector(findings: Findings, writer: Writer) -> list[str]:
    """The sector with the most openings, which are never hidden."""
    total = findings.total.openings.now.value
    counted = [(line.openings.now.value or 0.0, line) for line in findings.lines["sector"] if line.code != UNKNOWN]
    if not total or not counted:
        return []
    most, line = max(counted, key=lambda one: one[0])
    shown = {"name": writer.name("sector", line.code), "share": writer.written(100 * most / total, 1)}
    return [writer.said("Most openings are in: {name} ({share} % of all).", **shown)]


def _provinces(findings: Findings, writer: Writer) -> list[str]:
    """The provinces with the highest and the lowest ratio, of those that have openings and are shown."""
    lines = [line for line in findings.lines["province"] if line.code != UNKNOWN and line.ratio.now.value]
    if len(lines) < 2:
        return []
    ordered = sorted(lines, key=lambda line: (line.ratio.now.value or 0.0, line.code or ""))
    lowest, highest = (_with_ratio(writer.name("province", one.code), one, writer) for one in (ordered[0], ordered[-1]))
    message = (
        "Among the provinces that have openings and are shown, the ratio is highest in {highest}, lowest in {lowest}."
    )
    return [writer.said(message, highest=highest, lowest=lowest)]


def state_of(edition: Edition, writer: Writer) -> str:
    """Which edition it is, in which state, up to when records count."""
    return writer.said(
        "Edition {number}, {state}, published on {day}; records up to {cut_off}",
        number=writer.written(edition.number),
        state=writer.word("edition_state", edition.state),
        day=writer.day(edition.published_at, edition.country),
        cut_off=writer.day(edition.cut_off, edition.country),
    )


def signs_of(findings: Findings, writer: Writer) -> str:
    """What the signs of the tables mean."""
    return writer.said(
        "Under “quarter” and “year”: the change on the quarter before, and on the same quarter of the year before. "
        "{hidden} hidden: fewer than {threshold} people, or a figure that would give such a one away. {before} the "
        "earlier figure is hidden. {none} not to be had: there is nothing to divide by or to compare with.",
        hidden=HIDDEN,
        before=HIDDEN_BEFORE,
        none=NONE,
        threshold=writer.written(findings.audience.threshold),
    )


def notes_of(findings: Findings, tables: Sequence[Table], writer: Writer) -> list[Note]:
    """Everything that is to be known of the figures."""
    said = writer.said
    return [
        Note(
            said("Coverage"),
            (
                said(
                    "The figures cover the job seekers and vacancies that are registered with job centres, not the "
                    "whole labour market."
                ),
                said(
                    "An office reports if a registration, the end of one, an opening, a referral or a placement of the "
                    "quarter is on its record. All offices are those of the list as it stands now."
                ),
            ),
        ),
        Note(said("Edition"), tuple(_edition(findings, writer))),
        Note(said("Changes"), tuple(_compared(findings, writer))),
        Note(said("What is hidden"), tuple(_hidden(findings, tables, writer))),
        Note(said("Definitions"), tuple(_definitions(findings, writer))),
        *([Note(said("Wording"), (said("The wording in this language is a draft that has not been reviewed."),))]
          if writer.language.value != "en" else []),
    ]  # fmt: skip


def _edition(findings: Findings, writer: Writer) -> list[str]:
    edition, said = findings.edition, writer.said
    message = (
        "Final: reports that came late are included."
        if edition.state == "final"
        else "Preliminary: late reports can still change these figures in a later edition."
    )
    counts = {"records": writer.written(edition.records), "digest": edition.digest}
    return [
        state_of(edition, writer),
        said(message),
        said("Computed from {records} records; digest {digest}.", **counts),
    ]


def _compared(findings: Findings, writer: Writer) -> list[str]:
    said = writer.said
    lines = [said("Changes of openings and of registrations are in percent, those of the ratio are plain differences.")]
    for past in (findings.quarter, findings.year):
        if past.edition is None:
            lines.append(_not_published(past, writer))
        else:
            told = {"period": writer.period(past.period), "edition": state_of(past.edition, writer)}
            lines.append(said("Compared with {period}: {edition}.", **told))
    return lines


def _hidden(findings: Findings, tables: Sequence[Table], writer: Writer) -> list[str]:
    values = [value for table in tables for row in table.rows for value in row.values]
    counts = {"count": sum(value.shown == HIDDEN for value in values), "all": len(values)}
    lines = [
        signs_of(findings, writer),
        writer.said(
            "Hidden here: {count} of {all} figures of the tables.",
            **{name: writer.written(count) for name, count in counts.items()},
        ),
    ]
    lines.append(
        writer.said(
            "Occupations are ranked by their gap, openings less new registrations, in the sub-major groups of ISCO-08. "
            "Groups whose gap is hidden are neither ranked nor drawn: {count}.",
            count=writer.written(findings.unranked),
        )
    )
    if findings.audience is Audience.MINISTRY:
        lines.append(writer.said("For the ministry only: the public sees less."))
    return lines


def _definitions(findings: Findings, writer: Writer) -> list[str]:
    """Title, code, version and meaning of every indicator that is printed."""
    by_code = {one.code: one for one in register_in_force(findings.edition.starts_on)}
    return [writer.said("In brackets: the code of the definition, and its version.")] + [
        writer.explained(
            writer.with_figure(writer.said(by_code[code].title), f"{code}, {findings.versions[code]}"),
            writer.said(by_code[code].meaning),
        )
        for code in FIGURES
        if code in findings.versions
    ]
