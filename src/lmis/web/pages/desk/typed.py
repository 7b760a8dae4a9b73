"""What was typed into a form, read as one line of a file: the same cells, the same faults, the same command."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar

from pydantic import ValidationError
from sqlalchemy.orm import Session

from lmis.commands.base import Command
from lmis.errors import LmisError, Refusal
from lmis.imports.definition import Import, Lookups
from lmis.imports.records import Record
from lmis.imports.rows import BLAMED, RowReader
from lmis.locale.labels import labels
from lmis.locale.words import fault_words, words
from lmis.services.lookups import lookups_by_country
from lmis.vocabulary import Actor, Language

C = TypeVar("C", bound=Command)
WHOLE: Final = ""
"""Stands for the form as such, where a fault belongs to none of its fields."""


@dataclass(frozen=True, slots=True)
class Told:
    """What is wrong with a form: field → sentences."""

    faults: Mapping[str, Sequence[str]] = field(default_factory=dict)
    errors: Sequence[LmisError] = ()
    """The refusals of a service, as they came."""

    def __bool__(self) -> bool:
        """Whether anything is wrong."""
        return bool(self.faults)


def lookups_of(session: Session, by: Actor) -> Lookups:
    """What the cells of a form are looked up in: those of the reader's country."""
    return lookups_by_country(session, by.language, labels())[by.country and by.country.value]


def row_of(definition: Import, cells: Mapping[str, str], found: Lookups, language: Language) -> tuple[Any, Told]:
    """The command of a form whose fields are columns of a kind of file, or None and what is wrong with it."""
    header = [column.name for column in definition.asked if column.name in cells or column.required]
    reader = RowReader(definition, header, {None: found, found.country: found}, found.country)
    row = reader.row(Record(1, [cells.get(name, "") for name in header]))
    faults: dict[str, list[str]] = defaultdict(list)
    for fault in row.faults:
        faults[fault.column].append(words(fault.error, language)[1])
    return row.command, Told(faults)


def command_or_faults(command: type[C], values: Mapping[str, Any], language: Language) -> tuple[C | None, Told]:
    """The command that these values make, or None and what is wrong with them."""
    try:
        return command.model_validate(
            {name: value for name, value in values.items() if value not in ("", None)}
        ), Told()
    except ValidationError as error:
        faults: dict[str, list[str]] = defaultdict(list)
        for one in error.errors(include_url=False):
            context = one.get("ctx") or {}
            kind = str(context.get("error", one["type"]))
            name = str(one["loc"][0]) if one["loc"] else BLAMED.get(kind, WHOLE)
            faults[name].append(fault_words(kind, context, language))
        return None, Told(faults)


def told_of(refusal: Refusal, fields: Sequence[str], language: Language) -> Told:
    """A refusal of a service beside the field that its pointer names; above the form, where there is none."""
    path = [part for part in refusal.pointer.removeprefix("#/").split("/") if part and not part.isdecimal()]
    name = next((one for one in ("_".join(path), *path) if one in fields), WHOLE)
    return Told({name: [words(refusal.error, language)[1]]}, [refusal.error])
