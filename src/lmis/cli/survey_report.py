"""The report of a survey's loading, line by line: each variable, and what the checks found."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from lmis.cli.door import language, said
from lmis.locale.words import label, sentence

if TYPE_CHECKING:  # pandas is behind them
    from lmis.indicators.surveys import Finding, Report, VariableReport

FEW = 12  # labels that are listed without being asked for


def report_lines(report: Report, *, values: bool = False) -> Iterator[str]:
    """The lines of a report in the language of this run.

    Args:
        values: also what each value of the survey's columns became.
    """
    for one in report.variables:
        yield from _variable(one, values=values)
    warnings = [finding for finding in report.findings if finding not in report.errors]
    if report.errors:
        yield said("Errors, each of which stops the survey: {count}", count=len(report.errors))
        yield from _findings(report.errors)
    if warnings:
        yield said("Warnings: {count}", count=len(warnings))
        yield from _findings(warnings)


def _variable(one: VariableReport, *, values: bool) -> Iterator[str]:
    missing = said("missing {missing} of {rows}", missing=f"{one.missing:>8}", rows=one.rows)
    source = said("from {columns}", columns=", ".join(one.columns)) if one.columns else ""
    yield f"  {one.variable:<24} {missing}  {source}".rstrip()
    if one.values and (values or len(one.values) <= FEW):
        yield "      " + ", ".join(f"{name}: {records}" for name, records in one.values.items())
    if one.range is not None:
        low, mean, high = (f"{number:.6g}" for number in one.range)
        yield "      " + said("lowest {low}, mean {mean}, highest {high}", low=low, mean=mean, high=high)
    if one.because:
        reasons = ", ".join(f"{label('why_missing', str(why), language())}: {n}" for why, n in one.because.items())
        yield "      " + said("without an answer: {reasons}", reasons=reasons)
    for value in one.became if values else ():
        name = f" “{value.name}”" if value.name else ""
        yield f"        {value.value or '–'}{name} → {value.made or '–'}: {value.records}"


def _findings(findings: Sequence[Finding]) -> Iterator[str]:
    for finding in findings:
        yield "  - " + sentence("survey_finding", finding.kind, finding.values, language())
