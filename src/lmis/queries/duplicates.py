"""Questions about records that may be one person."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, FromClause, Select, and_, extract, func, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute, aliased

from lmis.duplicates.keys import MOST
from lmis.model.audit import AuditEvent
from lmis.model.dialects import among, rows_of
from lmis.model.duplicates import PossibleDuplicate
from lmis.model.people import Person
from lmis.queries.scope import in_scope
from lmis.vocabulary import Actor, PairState

TRAITS: Final = (
    Person.id,
    Person.office_id,
    Person.own_office_id,
    Person.own_number,
    Person.family_name,
    Person.given_name,
    Person.family_name_native,
    Person.given_name_native,
    Person.sex,
    Person.birth_date,
    Person.birth_year,
    Person.identity_kind,
    Person.identity_index,
    Person.identity_missing_reason,
    Person.phone_index,
    Person.province,
    Person.district,
    Person.whole_key,
    Person.part_key,
    Person.other_part_key,
    Person.day_key,
)
"""What two records are compared by."""

BLOCKS: Final = (Person.phone_index, Person.whole_key, Person.part_key, Person.other_part_key, Person.day_key)
"""The columns in which records that may be one person hold the same value."""

Block = InstrumentedAttribute[Any]


def rare_keys(block: Block, keys: Iterable[Any]) -> Select[Any]:
    """Which of these keys are held, by so few that they say something; a scan of the engine."""
    query = select(block).where(block.in_(list(keys))).group_by(block).having(func.count() <= MOST)
    return query.execution_options(people="engine")


def sharing(block: Block, keys: Iterable[Any], country: str) -> Select[*tuple[Any, ...]]:
    """The traits of a country's people with these keys; a scan of the engine: it hands out nobody."""
    return _traits().where(block.in_(list(keys)), Person.country == country)


def sharing_any(keys: Iterable[Iterable[Any]], country: str, limit: int) -> Select[*tuple[Any, ...]]:
    """The traits of a country's people with one of these keys, as many lists as there are blocks; at most so many."""
    held = [among(block, some) for block, some in zip(BLOCKS, keys, strict=True)]
    found = _found(or_(*held)).subquery()
    return _living(found, country).limit(limit)


def sharing_name(
    names: Sequence[tuple[int, str | None, date | None]], country: str, limit: int
) -> Select[*tuple[Any, ...]]:
    """The traits of a country's people with one of these names and birth years, where sex and birth date may agree.

    For PostgreSQL. Two days of one year agree as far as a slip goes: day and month exchanged, or one of them the same;
    the first of January is what is written down where only the year is known.

    Args:
        names: `whole_key`, sex and birth date of each.
    """
    wholes, sexes, days = zip(*names, strict=True)
    asked = rows_of(("whole", wholes, Person.whole_key), ("sex", sexes, Person.sex), ("day", days, Person.birth_date))
    found = _found(Person.whole_key == asked.c.whole).correlate(asked).lateral()
    one, other = found.c.birth_date, asked.c.day
    (day, month), (their_day, their_month) = ((extract("day", born), extract("month", born)) for born in (one, other))
    may_be = or_(
        one.is_(None), other.is_(None), day == their_day, month == their_month,
        and_(day == 1, month == 1), and_(their_day == 1, their_month == 1),
        and_(day == their_month, month == their_day),
    )  # fmt: skip
    sex = or_(found.c.sex.is_(None), asked.c.sex.is_(None), found.c.sex == asked.c.sex)
    return _living(found, country).select_from(asked).join(found, true()).where(sex, may_be).limit(limit)


def _found(condition: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    """People by a key, before anything else is asked of them: what the server thinks of that does not change the way.

    Of a table that is filling it knows nothing yet, and takes a country or a living record for a rare thing to look by.
    """
    return select(*TRAITS, Person.country, Person.merged_into).where(condition).offset(0)


def _living(found: FromClause, country: str) -> Select[*tuple[Any, ...]]:
    query: Select[*tuple[Any, ...]] = select(*(found.c[column.key] for column in TRAITS))
    query = query.where(found.c.merged_into.is_(None), found.c.country == country)
    return query.execution_options(people="engine")


def shared_keys(block: Block, country: str, after: Any, limit: int) -> Select[Any]:
    """Keys that several hold, but not many; in their order, after one of them. A scan of the engine."""
    query = (
        select(block)
        .where(block.is_not(None), Person.country == country, Person.merged_into.is_(None))
        .group_by(block)
        .having(func.count().between(2, MOST))
    )
    if after is not None:
        query = query.where(block > after)
    return query.order_by(block).limit(limit).execution_options(people="engine")


def without_keys(after: UUID | None, limit: int) -> Select[Person]:
    """People whose record was made before keys were."""
    query = select(Person).where(Person.whole_key.is_(None), Person.part_key.is_(None), Person.search_key != "")
    return (query if after is None else query.where(Person.id > after)).order_by(Person.id).limit(limit)


def _traits() -> Select[*tuple[Any, ...]]:
    query: Select[*tuple[Any, ...]] = select(*TRAITS).where(Person.merged_into.is_(None))
    return query.execution_options(people="engine")


def pairs_among(people: Iterable[UUID]) -> Select[UUID, UUID]:
    """(first, second) of the pairs that are known already and in which one of these people is the first."""
    return select(PossibleDuplicate.first_id, PossibleDuplicate.second_id).where(
        PossibleDuplicate.first_id.in_(list(people))
    )


def belonging(table: Any, people: Iterable[UUID]) -> Select[Any]:
    """The rows of a table that belong to these people."""
    return select(table).where(table.person_id.in_(list(people)))


def records_of(people: Iterable[UUID]) -> Select[Person]:
    """These records, merged ones too; the caller holds the pairs in which they stand."""
    return select(Person).where(Person.id.in_(list(people)))


def merged_records(people: Iterable[UUID]) -> Select[Person]:
    """Records that were merged into these people, locked."""
    query = select(Person).where(Person.merged_into.in_(list(people)))
    return query.order_by(Person.id).with_for_update()


def events_of_merge(pair_id: UUID) -> Select[AuditEvent]:
    """What was written when a pair was merged or a merge was taken back, newest first."""
    acts = AuditEvent.act.in_(["merge-duplicates", "take-back-merge"])
    told = select(AuditEvent).where(AuditEvent.subject_id == pair_id, acts).order_by(AuditEvent.id.desc())
    return told.execution_options(people="engine")


def pair_in_sight(by: Actor, pair_id: UUID) -> Select[PossibleDuplicate]:
    """A pair, where both records are in the actor's sight."""
    return _pairs(by).where(PossibleDuplicate.id == pair_id)


def pairs_found(by: Actor, state: PairState, after: UUID | None, limit: int) -> Select[PossibleDuplicate]:
    """A page of the pairs in the actor's sight, those with most points first; open ones only of living records."""
    pair = PossibleDuplicate
    query = _pairs(by, living=state is PairState.OPEN).where(pair.state == state.value)
    if after is not None:
        last = select(pair.points).where(pair.id == after).correlate(None).scalar_subquery()
        query = query.where(or_(pair.points < last, and_(pair.points == last, pair.id > after)))
    return query.order_by(pair.points.desc(), pair.id).limit(limit)


def count_of_pairs(by: Actor, state: PairState) -> Select[int]:
    """How many pairs in the actor's sight are in a state; nobody is read."""
    pairs = _pairs(by, living=state is PairState.OPEN).where(PossibleDuplicate.state == state.value)
    return pairs.with_only_columns(func.count()).execution_options(people="aggregate")


def _pairs(by: Actor, *, living: bool = False) -> Select[PossibleDuplicate]:
    """An office sees pairs within its own records; who sees across offices, those of the country."""
    first, second = aliased(Person), aliased(Person)

    def seen(person: Any) -> ColumnElement[bool]:
        there = in_scope(by, person.office_id, person.country)
        return and_(there, person.merged_into.is_(None)) if living else there

    return (
        select(PossibleDuplicate)
        .join(first, first.id == PossibleDuplicate.first_id)
        .join(second, second.id == PossibleDuplicate.second_id)
        .where(seen(first), seen(second))
    )
