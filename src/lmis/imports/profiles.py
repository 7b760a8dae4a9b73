"""A sender's own headers, told as `Their header=our_column`: what of them can be meant."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from lmis.errors import Invalid
from lmis.imports.anchoring import UnknownColumn
from lmis.imports.definition import Template, header_key
from lmis.text.nearest import nearest

Headers = Mapping[str, str]
"""A sender's header → the name of our column."""


class MappingUnclear(Invalid):
    """A header and its column are written with a sign = between them."""


class HeaderKnown(Invalid):
    """This header is known already as the name of another column."""


class MappedTwice(Invalid):
    """One header is mapped to two columns."""


class HeaderNotThere(Invalid):
    """The file has no such header."""


def headers_of(pairs: Iterable[str]) -> dict[str, str]:
    """The headers that a sender names, one `Their header=our_column` each.

    Raises:
        MappingUnclear, MappedTwice.
    """
    headers: dict[str, str] = {}
    for pair in pairs:
        header, sign, column = (part.strip() for part in pair.rpartition("="))
        if not (sign and header_key(header) and column):
            raise MappingUnclear(value=pair)
        if headers.setdefault(header, column) != column:
            raise MappedTwice(value=header, columns=[headers[header], column])
    return headers


def checked(headers: Headers, definitions: Sequence[Template]) -> dict[str, str]:
    """The headers of a sender, when each can mean the column that it is mapped to.

    Raises:
        UnknownColumn, with the nearest ones. HeaderKnown. MappedTwice: spellings of one header to several columns.
    """
    names = [column.name for definition in definitions for column in definition.columns if not column.ours]
    meant: dict[str, str] = {}
    for header, name in headers.items():
        if name not in names:
            raise UnknownColumn(value=name, nearest=nearest(name, names))
        known = [found for one in definitions if _has(one, name) and (found := one.column(header))]
        if known and name not in (column.name for column in known):
            raise HeaderKnown(value=header, column=name, known=known[0].name)
        if meant.setdefault(header_key(header), name) != name:
            raise MappedTwice(value=header, columns=[meant[header_key(header)], name])
    return dict(headers)


def together(remembered: Headers, named: Headers) -> dict[str, str]:
    """What is remembered and what is named now, which comes first; in one order, however it came about."""
    by_key = {header_key(header): (header, name) for header, name in (*remembered.items(), *named.items())}
    return dict(sorted(by_key.values()))


def all_there(headers: Headers, found: Sequence[str]) -> None:
    """See that a file has the headers that its sender names.

    Raises:
        HeaderNotThere, with the nearest headers of the file.
    """
    there = {header_key(cell) for cell in found}
    for header in headers:
        if header_key(header) not in there:
            raise HeaderNotThere(value=header, nearest=nearest(header, [cell for cell in found if cell.strip()]))


def _has(definition: Template, name: str) -> bool:
    return any(column.name == name for column in definition.columns)
