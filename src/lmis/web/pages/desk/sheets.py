"""A form as it was typed: read field by field, its faults collected beside them, and shown again with nothing lost."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Final, TypeVar

from pydantic import ValidationError
from starlette.datastructures import FormData
from starlette.requests import Request

from lmis.commands.base import Command
from lmis.errors import Invalid, LmisError
from lmis.locale.words import fault_words, words
from lmis.text.dates import parse_date
from lmis.text.digits import parse_amount, parse_whole
from lmis.text.phones import parse_phone
from lmis.vocabulary import Actor, Language
from lmis.web.faults import fault_of
from lmis.web.problems import SeveralFaults

LONGEST: Final = 6_000
"""Signs of a field that are read: more than any field holds, so that what is too long is still refused by its rule."""
WHOLE: Final = {"wage_incomplete": "wage_currency", "wage_range_falls": "wage_min"}
"""Rules about several fields -> the one beside which they are told."""

C = TypeVar("C", bound=Command)
T = TypeVar("T")


@dataclass
class Sheet:
    """What stands in a form, and what is wrong with it: field -> sentences."""

    form: FormData
    by: Actor
    names: Mapping[str, str] = field(default_factory=dict)
    """What fields of the command are called in the form, where that is not their own name."""
    faults: dict[str, list[str]] = field(default_factory=dict)

    def typed(self, name: str) -> str:
        """A field without the blanks around it; empty where nothing was typed."""
        given = self.form.get(name)
        return given.replace("\r\n", "\n").strip()[:LONGEST] if isinstance(given, str) else ""

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
        if told not in self.faults.setdefault(name, []):
            self.faults[name].append(told)

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
                name = str(fault["loc"][0]) if fault["loc"] else WHOLE.get(str(fault["ctx"]["error"]), "")
                name = self.names.get(name, name)
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
        return self.prefix + self.sheet.names.get(name, name) if name else ""


def show_again(request: Request, again: Again) -> None:
    """From here on a refusal shows this form again."""
    request.state.again = again
