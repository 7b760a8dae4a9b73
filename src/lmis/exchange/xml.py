"""XML as text: what the writers of SDMX-ML share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from lmis.exchange.messages import Head
from lmis.exchange.structures import Names

DECLARATION: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'
SCHEMAS: Final = "http://www.sdmx.org/resources/sdmxml/schemas"
NOT_XML: Final = dict.fromkeys([*range(9), 11, 12, *range(14, 32)])
"""Characters that XML 1.0 cannot hold at all."""


def text(value: object) -> str:
    """Text between tags."""
    return escape(str(value).translate(NOT_XML))


def quoted(value: object) -> str:
    """An attribute's value with its quotation marks."""
    return quoteattr(str(value).translate(NOT_XML))


def tag(name: str, content: str = "", /, **attributes: object) -> str:
    """An element; attributes of None are left out, and a trailing underscore of their names too."""
    given = "".join(f" {key.rstrip('_')}={quoted(value)}" for key, value in attributes.items() if value is not None)
    return f"<{name}{given}>{content}</{name}>" if content else f"<{name}{given}/>"


def named(element: str, names: Names, languages: Iterable[str]) -> str:
    """A name in every language that it has."""
    return "".join(
        f'<{element} xml:lang="{language}">{text(names[language])}</{element}>'
        for language in languages
        if names.get(language)
    )


def header(head: Head, more: str = "") -> str:
    """The header of a message; `more` is what its kind asks for."""
    return (
        f"<mes:Header><mes:ID>{head.message_id}</mes:ID><mes:Test>false</mes:Test>"
        f'<mes:Prepared>{head.instant}</mes:Prepared><mes:Sender id="{head.sender}"/>'
        f'<mes:Receiver id="not_supplied"/>{more}</mes:Header>'
    )


def root(name: str, spaces: Mapping[str, str]) -> str:
    """The opening tag of a message."""
    return f"<{name}{''.join(f' xmlns:{prefix}={quoted(space)}' for prefix, space in spaces.items())}>"


def in_chunks(parts: Iterable[str], size: int = 1 << 16) -> Iterator[bytes]:
    """Texts joined into chunks of about this many characters, as UTF-8; the first one leaves at once."""
    held: list[str] = []
    length = 0
    begun = False
    for part in parts:
        held.append(part)
        length += len(part)
        if length >= size or not begun:
            yield "".join(held).encode()
            held.clear()
            length, begun = 0, True
    if held:
        yield "".join(held).encode()
