"""Everybody who is registered and every vacancy, in memory of this process, as fresh as the register.

A question first reads what the trail tells that is new, so it sees what was written before it; where much is new (an
import is running, a new day has begun) `follow` takes it in beside the questions, which go on with what there is.
Whatever is proposed out of here is read again before anybody sees it (`services.proposing`), so what is a moment old
costs a place in the list at most.
"""

from __future__ import annotations

import gc
import threading
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from lmis.errors import LmisError
from lmis.matching.engine.engine import Engine
from lmis.matching.engine.offers import Offers
from lmis.matching.engine.parts import Person as Packed
from lmis.matching.weights import Weights
from lmis.model.dialects import is_sqlite
from lmis.model.people import Person, Registration
from lmis.model.session import Database
from lmis.model.vacancies import Vacancy
from lmis.queries.gates import registered_kinds
from lmis.queries.profiles import vacancies_with_openings
from lmis.queries.suggestions import person_turns, turns_among, vacancy_turns
from lmis.services.changes import ChangeLog, Moved
from lmis.services.codes import Codes, codes
from lmis.services.profiles import seeker_profile, vacancy_profile
from lmis.services.standings import Offering, Standing
from lmis.services.weights import weights_in_force
from lmis.vocabulary import Actor, Country, Purpose

FEW: Final = 20_000
"""So many registered people are packed while a question waits; of more it is told that they are not ready."""
EVENTS: Final = 20
"""So many events are taken in while a question waits; what is more is left to who follows. One can tell 1,000 rows."""
EVENTS_TOGETHER: Final = 200
PATIENCE: Final = 0.05
"""Seconds that a question waits for somebody else who takes in changes; then it goes on with what there is."""
EVERY: Final = 0.25
"""Seconds between two looks at the trail."""
LISTS_EVERY: Final = 1.0
"""Seconds between two looks at the code lists."""
WEIGHTS: Final = "weights"
APART: Final = 0.1
"""When a larger share of the people lies apart from the large segment, everybody is packed anew."""
READ_AHEAD: Final = 5_000
USUALLY: Final = gc.get_threshold()
SELDOM: Final = 500_000
"""Things that are made between two looks for circles, usually and while everybody is read."""
EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
TURNS: Final = "suggestion_run"
"""The table that is written when suggestions were stored, and with them the turns of all who are in them."""
IN_A_LIST: Final = 500


@dataclass
class Pool:
    """People and vacancies as of a day, with the code lists by which they were read."""

    day: date
    known: Codes
    engine: Engine
    offers: Offers
    turns: Mapping[UUID, float]
    """When people were last suggested for each vacancy, seconds since 1970."""
    log: ChangeLog
    weights: Mapping[str, Weights]
    """By country those in force."""
    outdated: bool = False
    """Whether it has to be made anew: suggestions were stored since, or code lists are others."""
    lists_seen: float = field(default_factory=time.monotonic)
    """When it was last seen whether the code lists are the same."""
    offered: threading.Lock = field(default_factory=threading.Lock)
    """Held by whoever asks `offers`, or changes them."""


def everybody_of(session: Session, by: Actor, known: Codes, turns: Mapping[UUID, int] | None = None) -> Engine:
    """Everybody in sight who is registered, packed, with whose turn it is."""
    with _seldom_collected():
        return Engine.of(_people(session, by, known), turns_of(session, by) if turns is None else turns)


def _in_pages(session: Session, by: Actor, known: Codes) -> Engine:
    """The same, without a transaction that lasts: each page is read in one of its own and packed after its end.

    What is written between two pages is for the trail to tell. Nothing that was read in the session before may be
    needed after.
    """
    with _seldom_collected():
        turns = turns_of(session, by)
        return Engine.of(_pages(session, by, known), turns)


def _pages(session: Session, by: Actor, known: Codes) -> Iterator[Packed]:
    query, day = registered_kinds(by).order_by(Person.id).limit(READ_AHEAD), by.today
    rows = session.execute(query).all()
    while rows:
        session.rollback()
        for row in rows:
            yield seeker_profile(row, known, day), Standing.of(row, day)
        rows = session.execute(query.where(Person.id > rows[-1].id)).all()


@contextmanager
def _seldom_collected() -> Iterator[None]:
    """Millions of small things come and go, none in a circle; looking for circles takes as long as the work itself."""
    usual = gc.get_threshold()
    gc.set_threshold(max(usual[0], SELDOM), *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*USUALLY)


def turns_of(session: Session, by: Actor, people: Collection[UUID] = ()) -> dict[UUID, int]:
    """When everybody in sight (or some people) was suggested last, in microseconds since 1970."""
    rows = session.execute(turns_among(people) if people else person_turns(by))
    return {id_: (at - EPOCH) // timedelta(microseconds=1) for id_, at in rows}


def _people(session: Session, by: Actor, known: Codes, *wanted: object) -> Iterator[Packed]:
    query, day = registered_kinds(by).where(*wanted), by.today  # type: ignore[arg-type]
    for row in session.execute(query.execution_options(yield_per=READ_AHEAD)):
        yield seeker_profile(row, known, day), Standing.of(row, day)


def _read_offers(session: Session, by: Actor, known: Codes, offers: Offers, *wanted: object) -> set[UUID]:
    """Take in the vacancies that are wanted; returns their ids."""
    query = vacancies_with_openings(by, by.today).where(*wanted)  # type: ignore[arg-type]
    found: set[UUID] = set()
    for row, still_open, free in session.execute(query.execution_options(yield_per=READ_AHEAD)):
        offers.put(vacancy_profile(row, known, by.today), Offering.of(row, still_open=still_open, free=free))
        found.add(row.id)
    session.expunge_all()
    return found


def _weights(session: Session, by: Actor) -> dict[str, Weights]:
    return {country.value: weights_in_force(session, by, country.value) for country in Country}


class Pools:
    """The pool of a process: made when it is first asked for, made anew each day, and kept fresh."""

    def __init__(self, system: Callable[[], Actor]) -> None:
        """Begin without one.

        Args:
            system: the actor who scans everybody, as of now.
        """
        self._system = system
        self._pool: Pool | None = None
        self._fresh = threading.Lock()
        """Held by whoever takes in changes."""
        self._followed = False

    def at_hand(self, session: Session, by: Actor) -> Pool | None:
        """The pool with what was written before; None while it is made for the first time.

        Args:
            session: in which the question is asked; what is new is scanned in it.
        """
        if not self._fresh.acquire(timeout=PATIENCE if self._followed else -1):
            return self._pool
        try:
            if self._outdated(session, by) and not self._left_to_who_follows(session):
                self._pool = self._made(session)
            pool = self._pool
            if pool is not None:
                self._take_in(session, pool, EVENTS if self._followed else None)
                if pool.outdated and not self._left_to_who_follows(session):
                    pool = self._pool = self._made(session)
            return pool
        finally:
            self._fresh.release()

    def _left_to_who_follows(self, session: Session) -> bool:
        return self._followed and self._many(session)

    def follow(self, database: Database, stop: threading.Event) -> None:
        """Keep the pool fresh until `stop` is set: what a process does beside its questions."""
        self._followed = True
        try:
            while not stop.is_set():
                with suppress(SQLAlchemyError, LmisError):  # a database that does not answer is asked again
                    self.refresh(database)
                stop.wait(EVERY)
        finally:
            self._followed = False  # whatever ends this thread: questions take in what is new themselves

    def refresh(self, database: Database) -> None:
        """Take in all that is new; make the pool where there is none, it is of another day, or much lies apart."""
        by, pool = self._system(), self._pool
        with database.open(by, Purpose.MATCHING, "engine", write=False) as session:
            apart = pool is not None and pool.engine.changes > max(FEW, APART * len(pool.engine))
            if pool is None or apart or self._outdated(session, by):
                made = self._made(session, apart=is_sqlite(session))  # questions go on with the old one meanwhile
                self._take_in(session, made)
                with self._fresh:
                    self._pool = made
                return
            while pool.log.waiting(session, 1):
                with self._fresh:
                    self._take_in(session, pool, EVENTS_TOGETHER, all_or_none=False)

    def _outdated(self, session: Session, by: Actor) -> bool:
        pool = self._pool
        if pool is None or pool.outdated or pool.day != by.today:
            return True
        if time.monotonic() - pool.lists_seen >= LISTS_EVERY:
            pool.lists_seen = time.monotonic()
            pool.outdated = pool.known is not codes(session)
        return pool.outdated

    @staticmethod
    def _many(session: Session) -> bool:
        running = select(Registration.id).where(Registration.closed_on.is_(None)).limit(FEW + 1).subquery()
        count = select(func.count()).select_from(running).execution_options(people="aggregate")
        return (session.scalar(count) or 0) > FEW

    def _made(self, session: Session, *, apart: bool = False) -> Pool:
        """Read everything; what is written meanwhile stands in the trail, and is taken in next.

        Args:
            apart: in many short transactions, so that writers of a database that waits for its readers go on.
        """
        by, log, offers = self._system(), ChangeLog(), Offers()
        log.begin(session)
        known = codes(session)
        engine = (_in_pages if apart else everybody_of)(session, by, known)
        _read_offers(session, by, known, offers)
        turns = {id_: at.timestamp() for id_, at in session.execute(vacancy_turns(by))}
        return Pool(by.today, known, engine, offers, turns, log, _weights(session, by))

    def _take_in(self, session: Session, pool: Pool, most: int | None = None, *, all_or_none: bool = True) -> None:
        """Read again whatever was written since; of more than so many events nothing, or only so many."""
        by = self._system()
        events = pool.log.waiting(session, EVENTS_TOGETHER if most is None else most + 1)
        if most is not None and len(events) > most:
            events = [] if all_or_none else events[:most]
        while events:
            moved = pool.log.read(session, events)
            self._renew(session, by, pool, moved)
            self._offer(session, by, pool, moved)
            pool.outdated |= TURNS in moved.tables
            if WEIGHTS in moved.tables:
                pool.weights = _weights(session, by)
            pool.log.done(events)
            events = pool.log.waiting(session, EVENTS_TOGETHER) if most is None else []

    @staticmethod
    def _renew(session: Session, by: Actor, pool: Pool, moved: Moved) -> None:
        asked = list(moved.people)
        for start in range(0, len(asked), IN_A_LIST):
            some = asked[start : start + IN_A_LIST]
            people = list(_people(session, by, pool.known, Person.id.in_(some)))
            pool.engine.renew(people, set(some) - {seeker.id for seeker, _ in people}, turns_of(session, by, some))

    @staticmethod
    def _offer(session: Session, by: Actor, pool: Pool, moved: Moved) -> None:
        asked = list(moved.vacancies)
        for start in range(0, len(asked), IN_A_LIST):
            some = asked[start : start + IN_A_LIST]
            with pool.offered:
                there = _read_offers(session, by, pool.known, pool.offers, Vacancy.id.in_(some))
                for id_ in set(some) - there:
                    pool.offers.drop(id_)
