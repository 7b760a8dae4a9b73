"""What newcomers of a chunk become: lines in COPY's text form for four tables, ready before anybody is looked up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, cast
from uuid import UUID

from sqlalchemy import Dialect, Table

from lmis.model.copying import NULL, writer
from lmis.model.ids import new_ids
from lmis.model.people import Person, Registration, RegistrationStay, SupportNeed
from lmis.model.types import Sealed, keyring_of
from lmis.services.completing import consent_columns, support_text
from lmis.services.person_columns import BLOCK_KEYS
from lmis.services.writing import Lines
from lmis.vocabulary import Actor, Country

Fields = tuple[str, ...]

PERSON, SPELL, STAY, SUPPORT = (
    cast(Table, entity.__table__) for entity in (Person, Registration, RegistrationStay, SupportNeed)
)

NUMBERS: Final = ("identity_number", "identity_index", "phone", "phone_index")
"""Columns that are looked for before anything is written, or sealed for each person anew."""

NEEDS: Final = ("disability", "accommodations")
AGREED: Final = ("consent_mode", "consent_on", "consent_taken_by", "consent_withdrawn_on")
"""The consent that needs stand on."""


@dataclass(slots=True, eq=False)
class Told:
    """What a part of a record becomes in the database: cells of the person's row, and of the spell's."""

    person: str
    spell: str


@dataclass(frozen=True)
class NewRows:
    """The rows of some newcomers, one place for each in every list."""

    ids: list[str]
    people: Lines
    """Without the serial, which the database counts."""
    spells: Lines
    stays: Lines
    needs: Lines
    """An empty line for whoever tells none."""

    def at(self, places: Sequence[int]) -> NewRows:
        """Those at these places."""
        if len(places) == len(self.ids):
            return self
        lines = (
            Lines(some.table, some.columns, [some.lines[at] for at in places])
            for some in (self.people, self.spells, self.stays, self.needs)
        )
        return NewRows([self.ids[at] for at in places], *lines)


@dataclass
class NewcomerLines:
    """Writes the rows of newcomers of one country, whom one actor registers."""

    country: Country
    by: Actor
    dialect: Dialect
    fixed: Mapping[str, Any]
    """Columns of a person that hold the same for all."""
    _offices: dict[UUID, str] = field(default_factory=dict)

    def rows(
        self,
        offices: Sequence[UUID],
        person: Mapping[Fields, list[Told]],
        spell: Mapping[Fields, list[Told]],
        values: Mapping[str, list[Any]],
        columns: Mapping[str, list[Any]],
    ) -> NewRows:
        """Their rows.

        Args:
            person: columns of a person → what parts of the records become in these; `spell`: the same of spells.
            values: what is told of happened_on, closed_on, closed_because, own_number, disability, accommodations,
                support_consent.
            columns: the search key, the keys of the name, and `NUMBERS`.
        """
        ids, spells, stays = (new_ids(len(offices)) for _ in range(3))
        return NewRows(
            ids,
            self._people(ids, offices, person, values, columns),
            *self._spells(ids, spells, stays, offices, spell, values),
            self._needs(ids, values),
        )

    def _people(
        self,
        ids: list[str],
        offices: Sequence[UUID],
        told: Mapping[Fields, list[Told]],
        values: Mapping[str, list[Any]],
        columns: Mapping[str, list[Any]],
    ) -> Lines:
        always = {"country": self.country.value, "recorded_at": self.by.at, "version": 1, **self.fixed}
        cells: dict[Fields, Iterable[str]] = {
            ("id",): ids,
            ("office_id", "own_office_id", *always): [self._office(office, always) for office in offices],
            ("own_number",): self._written("own_number", values.get("own_number", [None] * len(ids))),
            **{(name,): self._written(name, columns[name]) for name in ("search_key", *BLOCK_KEYS, *NUMBERS)},
            **{names: [one.person for one in some] for names, some in told.items()},
        }
        return _lines(PERSON, cells)

    def _office(self, office: UUID, always: Mapping[str, Any]) -> str:
        """The cells that are the same for all of an office."""
        if office not in self._offices:
            cells = (writer(PERSON.c[name].type, self.dialect)(value) for name, value in always.items())
            self._offices[office] = "\t".join((office.hex, office.hex, *cells))
        return self._offices[office]

    def _written(self, name: str, values: Sequence[Any]) -> list[str]:
        """A column of people's rows; what is sealed is sealed for each anew."""
        kind = PERSON.c[name].type
        if isinstance(kind, Sealed):
            return self._sealed(kind.purpose, values)
        write = writer(kind, self.dialect)
        return [NULL if value is None else write(value) for value in values]

    def _sealed(self, purpose: str, values: Sequence[str | None]) -> list[str]:
        plain = [value.encode() for value in values if value is not None]
        sealed = iter(keyring_of(self.dialect).seal_many(purpose, plain))
        return [NULL if value is None else f"\\\\x{next(sealed).hex()}" for value in values]

    def _spells(
        self,
        ids: list[str],
        spells: list[str],
        stays: list[str],
        offices: Sequence[UUID],
        told: Mapping[Fields, list[Told]],
        values: Mapping[str, list[Any]],
    ) -> tuple[Lines, Lines]:
        """The spell of each, and its stay with the office."""
        nobody = [None] * len(ids)
        today, now = self.by.today, self.by.at.isoformat()
        officer = self.by.staff_id.hex if self.by.staff_id else NULL
        opened = [(day or today).isoformat() for day in values.get("happened_on", nobody)]
        closed = [NULL if day is None else day.isoformat() for day in values.get("closed_on", nobody)]
        closed_at = [NULL if day is NULL else now for day in closed]
        places = [office.hex for office in offices]
        spell: dict[Fields, Iterable[str]] = {
            ("id",): spells,
            ("person_id",): ids,
            ("office_id",): places,
            ("opened_on",): opened,
            ("renewed_on",): opened,
            ("closed_on",): closed,
            ("close_reason",): [NULL if code is None else code for code in values.get("closed_because", nobody)],
            ("quick", "recorded_at"): [f"f\t{now}"] * len(ids),
            ("closed_recorded_at",): closed_at,
            **{names: [one.spell for one in some] for names, some in told.items()},
        }
        stay: dict[Fields, Iterable[str]] = {
            ("id",): stays,
            ("registration_id",): spells,
            ("person_id",): ids,
            ("office_id",): places,
            ("officer_id", "recorded_at"): [f"{officer}\t{now}"] * len(ids),
            ("since",): opened,
            ("until",): closed,
            ("until_recorded_at",): closed_at,
        }
        return _lines(SPELL, spell), _lines(STAY, stay)

    def _needs(self, ids: list[str], values: Mapping[str, list[Any]]) -> Lines:
        """Disability and accommodations of those who tell any, with their consent."""
        nothing: list[Any] = [()] * len(ids)
        asked = [values.get(name, nothing) for name in NEEDS]
        lines = [""] * len(ids)
        some = [at for at, said in enumerate(zip(*asked, strict=True)) if any(said)]
        texts = [[support_text(said[at]) for at in some] for said in asked]
        sealed = (
            self._sealed(cast(Sealed, SUPPORT.c[name].type).purpose, values)
            for name, values in zip(NEEDS, texts, strict=True)
        )
        write = [writer(SUPPORT.c[name].type, self.dialect) for name in AGREED]
        given, opened = (values.get(name, [None] * len(ids)) for name in ("support_consent", "happened_on"))
        for at, *cells in zip(some, *sealed, strict=True):
            agreed = consent_columns(given[at], opened[at] or self.by.today, self.by)
            told = (
                NULL if agreed[name] is None else put(agreed[name]) for name, put in zip(AGREED, write, strict=True)
            )
            lines[at] = "\t".join((ids[at], *cells, *told))
        return Lines(SUPPORT, ["person_id", *NEEDS, *AGREED], lines)


def _lines(table: Table, cells: Mapping[Fields, Iterable[str]]) -> Lines:
    """Rows of a table, from cells that may hold several columns each."""
    rows = list(map("\t".join, zip(*cells.values(), strict=True)))
    return Lines(table, [name for names in cells for name in names], rows)
