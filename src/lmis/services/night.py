"""The nation's night run: every open vacancy against everybody who is registered, into one table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import pyarrow as pa
import pyarrow.parquet as pq
from sqlalchemy.orm import Session

from lmis.matching.engine.blocks import Asked, blocks
from lmis.matching.weights import DEFAULT_WEIGHTS, Weights
from lmis.model.vacancies import Vacancy
from lmis.queries.profiles import live_referrals, vacancies_with_openings
from lmis.services.codes import Codes, codes
from lmis.services.crews import Crew, on_this_machine
from lmis.services.pools import everybody_of
from lmis.services.profiles import vacancy_profile
from lmis.services.standings import Admission
from lmis.vocabulary import Actor

COLUMNS = pa.schema(
    [
        ("vacancy", pa.string()),
        ("rank", pa.int16()),
        ("seeker", pa.string()),
        ("points", pa.int16()),
    ]
)


@dataclass
class NightReport:
    """What a night run did so far."""

    seekers: int
    vacancies: int
    done: int = 0
    """Vacancies that are ranked."""
    suggestions: int = 0
    capped: int = 0
    """Places in rankings that a cap left out."""
    short: int = 0
    """Vacancies that have fewer suggestions than asked for because of the cap, as deep as was looked."""


def match_all(
    session: Session,
    by: Actor,
    out: Path,
    top: int = 20,
    weights: Weights = DEFAULT_WEIGHTS,
    crew: Crew = on_this_machine,
    progress: Callable[[NightReport], object] | None = None,
) -> NightReport:
    """Rank everybody for every open vacancy, and write the best as a Parquet table.

    Columns: vacancy, rank (from 1), seeker, points; the weights' version and the instant stand in the file's metadata.
    The file is there when all of it is, or not at all.
    """
    known = codes(session)
    engine = everybody_of(session, by, known)
    asked = open_vacancies(session, by, known)
    report = NightReport(len(engine), len(asked))
    told = COLUMNS.with_metadata({"weights": weights.version, "at": by.at.isoformat(), "top": str(top)})
    with whole_table(out, told) as writer:
        for ranked in crew(engine, blocks(iter(asked)), weights, top):
            columns = (ranked.vacancies, ranked.ranks, ranked.seekers, ranked.points)
            writer.write_table(table(columns, told))
            report.done += ranked.asked
            report.suggestions += len(ranked.ranks)
            if progress is not None:
                progress(report)
    return report


@contextmanager
def whole_table(out: Path, schema: pa.Schema) -> Iterator[pq.ParquetWriter]:
    """A Parquet file that is there when all of it is, or not at all."""
    part = out.with_name(f"{out.name}.part")
    try:
        with pq.ParquetWriter(part, schema, compression="zstd") as writer:
            yield writer
        part.replace(out)
    finally:
        part.unlink(missing_ok=True)


def open_vacancies(session: Session, by: Actor, known: Codes, only: Collection[UUID] | None = None) -> list[Asked]:
    """The vacancies in sight (or only some of them) that are open and have an opening left, in the order of ids."""
    referred: dict[UUID, set[UUID]] = defaultdict(set)
    for person, vacancy in session.execute(live_referrals()):
        referred[vacancy].add(person)
    query = vacancies_with_openings(by, by.today)
    rows = session.execute(query if only is None else query.where(Vacancy.id.in_(only)))
    found = sorted((row for row, still_open, free in rows if still_open and free), key=lambda row: row.id)
    return [
        Asked(
            vacancy_profile(row, known, by.today),
            frozenset(referred.get(row.id, ())),
            Admission.to(by, row),
        )
        for row in found
    ]


def table(columns: Iterable[Iterable[Any]], schema: pa.Schema) -> pa.Table:
    """Columns as a table; ids, of 16 bytes each, as UUIDs are written."""
    written = [
        map(_written, some) if kind.type == pa.string() else some for some, kind in zip(columns, schema, strict=True)
    ]
    return pa.table([pa.array(some, kind.type) for some, kind in zip(written, schema, strict=True)], schema=schema)


def _written(id_: bytes) -> str:
    """An id as a UUID is written."""
    digits = id_.hex()
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"
