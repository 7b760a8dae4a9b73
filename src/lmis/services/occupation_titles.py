"""Taking in lists of coded titles: labels that name occupations, and titles that somebody has coded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Final

from sqlalchemy.orm import Session

from lmis.errors import Invalid
from lmis.model.ids import new_id
from lmis.model.occupations import OccupationTitle
from lmis.occupations.labels import UNIT, code_and_concept
from lmis.queries.occupations import concepts, titles_of
from lmis.services.codes import Codes, UnknownCode, codes
from lmis.services.writing import TOGETHER, Draft, record, write
from lmis.text.keys import search_key
from lmis.vocabulary import Actor, TitleOrigin

ACT: Final = "import-occupation-titles"
Row = dict[str, Any]


class NoTitles(Invalid):
    """No line of the file has a title with a code that is known."""


@dataclass(frozen=True, slots=True)
class CodedTitle:
    """A line of a list: one title, what it is coded to (ISCO, or an ESCO address), and the concept it belongs to."""

    line: int
    title: str
    code: str
    concept: str | None = None


@dataclass
class Taken:
    """What came of a list."""

    pack: str
    taken: int = 0
    replaced: int = 0
    """Titles of the same pack that were there before."""
    faults: list[tuple[int, UnknownCode]] = field(default_factory=list)


def take_titles(
    session: Session, by: Actor, pack: str, language: str, origin: TitleOrigin, rows: Iterable[CodedTitle]
) -> Taken:
    """Take in a list of coded titles in place of what the pack held; lines with an unknown code are left out and told.

    Raises:
        NoTitles: nothing of it can be used; what was there stays.
    """
    known = codes(session)
    addresses = {concept: code for concept, code in session.execute(concepts()) if concept}
    taken = Taken(pack)
    values = list(_values(rows, known, addresses, taken))
    if not values:
        if taken.faults:
            raise taken.faults[0][1]
        raise NoTitles(value=pack)
    held = [record(row) for row in session.scalars(titles_of(pack))]
    taken.taken, taken.replaced = len(values), len(held)
    common: Row = {"language": language, "origin": origin.value, "pack": pack, "weight": 1.0}
    common |= {"recorded_at": by.at, "recorded_by": by.staff_id}
    drafts = []
    for some in _together(held):
        drafts.append(Draft(ACT))
        for row in some:
            drafts[-1].delete(OccupationTitle, row["id"], row)
    for some in _together(values):
        drafts.append(Draft(ACT))
        for row in some:
            drafts[-1].insert(OccupationTitle, id=new_id(), **row, **common)
    write(session, by, drafts)
    return taken


def _values(rows: Iterable[CodedTitle], known: Codes, addresses: Mapping[str, str], taken: Taken) -> Iterator[Row]:
    """Title, key, code and concept of the lines that can be used, each once."""
    seen = set()
    for row in rows:
        key = search_key(row.title)
        if not key:
            continue
        found = _with_zero(code_and_concept(row.code, addresses), known)
        if found is None or found[0] not in known.occupations:
            taken.faults.append((row.line, known.unknown("occupation", row.code.strip()[:80], known.occupations)))
            continue
        code, concept = found[0], row.concept or found[1]
        if (row.title, code, concept) not in seen:
            seen.add((row.title, code, concept))
            yield {"title": row.title, "search_key": key, "code": code, "concept": concept}


def _with_zero(found: tuple[str, str | None] | None, known: Codes) -> tuple[str, str | None] | None:
    """The code with the zero that a spreadsheet took from it: 110 is no group of ISCO-08, 0110 is one."""
    if (
        found
        and len(found[0]) == UNIT - 1
        and found[0] not in known.occupations
        and f"0{found[0]}" in known.occupations
    ):
        return f"0{found[0]}", found[1]
    return found


def _together(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """As many rows as one audit event tells."""
    source = iter(rows)
    while some := list(islice(source, TOGETHER)):
        yield some
