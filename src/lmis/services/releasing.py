"""When figures may come out: the release calendar, approvals of provinces, and what is said where it goes otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

import pandas as pd
from sqlalchemy import select
from sqlalchemy.orm import Session

from lmis.commands.figures import PlanRelease, ReleaseKind
from lmis.errors import Conflict, Invalid
from lmis.indicators.register.periods import Period, period_of
from lmis.model.figures import Release
from lmis.model.ids import new_id
from lmis.queries.releases import approvals_for, editions_out, releases_of
from lmis.services.province_figures import province_digests, provinces_of_offices
from lmis.services.writing import Draft, Outcome, write
from lmis.vocabulary import Actor, Country

State: TypeAlias = Literal["draft", "preliminary", "final"]


class AlreadyFinal(Conflict):
    """The final figures of this period are out: what changes now is a revision of them."""


class BeforeItsDay(Conflict):
    """The release calendar names a later day for these figures."""


class RevisionNotPlanned(Conflict):
    """Final figures are revised on a day of the release calendar, or for a reason that is told."""


class ProvincesNotApproved(Conflict):
    """Not all provinces stand by these figures."""


class PlannedBeforeItsEnd(Invalid):
    """Figures cannot be planned for a day before their period is over."""


class PlannedInAnotherCountry(Invalid):
    """The release calendar is kept for the own country only."""


@dataclass(frozen=True, slots=True)
class Approvals:
    """How the provinces that report stand to some figures."""

    approved: tuple[str, ...]
    changed: tuple[str, ...]
    """They approved other figures: records came or were corrected since."""
    missing: tuple[str, ...]


def plan_releases(session: Session, by: Actor, commands: Sequence[PlanRelease]) -> list[Outcome]:
    """Put days on the release calendar; once more changes nothing.

    Returns:
        One outcome per command: the day, or a refusal (PlannedBeforeItsEnd, PlannedInAnotherCountry).

    Raises:
        UnknownPeriod: a period that is written otherwise.
    """
    return [write(session, by, [_plan(session, by, command)])[0] for command in commands]


def _plan(session: Session, by: Actor, command: PlanRelease) -> Draft:
    draft, country, period = Draft("plan-release"), by.country or command.country, period_of(command.period)
    if country is None or command.country not in (None, country):
        return draft.refuse(PlannedInAnotherCountry(value=command.country), "#/country")
    if command.planned_on <= period.ends_on:
        return draft.refuse(PlannedBeforeItsEnd(value=command.planned_on, ends_on=period.ends_on), "#/planned_on")
    named = {"country": country.value, "period": period.text, "kind": command.kind.value}
    held = session.scalars(select(Release).filter_by(**named, planned_on=command.planned_on)).first()
    draft.subject = held.id if held else command.id or new_id()
    if held is None:
        more = {"planned_on": command.planned_on, "note": command.note, "recorded_at": by.at}
        draft.insert(Release, id=draft.subject, **named, **more)
    return draft


def standing_of(session: Session, country: Country, period: str, figures: pd.DataFrame) -> Approvals:
    """Which provinces approved these very figures, which others, and which none."""
    held: dict[str, str] = {}
    for row in session.scalars(approvals_for(country, period)):
        held.setdefault(row.province, row.digest)
    digests = province_digests(figures, provinces_of_offices(session, country))
    return Approvals(
        tuple(one for one, digest in digests.items() if held.get(one) == digest),
        tuple(one for one, digest in digests.items() if one in held and held[one] != digest),
        tuple(one for one in digests if one not in held),
    )


def check_release(
    session: Session,
    by: Actor,
    country: Country,
    period: Period,
    state: State,
    figures: pd.DataFrame,
    because: str | None,
) -> date | None:
    """Whether these figures may come out now; with a reason they may also where the rules would not have it.

    Returns:
        The day of the release calendar that they come out on; None where none is planned.

    Raises:
        AlreadyFinal: a preliminary edition after a final one, whatever the reason.
        BeforeItsDay: the calendar names a later day.
        RevisionNotPlanned: a revision of final figures for which no day has come.
        ProvincesNotApproved: a final edition that some province does not stand by.
    """
    if state == "draft":
        return None
    finals = session.scalars(editions_out(country, period.text, "final")).all()
    if state == "preliminary" and finals:
        raise AlreadyFinal(period=period.text, number=finals[-1].number)
    kind = ReleaseKind.REVISION if finals else ReleaseKind(state)
    planned = _next_day(session, country, period, kind)
    if because is None:
        _check_day(by, period, kind, planned)
        if state == "final":
            _check_approvals(standing_of(session, country, period.text, figures), period)
    return planned


def _next_day(session: Session, country: Country, period: Period, kind: ReleaseKind) -> date | None:
    """The first planned day of a kind on which nothing has come out yet."""
    state = "final" if kind is ReleaseKind.REVISION else kind.value
    used = {edition.planned_on for edition in session.scalars(editions_out(country, period.text, state))}
    days = (row.planned_on for row in session.scalars(releases_of(country, period=period.text)) if row.kind == kind)
    return next((day for day in days if day not in used), None)


def _check_day(by: Actor, period: Period, kind: ReleaseKind, planned: date | None) -> None:
    if kind is ReleaseKind.REVISION and planned is None:
        raise RevisionNotPlanned(period=period.text)
    if planned is not None and by.today < planned:
        raise BeforeItsDay(period=period.text, planned_on=planned)


def _check_approvals(standing: Approvals, period: Period) -> None:
    if standing.missing or standing.changed:
        raise ProvincesNotApproved(period=period.text, missing=list(standing.missing), changed=list(standing.changed))
