"""People of a file whom nobody knows, registered a whole chunk at a time: column by column, and by COPY.

`register_seekers` decides about a person at a time, and can do whatever a row asks for. Most rows of a large file ask
for one thing only: a record for somebody new. These are taken together here, under the same rules, where PostgreSQL
takes them by COPY. Whatever else a row may be (a fault, somebody known, somebody who is certainly another one of the
file) is left for `register_seekers`, which comes after; what it is given is not touched here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Dialect
from sqlalchemy import Table as DatabaseTable
from sqlalchemy.orm import Session

from lmis.duplicates.traits import Traits
from lmis.model.copying import NULL, copy_lines, writer
from lmis.model.dialects import take_serials
from lmis.model.ids import new_ids
from lmis.model.people import RegistrationStay, SupportNeed
from lmis.model.types import Sealed, keyring_of
from lmis.queries.people import known_numbers
from lmis.services.completing import support_text
from lmis.services.person_columns import BLOCK_KEYS
from lmis.services.preparing import (
    ABSENT,
    APART,
    KEYS,
    NEEDS,
    PERSON_TABLE,
    SPELL_TABLE,
    UNSAID,
    Fields,
    Preparation,
    Ready,
    facts_of,
    person_columns,
)
from lmis.services.recognising import Asked, alike_newcomers, known_as_another, queue, traits
from lmis.services.registration_rules import Grounds
from lmis.services.writing import Lines, write, write_lines
from lmis.vocabulary import Actor

_STAY, _SUPPORT = (cast(DatabaseTable, entity.__table__) for entity in (RegistrationStay, SupportNeed))


class Newcomers:
    """What is the same for all rows of a file of one country."""

    def __init__(self, grounds: Grounds, dialect: Dialect) -> None:
        """Take down what the rows are judged by."""
        self.country, self.dialect = grounds.country, dialect
        self.keyring = keyring_of(dialect)
        self.prepare = Preparation(grounds, dialect).prepare

    def register(self, session: Session, by: Actor, ready: Ready) -> list[int]:
        """Register those whom nobody knows; returns their positions in the chunk."""
        if not ready.positions:
            return []
        known = self._known(session, ready)
        new = [at for at in range(len(ready.positions)) if at not in known]
        ids = dict(zip(new, new_ids(len(new)), strict=True))
        pairs = alike_newcomers(
            session, self.country, self._asked(ready, new), new, lambda at: self._traits(ready, at, ids[at])
        )
        later = {id_.hex for id_ in known_as_another(pairs)}
        new = [at for at in new if ids[at] not in later]
        if new:
            self._write(session, by, ready, new, [ids[at] for at in new])
            pairs = [pair for pair in pairs if later.isdisjoint((pair[0].id.hex, pair[1].id.hex))]
            write(session, by, queue(by, pairs))
        return [ready.positions[at] for at in new]

    def _asked(self, ready: Ready, new: Sequence[int]) -> Asked:
        nobody = [None] * len(ready.positions)
        blocks = [_at(ready.columns[name], new) for name in ("phone_index", *BLOCK_KEYS)]
        return Asked(blocks, *(_at(ready.values.get(name, nobody), new) for name in ("sex", "birth_date")))

    def _known(self, session: Session, ready: Ready) -> set[int]:
        """Rows that name somebody who is in the register, or whom another row of the chunk names as well."""
        numbers, identities = ready.values["own_number"], ready.columns["identity_index"]
        named = list(zip(ready.offices, numbers, strict=True))
        asked = [identity for identity in identities if identity is not None]
        held = session.execute(known_numbers(self.country, ready.offices, numbers, asked)).all()
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
        fixed = {"country": self.country.value, "recorded_at": by.at, "version": 1}
        told = {name for fields in ready.told for name, _ in person_columns(fields)}
        fixed |= {name: value for name, value in UNSAID.items() if name not in told}
        cells: dict[Fields, Iterable[str]] = {
            ("serial",): map(str, take_serials(session, "person", len(new))),
            ("id",): ids,
            ("office_id",): offices,
            ("own_office_id",): offices,
            tuple(fixed): ["\t".join(self._cell(name, value) for name, value in fixed.items())] * len(new),
            ("own_number",): self._written("own_number", ready.values["own_number"], new),
            **{(name,): self._written(name, columns[name], new) for name in (*KEYS, *APART)},
            **{
                tuple(name for name, _ in person_columns(fields)): [some[at].person for at in new]
                for fields, some in ready.told.items()
                if person_columns(fields)
            },
        }
        return _lines(PERSON_TABLE, cells)

    def _cell(self, name: str, value: Any) -> str:
        return writer(PERSON_TABLE.c[name].type, self.dialect)(value)

    def _written(self, name: str, values: Sequence[Any], new: Sequence[int]) -> list[str]:
        """A column of people's rows; what is sealed is sealed for each anew."""
        kind = PERSON_TABLE.c[name].type
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
            tuple(name for name, _, _ in facts_of(fields)): [some[at].spell for at in new]
            for fields, some in ready.told.items()
            if facts_of(fields)
        }
        spell: dict[Fields, Iterable[str]] = {
            ("id",): spells,
            ("person_id",): ids,
            ("office_id",): offices,
            ("opened_on",): opened,
            ("renewed_on",): opened,
            ("closed_on",): closed,
            ("close_reason",): because,
            ("quick", "recorded_at"): [f"f\t{now}"] * len(new),
            ("closed_recorded_at",): closed_at,
        }
        stay: dict[Fields, Iterable[str]] = {
            ("id",): stays,
            ("registration_id",): spells,
            ("person_id",): ids,
            ("office_id",): offices,
            ("officer_id", "recorded_at"): [f"{by.staff_id.hex if by.staff_id else NULL}\t{now}"] * len(new),
            ("since",): opened,
            ("until",): closed,
            ("until_recorded_at",): closed_at,
        }
        return [_lines(SPELL_TABLE, spell | facts), _lines(_STAY, stay)]

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


def _lines(table: DatabaseTable, cells: Mapping[Fields, Iterable[str]]) -> Lines:
    """Rows of a table, from cells that may hold several columns each."""
    rows = ["\t".join(row) + "\n" for row in zip(*cells.values(), strict=True)]
    return Lines(table, [name for names in cells for name in names], rows)


def _at(values: Sequence[Any], places: Sequence[int]) -> list[Any]:
    return [values[at] for at in places]
