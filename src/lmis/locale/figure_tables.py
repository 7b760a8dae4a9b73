"""The tables of an edition in the words of a language."""

from __future__ import annotations

from functools import partial

from sqlalchemy.orm import Session

from lmis.locale.catalogue import text
from lmis.locale.formats import period as period_words
from lmis.locale.names import names_of, names_under
from lmis.model.figures import PES, Edition
from lmis.queries.editions import Audience
from lmis.services.disseminating import EditionSource, Origin
from lmis.services.editions import edition_asked
from lmis.services.figure_tables import EditionTables
from lmis.vocabulary import Country, Language


def tables_of(
    session: Session,
    country: Country,
    period: str,
    number: int | None,
    language: Language,
    source: str = PES,
) -> EditionTables:
    """The public tables of a country's period from a source: of an edition, or of the latest. Raises NotPublished."""
    edition = edition_asked(session, country, period, number, source=source)
    return edition_tables(session, edition, Audience.PUBLIC, language)


def edition_tables(session: Session, edition: Edition, audience: Audience, language: Language) -> EditionTables:
    """The tables of an edition as an audience may see them."""
    origin: Origin = "register" if edition.source == PES else "survey"
    return EditionTables(
        session,
        edition,
        audience,
        EditionSource(session, names_of, names_under, lambda number, period, state: "", audience, origin),
        names_under,
        lambda message, **values: text(message, language, **values),
        partial(_period, language),
        language.value,
    )


def _period(language: Language, code: str) -> str:
    return period_words(code, language)
