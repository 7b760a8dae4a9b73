"""The records of an edition, kept as they were read for it, so that its figures can be computed again for ever."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from hashlib import sha256
from io import BytesIO
from typing import Any, Final, cast
from uuid import UUID

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from sqlalchemy import select
from sqlalchemy.orm import Session

from lmis.errors import Conflict, NotFound
from lmis.indicators.given import Given
from lmis.indicators.register.records import KEYS, Records
from lmis.model.figures import FrozenRecords
from lmis.services.writing import Draft

TOGETHER: Final = 250_000
"""Records of a part: some megabytes."""

GIVEN: Final = "given"
"""The part that holds the figures from outside."""


class NothingFrozen(NotFound):
    """This edition was published before records were kept with editions."""


class FrozenChanged(Conflict):
    """The records kept with this edition are not those that it was published from."""


def freeze(draft: Draft, edition_id: UUID, records: Records, given: Sequence[Given]) -> None:
    """Plan the rows that keep these records; the trail tells the digest of each part."""
    for name, table in records.tables().items():
        for part, content in enumerate(_parts(table)):
            _plan(draft, edition_id, name, part, content)
    outside = [asdict(one) | {"cell": dict(one.cell)} for one in given]
    _plan(draft, edition_id, GIVEN, 0, json.dumps(outside, default=str).encode())


def thaw(session: Session, edition_id: UUID) -> tuple[Records, list[Given]]:
    """The records of an edition, and its figures from outside.

    Raises:
        NothingFrozen: the edition is older than this keeping.
        FrozenChanged: a part is not what was written then.
    """
    parts: dict[str, list[bytes]] = defaultdict(list)
    query = select(FrozenRecords).where(FrozenRecords.edition_id == edition_id).order_by(FrozenRecords.part)
    for row in session.scalars(query.execution_options(people="engine")):
        if sha256(row.content).hexdigest() != row.digest:
            raise FrozenChanged(edition=edition_id, part=row.name)
        parts[row.name].append(row.content)
    if not parts:
        raise NothingFrozen(edition=edition_id)
    tables = {name: _joined(parts[name]) for name in KEYS}
    return Records(**tables), [Given(**one) for one in json.loads(parts[GIVEN][0])]


def _plan(draft: Draft, edition_id: UUID, name: str, part: int, content: bytes) -> None:
    digest = sha256(content).hexdigest()
    draft.insert(FrozenRecords, edition_id=edition_id, name=name, part=part, digest=digest, content=content)


def _parts(table: pd.DataFrame) -> Iterator[bytes]:
    for start in range(0, max(len(table), 1), TOGETHER):
        some = pa.Table.from_pandas(table.iloc[start : start + TOGETHER], preserve_index=False)
        content = BytesIO()
        pq.write_table(some, content, compression="zstd")
        yield content.getvalue()


def _joined(parts: Sequence[bytes]) -> pd.DataFrame:
    tables: list[Any] = [pq.read_table(BytesIO(part)) for part in parts]
    return cast(pd.DataFrame, pa.concat_tables(tables, promote_options="permissive").to_pandas())
