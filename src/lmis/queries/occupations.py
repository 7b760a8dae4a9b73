"""Questions about coded titles, and about titles that wait for an answer."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, func, select

from lmis.model.occupations import OccupationQuestion, OccupationTitle
from lmis.model.reference import Occupation
from lmis.queries.scope import in_scope
from lmis.vocabulary import Actor, QuestionState, TitleOrigin

ANSWER = OccupationTitle.origin == TitleOrigin.ANSWER.value


def titles() -> Select[OccupationTitle]:
    """Every coded title."""
    return select(OccupationTitle)


def titles_of(pack: str) -> Select[OccupationTitle]:
    """The titles of one pack."""
    return select(OccupationTitle).where(OccupationTitle.pack == pack)


def answers() -> Select[OccupationTitle]:
    """What people answered."""
    return select(OccupationTitle).where(ANSWER)


def stamp(*, answered: bool) -> Select[int, datetime | None]:
    """How many answers (or other titles) there are, and when the latest came: it changes when they do."""
    which = ANSWER if answered else ~ANSWER
    return select(func.count(), func.max(OccupationTitle.recorded_at)).where(which)


def concepts() -> Select[str | None, str]:
    """The code of every concept that imported labels name."""
    named = OccupationTitle.concept.is_not(None) & (OccupationTitle.origin == TitleOrigin.LABEL.value)
    return (
        select(OccupationTitle.concept, func.min(OccupationTitle.code)).where(named).group_by(OccupationTitle.concept)
    )


def occupations() -> Select[Occupation]:
    """Every group of ISCO-08 with its names."""
    return select(Occupation).order_by(Occupation.code)


def questions_found(
    by: Actor, state: QuestionState = QuestionState.OPEN, after: UUID | None = None, limit: int | None = None
) -> Select[OccupationQuestion]:
    """Titles in a state in the actor's sight, in the order of their ids."""
    query = _in_sight(by).where(OccupationQuestion.state == state.value).order_by(OccupationQuestion.id)
    if after is not None:
        query = query.where(OccupationQuestion.id > after)
    return query.limit(limit)


def questions_by_id(by: Actor, ids: Iterable[UUID]) -> Select[OccupationQuestion]:
    """Those of these that are in the actor's sight."""
    return _in_sight(by).where(OccupationQuestion.id.in_(list(ids)))


def _in_sight(by: Actor) -> Select[OccupationQuestion]:
    scope = in_scope(by, OccupationQuestion.office_id, OccupationQuestion.country)
    return select(OccupationQuestion).where(scope)
