"""A job title on a form: the code that it certainly has, or the nearest ones to choose from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from fastapi import APIRouter, Request
from sqlalchemy.orm import Session
from starlette.responses import Response

from lmis.commands.occupations import AskOccupation
from lmis.occupations.labels import UNIT, Question
from lmis.services.occupation_questions import ask_occupations
from lmis.services.occupations import code_titles
from lmis.services.writing import one
from lmis.vocabulary import Actor
from lmis.web.pages.desk.admission import Db, Reader
from lmis.web.pages.desk.answers import page
from lmis.web.pages.desk.naming import names_of
from lmis.web.pages.desk.route import DeskRoute
from lmis.web.policy import CASE, may

router = APIRouter(prefix="/desk", route_class=DeskRoute)
OFFERED: Final = 6
LIKELY: Final = 0.2
"""The chance from which on a code is proposed and not only offered."""
LONGEST: Final = 200
"""Letters of a title."""
LATER: Final = "later"
"""What is chosen where somebody else shall say which occupation a title names."""


@dataclass(frozen=True, slots=True)
class Coding:
    """A title, the code that it was given, and the codes that are offered: code → name."""

    title: str = ""
    code: str | None = None
    offered: Mapping[str, str] = field(default_factory=dict)
    later: bool = False
    likely: bool = True
    """Whether the first that is offered may well be it; else none of them is proposed."""

    @property
    def open(self) -> bool:
        """Whether somebody has to choose."""
        return bool(self.title) and self.code is None and not self.later


def coding_of(session: Session, by: Actor, title: str, chosen: str) -> Coding:
    """What a title means: as was chosen, else as is certain.

    Args:
        chosen: a code that was offered, or `LATER`.
    """
    title = title[:LONGEST].strip()
    if not title:
        return Coding()
    (coded,) = code_titles(session, [Question(title)], OFFERED)
    names = names_of(session, by, "occupation")
    offered = {candidate.code: names.lists["occupation"].get(candidate.code, "") for candidate in coded.candidates}
    if chosen in offered:
        return Coding(title, chosen, offered)
    if chosen == LATER:
        return Coding(title, None, offered, later=True)
    likely = bool(coded.candidates) and coded.candidates[0].chance >= LIKELY
    return Coding(title, coded.certain if len(coded.certain) == UNIT else None, offered, likely=likely)


def ask_later(session: Session, by: Actor, coding: Coding) -> None:
    """Put a title that nobody could code at the counter into the queue."""
    if coding.later:
        one(ask_occupations(session, by, [AskOccupation(title=coding.title)]))


@router.get("/occupations", **may(*CASE))
def offer_occupations(request: Request, session: Db, by: Reader, title: str = "") -> Response:
    """The nearest codes of a title, as the part of a form that the script of the desk puts below the field."""
    coding = coding_of(session, by, title, "")
    return page(request, "candidates.html", {"coding": coding, "values": {"occupation": coding.code or ""}})
