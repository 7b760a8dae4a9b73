"""What the rows of a chunk become in the database, as far as that can be told without it.

Equal parts of records (`imports.tables`) are judged and written once; what is a person's own is made for each.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Dialect

from lmis.commands.seekers import COMPLETE, RegisterSeeker, incomplete
from lmis.duplicates.keys import block_words
from lmis.duplicates.traits import Names
from lmis.imports.tables import Part, Table
from lmis.model.copying import NULL, writer
from lmis.model.types import keyring_of
from lmis.services.checks import first
from lmis.services.newcomer_lines import NEEDS, NUMBERS, SPELL, Fields, NewcomerLines, NewRows, Told
from lmis.services.newcomer_lines import PERSON as PERSON_TABLE
from lmis.services.person_columns import BLOCK_KEYS, NAMES, PERSON, Index, Made, block_key, person_key
from lmis.services.registration_rules import REGISTRATION, Grounds, Rule
from lmis.services.spells import FACTS
from lmis.vocabulary import Actor

ABSENT: Final[dict[str, Any]] = {
    name: info.get_default() for name, info in RegisterSeeker.model_fields.items() if not info.is_required()
}
"""What a field holds of which a file has no column."""

_REFUSED: Final = Told("", "")
"""Of a part that a rule refuses which reads nothing else."""


@dataclass(frozen=True)
class Ready:
    """Rows of a chunk that ask for a new record, with all that can be made of them without the database."""

    positions: list[int]
    """Where they stand in the chunk."""
    offices: list[UUID]
    rows: NewRows
    values: dict[str, list[Any]]
    """The fields that more than one part is made of."""
    columns: dict[str, list[Any]]
    """Columns made of several parts, and the keyed indexes."""


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
    "support_consent",
}
"""Fields of which more than one thing is made."""


@cache
def person_columns(fields: Fields) -> list[tuple[str, Made]]:
    """The columns of a person that follow from a part of these fields."""
    return [(name, made) for name, made in PERSON.items() if name not in NUMBERS and set(made.of) <= set(fields)]


@cache
def facts_of(fields: Fields) -> list[tuple[str, str, Callable[[Any], Any]]]:
    """What a spell keeps that follows from a part of these fields: column, field, how."""
    return [(name, of, make) for name, (of, make) in FACTS.items() if of in fields]


FOUND_BY: Final = ("birth_year", "identity_index", "phone_index", *BLOCK_KEYS)
"""Columns that are made before the rows are written and asked for afterwards; no number stays in the clear."""

UNSAID: Final = {
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


def _names(made: Iterable[tuple[Any, ...]]) -> Fields:
    """The columns of `person_columns` or `facts_of`."""
    return tuple(name for name, *_ in made)


def _joined(made: Iterable[tuple[Any, Callable[[Any], str]]]) -> str:
    return "\t".join(NULL if value is None else write(value) for value, write in made)


class Preparation:
    """What is the same for all rows of a file of one country."""

    def __init__(self, grounds: Grounds, by: Actor, dialect: Dialect) -> None:
        """Take down what the rows are judged by, and who registers them."""
        self.grounds, self.by, self.dialect = grounds, by, dialect
        self._writer: NewcomerLines | None = None
        self._tellers: dict[Fields, Callable[[Part], Told]] = {}
        self.keyring = keyring_of(dialect)
        self.index: Index = self.keyring.index

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
        offices = [offices[at] for at in kept]
        columns = self._columns(values, len(kept))
        person = {names: some for fields, some in told.items() if (names := _names(person_columns(fields)))}
        spell = {names: some for fields, some in told.items() if (names := _names(facts_of(fields)))}
        rows = self._lines(person).rows(offices, person, spell, values, columns)
        found_by = {name: some for name, some in columns.items() if name in FOUND_BY}
        return Ready([table.positions[at] for at in kept], offices, rows, values, found_by)

    def _lines(self, person: Iterable[Fields]) -> NewcomerLines:
        """Who writes the rows; the columns of which a file says nothing are the same for all."""
        if self._writer is None:
            told = {name for names in person for name in names}
            unsaid = {name: value for name, value in UNSAID.items() if name not in told}
            self._writer = NewcomerLines(self.grounds.country, self.by, self.dialect, unsaid)
        return self._writer

    def _told(self, fields: Fields, parts: list[Part]) -> list[Told]:
        tell = self._teller(fields)
        return [part.kept or tell(part) for part in parts]

    @staticmethod
    def _tells(fields: Fields) -> bool:
        """Whether anything is made of these fields as long as they stand alone, or a rule reads them."""
        return bool(person_columns(fields) or facts_of(fields) or any(_reads(rule, fields) for rule in REGISTRATION))

    def _teller(self, fields: Fields) -> Callable[[Part], Told]:
        """Of the parts of some fields: what they become, and whether the rules that read nothing else let them pass."""
        if fields in self._tellers:
            return self._tellers[fields]
        rules = [(rule.finds, _places(rule.reads, fields)) for rule in REGISTRATION if _reads(rule, fields)]
        person = [
            (made.make, _places(made.of, fields), writer(PERSON_TABLE.c[name].type, self.dialect))
            for name, made in person_columns(fields)
        ]
        facts = [(make, fields.index(of), name) for name, of, make in facts_of(fields)]
        spell = [(make, at, writer(SPELL.c[name].type, self.dialect)) for make, at, name in facts]

        def tell(part: Part) -> Told:
            said: tuple[Any, ...] = (*part.values, None)  # type: ignore[misc]
            made = [(make(self.index, *[said[at] for at in places]), write) for make, places, write in person]
            kept = [(make(said[at]), write) for make, at, write in spell]
            found = (finds(self.grounds, *[said[at] for at in places]) for finds, places in rules)
            refused = any(fault for some in found for fault in some)
            part.kept = _REFUSED if refused else Told(_joined(made), _joined(kept))
            return part.kept

        self._tellers[fields] = tell
        return tell

    def _sound(self, told: Mapping[Fields, list[Told]], values: Mapping[str, list[Any]], count: int) -> list[bool]:
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
            block_words(name, day, year, country, province, sex)
            for name, day, year, province, sex in zip(
                names, days, years, values["province"], values.get("sex", nothing), strict=True
            )
        ]
        keys = [[block_key(word, self.index) for word in some] for some in zip(*words, strict=True)]
        keys = keys or [[] for _ in BLOCK_KEYS]
        numbers, phones = values.get("identity_number", nothing), values.get("phone", nothing)
        return {
            "birth_year": years,
            "search_key": [person_key(n.family, n.given, n.family_native, n.given_native) for n in names],
            **dict(zip(BLOCK_KEYS, keys, strict=True)),
            "identity_index": [PERSON["identity_index"].make(self.index, number) for number in numbers],
            "phone_index": [PERSON["phone_index"].make(self.index, phone) for phone in phones],
            "identity_number": numbers,
            "phone": phones,
        }
