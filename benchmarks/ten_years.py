"""A register with ten years of editions: those of the newest quarter, copied to the quarters before it.

The database is a copy; figures go from one edition to another by SQL, each period's values a little apart, so that
lines are no level lines. Nobody registered on these days: only what pages of figures read is there.
"""

from __future__ import annotations

import shutil
import sqlite3
from datetime import date
from pathlib import Path
from uuid import uuid4

from lmis.indicators.register.periods import Period, period_of

QUARTERS = 40
"""Of ten years; each edition holds its three months too, which are 120."""
CHANGED = ("value", "numerator", "denominator", "lower", "upper", "se")


def before(last: str, count: int) -> list[Period]:
    """So many quarters before one, the latest first."""
    year, quarter = int(last[:4]), int(last[5:])
    found = []
    for _ in range(count):
        year, quarter = (year, quarter - 1) if quarter > 1 else (year - 1, 4)
        found.append(period_of(f"{year}Q{quarter}"))
    return found


def with_ten_years(database: Path, copy: Path, country: str = "KH") -> int:
    """Copy a SQLite database and fill the years before its newest quarter. Returns how many figures there are then."""
    shutil.copyfile(database, copy)
    with sqlite3.connect(copy) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        newest, last = connection.execute(
            "SELECT id, period FROM edition WHERE country = ? AND source = 'PES' AND state <> 'draft' "
            "AND period LIKE '____Q_' ORDER BY ends_on DESC, number DESC LIMIT 1",
            [country],
        ).fetchone()
        held = {one for (one,) in connection.execute("SELECT period FROM edition WHERE country = ?", [country])}
        for at, quarter in enumerate(before(last, QUARTERS - 1)):
            if quarter.text not in held:
                _copy(connection, newest, period_of(last), quarter, 1 - 0.01 * at + 0.03 * (at % 4))
        connection.execute("ANALYZE")
        (figures,) = connection.execute("SELECT count(*) FROM figure").fetchone()
    return int(figures)


def _copy(connection: sqlite3.Connection, newest: str, last: Period, quarter: Period, factor: float) -> None:
    """An edition of a quarter out of another, with all its figures."""
    id_ = uuid4().hex
    after = date(quarter.ends_on.year + quarter.ends_on.month // 12, quarter.ends_on.month % 12 + 1, 5)
    instant = f"{after} 02:00:00.000000"
    new = {"id": id_, "period": quarter.text, "starts_on": str(quarter.starts_on), "ends_on": str(quarter.ends_on)}
    new |= {"cut_off": instant, "published_at": instant, "number": "1"}
    _insert(connection, "edition", new, "id = ?", [newest])
    for theirs, ours in zip((last, *last.months), (quarter, *quarter.months), strict=True):
        moved = {"id": None, "edition_id": id_, "period": ours.text}
        changed = {name: f"{name} * {factor:.3f}" for name in CHANGED}
        _insert(connection, "figure", moved, "edition_id = ? AND period = ?", [newest, theirs.text], changed)


def _insert(
    connection: sqlite3.Connection,
    table: str,
    new: dict[str, str | None],
    where: str,
    asked: list[str],
    changed: dict[str, str] | None = None,
) -> None:
    """Rows of a table once more, some of their columns others."""
    columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
    taken = ["?" if name in new else (changed or {}).get(name, name) for name in columns]
    values = [new[name] for name in columns if name in new]
    statement = f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(taken)} FROM {table} WHERE {where}"
    connection.execute(statement, [*values, *asked])
