"""Planted duplicates: second records of the same person, and people who only share a telephone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.random import Generator

from lmis.sample.draws import Flags, Ints, Texts, pick
from lmis.sample.identity import Named
from lmis.sample.land import Land
from lmis.sample.people import People
from lmis.sample.reasons import reason

KINDS: Final = (
    "shared_phone_not_same",
    "transliteration",
    "swapped_names",
    "buddhist_year",
    "typing_slip",
    "reregistered_at_other_office",
)
SHARED_PHONE, TRANSLITERATION, SWAPPED, BUDDHIST, SLIP, OTHER_OFFICE = range(len(KINDS))
_SHARES: Final = (0.18, 0.24, 0.1, 0.12, 0.2, 0.16)
_PLANTED: Final = 0.0155
_BUDDHIST_OFFSET: Final = 543
_OWN: Final = frozenset(
    (
        "registered_on",
        "identity_kind",
        "identity_number",
        "identity_missing_reason",
        "province",
        "district",
        "wanted_provinces",
        "available_from",
        "consent_mode",
        "consent_on",
        "closed_on",
        "closed_because",
        "office",
    )
)
"""Columns of a second record that are not those of the first."""


@dataclass(slots=True)
class Twins:
    """Planted pairs: the later ``record`` beside the ``original``, both positions among the block's people."""

    original: Ints
    record: Ints
    kind: Ints

    def __len__(self) -> int:
        """How many pairs."""
        return len(self.kind)

    def only(self, keep: Flags) -> Twins:
        """Some of the pairs."""
        return Twins(self.original[keep], self.record[keep], self.kind[keep])


def plant(rng: Generator, people: People, named: Named) -> Twins:
    """Choose pairs, and give the later record the home (and for some, the family name) of the original."""
    size = len(people)
    if size < 2:
        none = np.zeros(0, dtype=np.int64)
        return Twins(none, none, none)
    record = np.sort(1 + rng.permutation(size - 1)[: round(size * _PLANTED)]).astype(np.int64)
    original = np.floor(rng.random(len(record)) * record).astype(np.int64)
    first = np.zeros(len(record), dtype=np.bool_)
    first[np.unique(original, return_index=True)[1]] = True
    pairs = Twins(original, record, pick(rng, _SHARES, len(record))).only(first & ~np.isin(original, record))
    moved = people.province[pairs.original] != people.province[pairs.record]
    pairs.kind = np.where((pairs.kind == OTHER_OFFICE) & ~moved, TRANSLITERATION, pairs.kind)
    home = pairs.kind != OTHER_OFFICE
    for place in (people.province, people.district):
        place[pairs.record[home]] = place[pairs.original[home]]
    relatives = (pairs.kind == SHARED_PHONE) & (rng.random(len(pairs)) < 0.6)
    named.family[pairs.record[relatives]] = named.family[pairs.original[relatives]]
    return pairs


def copied(people: People, pairs: Twins) -> Flags:
    """Which people are a second record of somebody else."""
    is_copy = np.zeros(len(people), dtype=np.bool_)
    is_copy[pairs.record[pairs.kind != SHARED_PHONE]] = True
    return is_copy


def _slipped_text(rng: Generator, text: str) -> str:
    """A name with two letters exchanged, one left out or one doubled."""
    if len(text) < 3:
        return text + text[-1:]
    at, how = 1 + int(rng.integers(len(text) - 2)), int(rng.integers(3))
    if how == 0 and text[at] != text[at + 1]:
        return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    return text[:at] + (text[at + 1 :] if how == 1 else text[at] + text[at:])


def _slipped_year(rng: Generator, birth: str) -> str:
    """A year of birth one or ten too low, still a valid date."""
    year = int(birth[:4]) - (1 if rng.random() < 0.6 else 10)
    return f"{year}-02-28" if birth[5:] == "02-29" else f"{year}{birth[4:]}"


def _slipped_phone(rng: Generator, phone: str) -> str:
    return f"{phone[:-1]}{(int(phone[-1]) + 1 + int(rng.integers(8))) % 10}"


def _slip(rng: Generator, row: dict[str, str]) -> None:
    """One slip of the keyboard in a name, the year of birth or the telephone number."""
    how = rng.random()
    if how < 0.3 and row["phone"]:
        row["phone"] = _slipped_phone(rng, row["phone"])
    elif how < 0.55 and row["birth_date"]:
        row["birth_date"] = _slipped_year(rng, row["birth_date"])
    else:
        part = "given_name" if rng.random() < 0.6 else "family_name"
        row[part] = _slipped_text(rng, row[part])


def _vary(rng: Generator, kind: int, row: dict[str, str], fresh_phone: str, other: tuple[str, str]) -> None:
    """Make the second record of this kind out of the first one's cells; ``other`` is the other spelling."""
    if kind == TRANSLITERATION:
        row["family_name"], row["given_name"] = other
        if rng.random() < 0.6:
            row["family_name_native"] = row["given_name_native"] = ""
    elif kind == SWAPPED:
        row["family_name"], row["given_name"] = row["given_name"], row["family_name"]
        row["family_name_native"], row["given_name_native"] = row["given_name_native"], row["family_name_native"]
    elif kind == BUDDHIST:
        year, month, day = row["birth_date"].split("-")
        row["birth_date"] = f"{day}/{month}/{int(year) + _BUDDHIST_OFFSET}"
    elif kind == SLIP:
        _slip(rng, row)
    if kind in (TRANSLITERATION, SWAPPED, OTHER_OFFICE) and rng.random() < 0.5:
        row["phone"] = fresh_phone


def overwrite(rng: Generator, land: Land, columns: dict[str, Texts], named: Named, pairs: Twins) -> Twins:
    """Write the second records into the columns of the register.

    Returns:
        The pairs that came about, with their kind: a shared telephone needs a telephone, a Buddhist year a date.
    """
    latin = [names(spelling) for spelling in (named.spelling, 1 - named.spelling)
             for names in (named.family_latin, named.given_latin)]  # fmt: skip
    missing = reason(land, "identity_missing", "not_with_person", "lost")
    shared = columns.keys() - _OWN
    keep = np.ones(len(pairs), dtype=np.bool_)
    rows = zip(pairs.original.tolist(), pairs.record.tolist(), pairs.kind.tolist(), strict=True)
    for at, (one, two, kind) in enumerate(rows):
        if kind == SHARED_PHONE:
            keep[at] = bool(columns["phone"][one])
            columns["phone"][two] = columns["phone"][one] or columns["phone"][two]
            continue
        row = {name: columns[name][one] for name in shared}
        if not row["family_name"]:
            row["family_name"], row["given_name"] = latin[0][one], latin[1][one]
        if kind == BUDDHIST and not row["birth_date"]:
            kind = pairs.kind[at] = SLIP
        _vary(rng, kind, row, columns["phone"][two], (latin[2][one], latin[3][one]))
        row |= {"identity_kind": "", "identity_number": ""}
        row["identity_missing_reason"] = columns["identity_missing_reason"][two] or missing
        for name, cell in row.items():
            columns[name][two] = cell
    return pairs.only(keep)
