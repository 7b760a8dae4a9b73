"""What came of an import, in words for the person who sent the file."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from lmis.cli.door import language, said
from lmis.locale.formats import number
from lmis.locale.words import words
from lmis.services.importing import ImportReport

ENDS: Final = {
    "created": "{count} created",
    "updated": "{count} updated",
    "unchanged": "{count} unchanged",
    "rejected": "{count} rejected",
    "blank": "{count} blank",
}
"""How a line of a file can end, and how that is said."""

SHOWN: Final = 10
"""Faults that are told at once; the rejects file has all of them."""


def ends_of(report: ImportReport) -> list[str]:
    """How many lines ended in which way, those that did."""
    counts = {ending: getattr(report, name) for name, ending in ENDS.items()}
    return [said(ending, count=counted(count)) for ending, count in counts.items() if count]


def counted(count: float) -> str:
    """A number as it is written in the language of this run."""
    return number(count, language())


def told_of(report: ImportReport) -> str:
    """One line about an import."""
    ends = ", ".join(ends_of(report)) or said("nothing in it")
    told = said(
        "{lines} lines: {ends}; {seconds} s", lines=counted(report.lines), ends=ends, seconds=f"{report.seconds:.1f}"
    )
    return told if report.for_real else f"{told} {_rehearsal()}"


def letter(report: ImportReport, file: str, rejects: Path | None) -> list[str]:
    """What a clerk wants to know of an import, line by line: what came of the file, and what to do next."""
    told = [
        said(
            "{file}: {lines} lines in {seconds} s",
            file=file,
            lines=counted(report.lines),
            seconds=f"{report.seconds:.1f}",
        )
    ]
    told += [f"  {end}" for end in ends_of(report) or [said("nothing in it")]]
    if report.resumed:
        told.append(
            said("It went on where it had broken off, behind {lines} lines.", lines=counted(report.resumed[-1]))
        )
    if report.ignored_columns:
        told.append(
            said("Left out, because no such column is known: {columns}", columns=", ".join(report.ignored_columns))
        )
    if report.rejected and rejects is None:
        told.append(said("To get the rejected lines back as a file with their reasons, add --rejects FILE."))
    elif report.rejected:
        told.append(
            said(
                "The rejected lines are in {file}, each with its reason: mend them there and send that file.",
                file=rejects,
            )
        )
    return told if report.for_real else [*told, _rehearsal()]


def faults(report: ImportReport) -> list[str]:
    """The first faults, each with its place and its reason."""
    return [
        f"  {_place(line, column)}: {words(error, language())[1]}" for line, column, error in report.refusals[:SHOWN]
    ]


def _place(line: int, column: str) -> str:
    return said("line {line}, {column}", line=line, column=column) if column else said("line {line}", line=line)


def _rehearsal() -> str:
    return said("(rehearsal: nothing was written; add --for-real)")
