"""What was published, as an audience may see it: figures that tell about few people are hidden.

Hiding is part of the question, not of the page: whoever reads figures reads them through `figures_of` or `series_of`.
A hidden figure has the status `hidden`, and neither value, nor terms, nor number of records; it is never 0. A count of
nobody is shown. Figures that would give a hidden one away, by a sum that is shown, are hidden too: which, is decided
when an edition is made (`indicators.disclosure`), and stands in the status of the figure.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, func, literal, null, or_, select, true, tuple_

from lmis.config import read_once
from lmis.indicators.definitions.register import OPENINGS_ONLY, STOCK_CODES
from lmis.indicators.publication import CELLS as SURVEY_CELLS
from lmis.indicators.register.figures import CELLS as REGISTER_CELLS
from lmis.indicators.register.figures import NUMBERS
from lmis.indicators.reliability import HIDDEN, UNRELIABLE, UNRELIABLE_TO_MINISTRY
from lmis.model.figures import PES, Edition, Figure
from lmis.vocabulary import Country


class Audience(StrEnum):
    """For whom figures are shown."""

    PUBLIC = "public"
    MINISTRY = "ministry"

    @property
    def threshold(self) -> int:
        """Figures about fewer people than this are hidden: a setting of the ministry.

        Source: the thresholds of registers, which list identifiable people; see docs/register-figures.md.
        """
        settings = read_once()
        return settings.public_threshold if self is Audience.PUBLIC else settings.ministry_threshold


HIDDEN_FROM: Final = {"hidden_to_all": Audience.MINISTRY, "hidden_to_public": Audience.PUBLIC}
"""Status of a hidden figure → of those it is hidden from, the audience that sees most; rising to who sees least."""


def thresholds() -> dict[str, int]:
    """Status of a figure that is hidden → the fewest people of whom it would be shown; see `indicators.disclosure`."""
    return {status: audience.threshold for status, audience in HIDDEN_FROM.items()}


DRAFT: Final = "draft"
"""The state of what provinces look through before it is published."""

ANY_SURVEY: Final = "*"
"""Stands for every source but the register."""

CELLS = tuple(getattr(Figure, name) for name in dict.fromkeys((*REGISTER_CELLS, *SURVEY_CELLS)))


def of_source(source: str | None) -> ColumnElement[bool]:
    """Editions of the register (`PES`), of a survey by its code, of `ANY_SURVEY`, or of all sources (None)."""
    if source is None:
        return true()
    return Edition.source != PES if source == ANY_SURVEY else Edition.source == source


def editions_of(
    country: Country, period: str | None = None, state: str | None = None, source: str | None = PES
) -> Select[Edition]:
    """Editions of a country from a source (`of_source`), the latest first; the first of a period is its latest.

    Args:
        state: preliminary, final, or draft; drafts are given only where they are asked for.
    """
    query = select(Edition).where(Edition.country == country.value, of_source(source))
    if period is not None:
        query = query.where(Edition.period == period)
    query = query.where(Edition.state != DRAFT if state is None else Edition.state == state)
    return query.order_by(Edition.published_at.desc(), Edition.ends_on.desc(), Edition.period, Edition.number.desc())


def latest_edition(
    country: Country, period: str, state: str | None = None, source: str | None = PES
) -> Select[Edition]:
    """The edition of a source's period with the highest number; of several surveys, that which was published last."""
    newest = () if source not in (None, ANY_SURVEY) else (Edition.published_at.desc(), Edition.ends_on.desc())
    return (
        editions_of(country, period, state, source)
        .order_by(None)
        .order_by(*newest, Edition.number.desc())
        .limit(1)
    )  # fmt: skip


def edition_numbered(country: Country, period: str, number: int, source: str = PES) -> Select[Edition]:
    """A period as it was published then."""
    return editions_of(country, period, source=source).where(Edition.number == number)


def is_hidden(audience: Audience) -> ColumnElement[bool]:
    """Whether a figure tells about some people, but too few of them, or would give away one that does."""
    few = and_(Figure.indicator.not_in(sorted(OPENINGS_ONLY)), Figure.records > 0, Figure.records < audience.threshold)
    hidden = [HIDDEN, *list(HIDDEN_FROM)[: list(HIDDEN_FROM.values()).index(audience) + 1]]
    hidden += [UNRELIABLE_TO_MINISTRY] if audience is Audience.PUBLIC else []
    return or_(few, Figure.status.in_(hidden))


def shown_columns(audience: Audience) -> tuple[Any, ...]:
    """The columns of a figure, emptied where it is hidden from this audience."""
    hidden = is_hidden(audience)
    numbers = (*(getattr(Figure, name) for name in NUMBERS), Figure.records, Figure.base)
    return (
        *(Figure.indicator, Figure.version, Figure.period, Figure.breakdown, *CELLS),
        *(case((hidden, null()), else_=column).label(column.key) for column in numbers),
        case(
            (hidden, literal("hidden")),
            (Figure.status.in_(list(HIDDEN_FROM)), literal("published")),
            (Figure.status == UNRELIABLE_TO_MINISTRY, literal(UNRELIABLE)),
            else_=Figure.status,
        ).label("status"),
        case((hidden, null()), else_=Figure.note).label("note"),
        Figure.source,
    )


def figures_of(
    edition_id: UUID,
    audience: Audience,
    indicator: str | None = None,
    breakdown: str | None = None,
    period: str | None = None,
) -> Select[*tuple[Any, ...]]:
    """Figures of an edition, as this audience may see them.

    Args:
        period: of the figures: a quarter's edition holds its months too.

    Returns:
        Rows of indicator, version, period, breakdown, the cell (None for what the breakdown does not have), value, se,
        lower, upper, numerator, denominator, records, base, status, note, source; in order of period, indicator,
        breakdown and cell.
    """
    query = select(*shown_columns(audience)).where(Figure.edition_id == edition_id)
    for column, wanted in ((Figure.indicator, indicator), (Figure.breakdown, breakdown), (Figure.period, period)):
        if wanted is not None:
            query = query.where(column == wanted)
    return query.order_by(Figure.period, Figure.indicator, Figure.breakdown, Figure.id)


def earlier_figures(country: Country, periods: Iterable[str], before: Iterable[str]) -> Select[*tuple[Any, ...]]:
    """What all editions of a country hold of some periods, hidden or not: for whoever decides what the next one hides.

    Args:
        before: periods of which only the job seekers on the register are asked for.

    Returns:
        Rows of edition, indicator, period, breakdown, the cell, numerator, denominator, status; edition by edition.
    """
    stock = and_(Figure.period.in_(sorted(before)), Figure.indicator.in_(sorted(STOCK_CODES)))
    return (
        select(
            *(Figure.edition_id.label("edition"), Figure.indicator, Figure.period, Figure.breakdown, *CELLS),
            *(Figure.numerator, Figure.denominator, Figure.status),
        )
        .join(Edition, Edition.id == Figure.edition_id)
        .where(Edition.country == country.value, Edition.state != DRAFT, of_source(PES))
        .where(or_(Figure.period.in_(sorted(periods)), stock))
        .order_by(Edition.published_at, Edition.number, Figure.id)
    )


def series_of(
    country: Country,
    indicator: str,
    audience: Audience,
    breakdown: str | None = "total",
    frequency: str = "Q",
    source: str | None = PES,
) -> Select[*tuple[Any, ...]]:
    """An indicator over time, each period from the latest edition of the source (`of_source`) that holds it.

    Args:
        breakdown: None for all of them; then in order of breakdown, cell and time.
        frequency: `M`, `Q` or `A`. A month may stand in an edition of its own and in its quarter's.

    Returns:
        The columns of `figures_of`, then `edition` (its number), `edition_period` and `state`; in order of time.
    """
    latest = _latest_holding(country, indicator, frequency, source)
    query = (
        select(
            *shown_columns(audience),
            Edition.number.label("edition"),
            Edition.period.label("edition_period"),
            Edition.state,
        )
        .join(Edition, Edition.id == Figure.edition_id)
        .join(latest, and_(latest.c.edition_id == Figure.edition_id, latest.c.period == Figure.period))
        .where(latest.c.place == 1, Figure.indicator == indicator)
    )
    if breakdown is None:
        return query.order_by(Figure.breakdown, *CELLS, Figure.period, Figure.id)
    return query.where(Figure.breakdown == breakdown).order_by(Figure.period, Figure.id)


def editions_holding(
    country: Country, indicator: str, frequency: str, source: str | None = PES
) -> Select[*tuple[Any, ...]]:
    """Which edition a series takes a period from: rows of its id, the period (each once), its number, period, state."""
    latest = _latest_holding(country, indicator, frequency, source)
    return (
        select(
            latest.c.edition_id, latest.c.period, Edition.number, Edition.period.label("edition_period"), Edition.state
        )
        .join(Edition, Edition.id == latest.c.edition_id)
        .where(latest.c.place == 1)
    )


def figures_held(
    held: Sequence[tuple[UUID, str]],
    indicators: Sequence[str],
    breakdown: str,
    audience: Audience,
    columns: Sequence[str],
) -> Select[*tuple[Any, ...]]:
    """Figures of some indicators' breakdown in several editions, as this audience may see them.

    Args:
        held: pairs of edition and period, as `editions_holding` gives them.
        columns: of `figures_of` that are wanted; fewer are faster.

    Returns:
        Rows of these columns, in order of cell and time.
    """
    shown = {column.key: column for column in shown_columns(audience)}
    return (
        select(*(shown[name] for name in columns))
        .where(
            Figure.edition_id.in_({edition for edition, _ in held}),
            Figure.indicator.in_(indicators),
            Figure.breakdown == breakdown,
            tuple_(Figure.edition_id, Figure.period).in_(held),
        )
        .order_by(*(column for column in CELLS if column.key in columns), Figure.period, Figure.id)
    )


def _latest_holding(country: Country, indicator: str, frequency: str, source: str | None) -> Any:
    """(edition, period, place) by the totals, which every edition has: place 1 is the latest of a period.

    A survey has several totals of an indicator, by standard and class.
    """
    newest = (Edition.published_at.desc(), (Edition.period == Figure.period).desc(), Edition.number.desc())
    place = func.dense_rank().over(partition_by=Figure.period, order_by=(*newest, Edition.id))
    shape = Figure.period.like(f"____{frequency}%") if frequency != "A" else func.length(Figure.period) == 4
    return (
        select(Figure.edition_id, Figure.period, place.label("place"))
        .join(Edition, Edition.id == Figure.edition_id)
        .where(
            Edition.country == country.value, Edition.state != DRAFT, shape, of_source(source),
            Figure.indicator == indicator, Figure.breakdown == "total",
        )
        .distinct()
        .subquery()
    )  # fmt: skip
