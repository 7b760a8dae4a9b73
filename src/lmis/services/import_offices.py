"""Which office a file or a row of it belongs to, and whether the actor may write for it."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from uuid import UUID

from lmis.errors import Invalid
from lmis.services.codes import Codes
from lmis.vocabulary import Actor, Country


class OfficeNotSaid(Invalid):
    """The file does not say which office sends it: name the office."""


class OtherOffice(Invalid):
    """This row belongs to an office that you do not write for."""


@dataclass(frozen=True)
class Offices:
    """The offices of one import."""

    codes: Codes
    by: Actor
    home: UUID | None
    """The office that the file is for, where it is for one."""

    @classmethod
    def of(cls, codes: Codes, by: Actor, office: str | None) -> Offices:
        """Those of a file that is for `office`, or for the actor's own.

        Raises:
            UnknownCode, OtherOffice.
        """
        own = cls(codes, by, by.office_id)
        return own if office is None else replace(own, home=own.named(office))

    @property
    def country(self) -> Country | None:
        """The country of rows that name no office."""
        return self.country_of(self.home) if self.home else self.by.country

    def country_of(self, office: UUID) -> Country:
        """The country of an office."""
        return Country(self.codes.office_countries[office])

    def named(self, code: str) -> UUID:
        """The office of a code.

        Raises:
            UnknownCode: there is none. OtherOffice: the actor does not write for it.
        """
        if code not in self.codes.offices:
            raise self.codes.unknown("office", code, self.codes.office_names)
        office = self.codes.offices[code]
        own_country = self.by.country is None or self.country_of(office) == self.by.country
        if office == self.by.office_id or (self.by.sees_all_offices and own_country):
            return office
        raise OtherOffice(value=code)

    def of_row(self, code: str | None) -> UUID:
        """The office of a row that names this one, or none.

        Raises:
            OfficeNotSaid: neither the row nor the file says it. And as `named`.
        """
        if code is not None:
            return self.named(code)
        if self.home is None:
            raise OfficeNotSaid()
        return self.home

    def of_cell(self, cell: str) -> UUID | None:
        """The office that a cell names; None where the row cannot be taken for one."""
        with suppress(Invalid):
            return self.of_row(cell.strip().upper() or None)
        return None

    def acting_for(self, by: Actor, office: UUID | None) -> Actor:
        """The actor as somebody of an office."""
        return by if office is None else replace(by, office_id=office, country=self.country_of(office))
