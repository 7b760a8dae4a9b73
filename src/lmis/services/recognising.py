"""Recognising somebody who is registered already: among the records of the country, and within one call."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import chain
from typing import Any, Final
from uuid import UUID

from sqlalchemy.orm import Session

from lmis.duplicates.keys import MOST, blocks_of, candidates, pair_of
from lmis.duplicates.traits import Names, Traits
from lmis.duplicates.weigh import SCALE, Likeness, Scale, Verdict, completes, ruled_out, weigh
from lmis.model.dialects import is_sqlite
from lmis.model.duplicates import PossibleDuplicate
from lmis.model.ids import new_id
from lmis.model.people import Person
from lmis.queries.duplicates import BLOCKS, pairs_among, rare_keys, sharing_any, sharing_name
from lmis.services.person_columns import BLOCK_KEYS, NAMES
from lmis.services.writing import Draft, record
from lmis.vocabulary import Actor, PairState

IN_ONE_LIST: Final = 4_000
"""People whose keys stand in one statement: both databases take it."""

NOT_ASKED: Final = "not_asked"
"""The reason why the five fields of a surge hold no identity number."""

MANY: Final = 2 * MOST
"""Records that share a key with one person, on the average: with more, some of the keys say nothing."""

Pair = tuple[Traits, Traits, Likeness]


def traits(row: Mapping[str, Any], id_: UUID | None = None, office: UUID | None = None) -> Traits:
    """What is compared of a person, from the columns of the row."""
    return Traits(
        id=id_ or row["id"],
        office=office or row["office_id"],
        names=Names(*(row[name] for name in NAMES)),
        sex=row["sex"],
        birth_date=row["birth_date"],
        birth_year=row["birth_year"],
        identity_kind=row["identity_kind"],
        identity=row["identity_index"],
        phone=row["phone_index"],
        province=row["province"],
        district=row["district"],
        keys=tuple(row[key] for key in BLOCK_KEYS),
        numbered_by=row["own_office_id"] if row["own_number"] is not None else None,
        quick=five_fields(row),
    )


def five_fields(row: Mapping[str, Any]) -> bool:
    """Whether a record says no more than the five fields of a surge of who the person is."""
    blank = all(row[name] is None for name in ("given_name", "given_name_native", "birth_date"))
    return blank and row["identity_missing_reason"] == NOT_ASKED


def alike(session: Session, country: str, people: Sequence[Traits], scale: Scale = SCALE) -> list[Pair]:
    """Pairs of one of these people and anybody of the country (or another of these) who may be the same person."""
    return _weighed(_sharing(session, country, Asked.of(people)), people, scale)


@dataclass(frozen=True)
class Asked:
    """People of whom others are sought who may be the same, in columns."""

    blocks: Sequence[Sequence[Any]]
    """Their keys, a column for each of `queries.duplicates.BLOCKS`."""
    sexes: Sequence[str | None]
    days: Sequence[date | None]
    """Birth dates."""

    @classmethod
    def of(cls, people: Sequence[Traits]) -> Asked:
        """Of people whose traits are known."""
        blocks = list(zip(*((person.phone, *person.keys) for person in people), strict=True))
        return cls(blocks, [person.sex for person in people], [person.birth_date for person in people])

    def part(self, start: int, end: int) -> Asked:
        """Some of them."""
        return Asked([block[start:end] for block in self.blocks], self.sexes[start:end], self.days[start:end])


def alike_newcomers(
    session: Session, country: str, asked: Asked, places: Sequence[int], told: Callable[[int], Traits]
) -> list[Pair]:
    """The same of many whom nobody knows: only those who share a key are compared, and told for it.

    Args:
        places: where those who are asked for stand.
        told: what is compared of the one at a place.
    """
    held = list(_sharing(session, country, asked))
    counted = Counter(chain.from_iterable(asked.blocks))
    shared = {key for key, count in counted.items() if count > 1}
    shared.update(key for person in held for key in blocks_of(person))
    shared.discard(None)
    keys = zip(*asked.blocks, strict=True)
    return _weighed(held, [told(at) for at, some in zip(places, keys, strict=True) if not shared.isdisjoint(some)])


def _weighed(held: Iterable[Traits], people: Sequence[Traits], scale: Scale = SCALE) -> list[Pair]:
    new = {person.id for person in people}
    others = [person for person in held if person.id not in new]
    met = (pair for pair in candidates([*others, *people], new) if not ruled_out(*pair, scale))
    weighed = ((one, other, weigh(one, other, scale)) for one, other in met)
    return [pair for pair in weighed if pair[2].verdict is not Verdict.DIFFERENT]


def known_as_another(pairs: Iterable[Pair]) -> set[UUID]:
    """Who certainly is, or completes, another record of the same office, unless that office gave both a number."""
    own = (pair for pair in pairs if pair[0].office == pair[1].office and not _numbered_twice(*pair[:2]))
    return {id_ for one, other, likeness in own if _same(one, other, likeness) for id_ in (one.id, other.id)}


def _numbered_twice(one: Traits, other: Traits) -> bool:
    return one.numbered_by == other.numbered_by == one.office


def _same(one: Traits, other: Traits, likeness: Likeness) -> bool:
    certain = likeness.verdict is Verdict.CERTAIN
    return certain or completes(one, other, likeness) or completes(other, one, likeness)


def found_among(people: Iterable[Traits]) -> tuple[int, list[Pair]]:
    """How many pairs of these people were compared, and those that may be one person."""
    weighed = [(one, other, weigh(one, other)) for one, other in candidates(people)]
    return len(weighed), [pair for pair in weighed if pair[2].verdict is not Verdict.DIFFERENT]


def _sharing(session: Session, country: str, asked: Asked) -> Iterator[Traits]:
    """Whoever shares a key with these people: one question for many.

    Where somebody's key is that of half a village, the answer would be too long: then rare keys are sorted out first.
    """
    for start in range(0, len(asked.sexes), IN_ONE_LIST):
        some = asked.part(start, start + IN_ONE_LIST)
        most = MANY * len(some.sexes)
        phones, wholes, one, other, days = (set(block) - {None} for block in some.blocks)
        parts = one | other
        wanted: list[list[Any]] = [list(keys) for keys in (phones, wholes, parts, parts, days)]
        rows = _with_keys(session, country, some, wanted, most)
        if len(rows) >= most:
            wanted = [list(session.scalars(rare_keys(block, keys))) for block, keys in zip(BLOCKS, wanted, strict=True)]
            rows = _with_keys(session, country, some, wanted, MOST * sum(map(len, wanted)))
        yield from map(traits, rows)


def _with_keys(
    session: Session, country: str, asked: Asked, wanted: list[list[Any]], most: int
) -> Sequence[Mapping[str, Any]]:
    """The rows that have one of the keys; where PostgreSQL sorts them out, without those who cannot be the same."""
    if is_sqlite(session):
        return session.execute(sharing_any(wanted, country, most)).mappings().all()  # type: ignore[return-value]
    phones, wholes, *others = wanted
    among = set(wholes)
    names = zip(asked.blocks[1], asked.sexes, asked.days, strict=True)
    named = list(dict.fromkeys(name for name in names if name[0] in among))
    rows = session.execute(sharing_any([phones, [], *others], country, most)).mappings().all()
    if named and len(rows) < most:
        rows = [*rows, *session.execute(sharing_name(named, country, max(most, MOST * len(named)))).mappings()]
    return rows  # type: ignore[return-value]


def _lists(keys: Iterable[Any]) -> Iterator[list[Any]]:
    ordered = [key for key in keys if key is not None]
    return (ordered[start : start + IN_ONE_LIST] for start in range(0, len(ordered), IN_ONE_LIST))


@dataclass
class Recognition:
    """Who of a call is certainly somebody known, who waits for an earlier row, and the pairs for the queue."""

    twins: dict[int, UUID] = field(default_factory=dict)
    """Position in the call → the person of the same office who it certainly is."""
    later: set[int] = field(default_factory=set)
    """Positions that are certainly the same person as an earlier one of the call."""
    pairs: list[Pair] = field(default_factory=list)
    new: frozenset[UUID] = frozenset()
    """The ids that rows of this call get where they become records of their own."""

    def pairs_of(self, made: Iterable[UUID | None]) -> list[Pair]:
        """The pairs between records that exist once these are made."""
        gone = self.new.difference(made)
        return [pair for pair in self.pairs if gone.isdisjoint((pair[0].id, pair[1].id))]


def recognise(
    session: Session, by: Actor, country: str, newcomers: Mapping[int, Traits], numbers: Mapping[int, str | None]
) -> Recognition:
    """Look whom the rows of a call are, where the office's own numbers do not say it.

    Args:
        newcomers: position in the call → its traits; `numbers`: the office's own number of each.
    """
    if not newcomers:
        return Recognition()
    position = {person.id: at for at, person in newcomers.items()}
    told = Recognition(pairs=alike(session, country, list(newcomers.values())), new=frozenset(position))
    sure: dict[int, list[UUID]] = defaultdict(list)
    for one, other, likeness in told.pairs:
        if not one.office == other.office == by.office_id:
            continue
        places = [position.get(person.id) for person in (one, other)]
        if None not in places:
            first, second = sorted(at for at in places if at is not None)
            if likeness.verdict is Verdict.CERTAIN and not (numbers[first] and numbers[second]):
                told.later.add(second)
            continue
        at, new, known = (places[0], one, other) if places[0] is not None else (places[1], other, one)
        assert at is not None
        if likeness.verdict is Verdict.CERTAIN or completes(new, known, likeness):
            sure[at].append(known.id)
    told.twins = {at: ids[0] for at, ids in sure.items() if len(ids) == 1}
    return told


def queue(by: Actor, pairs: Iterable[Pair]) -> list[Draft]:
    """Plan that pairs wait for an officer."""
    drafts = []
    for one, other, likeness in pairs:
        first, second = pair_of(one.id, other.id)
        draft = Draft("queue-duplicate", new_id())
        draft.insert(
            PossibleDuplicate,
            id=draft.subject,
            first_id=first,
            second_id=second,
            points=likeness.points,
            certain=likeness.verdict is Verdict.CERTAIN,
            reasons=[[reason.criterion, reason.step, reason.points] for reason in likeness.reasons],
            scale=SCALE.version,
            state=PairState.OPEN.value,
            kept_id=None,
            decided_by=None,
            decided_at=None,
            recorded_at=by.at,
        )
        drafts.append(draft)
    return drafts


def unknown(session: Session, pairs: Sequence[Pair]) -> list[Pair]:
    """The pairs that are not in the queue, and about which nothing was decided."""
    firsts = {pair_of(one.id, other.id)[0] for one, other, _ in pairs}
    held = {tuple(row) for some in _lists(firsts) for row in session.execute(pairs_among(some))}
    return [pair for pair in pairs if pair_of(pair[0].id, pair[1].id) not in held]


def queue_changed(session: Session, by: Actor, changed: Mapping[str, Sequence[Traits]]) -> list[Draft]:
    """Plan the pairs in which people stand whose names, birth or numbers have changed; by country."""
    pairs = [pair for country, people in changed.items() for pair in alike(session, country, people)]
    return queue(by, unknown(session, pairs)) if pairs else []


def identifying(people: Mapping[UUID, Person], draft: Draft) -> Traits | None:
    """The traits that a living person has after a draft, where it changes one of them."""
    person = people.get(draft.subject) if draft.subject else None
    if person is None or not draft.changes:
        return None
    held = record(person)
    new: dict[str, Any] = {}
    for change in draft.changes:
        if change.table.name == "person" and change.key["id"] == person.id and change.new:
            new |= change.new
    after = traits(held | new)
    return after if after != traits(held) else None
