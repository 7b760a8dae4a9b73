"""Publishing the ministry's figures: an edition is appended, never changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, cast, get_args
from uuid import UUID, uuid4

import pandas as pd
from sqlalchemy import Table, func, insert, select, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from lmis.errors import Conflict, Invalid
from lmis.indicators.definitions.register import register_in_force
from lmis.indicators.given import Given
from lmis.indicators.register.earlier import ending_before
from lmis.indicators.register.figures import figures_of
from lmis.indicators.register.periods import Period, period_of
from lmis.indicators.register.records import Records
from lmis.indicators.register.register import register_of
from lmis.model.dialects import is_sqlite, wait_for_turn
from lmis.model.figures import PES, Edition, Figure
from lmis.model.people import Person, Registration, RegistrationStay
from lmis.model.placements import Placement
from lmis.model.referrals import Referral
from lmis.model.session import Busy
from lmis.model.vacancies import OpeningEntry, Vacancy
from lmis.queries.editions import earlier_figures, latest_edition, thresholds
from lmis.services.expiry import expire_vacancies
from lmis.services.figure_frames import digest_of, rows_of
from lmis.services.freezing import freeze
from lmis.services.register_tables import read_records
from lmis.services.releasing import State, check_release
from lmis.services.writing import Draft, write
from lmis.vocabulary import Actor, Country

READ: Final = (Person, Registration, RegistrationStay, Vacancy, OpeningEntry, Referral, Placement)


class PeriodNotOver(Conflict):
    """A period that has not ended can be published as preliminary only."""


class PeriodNotBegun(Conflict):
    """A period that has not begun cannot be published."""


class UnknownState(Invalid):
    """An edition is a draft, preliminary or final."""


@dataclass(frozen=True, slots=True)
class PublishReport:
    """What came of publishing: the edition that holds these figures, and whether it is a new one."""

    edition_id: UUID
    number: int
    figures: int
    records: int
    changed: bool


def publish(
    session: Session,
    by: Actor,
    period: str,
    country: Country,
    *,
    state: State = "preliminary",
    given: Sequence[Given] = (),
    because: str | None = None,
) -> PublishReport:
    """Compute a country's figures of a period from what is recorded by now, and append them as an edition.

    Openings whose closing day has passed are entered as expired first. Where figures and records are those of the
    last edition of this period and state, nothing is published. With the figures the records are kept that they were
    computed from. The session should be new: then all of the register
    is read as of one instant on PostgreSQL, too, whoever writes meanwhile.

    Args:
        period: 2026M07, 2026Q3 (which holds its three months too) or 2026.
        state: a draft is what provinces look through; preliminary and final editions are public.
        given: figures from outside the register, for the definitions that need them.
        because: why figures come out otherwise than the calendar and the provinces would have it; told with them.

    Raises:
        UnknownPeriod, UnknownState: what was asked cannot be.
        PeriodNotBegun, PeriodNotOver: it is too early for this.
        AlreadyFinal, BeforeItsDay, RevisionNotPlanned, ProvincesNotApproved: see `releasing.check_release`.
        NotBalanced: stocks and flows do not agree, so nothing is published.
        Busy: somebody else publishes, and it takes longer than one may wait.
    """
    asked = asked_period(by, period, state)
    _prepare_to_read(session)
    expire_vacancies(session, by)
    records = read_records(session, by, asked, country)
    register = register_of(**records.tables())
    earlier = _earlier(session, asked, country)
    figures = figures_of(register, asked, register_in_force(asked.starts_on), thresholds(), given, earlier)
    found = Found(records, figures, tuple(given), register.records, digest_of(figures))
    last = session.scalars(latest_edition(country, asked.text, state)).first()
    if last is not None and (last.digest, last.records) == (found.digest, found.count):
        return PublishReport(last.id, last.number, len(figures), found.count, changed=False)
    planned_on = check_release(session, by, country, asked, state, figures, because)
    edition = _edition(session, by, country, asked, state) | {"planned_on": planned_on, "reason": because}
    _keep(session, by, edition, found)
    return PublishReport(edition["id"], edition["number"], len(figures), found.count, changed=True)


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """What an edition is made of: records, what came from outside, and the figures of both."""

    records: Records
    figures: pd.DataFrame
    given: tuple[Given, ...]
    count: int
    digest: str


def _edition(session: Session, by: Actor, country: Country, period: Period, state: State) -> dict[str, Any]:
    """The next edition of a period."""
    number = next_number(session, country, period.text, PES, state)
    days = {"starts_on": period.starts_on, "ends_on": period.ends_on, "cut_off": by.at, "published_at": by.at}
    named = {"country": country.value, "period": period.text, "source": PES, "number": number, "state": state}
    return {"id": uuid4(), **named, **days, "staff_id": by.staff_id}


def _keep(session: Session, by: Actor, edition: Mapping[str, Any], found: Found) -> None:
    """Write an edition with its figures, and the records that they can be computed from again."""
    draft = Draft("publish-figures" if edition["state"] != "draft" else "draft-figures", edition["id"])
    draft.insert(Edition, **edition, records=found.count, digest=found.digest)
    freeze(draft, edition["id"], found.records, found.given)
    write(session, by, [draft])
    session.execute(insert(Figure).execution_options(audited=True), rows_of(found.figures, edition["id"]))


def _earlier(session: Session, period: Period, country: Country) -> pd.DataFrame:
    """What was published already of this period and its parts, and of who was registered before it."""
    parts = {one.text for one in (period, *period.parts)}
    before = {name for one in (period, *period.parts) for name in ending_before(one)} - parts
    rows = session.execute(earlier_figures(country, parts, before))
    return pd.DataFrame(rows.all(), columns=list(rows.keys()))


def asked_period(by: Actor, text: str, state: str) -> Period:
    """The period that is to be published. Raises UnknownPeriod, UnknownState, PeriodNotBegun, PeriodNotOver."""
    period = period_of(text)
    if state not in get_args(State):
        raise UnknownState(value=state, allowed=list(get_args(State)))
    if by.today < period.starts_on:
        raise PeriodNotBegun(period=text, starts_on=period.starts_on)
    if state == "final" and by.today <= period.ends_on:
        raise PeriodNotOver(period=text, ends_on=period.ends_on)
    return period


def _prepare_to_read(session: Session) -> None:
    """On PostgreSQL: count what a large import has brought, then begin a transaction that sees one instant.

    Without the counts its plans for a million people are those for a hundred. SQLite needs neither. On both, whoever
    publishes waits for who is publishing now, and then sees that edition.
    """
    if not session.in_transaction() and not is_sqlite(session):
        with session.get_bind().engine.connect().execution_options(isolation_level="AUTOCOMMIT") as apart:
            apart.execute(text(f"ANALYZE {', '.join(table.__tablename__ for table in READ)}"))
        session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
    take_turn(session)


def take_turn(session: Session) -> None:
    """Wait for who is publishing now. Raises Busy."""
    try:
        wait_for_turn(session, cast(Table, Edition.__table__))
    except OperationalError as error:
        raise Busy() from error


def next_number(session: Session, country: Country, period: str, source: str, state: State) -> int:
    """The number of the next edition of a source's period.

    Drafts are numbered by themselves, so that what is published counts 1, 2, 3.
    """
    alike = Edition.state == "draft" if state == "draft" else Edition.state != "draft"
    of_one = (Edition.country == country.value, Edition.period == period, Edition.source == source, alike)
    return (session.scalar(select(func.max(Edition.number)).where(*of_one)) or 0) + 1
