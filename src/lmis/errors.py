"""Every refusal: one base and four families; a concrete error stands beside the function that raises it."""

from __future__ import annotations

from dataclasses import dataclass
from inspect import cleandoc
from typing import Any


class LmisError(Exception):
    """The request could not be carried out."""

    def __init__(self, **values: Any) -> None:
        """Carry values, never a sentence: the doors render words from ``locale/``."""
        super().__init__(type(self).__name__, values)
        self.values = values
        self.pointer = ""

    @classmethod
    def title(cls) -> str:
        """The first line of the docstring: the msgid of the title in the catalogues."""
        return cleandoc(cls.__doc__ or "").partition("\n")[0]

    @property
    def name(self) -> str:
        """The stable address of the error, its class name in kebab case."""
        name = type(self).__name__
        return "".join(f"-{c.lower()}" if c.isupper() and i else c.lower() for i, c in enumerate(name))


class NotFound(LmisError):
    """There is no such record here."""


class Forbidden(LmisError):
    """This is not allowed for your role."""


class Conflict(LmisError):
    """The request does not fit the present state of the record."""


class Invalid(LmisError):
    """A value cannot be accepted."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """An error that was decided for one command, with the JSON pointer of the field at fault."""

    error: LmisError
    pointer: str = ""
