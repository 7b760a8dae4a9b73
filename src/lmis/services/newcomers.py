"""People of a file whom nobody knows, registered a whole chunk at a time: column by column, and by COPY.

`register_seekers` decides about a person at a time, and can do whatever a row asks for. Most rows of a large file ask
for one thing only: a record for somebody new. These are taken together here, under the same rules, where PostgreSQL
takes them by COPY. Whatever else a row may be (a fault, somebody known, somebody who is certainly another one of the
file) is left for `register_seekers`, which comes after; what it is given is not touched here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Dialect
from sqlalchemy.orm import Session

from lmis.duplicates.traits import Traits
from lmis.model.copying import copy_lines
from lmis.model.dialects import take_serials
from lmis.queries.people import known_numbers
from lmis.services.newcomer_lines import NewRows
from lmis.services.person_columns import BLOCK_KEYS
from lmis.services.preparing import ABSENT, Preparation, Ready
from lmis.services.recognising import Asked, alike_newcomers, known_as_another, queue, traits
from lmis.services.registration_rules import Grounds
from lmis.services.writing import Lines, write, write_lines
from lmis.vocabulary import Actor


class Newcomers:
    """What is the same for all rows of a file of one country."""

    def __init__(self, grounds: Grounds, by: Actor, dialect: Dialect) -> None:
        """Take down what the rows are judged by, and who registers them."""
        self.country = grounds.country
        self.prepare = Preparation(grounds, by, dialect).prepare

    def register(self, session: Session, by: Actor, ready: Ready) -> list[int]:
        """Register those whom nobody knows; returns their positions in the chunk."""
        if not ready.positions:
            return []
        known = self._known(session, ready)
        new = [at for at in range(len(ready.positions)) if at not in known]
        ids = ready.rows.ids
        pairs = alike_newcomers(
            session, self.country, self._asked(ready, new), new, lambda at: self._traits(ready, at, ids[at])
        )
        later = {id_.hex for id_ in known_as_another(pairs)}
        new = [at for at in new if ids[at] not in later]
        if new:
            self._write(session, by, ready.rows.at(new))
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

    def _write(self, session: Session, by: Actor, rows: NewRows) -> None:
        """Copy the rows of four tables in, and take down in the audit trail what they tell."""
        serials = take_serials(session, "person", len(rows.ids))
        numbered = [f"{serial}\t{line}" for serial, line in zip(serials, rows.people.lines, strict=True)]
        people = Lines(rows.people.table, ["serial", *rows.people.columns], numbered)
        needs = Lines(rows.needs.table, rows.needs.columns, [line for line in rows.needs.lines if line])
        lines = [some for some in (people, rows.spells, rows.stays, needs) if some.lines]
        for some in lines:
            copy_lines(session, some.table, some.columns, some.text())
        write_lines(session, by, "register-seeker", lines)


def _at(values: Sequence[Any], places: Sequence[int]) -> list[Any]:
    return [values[at] for at in places]
