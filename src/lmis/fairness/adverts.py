"""What the text of a vacancy asks of people that has nothing to do with the work: found, told, never used.

A finding is advice to whoever answers for the advert. Nothing is refused for it, nothing is stored, and matching
never sees it: `lmis.matching` stands below this package and cannot import it.

Source: ILO Convention 111 (1958), article 1; Convention 159 (1983); Cambodia: Labour Law (1997), article 12, and Law
    on the Protection and Promotion of the Rights of Persons with Disabilities (2009); Lao PDR: Labour Law (2013).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final, Literal, Protocol, get_args

from lmis.fairness.folding import Folded, fold
from lmis.fairness.phrases import SCRIPTS, Phrase, asking, innocent, titles

Kind = Literal["sex", "age", "looks", "family", "origin", "disability", "title"]
KINDS: Final = get_args(Kind)
"""What is found; `title` is a job's title that names a sex: a soft finding, with a neutral title beside it."""

LAWFUL_MINIMUM: Final = 18
"""Years: an advert may say that people must be at least so old, or younger, and no more.

Source: ILO Convention 138, articles 2 and 3: no minimum age for work is above 18; Cambodia: 15, hazardous work 18.
"""
_CACHED: Final = 4096


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """What stands in a text from `start` to `end` (as typed) and asks for a person instead of for work."""

    start: int
    end: int
    kind: str
    text: str
    soft: bool = False
    neutral: str | None = None


@dataclass(frozen=True, slots=True)
class Flag:
    """A finding in one of the fields of a vacancy."""

    field: str
    finding: Finding


class Advert(Protocol):
    """What a vacancy says in free words."""

    @property
    def title(self) -> str:
        """The title."""

    @property
    def title_native(self) -> str | None:
        """The title in the national language."""

    @property
    def description(self) -> str | None:
        """Everything else."""

    @property
    def required_skills(self) -> Sequence[str]:
        """Skills that are required."""

    @property
    def useful_skills(self) -> Sequence[str]:
        """Skills that are useful."""


def flags_of_advert(advert: Advert) -> list[Flag]:
    """The findings in all that a vacancy says in free words; skills one by one."""
    texts = [(name, getattr(advert, name)) for name in ("title", "title_native", "description")]
    skills = [(name, skill) for name in ("required_skills", "useful_skills") for skill in getattr(advert, name)]
    return flags_of([*texts, *skills])


def flags_of(texts: Iterable[tuple[str, str | None]]) -> list[Flag]:
    """The findings in the fields of a vacancy, in order; each is (name of the field, its text)."""
    return [Flag(field, finding) for field, text in texts if text for finding in findings(text)]


@lru_cache(_CACHED)
def findings(text: str) -> tuple[Finding, ...]:
    """What a text asks of people, in the order in which it stands there; a kind is told once per place.

    Returns:
        Empty for a text that asks for work only, whatever it says about sex, age or origin otherwise.
    """
    folded = fold(text)
    found: list[Finding] = []
    for language, script in SCRIPTS.items():
        if script.search(folded.text):
            shields = [(one.kind, match.span()) for one in innocent(language) for match in _matches(one, folded)]
            for phrase in (*titles(language), *asking(language)):
                found += _found(phrase, folded, text, shields)
    return tuple(_without_echoes(_merged(found, text)))


_Shield = tuple[str, tuple[int, int]]


def _found(phrase: Phrase, folded: Folded, text: str, shields: list[_Shield]) -> Iterator[Finding]:
    for match in _matches(phrase, folded):
        low, high = match.span()
        shielded = any(kind in (phrase.kind, "any") and start < high and low < end for kind, (start, end) in shields)
        if shielded or _is_lawful_minimum(match.groupdict()):
            continue
        start, end = folded.typed(low, high)
        yield Finding(start, end, phrase.kind, text[start:end], phrase.kind == "title", phrase.neutral)


def _matches(phrase: Phrase, folded: Folded) -> list[re.Match[str]]:
    return [match for match in phrase.pattern.finditer(folded.text) if match.end() > match.start()]


def _is_lawful_minimum(groups: dict[str, str | None]) -> bool:
    least = groups.get("least")
    return least is not None and int(least) <= LAWFUL_MINIMUM


def _merged(found: list[Finding], text: str) -> list[Finding]:
    """Findings of one kind that touch the same place are one."""
    merged: list[Finding] = []
    for one in sorted(found):
        last = next((other for other in reversed(merged) if other.kind == one.kind), None)
        if last is None or one.start >= last.end:
            merged.append(one)
            continue
        end = max(last.end, one.end)
        merged[merged.index(last)] = replace(last, end=end, text=text[last.start : end])
    return merged


def _without_echoes(found: list[Finding]) -> list[Finding]:
    """A title that names a sex asks for that sex: it is told once, as the title."""
    titled = [one for one in found if one.kind == "title"]
    return [
        one for one in found if one.kind != "sex" or not any(t.start <= one.start and one.end <= t.end for t in titled)
    ]
