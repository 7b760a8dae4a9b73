"""What is compared of a person."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

Key = bytes | int


@dataclass(frozen=True, slots=True)
class Names:
    """A name in Latin letters and in the country's own script, as it was written down."""

    family: str | None = None
    given: str | None = None
    family_native: str | None = None
    given_native: str | None = None

    @property
    def scripts(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The parts of the Latin name and of the native one; empty where there is none."""
        return _parts(self.family, self.given), _parts(self.family_native, self.given_native)


def _parts(family: str | None, given: str | None) -> tuple[str, ...]:
    """Family and given name; a whole name in one field is parted after its first word."""
    parts = tuple(part.strip() for part in (family, given) if part and part.strip())
    return tuple(parts[0].split(maxsplit=1)) if len(parts) == 1 else parts


@dataclass(frozen=True, slots=True)
class Traits:
    """One record. Numbers are keyed indexes: they can be compared, not read."""

    id: UUID
    office: UUID
    names: Names
    sex: str | None
    birth_date: date | None
    birth_year: int
    identity_kind: str | None
    identity: bytes | None
    phone: bytes | None
    province: str
    district: str | None
    keys: tuple[Key | None, ...] = ()
    """Keyed indexes of `keys.block_words`, in their order."""
    numbered_by: UUID | None = field(default=None, compare=False)
    """The office that gave the record a number of its own."""
    quick: bool = False
    """Only the five fields of a surge are known."""
