"""The page that lists the harmonised variables of surveys, written out of the code."""

from __future__ import annotations

from collections.abc import Iterator

KINDS = {"yes_no": "yes or no", "number": "number"}


def variables_page() -> str:
    """All variables by group, with their labels, and the breakdowns that follow from them."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    from lmis.indicators.surveys.variables import DERIVED, GROUPS

    yield "<!-- Written by `lmis docs survey-variables`; change variables.py, not this page. -->"
    yield ""
    yield "# The variables that surveys are brought to"
    yield ""
    yield "[How a mapping makes them](surveys.md). Those in bold must be mapped. The last column names the same thing"
    yield "in the worktable of the ILO's own processing."
    for title, variables in GROUPS.items():
        yield from ("", f"## {title}", "", "| variable | meaning | values | ILO |", "|---|---|---|---|")
        for name, one in variables.items():
            shown = f"**`{name}`**" if one.required else f"`{name}`"
            labels = ", ".join(f"`{label}` {meaning}" for label, meaning in one.labels.items())
            values = labels or KINDS.get(one.kind) or f"`{one.accepts}`"
            ilo = f"`{one.ilo}`" if one.ilo else ""
            yield f"| {shown} | {one.meaning} | {values} | {ilo} |"
    yield from ("", "## Breakdowns that follow from them", "", "| breakdown | labels |", "|---|---|")
    for name, meaning in DERIVED.items():
        yield f"| `{name}` | {meaning} |"
