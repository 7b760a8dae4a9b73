"""A form as it was typed: read field by field, its faults collected beside them, and shown again with nothing lost."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Final, TypeVar

from pydantic import ValidationError
from sqlalchemy.orm import Session
from starlette.datastructures import FormData
from starlette.requests import Request

from lmis.commands.base import Command
from lmis.errors import Invalid, LmisError, Refusal
from lmis.imports.definition import Import, Lookups
from lmis.imports.records import Record
from lmis.imports.rows import BLAMED, RowReader
from lmis.locale.labels import labels
from lmis.locale.words import fault_words, words
from lmis.services.lookups import lookups_by_country
from lmis.text.dates import parse_date
from lmis.text.digits import parse_amount, parse_whole
from lmis.text.phones import parse_phone
from lmis.vocabulary import Actor, Language
from lmis.web.faults import fault_of
from lmis.web.problems import SeveralFaults

LONGEST: Final = 6_000
"""Signs of a field that are read: more than any field holds, so that what is too long is still refused by its rule."""
WHOLE: Final = ""
"""Stands for the form as such, where a fault belongs to none of its fields."""
BESIDE: Final = BLAMED | {"wage_range_falls": "wage_min"}
"""Rules about several fields -> the one beside which a form tells them: the first that the eye meets."""

C = TypeVar("C", bound=Command)
T = TypeVar("T")


@dataclass
class Sheet:
    """What stands in a form, and what is wrong with it: field -> sentences.

    A command comes of a form in one of two ways, with the same faults: field by field (`command`), or, where the form
    asks what a kind of file asks, as a line of that file (`row`).
    """

    form: FormData
    by: Actor
    names: Mapping[str, str] = field(default_factory=dict)
    """What fields of the command, or columns of its file, are called in the form, where that is not their own name."""
    fields: Sequence[str] = ()
    """The fields of the form, where a fault of any other belongs to the form as such."""
    faults: dict[str, list[str]] = field(default_factory=dict)
    errors: list[LmisError] = field(default_factory=list)
    """The refusals of services, as they came."""

    def typed(self, name: str) -> str:
        """A field without the blanks around it; empty where nothing was typed."""
        given = self.form.get(name)
        return given.replace("\r\n", "\n").strip()[:LONGEST] if isinstance(given, str) else ""

    def texts(self, names: Sequence[str]) -> dict[str, str]:
        """Several fields as they were typed."""
        return {name: self.typed(name) for name in names}

    def values(self, names: Sequence[str]) -> dict[str, Any]:
        """Several fields for a command: days read, the others as they were typed."""
        return {name: self.day(name) if name.endswith("_on") else self.typed(name) for name in names}

    def chosen(self, name: str) -> list[str]:
        """What was ticked under a name."""
        return [one[:80] for one in self.form.getlist(name) if isinstance(one, str) and one.strip()]

    def whole(self, name: str) -> int | None:
        """A whole number in any digits."""
        return self.read(name, parse_whole)

    def amount(self, name: str, minor_units: int) -> int | None:
        """An amount of money, in minor units of its currency."""
        return self.read(name, lambda text: int((parse_amount(text) * Decimal(10) ** minor_units).to_integral_value()))

    def day(self, name: str) -> date | None:
        """A day, as a browser sends it or as people write it."""
        return self.read(name, parse_date)

    def phone(self, name: str) -> str | None:
        """A telephone number of the office's country."""
        country = self.by.country.value if self.by.country else "KH"
        return self.read(name, lambda text: parse_phone(text, country))

    def read(self, name: str, parse: Callable[[str], T]) -> T | None:
        """A field in a form of its own; None where nothing was typed, or what was typed cannot be read."""
        text = self.typed(name)
        if not text:
            return None
        try:
            return parse(text)
        except Invalid as error:  # one fault of several: all of them are shown together, beside their fields
            self.blame(name, words(error, self.by.language)[1])
            return None

    def needed(self, *names: str) -> None:
        """Fields that cannot be empty."""
        for name in names:
            if not self.typed(name):
                self.blame(name, fault_words("missing", {}, self.by.language))

    def blame(self, name: str, told: str) -> None:
        """A fault of a field."""
        name = self.place(name)
        if told not in self.faults.setdefault(name, []):
            self.faults[name].append(told)

    @property
    def sentence(self) -> str:
        """All that is wrong, in one line: for lists on which a line has no room for fields."""
        return " ".join(dict.fromkeys(each for sentences in self.faults.values() for each in sentences))

    def place(self, name: str) -> str:
        """The field of the form that asks for a field of the command; none, where no field does."""
        if name in self.fields:
            return name
        name = self.names.get(name, name)
        return name if not self.fields or name in self.fields else WHOLE

    def refuse(self, refusal: Refusal) -> None:
        """A refusal of a service, beside the field that its pointer names."""
        path = [part for part in refusal.pointer.removeprefix("#/").split("/") if part and not part.isdecimal()]
        places = (self.place(one) for one in ("_".join(path), *path))
        known = (one for one in places if one and (one in self.fields or one in self.form))
        self.blame(next(known, WHOLE), words(refusal.error, self.by.language)[1])
        self.errors.append(refusal.error)

    def row(self, definition: Import, cells: Mapping[str, str], found: Lookups) -> Any:
        """The command of a form whose fields are the columns of a kind of file; None where there are faults.

        Args:
            cells: column -> what stands there; a column that is not told and not required is not asked.
        """
        header = [column.name for column in definition.asked if column.name in cells or column.required]
        reader = RowReader(definition, header, {None: found, found.country: found}, found.country)
        row = reader.row(Record(1, [cells.get(name, "") for name in header]))
        for fault in row.faults:
            self.blame(fault.column, words(fault.error, self.by.language)[1])
        return row.command

    def command(self, kind: type[C], values: Mapping[str, Any], prefix: str = "", *, emptied: bool = False) -> C | None:
        """The command that these values make; None where there are faults, which are kept.

        Args:
            prefix: what its fields are called with in the form before their own names.
            emptied: whether what is empty is said to be so, instead of not being said.
        """
        said = {name: value for name, value in values.items() if emptied or value not in (None, "")}
        try:
            return kind.model_validate(said)
        except ValidationError as error:
            for fault in error.errors(include_url=False):
                rule = str((fault.get("ctx") or {}).get("error", ""))
                name = self.place(str(fault["loc"][0]) if fault["loc"] else BESIDE.get(rule, WHOLE))
                if prefix + name not in self.faults:
                    told = fault_of({**fault, "loc": ("body", *fault["loc"])}, self.by.language)
                    self.blame(prefix + name, told["detail"])
            return None

    def settled(self, kind: type[C], values: Mapping[str, Any], prefix: str = "", *, emptied: bool = False) -> C:
        """The command that these values make, where nothing in the whole form is at fault.

        Raises:
            SeveralFaults: something is.
        """
        command = self.command(kind, values, prefix, emptied=emptied)
        self.settle()
        assert command is not None
        return command

    def settle(self) -> None:
        """Go on only without a fault.

        Raises:
            SeveralFaults: there are some.
        """
        if self.faults:
            raise SeveralFaults()


@dataclass
class Again:
    """The page on which a form stands, to be shown again where what was sent is refused."""

    template: str
    values: dict[str, Any]
    address: str
    """Where the page is fetched."""
    sheet: Sheet
    prefix: str = ""
    """What the fields of the command under way are called with before their own names."""

    def faults(self, error: LmisError, faults: Sequence[Mapping[str, Any]], language: Language) -> dict[str, list[str]]:
        """Field -> what is wrong with it; what is no field's under the empty name."""
        for fault in faults:
            self.sheet.blame(self._field(fault["pointer"]), fault["detail"])
        if not faults and not isinstance(error, SeveralFaults):
            self.sheet.blame(self._field(error.pointer), words(error, language)[1])
        return self.sheet.faults

    def _field(self, pointer: str) -> str:
        name = pointer.removeprefix("#").removeprefix("/").split("/")[0]
        return self.prefix + self.sheet.place(name) if name else WHOLE


def lookups_of(session: Session, by: Actor) -> Lookups:
    """What the cells of a form are looked up in: those of the reader's country."""
    return lookups_by_country(session, by.language, labels())[by.country and by.country.value]


def show_again(request: Request, again: Again) -> None:
    """From here on a refusal shows this form again."""
    request.state.again = again
