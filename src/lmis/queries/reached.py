"""How many of those who were registered in a period were suggested, referred and placed: counts, never a person.

A merged record stands for the one that is kept. Of suggestions the runs go after some days (`services.storing`), and a
person's last turn stays: a person counts as suggested in the period who is in a run of it that is kept, or whose last
turn was in it. The longer the period is over, the more of them that misses; `runs_of` says whether a run is left.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select

from lmis.indicators.register.periods import Period
from lmis.model.people import Person, Registration, SupportNeed
from lmis.model.placements import Placement
from lmis.model.referrals import Referral
from lmis.model.suggestions import PersonTurn, Suggestion, SuggestionRun
from lmis.queries.frames import running
from lmis.vocabulary import Country


def people_reached(country: Country, period: Period, cut_off: datetime) -> Select[*tuple[Any, ...]]:
    """Counts of people by sex, year of birth and province, of each stage; whoever registered twice counts once."""
    marks = _stages(country, period)
    return (
        select(
            Person.sex,
            Person.birth_year,
            Person.province,
            func.count().label("registered"),
            *(func.count(case((mark, 1))).label(name) for name, mark in marks.items()),
        )
        .where(_registered(country, period, cut_off))
        .group_by(Person.sex, Person.birth_year, Person.province)
        .execution_options(people="aggregate")
    )


def needs_reached(country: Country, period: Period, cut_off: datetime) -> Select[*tuple[Any, ...]]:
    """What people told of disability, sealed in the database, with their stages; a scan that hands out nobody."""
    marks = _stages(country, period)
    return (
        select(SupportNeed.disability, *(mark.label(name) for name, mark in marks.items()))
        .join(Person, Person.id == SupportNeed.person_id)
        .where(_registered(country, period, cut_off), SupportNeed.disability.is_not(None))
        .execution_options(people="engine")
    )


def runs_of(country: Country, period: Period) -> Select[int]:
    """How many runs of suggestions of the period are kept."""
    ours = or_(SuggestionRun.country.is_(None), SuggestionRun.country == country.value)
    return select(func.count()).select_from(SuggestionRun).where(ours, _within(SuggestionRun.made_at, country, period))


def _registered(country: Country, period: Period, cut_off: datetime) -> ColumnElement[bool]:
    spells = select(Registration.person_id).join(Person, Person.id == Registration.person_id)
    return Person.id.in_(spells.where(running(country, period.starts_on, period.ends_on, cut_off)))


def _stages(country: Country, period: Period) -> dict[str, ColumnElement[bool]]:
    owner, between = func.coalesce(Person.merged_into, Person.id), (period.starts_on, period.ends_on)
    shown = (
        select(owner)
        .join(Suggestion, Suggestion.person_id == Person.id)
        .join(SuggestionRun, SuggestionRun.id == Suggestion.run_id)
        .where(_within(SuggestionRun.made_at, country, period), ~Suggestion.capped)
    )
    turn = (
        select(owner)
        .join(PersonTurn, PersonTurn.person_id == Person.id)
        .where(_within(PersonTurn.last_suggested_at, country, period))
    )
    referred = select(Referral.person_id).where(Referral.referred_on.between(*between))
    placed = select(Placement.person_id).where(
        Placement.started_on.between(*between), Placement.cancelled_recorded_at.is_(None)
    )
    return {
        "suggested": or_(Person.id.in_(shown), Person.id.in_(turn)),
        "referred": Person.id.in_(referred),
        "placed": Person.id.in_(placed),
    }


def _within(instant: Any, country: Country, period: Period) -> ColumnElement[bool]:
    """Whether an instant is in the period, by the days of the country."""
    first = datetime.combine(period.starts_on, time(), country.zone)
    after = datetime.combine(period.ends_on + timedelta(days=1), time(), country.zone)
    return and_(instant >= first, instant < after)
