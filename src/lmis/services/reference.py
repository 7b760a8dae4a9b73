"""Loading the reference tables from `seeds/`: idempotent, versioned, in one transaction."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import Table, delete, insert, select, update
from sqlalchemy.orm import DeclarativeBase, Session

from lmis.model.occupations import OccupationTitle
from lmis.model.offices import Office
from lmis.model.reference import (
    Currency,
    EducationLevel,
    EmploymentStatus,
    EmploymentStatusBridge,
    ExchangeRate,
    Industry,
    Licence,
    Occupation,
    Place,
    Reason,
    ReferenceLoad,
    RelatedOccupation,
    SpokenLanguage,
)
from lmis.text.keys import search_key
from lmis.vocabulary import TitleOrigin

NAMESPACE = UUID("8f0a1f0e-5b1a-4d53-9c55-6c6d69730001")
"""Ids of offices are derived from their codes, so that every installation gives an office the same id."""

Row = dict[str, str]


@dataclass(frozen=True)
class Seed:
    """One file of `seeds/` and the table that it fills."""

    file: str
    entity: type[DeclarativeBase]
    values: Callable[[Row], dict[str, Any]]
    optional: bool = False
    """Whether an installation may do without the file."""


def _names(row: Row) -> dict[str, Any]:
    languages = ("en", "km", "lo")
    names = {f"name_{language}": row[f"name_{language}"] or None for language in languages}
    return names | {f"reviewed_{language}": row[f"reviewed_{language}"] == "true" for language in languages}


def _columns(*columns: str) -> Callable[[Row], dict[str, Any]]:
    return lambda row: {column: row[column] or None for column in columns} | _names(row)


def _province(row: Row) -> dict[str, Any]:
    neighbours = sorted(filter(None, row["neighbours"].split(";")))
    spellings = [*filter(None, row["spellings"].split("|"))]
    known = {"code": row["code"], "kind": "province", "country": row["country"], "parent": None, "iso": row["iso"]}
    more = {"national_code": row["national_code"], "neighbours": neighbours, "spellings": spellings}
    return known | more | _names(row)


def _district(row: Row) -> dict[str, Any]:
    known = {"code": row["code"], "kind": "district", "country": row["code"][:2], "parent": row["province"]}
    more = {"national_code": row["national_code"], "neighbours": [], "spellings": []}
    return known | {"iso": None} | more | _names(row)


def _office(row: Row) -> dict[str, Any]:
    known = {"id": uuid5(NAMESPACE, row["code"]), "code": row["code"], "country": row["country"]}
    return known | {"kind": row["kind"], "province": row["province"] or None} | _names(row)


def _rate(row: Row) -> dict[str, Any]:
    return {
        "currency": row["currency"],
        "valid_from": date.fromisoformat(row["valid_from"]),
        "per_usd": Decimal(row["per_usd"]),
        "source": row["source"],
        "reviewed": row["reviewed"] == "true",
    }


def _related(row: Row) -> dict[str, Any]:
    said = {name: row[name] == "true" for name in ("mutual", "reviewed")}
    return {"code": row["code"], "other": row["other"]} | said


def _title(row: Row) -> dict[str, Any]:
    known = {"id": uuid5(NAMESPACE, "|".join(row[name] for name in ("title", "language", "code"))), "concept": None}
    told = {name: row[name] for name in ("title", "language", "code")} | {"search_key": search_key(row["title"])}
    return known | told | {"origin": TitleOrigin.LABEL.value, "pack": BUILT_IN, "weight": 1.0}


BUILT_IN = "built-in"
"""The pack of the job titles that come with the system."""

SEEDS = (
    Seed(
        "isco08", Occupation, lambda row: _columns("code", "parent", "skill_level")(row) | {"level": int(row["level"])}
    ),
    Seed("related_occupations", RelatedOccupation, _related),
    Seed("isic4", Industry, _columns("code", "level", "parent")),
    Seed("isced11", EducationLevel, lambda row: {"code": int(row["code"])} | _names(row)),
    Seed("icse18", EmploymentStatus, _columns("code", "parent", "authority", "risk")),
    Seed(
        "icse93_bridge", EmploymentStatusBridge, lambda row: {k: row[k] or None for k in ("icse18", "icse93", "note")}
    ),
    Seed("provinces", Place, _province),
    Seed("districts", Place, _district),
    Seed("offices", Office, _office),
    Seed("languages", SpokenLanguage, _columns("code")),
    Seed("licences", Licence, _columns("code", "country", "source_kh", "source_la")),
    Seed("currencies", Currency, lambda row: _columns("code")(row) | {"minor_units": int(row["minor_units"])}),
    Seed("exchange_rates", ExchangeRate, _rate),
    Seed("reasons", Reason, _columns("kind", "code")),
    Seed("occupation_titles", OccupationTitle, _title, optional=True),
)
"""In the order in which tables refer to one another."""


def load_reference(session: Session, folder: Path, at: datetime) -> dict[str, int]:
    """Bring every reference table to the state of its seed file; a table whose file is unchanged is not touched.

    Returns:
        File stem → rows inserted or changed (only tables that were touched). Rows that a file no longer names stay:
        codes are hidden, never deleted, because old records carry them. What nothing refers to goes: job titles, and
        which occupations are related.
    """
    versions = {row["table"]: row["version"] for row in _rows(folder / "manifest.csv")}
    held = {load.table: load for load in session.scalars(select(ReferenceLoad))}
    touched: dict[str, int] = {}
    for seed in SEEDS:
        path = folder / f"{seed.file}.csv"
        if seed.optional and not path.exists():
            continue
        digest = sha256(path.read_bytes()).hexdigest()
        if seed.file in held and held[seed.file].digest == digest:
            continue
        _forget(session, seed.entity)
        touched[seed.file] = _merge(session, seed.entity, [seed.values(row) for row in _rows(path)])
        load = held.get(seed.file) or ReferenceLoad(table=seed.file)
        load.version, load.digest, load.loaded_at = versions.get(seed.file, ""), digest, at
        session.add(load)
    session.flush()
    return touched


def _forget(session: Session, entity: type[DeclarativeBase]) -> None:
    """Take out the rows of a table to which nothing refers, so that those go which its file no longer names."""
    if entity is OccupationTitle:
        built_in = OccupationTitle.pack == BUILT_IN
        session.execute(delete(OccupationTitle).where(built_in).execution_options(audited=True))
    elif entity is RelatedOccupation:
        session.execute(delete(RelatedOccupation))


def _rows(path: Path) -> Iterator[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _merge(session: Session, entity: type[DeclarativeBase], rows: Iterable[dict[str, Any]]) -> int:
    table: Table = entity.__table__  # type: ignore[assignment]
    keys = [column.name for column in table.primary_key.columns]
    held = {tuple(row._mapping[key] for key in keys): dict(row._mapping) for row in session.execute(select(table))}
    new, changed = [], 0
    for row in rows:
        key = tuple(row[name] for name in keys)
        if key not in held:
            new.append(row)
        elif any(held[key][name] != value for name, value in row.items()):
            where = [table.c[name] == value for name, value in zip(keys, key, strict=True)]
            session.execute(update(table).where(*where).values(row))
            changed += 1
    if new:
        session.execute(insert(table).execution_options(audited=True), new)
    return len(new) + changed
