"""The edition that somebody asks for."""

from __future__ import annotations

from sqlalchemy.orm import Session

from lmis.errors import NotFound
from lmis.model.figures import PES, Edition
from lmis.queries.editions import edition_numbered, latest_edition
from lmis.vocabulary import Country


class NotPublished(NotFound):
    """Nothing was published for this period, or no edition with this number."""


def find_edition(
    session: Session,
    country: Country,
    period: str,
    number: int | None = None,
    *,
    state: str | None = None,
    source: str = PES,
) -> Edition | None:
    """An edition of a period: the one with this number, or the latest (of a state, where one is named)."""
    if number is None:
        return session.scalars(latest_edition(country, period, state, source)).first()
    return session.scalars(edition_numbered(country, period, number, source)).first()


def edition_asked(
    session: Session,
    country: Country,
    period: str,
    number: int | None = None,
    *,
    state: str | None = None,
    source: str = PES,
) -> Edition:
    """The same where it has to be there.

    Raises:
        NotPublished: there is none.
    """
    edition = find_edition(session, country, period, number, state=state, source=source)
    if edition is None:
        raise NotPublished(value=period if number is None else f"{period}, {number}")
    return edition
