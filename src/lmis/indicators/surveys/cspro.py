"""A CSPro data dictionary (.dcf): which records a fixed-width file has, and where each item stands in them.

Source: the text form of CSPro 4 to 7.7. What is not needed to read data (notes, relations, questions) is passed over.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain

from lmis.errors import Invalid
from lmis.indicators.surveys.labels import ValueLabels
from lmis.indicators.surveys.values import number_of, plain_number

SECTIONS = ("Dictionary", "Level", "IdItems", "Record", "Item", "ValueSet")


class UnreadableDictionary(Invalid):
    """This is not a CSPro data dictionary in its text form."""


@dataclass(frozen=True, slots=True)
class Item:
    """A field of a record: `start` counts from 1, `length` is in characters."""

    name: str
    label: str
    start: int
    length: int
    numeric: bool = True
    decimals: int = 0
    decimal_char: bool = False  # is the point written, or implied by the number of decimals?
    zero_fill: bool = False
    labels: ValueLabels = field(default_factory=ValueLabels)


@dataclass(frozen=True, slots=True)
class RecordType:
    """A kind of line: known by its type code, with the items of its own (those of the case are the dictionary's)."""

    name: str
    label: str
    code: str
    level: int  # 1 is the outermost
    at_most: int  # so many in one case
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class DataDictionary:
    """A whole dictionary; `ids` are the items that name a case, one tuple for each level."""

    name: str
    type_start: int  # of the record type, from 1; its length is 0 where there is only one type
    type_length: int
    ids: tuple[tuple[Item, ...], ...]
    records: tuple[RecordType, ...]

    def case(self, level: int) -> tuple[Item, ...]:
        """The items that name a case of this level: those of the outer levels too."""
        return tuple(chain.from_iterable(self.ids[:level]))

    @property
    def labels(self) -> dict[str, ValueLabels]:
        """The names of the values, of every item that has some."""
        items = chain(*self.ids, *(record.items for record in self.records))
        return {item.name: item.labels for item in items if item.labels != ValueLabels()}


@dataclass(slots=True)
class _Section:
    """One part of the file: its kind, its words, and the values of a value set with what was said of them."""

    kind: str
    words: dict[str, str] = field(default_factory=dict)
    values: list[list[str]] = field(default_factory=list)  # value and label, then `Special` words


def parse_dictionary(text: str) -> DataDictionary:
    """Read a dictionary.

    Raises:
        UnreadableDictionary: with the line, or the word that is lacking in a section.
    """
    sections = list(_sections(text))
    if not sections or sections[0].kind != "Dictionary":
        raise UnreadableDictionary(line=1)
    head = sections[0].words
    ids: list[list[Item]] = []
    records: list[tuple[_Section, int, list[Item]]] = []
    into: list[Item] = []
    for place, section in enumerate(sections):
        if section.kind == "Level":
            ids.append([])
        elif section.kind == "IdItems" and ids:
            into = ids[-1]
        elif section.kind == "Record":
            into = []
            records.append((section, len(ids), into))
        elif section.kind == "Item":
            into.extend(_items(section, _sets_after(sections, place), head))
    if not records:
        raise UnreadableDictionary(word="Record")
    return DataDictionary(
        name=head.get("Name", ""),
        type_start=_whole(sections[0], "RecordTypeStart", 0),
        type_length=_whole(sections[0], "RecordTypeLen", 0),
        ids=tuple(tuple(items) for items in ids),
        records=tuple(_record(section, level, items) for section, level, items in records),
    )


def _sections(text: str) -> Iterator[_Section]:
    section: _Section | None = None
    for number, line in enumerate(text.lstrip("\ufeff").splitlines(), start=1):
        said = line.strip()
        if said.startswith("[") and said.endswith("]"):
            if section is not None:
                yield section
            section = _Section(said[1:-1])
        elif said:
            key, sign, value = said.partition("=")
            if section is None or not sign:
                raise UnreadableDictionary(line=number)
            _note(section, key.strip(), value.strip())
    if section is not None:
        yield section


def _note(section: _Section, key: str, value: str) -> None:
    if section.kind == "ValueSet" and key == "Value":
        section.values.append(list(value.partition(";")[::2]))
    elif section.values and key in ("Name", "Special"):  # of the value above: Name=MISSING,Special
        section.values[-1].append(value)
    else:
        section.words.setdefault(key, value)


def _sets_after(sections: list[_Section], place: int) -> list[_Section]:
    """The value sets of an item: those that follow it directly."""
    sets: list[_Section] = []
    for section in sections[place + 1 :]:
        if section.kind == "ValueSet":
            sets.append(section)
        elif section.kind in SECTIONS:
            break
    return sets


def _items(section: _Section, sets: list[_Section], head: dict[str, str]) -> Iterator[Item]:
    """The item, once for each of its occurrences: NAME, or NAME_1, NAME_2 and so on."""
    name, length, times = _said(section, "Name"), _whole(section, "Len"), _whole(section, "Occurrences", 1)
    for occurrence in range(times):
        yield Item(
            name=name if times == 1 else f"{name}_{occurrence + 1}",
            label=section.words.get("Label", ""),
            start=_whole(section, "Start") + occurrence * length,
            length=length,
            numeric=section.words.get("DataType", "Numeric") != "Alpha",
            decimals=_whole(section, "Decimal", 0),
            decimal_char=section.words.get("DecimalChar", head.get("DecimalChar", "No")) == "Yes",
            zero_fill=section.words.get("ZeroFill", head.get("ZeroFill", "No")) == "Yes",
            labels=_labels(sets),
        )


def _record(section: _Section, level: int, items: list[Item]) -> RecordType:
    return RecordType(
        name=_said(section, "Name"),
        label=section.words.get("Label", ""),
        code=section.words.get("RecordTypeValue", "").strip("'"),
        level=level,
        at_most=_whole(section, "MaxRecords", 1),
        items=tuple(items),
    )


def _labels(sets: list[_Section]) -> ValueLabels:
    """One account of all value sets of an item; the earlier set names a value."""
    single: dict[str, str] = {}
    ranges: dict[tuple[float, float], str] = {}
    silent: set[str] = set()
    for values, label, *said in chain.from_iterable(section.values for section in sets):
        name = label.strip()
        for value in _values(values):
            low, sign, high = value.partition(":")
            if sign:
                ranges.setdefault((number_of(low), number_of(high)), name)
            elif name:
                single.setdefault(plain_number(value), name)
            if value and any("MISSING" in word or "REFUSED" in word for word in said):
                silent.add(plain_number(value))
    return ValueLabels(single, tuple((*ends, name) for ends, name in ranges.items() if name), frozenset(silent))


def _values(said: str) -> list[str]:
    """`0:1000 2000` are two; what stands in quotes is one text, without its blanks."""
    said = said.strip()
    return [said.strip("'").strip()] if said.startswith("'") else said.split()


def _said(section: _Section, word: str) -> str:
    if not section.words.get(word):
        raise UnreadableDictionary(word=word, section=section.kind, of=section.words.get("Label"))
    return section.words[word]


def _whole(section: _Section, word: str, otherwise: int | None = None) -> int:
    said = section.words.get(word) or (None if otherwise is None else str(otherwise))
    if said is None or not said.isascii() or not said.isdigit():
        raise UnreadableDictionary(word=word, section=section.kind, of=section.words.get("Name"), value=said)
    return int(said)
