"""The nation's night run: every open vacancy against everybody who is registered, into one table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import pyarrow as pa
import pyarrow.parquet as pq
from sqlalchemy.orm import Session

from lmis.matching.engine.blocks import Asked, Ranked, blocks
from lmis.matching.engine.engine import Engine, Person
from lmis.matching.weights import Weights
from lmis.queries.gates import registered_kinds
from lmis.queries.profiles import live_referrals, vacancies_with_openings
from lmis.services.codes import Codes, codes
from lmis.services.crews import Crew, on_this_machine
from lmis.services.gating import Admission, Standing
from lmis.services.suggesting import seeker_profile, vacancy_profile
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
READ_AHEAD = 5_000


@dataclass
class NightReport:
    """What a night run did so far."""

    seekers: int
    vacancies: int
    done: int = 0
    """Vacancies that are ranked."""
    suggestions: int = 0


def engine_of(session: Session, by: Actor, known: Codes) -> Engine:
    """Everybody in sight who is registered, as an engine."""
    return Engine.of(_registered(session, by, known))


def _registered(session: Session, by: Actor, known: Codes) -> Iterator[Person]:
    for row in session.execute(registered_kinds(by).execution_options(yield_per=READ_AHEAD)):
        yield seeker_profile(row, known, by.today), Standing.of(row, by.today)


def match_all(
    session: Session,
    by: Actor,
    out: Path,
    top: int = 20,
    weights: Weights | None = None,
    crew: Crew = on_this_machine,
    progress: Callable[[NightReport], object] | None = None,
) -> NightReport:
    """Rank everybody for every open vacancy, and write the best as a Parquet table.

    Each vacancy has the weights in force in its country, unless some are given. Columns: vacancy, rank (from 1),
    seeker, points; the versions of the weights and the instant stand in the file's metadata.
    The file is there when all of it is, or not at all.
    """
    known = codes(session)
    engine = engine_of(session, by, known)
    asked = open_vacancies(session, by, known)
    report = NightReport(len(engine), len(asked))
    weighed = _by_weights(session, by, asked, weights)
    versions = ", ".join(dict.fromkeys(some.version for some, _ in weighed))
    told = COLUMNS.with_metadata({"weights": versions, "at": by.at.isoformat(), "top": str(top)})
    part = out.with_name(f"{out.name}.part")
    try:
        with pq.ParquetWriter(part, told, compression="zstd") as writer:
            for ranked in (one for some, of in weighed for one in crew(engine, blocks(iter(of)), some, top)):
                writer.write_table(_table(ranked, told))
                report.done += ranked.asked
                report.suggestions += len(ranked.ranks)
                if progress is not None:
                    progress(report)
        part.replace(out)
    finally:
        part.unlink(missing_ok=True)
    return report


def _by_weights(
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


def open_vacancies(session: Session, by: Actor, known: Codes) -> list[Asked]:
    """The vacancies in sight that are open and have an opening left, in the order of their ids."""
    referred: dict[UUID, set[UUID]] = defaultdict(set)
    for person, vacancy in session.execute(live_referrals()):
        referred[vacancy].add(person)
    rows = session.execute(vacancies_with_openings(by, by.today))
    found = sorted((row for row, still_open, free in rows if still_open and free), key=lambda row: row.id)
    return [
        Asked(
            vacancy_profile(row, known, by.today),
            frozenset(referred.get(row.id, ())),
            Admission.to(row, by.today),
        )
        for row in found
    ]


def _table(ranked: Ranked, schema: pa.Schema) -> pa.Table:
    columns = [
        [_written(id_) for id_ in ranked.vacancies],
        ranked.ranks,
        [_written(id_) for id_ in ranked.seekers],
        ranked.points,
    ]
    return pa.table([pa.array(some, kind.type) for some, kind in zip(columns, schema, strict=True)], schema=schema)


def _written(id_: bytes) -> str:
    """An id as a UUID is written."""
    digits = id_.hex()
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"
