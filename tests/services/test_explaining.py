"""Why a quarter changed: frozen records, compared and computed again."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from sqlalchemy import select, update

from conftest import actor
from factories.register import a_placement, a_referral, a_seeker, a_vacancy
from lmis.commands.placements import CancelPlacement
from lmis.model.figures import Edition, Figure, FrozenRecords
from lmis.model.reading import UnrecordedRead
from lmis.model.session import Database
from lmis.services.explaining import EditionsOfTwoPeriods, Explanation, explain_editions, recomputed
from lmis.services.freezing import FrozenChanged, NothingFrozen
from lmis.services.placements import cancel_placements
from lmis.services.publishing import publish
from lmis.services.writing import one
from lmis.vocabulary import Actor, Country, Purpose, Role

BY = actor()  # Battambang, 5 October 2026
LATER = datetime(2026, 10, 20, 2, 0, tzinfo=UTC)


def published(database: Database, at: datetime = BY.at, period: str = "2026Q3") -> UUID:
    """Publish; returns the edition."""
    by = actor("KH-MIN", Role.COORDINATOR, at)
    with database.open(by, Purpose.STATISTICS, "test") as session:
        return publish(session, by, period, Country.KH).edition_id


@pytest.fixture
def world(database: Database) -> Database:
    """Ana and Bo are registered; Ana was referred to a vacancy of two openings and placed."""
    with database.open(BY, Purpose.REGISTRATION, "test") as session:
        ana = a_seeker(session, BY, own_number="ana", happened_on=date(2026, 7, 4))
        a_seeker(session, BY, own_number="bo", sex="M", happened_on=date(2026, 8, 3))
        x = a_vacancy(session, BY, openings=2, happened_on=date(2026, 7, 1))
        a_referral(session, BY, ana, x)
        a_placement(session, BY, ana, x, own_number="p1")
    return database


def explained(database: Database, earlier: UUID, later: UUID) -> Explanation:
    """Two editions side by side."""
    with database.open(actor("KH-MIN", Role.COORDINATOR), Purpose.STATISTICS, "test", write=False) as session:
        first, second = session.get_one(Edition, earlier), session.get_one(Edition, later)
        return explain_editions(session, first, second)


def late(database: Database) -> None:
    """On 20 October a July registration arrives, and Ana's placement turns out to have been none."""
    by = actor(at=LATER)
    with database.open(by, Purpose.REGISTRATION, "test") as session:
        a_seeker(session, by, own_number="chan", happened_on=date(2026, 7, 15))
        cancelled = CancelPlacement(placement="p1", because="did_not_start", happened_on=date(2026, 9, 25))
        one(cancel_placements(session, by, [cancelled]))


def test_every_changed_figure_names_the_records_that_changed_it(world: Database) -> None:
    first = published(world)
    late(world)
    found = explained(world, first, published(world, LATER))
    records = found.changes.records.set_index("record")
    assert sorted(set(zip(records.table, records.change, strict=True))) == [
        ("ledger", "added"), ("placements", "corrected"), ("spells", "added"), ("stays", "added"),
    ]  # fmt: skip
    assert [[one[0] for one in told] for told in records.corrections if told] == [["cancelled"]]
    told = list(found.why())
    assert len(told) == len(found.figures) > 20
    for why in told:
        assert len(why.records)
        assert all(len(causes) and set(causes) <= set(records.index) for causes in why.records.causes)
    (placed,) = (one for one in found.why("PES_PLC", "total") if one.figure["period"] == "2026Q3")
    assert (placed.figure["value_before"], placed.figure["value_after"]) == (1, 0)
    assert records.table[placed.records.record].tolist() == ["placements"]


def test_an_edition_comes_out_of_its_records_for_ever(world: Database) -> None:
    editions = [published(world)]
    late(world)
    editions.append(published(world, LATER))
    by = actor("KH-MIN", Role.COORDINATOR)
    with world.open(by, Purpose.STATISTICS, "test", write=False) as session:
        assert all(recomputed(session, session.get_one(Edition, one)).empty for one in editions)
    with world.open(by, Purpose.STATISTICS, "test") as session:
        of = (Figure.edition_id == editions[0], Figure.indicator == "PES_PLC", Figure.breakdown == "total")
        session.execute(update(Figure).where(*of).values(value=7).execution_options(audited=True))
    with world.open(by, Purpose.STATISTICS, "test", write=False) as session:
        wrong = recomputed(session, session.get_one(Edition, editions[0]))
    assert set(wrong.indicator) == {"PES_PLC"}
    assert wrong.value_before.tolist() == [7] * len(wrong)


def test_frozen_records_open_to_a_declared_scan_only_and_show_that_they_were_changed(world: Database) -> None:
    edition = published(world)
    by: Actor = actor("KH-MIN", Role.COORDINATOR)
    with world.open(by, Purpose.STATISTICS, "test", write=False) as session, pytest.raises(UnrecordedRead):
        session.scalars(select(FrozenRecords)).all()
    with world.open(by, Purpose.STATISTICS, "test") as session:
        of = (FrozenRecords.edition_id == edition, FrozenRecords.name == "spells")
        changed = update(FrozenRecords).where(*of).values(content=b"other")
        session.execute(changed.execution_options(audited=True))
    with world.open(by, Purpose.STATISTICS, "test", write=False) as session, pytest.raises(FrozenChanged):
        recomputed(session, session.get_one(Edition, edition))


def test_says_what_cannot_be_compared(world: Database) -> None:
    first, month = published(world), published(world, period="2026M07")
    with pytest.raises(EditionsOfTwoPeriods):
        explained(world, first, month)
    with world.open(actor("KH-MIN", Role.COORDINATOR), Purpose.STATISTICS, "test") as session:
        gone = FrozenRecords.__table__.delete().where(FrozenRecords.edition_id == first)
        session.execute(gone.execution_options(audited=True))
    with pytest.raises(NothingFrozen):
        explained(world, first, first)
