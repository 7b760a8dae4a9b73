"""The nation's night run: every open vacancy against everybody who is registered, into one table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any
from uuid import UUID

import pyarrow as pa
import pyarrow.parquet as pq
from sqlalchemy.orm import Session

from lmis.errors import Invalid
from lmis.matching.criteria import CRITERIA
from lmis.matching.engine.blocks import Asked, Ranked, blocks
from lmis.matching.engine.engine import Engine
from lmis.matching.profiles import VacancyProfile
from lmis.matching.weights import Weights
from lmis.model.vacancies import Vacancy
from lmis.queries.profiles import live_referrals, vacancies_with_openings
from lmis.services.codes import Codes, codes
from lmis.services.crews import Crew, on_this_machine
from lmis.services.pools import everybody_of
from lmis.services.profiles import vacancy_profile
from lmis.services.standings import Admission
from lmis.services.weights import weights_in_force
from lmis.vocabulary import Actor

COLUMNS = pa.schema(
    [
        ("vacancy", pa.string()),
        ("rank", pa.int16()),
        ("seeker", pa.string()),
        ("points", pa.int16()),
    ]
)

REASONS = pa.schema([(criterion.name, pa.int16()) for criterion in CRITERIA])


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
    weights: Weights | None = None,
    crew: Crew = on_this_machine,
    progress: Callable[[NightReport], object] | None = None,
    *,
    reasons: bool = False,
) -> NightReport:
    """Rank everybody for every open vacancy, and write the best as a Parquet table.

    Each vacancy has the weights in force in its country, unless some are given. Columns: vacancy, rank (from 1),
    seeker, points; the versions of the weights and the instant stand in the file's metadata.
    The file is there when all of it is, or not at all.

    Args:
        reasons: also a column for each criterion with the points that it gives; they add up to `points`.
    """
    known = codes(session)
    engine = everybody_of(session, by, known)
    asked = open_vacancies(session, by, known)
    report = NightReport(len(engine), len(asked))
    weighed = by_weights(session, by, asked, weights)
    versions = ", ".join(dict.fromkeys(some.version for some, _ in weighed))
    schema = pa.schema([*COLUMNS, *REASONS]) if reasons else COLUMNS
    profiles = {one.vacancy.id.bytes: one.vacancy for one in asked}
    told = schema.with_metadata({"weights": versions, "at": by.at.isoformat(), "top": str(top)})
    with whole_table(out, told) as writer:
        for in_force, ranked in (
            (some, one) for some, of in weighed for one in crew(engine, blocks(iter(of)), some, top)
        ):
            columns: tuple[Sequence[Any], ...] = (ranked.vacancies, ranked.ranks, ranked.seekers, ranked.points)
            if reasons:
                columns += _reasons(engine, profiles, in_force, ranked)
            writer.write_table(table(columns, told))
            report.done += ranked.asked
            report.suggestions += len(ranked.ranks)
            if progress is not None:
                progress(report)
    return report


def _reasons(
    engine: Engine, vacancies: Mapping[bytes, VacancyProfile], weights: Weights, ranked: Ranked
) -> tuple[Sequence[int], ...]:
    """Points by criterion, a column each, of all rows of a block."""
    points: list[list[int]] = []
    pairs = zip(ranked.vacancies, ranked.seekers, strict=True)
    for vacancy, rows in groupby(pairs, key=itemgetter(0)):
        explained = engine.explain(vacancies[vacancy], weights, [seeker for _, seeker in rows])
        points += [[reason.points for reason in one] for one in explained]
    return tuple(zip(*points, strict=True)) if points else ((),) * len(REASONS)


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


def by_weights(
    session: Session, by: Actor, asked: list[Asked], weights: Weights | None
) -> list[tuple[Weights, list[Asked]]]:
    """The vacancies with the weights that they are ranked by; those of one version together."""
    if weights is not None:
        return [(weights, asked)]
    of: dict[str, list[Asked]] = defaultdict(list)
    versions: dict[str, Weights] = {}
    countries: list[str | None] = [*sorted({one.vacancy.country for one in asked})]
    for country in countries or [None]:
        found = weights_in_force(session, by, country)
        versions[found.version] = found
        of[found.version] += [one for one in asked if one.vacancy.country == country]
    return [(versions[version], some) for version, some in of.items()]


class WeightsDiffer(Invalid):
    """The countries have different weights in force: name one country."""


def one_for_all(session: Session, by: Actor, asked: list[Asked], weights: Weights | None) -> Weights:
    """The weights by which all these vacancies are ranked.

    Raises:
        WeightsDiffer: they are not the same.
    """
    first, *others = by_weights(session, by, asked, weights)
    if others:
        raise WeightsDiffer(values=", ".join(some.version for some, _ in (first, *others)))
    return first[0]


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
