"""Publishing what a household survey tells: an edition as the register's, with the survey as its source."""

from __future__ import annotations

from typing import Final
from uuid import uuid4

from sqlalchemy import insert
from sqlalchemy.orm import Session

from lmis.errors import Invalid
from lmis.exchange.lists import AREAS
from lmis.indicators.catalogue import in_force
from lmis.indicators.inputs import Inputs
from lmis.indicators.panel import in_retrospect
from lmis.indicators.publication import edition_figures
from lmis.indicators.register.periods import text_of_sdmx
from lmis.model.figures import Edition, Figure
from lmis.model.surveys import Survey
from lmis.queries.editions import latest_edition, thresholds
from lmis.services.figure_frames import digest_of, rows_of
from lmis.services.publishing import (
    PublishReport,
    UnknownState,
    asked_period,
    next_number,
    take_turn,
)
from lmis.services.releasing import AlreadyFinal, State
from lmis.services.surveys import first_day, survey_coded, unpacked
from lmis.services.writing import Draft, write
from lmis.vocabulary import Actor, Country

STATES: Final[tuple[State, ...]] = ("preliminary", "final")
"""No province looks a survey through, so there are no drafts of it."""
COUNTRIES: Final = {area: Country(ours) for ours, area in AREAS.items()}


class CountryNotServed(Invalid):
    """Only surveys of the countries that this system serves can be published."""


def publish_survey(
    session: Session, by: Actor, code: str, *, state: State = "preliminary", inputs: Inputs | None = None
) -> PublishReport:
    """Compute table A of a survey by both standards, and append it as an edition of the survey's period.

    Where figures and records are those of the last edition of this survey and state, nothing is published.

    Args:
        code: of the survey, as it was loaded.
        inputs: figures of others that some indicators need (rates of exchange, accounts).

    Raises:
        SurveyNotFound, CountryNotServed, UnknownState, PeriodNotBegun, PeriodNotOver: it cannot be published (so).
        AlreadyFinal: a preliminary edition after a final one.
        NotReconciled: two figures contradict each other, so nothing is published.
        Busy: somebody else publishes, and it takes longer than one may wait.
    """
    if state not in STATES:
        raise UnknownState(value=state, allowed=list(STATES))
    take_turn(session)
    survey = survey_coded(session, code)
    country, period = country_of(survey), asked_period(by, text_of_sdmx(survey.period), state)
    frame = in_retrospect(unpacked(survey.records, survey.country, survey.period))
    figures = edition_figures(frame, in_force(first_day(survey.period)), inputs, thresholds()).assign(source=code)
    digest = digest_of(figures)
    last = session.scalars(latest_edition(country, period.text, state, code)).first()
    if last is not None and (last.digest, last.records) == (digest, survey.persons):
        return PublishReport(last.id, last.number, len(figures), survey.persons, changed=False)
    out = session.scalars(latest_edition(country, period.text, "final", code)).first()
    if state == "preliminary" and out is not None:
        raise AlreadyFinal(period=period.text, number=out.number)
    draft, number = Draft("publish-figures", uuid4()), next_number(session, country, period.text, code, state)
    edition = draft.insert(
        Edition,
        id=draft.subject,
        country=country.value,
        period=period.text,
        source=code,
        starts_on=period.starts_on,
        ends_on=period.ends_on,
        number=number,
        state=state,
        cut_off=by.at,
        published_at=by.at,
        staff_id=by.staff_id,
        records=survey.persons,
        digest=digest,
    )
    write(session, by, [draft])
    session.execute(insert(Figure).execution_options(audited=True), rows_of(figures, edition))
    return PublishReport(edition, number, len(figures), survey.persons, changed=True)


def country_of(survey: Survey) -> Country:
    """The country of a survey. Raises CountryNotServed."""
    if survey.country not in COUNTRIES:
        raise CountryNotServed(value=survey.country, allowed=sorted(COUNTRIES))
    return COUNTRIES[survey.country]
