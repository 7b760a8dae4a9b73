"""People of a file whom nobody knows, registered a whole chunk at a time: column by column, and by COPY.

`register_seekers` decides about a person at a time, and can do whatever a row asks for. Most rows of a large file ask
for one thing only: a record for somebody new. These are taken together here, under the same rules, where PostgreSQL
takes them by COPY. Whatever else a row may be (a fault, somebody known, somebody who is certainly another one of the
file) is left for `register_seekers`, which comes after; what it is given is not touched here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import repeat
from typing import Any, Final, cast
from uuid import UUID

from sqlalchemy import Dialect
from sqlalchemy import Table as DatabaseTable
from sqlalchemy.orm import Session

from lmis.commands.seekers import COMPLETE, RegisterSeeker, incomplete
from lmis.duplicates.keys import block_words
from lmis.duplicates.traits import Names, Traits
from lmis.imports.tables import Part, Table
from lmis.model.copying import NULL, copy_lines, writer
from lmis.model.dialects import take_serials
from lmis.model.ids import new_ids
from lmis.model.people import Person, Registration, RegistrationStay, SupportNeed
from lmis.model.types import Sealed, keyring_of
from lmis.queries.people import known_numbers
from lmis.services.checks import first
from lmis.services.completing import support_text
from lmis.services.person_columns import BLOCK_KEYS, NAMES, PERSON, Index, Made, block_key, person_key
from lmis.services.recognising import alike_newcomers, known_as_another, queue, traits
from lmis.services.registration_rules import REGISTRATION, Grounds, Rule
from lmis.services.spells import FACTS
from lmis.services.writing import Lines, write, write_lines
from lmis.vocabulary import Actor

Fields = tuple[str, ...]

ABSENT: Final[dict[str, Any]] = {
    name: info.get_default() for name, info in RegisterSeeker.model_fields.items() if not info.is_required()
}
"""What a field holds of which a file has no column."""

_PERSON, _SPELL, _STAY, _SUPPORT = (
    cast(DatabaseTable, entity.__table__) for entity in (Person, Registration, RegistrationStay, SupportNeed)
)


@dataclass(slots=True)
class _Told:
    """What a part of a record becomes in the database."""

    person: str
    spell: str


_REFUSED: Final = _Told("", "")
"""Of a part that a rule refuses which reads nothing else."""


@dataclass(frozen=True)
class Ready:
    """Rows of a chunk that ask for a new record, with all that can be made of them without the database."""

    positions: list[int]
    """Where they stand in the chunk."""
    offices: list[UUID]
    told: dict[Fields, list[_Told]]
    values: dict[str, list[Any]]
    """The fields that more than one part is made of."""
    columns: dict[str, list[Any]]
    """Columns made of several parts, and the keyed indexes."""


class Newcomers:
    """What is the same for all rows of a file of one country."""

    def __init__(self, grounds: Grounds, dialect: Dialect) -> None:
        """Take down what the rows are judged by."""
        self.grounds, self.dialect = grounds, dialect
        self._tellers: dict[Fields, Callable[[Part], _Told]] = {}
        self.keyring = keyring_of(dialect)
        self.index: Index = self.keyring.index

    # what needs no database

    def prepare(self, table: Table, offices: Sequence[UUID]) -> Ready:
        """The rows without a fault and with the office's own number, in columns.

        Args:
            offices: of every row of the table.
        """
        told = {fields: self._told(fields, parts) for fields, parts in table.parts.items() if self._tells(fields)}
        values = _values(table.parts)
        sound = self._sound(told, values, len(table.positions))
        kept = [at for at in range(len(table.positions)) if sound[at]]
        if len(kept) < len(sound):
            told = {fields: [some[at] for at in kept] for fields, some in told.items()}
            values = {name: [some[at] for at in kept] for name, some in values.items()}
        return Ready(
            [table.positions[at] for at in kept],
            [offices[at] for at in kept],
            told,
            values,
            self._columns(values, len(kept)),
        )

    def _told(self, fields: Fields, parts: list[Part]) -> list[_Told]:
        tell = self._teller(fields)
        return [part.kept or tell(part) for part in parts]

    @staticmethod
    def _tells(fields: Fields) -> bool:
        """Whether anything is made of these fields as long as they stand alone, or a rule reads them."""
        return bool(_person_columns(fields) or _facts(fields) or any(_reads(rule, fields) for rule in REGISTRATION))

    def _teller(self, fields: Fields) -> Callable[[Part], _Told]:
        """Of the parts of some fields: what they become, and whether the rules that read nothing else let them pass."""
        if fields in self._tellers:
            return self._tellers[fields]
        rules = [(rule.finds, _places(rule.reads, fields)) for rule in REGISTRATION if _reads(rule, fields)]
        person = [
            (made.make, _places(made.of, fields), writer(_PERSON.c[name].type, self.dialect))
            for name, made in _person_columns(fields)
        ]
        facts = [
            (make, fields.index(of), writer(_SPELL.c[name].type, self.dialect)) for name, of, make in _facts(fields)
        ]

        def tell(part: Part) -> _Told:
            said: tuple[Any, ...] = (*part.values, None)  # type: ignore[misc]
            made = [(make(self.index, *[said[at] for at in places]), write) for make, places, write in person]
            kept = [(make(said[at]), write) for make, at, write in facts]
            found = (finds(self.grounds, *[said[at] for at in places]) for finds, places in rules)
            refused = any(fault for some in found for fault in some)
            part.kept = _REFUSED if refused else _Told(_joined(made), _joined(kept))
            return part.kept

        self._tellers[fields] = tell
        return tell

    def _sound(self, told: Mapping[Fields, list[_Told]], values: Mapping[str, list[Any]], count: int) -> list[bool]:
        """Which rows no rule refuses."""
        sound = [True] * count
        for some in told.values():
            for at in [at for at, one in enumerate(some) if one is _REFUSED] if _REFUSED in some else ():
                sound[at] = False
        apart = [rule for rule in REGISTRATION if not any(_reads(rule, fields) for fields in told)]
        for rule in apart:
            asked = [name for name in rule.reads if name in values]
            if asked:
                columns = [values[name] if name in values else [ABSENT.get(name)] * count for name in rule.reads]
                self._judge(rule, columns, sound)
        columns = [values[name] if name in values else [None] * count for name in COMPLETE]
        for at, said in enumerate(zip(*columns, strict=True)):
            if incomplete(*said):
                sound[at] = False
        numbers, ids = values.get("own_number", [None] * count), values.get("id", [None] * count)
        return [
            one and number is not None and id_ is None for one, number, id_ in zip(sound, numbers, ids, strict=True)
        ]

    def _judge(self, rule: Rule, columns: list[list[Any]], sound: list[bool]) -> None:
        for at, said in enumerate(zip(*columns, strict=True)):
            if sound[at] and first(rule.finds(self.grounds, *said)) is not None:
                sound[at] = False

    def _columns(self, values: Mapping[str, list[Any]], count: int) -> dict[str, list[Any]]:
        """What is made of several parts: keys to be found by, and what is sealed for each person anew."""
        nothing: list[Any] = [None] * count
        country = self.grounds.country
        names = [Names(*said) for said in zip(*(values.get(name, nothing) for name in NAMES), strict=True)]
        days, years = values.get("birth_date", nothing), values.get("birth_year", nothing)
        years = [day.year if day else year for day, year in zip(days, years, strict=True)]
        words = [
            block_words(name, day, year, country, province)
            for name, day, year, province in zip(names, days, years, values["province"], strict=True)
        ]
        keys = [[block_key(word, self.index) for word in some] for some in zip(*words, strict=True)] or [[], [], []]
        indexed = {name: PERSON[name].make for name in ("identity_index", "phone_index")}
        numbers, phones = values.get("identity_number", nothing), values.get("phone", nothing)
        return {
            "names": names,
            "birth_year": years,
            "search_key": [person_key(n.family, n.given, n.family_native, n.given_native) for n in names],
            **dict(zip(BLOCK_KEYS, keys, strict=True)),
            "identity_index": [indexed["identity_index"](self.index, number) for number in numbers],
            "phone_index": [indexed["phone_index"](self.index, phone) for phone in phones],
            "identity_number": numbers,
            "phone": phones,
        }

    # what needs it

    def register(self, session: Session, by: Actor, ready: Ready) -> list[int]:
        """Register those whom nobody knows; returns their positions in the chunk."""
        if not ready.positions:
            return []
        known = self._known(session, ready)
        new = [at for at in range(len(ready.positions)) if at not in known]
        ids = dict(zip(new, new_ids(len(new)), strict=True))
        keys = {at: (ready.columns["phone_index"][at], *(ready.columns[key][at] for key in BLOCK_KEYS)) for at in new}
        pairs = alike_newcomers(session, self.grounds.country, keys, lambda at: self._traits(ready, at, ids[at]))
        later = {id_.hex for id_ in known_as_another(pairs)}
        new = [at for at in new if ids[at] not in later]
        if new:
            self._write(session, by, ready, new, [ids[at] for at in new])
            pairs = [pair for pair in pairs if later.isdisjoint((pair[0].id.hex, pair[1].id.hex))]
            write(session, by, queue(by, pairs))
        return [ready.positions[at] for at in new]

    def _known(self, session: Session, ready: Ready) -> set[int]:
        """Rows that name somebody who is in the register, or whom another row of the chunk names as well."""
        numbers, identities = ready.values["own_number"], ready.columns["identity_index"]
        named = list(zip(ready.offices, numbers, strict=True))
        asked = [identity for identity in identities if identity is not None]
        held = session.execute(known_numbers(self.grounds.country, ready.offices, numbers, asked)).all()
        seen: Counter[Any] = Counter(named)
        seen.update(asked)
        for _, office, number, identity in held:
            seen.update(((office, number), (office, number), identity, identity))
        return {
            at
            for at, (name, identity) in enumerate(zip(named, identities, strict=True))
            if seen[name] > 1 or (identity is not None and seen[identity] > 1)
        }

    def _traits(self, ready: Ready, at: int, id_: str) -> Traits:
        said = {name: values[at] for name, values in ready.values.items()}
        made = {name: values[at] for name, values in ready.columns.items()}
        office = ready.offices[at]
        return traits(ABSENT | said | made | {"own_office_id": office}, UUID(id_), office)

    def _write(self, session: Session, by: Actor, ready: Ready, new: Sequence[int], ids: Sequence[str]) -> None:
        """The rows of four tables as lines, copied in, and what the audit trail tells of them."""
        people, spells = self._people(session, by, ready, new, ids), self._spells(by, ready, new, ids)
        lines = [people, *spells, *self._needs(ready, new, ids)]
        for some in lines:
            copy_lines(session, some.table, some.columns, "".join(some.lines))
        write_lines(session, by, "register-seeker", lines)

    def _people(self, session: Session, by: Actor, ready: Ready, new: Sequence[int], ids: Sequence[str]) -> Lines:
        columns = ready.columns
        offices = [ready.offices[at].hex for at in new]
        fixed = {"country": self.grounds.country.value, "recorded_at": by.at, "version": 1}
        told = {name for fields in ready.told for name, _ in _person_columns(fields)}
        fixed |= {name: value for name, value in _UNSAID.items() if name not in told}
        cells: dict[Fields, Iterable[str]] = {
            ("serial",): map(str, take_serials(session, "person", len(new))),
            ("id",): ids,
            ("office_id",): offices,
            ("own_office_id",): offices,
            tuple(fixed): repeat(
                "\t".join(writer(_PERSON.c[name].type, self.dialect)(value) for name, value in fixed.items())
            ),
            ("own_number",): self._written("own_number", ready.values["own_number"], new),
            **{(name,): self._written(name, columns[name], new) for name in (*KEYS, *APART)},
            **{
                tuple(name for name, _ in _person_columns(fields)): [some[at].person for at in new]
                for fields, some in ready.told.items()
                if _person_columns(fields)
            },
        }
        return _lines(_PERSON, cells)

    def _cell(self, name: str, value: Any) -> str:
        return writer(_PERSON.c[name].type, self.dialect)(value)

    def _written(self, name: str, values: Sequence[Any], new: Sequence[int]) -> list[str]:
        """A column of people's rows; what is sealed is sealed for each anew."""
        kind = _PERSON.c[name].type
        if isinstance(kind, Sealed):
            return self._sealed(kind.purpose, [values[at] for at in new])
        write = writer(kind, self.dialect)
        return [NULL if (value := values[at]) is None else write(value) for at in new]

    def _sealed(self, purpose: str, values: Sequence[str | None]) -> list[str]:
        sealed = iter(self.keyring.seal_many(purpose, [value.encode() for value in values if value is not None]))
        return [NULL if value is None else f"\\\\x{next(sealed).hex()}" for value in values]

    def _spells(self, by: Actor, ready: Ready, new: Sequence[int], ids: Sequence[str]) -> list[Lines]:
        """The spell of each, and its stay with the office."""
        nobody = [None] * len(ready.positions)
        spells, stays = new_ids(len(new)), new_ids(len(new))
        offices = [ready.offices[at].hex for at in new]
        today, now = by.today, by.at.isoformat()
        opened = [(day or today).isoformat() for day in _at(ready.values.get("happened_on", nobody), new)]
        closed = [NULL if day is None else day.isoformat() for day in _at(ready.values.get("closed_on", nobody), new)]
        closed_at = [NULL if day == NULL else now for day in closed]
        because = [NULL if code is None else code for code in _at(ready.values.get("closed_because", nobody), new)]
        facts: dict[Fields, Iterable[str]] = {
            tuple(name for name, _, _ in _facts(fields)): [some[at].spell for at in new]
            for fields, some in ready.told.items()
            if _facts(fields)
        }
        spell: dict[Fields, Iterable[str]] = {
            ("id",): spells,
            ("person_id",): ids,
            ("office_id",): offices,
            ("opened_on",): opened,
            ("renewed_on",): opened,
            ("closed_on",): closed,
            ("close_reason",): because,
            ("quick", "recorded_at"): repeat(f"f\t{now}"),
            ("closed_recorded_at",): closed_at,
        }
        stay: dict[Fields, Iterable[str]] = {
            ("id",): stays,
            ("registration_id",): spells,
            ("person_id",): ids,
            ("office_id",): offices,
            ("officer_id", "recorded_at"): repeat(f"{by.staff_id.hex if by.staff_id else NULL}\t{now}"),
            ("since",): opened,
            ("until",): closed,
            ("until_recorded_at",): closed_at,
        }
        return [_lines(_SPELL, spell | facts), _lines(_STAY, stay)]

    def _needs(self, ready: Ready, new: Sequence[int], ids: Sequence[str]) -> list[Lines]:
        """Disability and accommodations of those who tell any."""
        nothing: list[Any] = [()] * len(ready.positions)
        asked = [ready.values.get(name, nothing) for name in NEEDS]
        some = [(id_, [values[at] for values in asked]) for id_, at in zip(ids, new, strict=True)]
        some = [(id_, said) for id_, said in some if any(said)]
        if not some:
            return []
        texts = [[support_text(said[at]) for _, said in some] for at in range(len(NEEDS))]
        cells: dict[Fields, Iterable[str]] = {("person_id",): [id_ for id_, _ in some]}
        for name, values in zip(NEEDS, texts, strict=True):
            cells[(name,)] = self._sealed(cast(Sealed, _SUPPORT.c[name].type).purpose, values)
        return [_lines(_SUPPORT, cells)]


KEYS: Final = ("search_key", *BLOCK_KEYS)
APART: Final = ("identity_number", "identity_index", "phone", "phone_index")
"""Columns that are looked for before anything is written, or sealed for each person anew."""

NEEDS: Final = ("disability", "accommodations")
WANTED: Final = {
    *COMPLETE,
    *NEEDS,
    "district",
    "happened_on",
    "id",
    "identity_kind",
    "own_number",
    "phone",
    "province",
    "sex",
}
"""Fields of which more than one thing is made."""


@cache
def _person_columns(fields: Fields) -> list[tuple[str, Made]]:
    """The columns of a person that follow from a part of these fields."""
    return [(name, made) for name, made in PERSON.items() if name not in APART and set(made.of) <= set(fields)]


@cache
def _facts(fields: Fields) -> list[tuple[str, str, Callable[[Any], Any]]]:
    """What a spell keeps that follows from a part of these fields: column, field, how."""
    return [(name, of, make) for name, (of, make) in FACTS.items() if of in fields]


_UNSAID: Final = {
    name: value
    for name, made in PERSON.items()
    if all(of in ABSENT for of in made.of) and (value := made.make(None, *[ABSENT[of] for of in made.of])) is not None
}
"""Columns that hold something (an empty list) where a file says nothing."""


def _places(wanted: Iterable[str], fields: Fields) -> list[int]:
    """Where these stand among the fields; the last place, which holds nothing, for one that does not."""
    return [fields.index(name) if name in fields else -1 for name in wanted]


def _reads(rule: Rule, fields: Fields) -> bool:
    """Whether a rule reads these fields, and of others only what a file cannot say apart from them."""
    return bool(set(rule.reads) & set(fields)) and set(rule.reads) - set(fields) <= {"commune"}


def _values(parts: Mapping[Fields, list[Part]]) -> dict[str, list[Any]]:
    """The fields that are asked for by themselves, in columns."""
    return {
        name: [part.values[at] for part in some]  # type: ignore[index]
        for fields, some in parts.items()
        for at, name in enumerate(fields)
        if name in WANTED
    }


def _joined(made: Iterable[tuple[Any, Callable[[Any], str]]]) -> str:
    return "\t".join(NULL if value is None else write(value) for value, write in made)


def _lines(table: DatabaseTable, cells: Mapping[Fields, Iterable[str]]) -> Lines:
    """Rows of a table, from cells that may hold several columns each."""
    rows = ["\t".join(row) + "\n" for row in zip(*cells.values(), strict=False)]
    return Lines(table, [name for names in cells for name in names], rows)


def _at(values: Sequence[Any], places: Sequence[int]) -> list[Any]:
    return [values[at] for at in places]
