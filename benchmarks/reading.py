"""Damaged files through the reader, beside Python's csv with its Sniffer and pandas. `python -m benchmarks.reading`.

Goals: no line disappears; at most 1 accepted row of 10,000 is wrong, and none in a typed column; at least 97 % of the
undamaged rows are accepted.
"""

from __future__ import annotations

import argparse
import csv
import io
import sys
import time
import warnings
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

import pandas as pd

from benchmarks.pollution import TYPES, Row, Variant, variants
from benchmarks.pollution_more import ALL
from lmis.errors import LmisError
from lmis.imports.plain import table, typed
from lmis.imports.read import examine, read

MOST_WRONG, LEAST_KEPT = 1.0, 0.97
APART = "shifts"
"""A family that leaves the number of cells as it was: what moved between columns of one type, no reader can see."""


class Refused(Exception):
    """The whole file was refused."""


@dataclass
class Reading:
    """What a reader made of a file: the rows that it accepts, and how many lines it put elsewhere."""

    rows: list[Row]
    quarantined: int = 0
    blank: int = 0
    lines: int = 0


@dataclass
class Score:
    """What came of many files."""

    files: int = 0
    refused: int = 0
    lines: int = 0
    accepted: int = 0
    quarantined: int = 0
    blank: int = 0
    wrong: int = 0
    wrong_typed: int = 0
    lost: int = 0
    undamaged: int = 0
    kept: int = 0
    seconds: float = 0.0
    by_family: dict[str, Score] = field(default_factory=dict)
    examples: list[str] = field(default_factory=list)

    @property
    def wrong_per_10_000(self) -> float:
        return 10_000 * self.wrong / max(self.accepted, 1)

    @property
    def share_kept(self) -> float:
        return self.kept / max(self.undamaged, 1)


def ours(variant: Variant) -> Reading:
    """The reader of this system, told the header and the types, and an encoding where the sender tells one."""
    source = io.BytesIO(variant.content)
    template = table(variant.columns, [TYPES[column] for column in variant.columns])
    try:
        examine(source, variant.encoding)
        sheet = read(source, [template], encoding=variant.encoding)
        records = list(typed(sheet))
    except LmisError as error:
        raise Refused from error
    rows = [tuple(record.cells) for record in records if record.refusal is None and not record.blank]
    tally = sheet.tally
    assert len(rows) == tally.records
    assert tally.lines == len(records)
    return Reading(rows, tally.quarantined, tally.blank, tally.lines)


def python_csv(variant: Variant) -> Reading:
    """Python's csv with its Sniffer, told the encoding."""
    text = variant.content.decode(variant.real_encoding, "replace").removeprefix("\ufeff")
    try:
        dialect: type[csv.Dialect] | csv.Dialect = csv.Sniffer().sniff(text[:8192])
    except csv.Error:
        dialect = csv.excel
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), dialect))
    except csv.Error as error:
        raise Refused from error
    return _peer(lines[0] if lines else [], [line for line in lines[1:] if any(line)], variant)


def with_pandas(variant: Variant) -> Reading:
    """pandas with `on_bad_lines="skip"`, told the encoding; it finds the separator."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            frame = pd.read_csv(
                io.BytesIO(variant.content),
                sep=None,
                engine="python",
                dtype=str,
                keep_default_na=False,
                index_col=False,
                on_bad_lines="skip",
                encoding=variant.real_encoding,
                encoding_errors="replace",
            )
    except (ValueError, csv.Error, pd.errors.ParserError) as error:
        raise Refused from error
    rows = [
        ["" if cell is None or cell != cell else str(cell) for cell in row] for row in frame.itertuples(index=False)
    ]
    return _peer([str(name) for name in frame.columns], rows, variant)


def _peer(header: list[str], lines: list[list[str]], variant: Variant) -> Reading:
    """Rows by the header where all columns are named, else as they stand."""
    names = [name.strip() for name in header]
    width = len(variant.columns)
    order = (
        [names.index(name) for name in variant.columns] if set(variant.columns) <= set(names) else list(range(width))
    )
    rows = [tuple(line[at] if at < len(line) else "" for at in order) for line in lines]
    return Reading(rows, lines=len(rows))


READERS: dict[str, Callable[[Variant], Reading]] = {
    "this reader": ours,
    "Python csv + Sniffer": python_csv,
    "pandas, on_bad_lines=skip": with_pandas,
}


def judge(score: Score, variant: Variant, reader: Callable[[Variant], Reading]) -> None:
    """Compare what a reader accepts with the truth; blanks around a cell make no difference."""
    parts = [score.by_family.setdefault(variant.family, Score())]
    parts += [score] if variant.family != APART else []
    truth = Counter(_plain(row) for row, _ in variant.truth)
    undamaged = Counter(_plain(row) for row, whole in variant.truth if whole)
    began = time.perf_counter()
    try:
        reading, refused = reader(variant), 0
    except Refused:
        reading, refused = Reading([]), 1
    seconds = time.perf_counter() - began
    accepted = Counter(_plain(row) for row in reading.rows)
    wrong = accepted - truth
    kept = (accepted & undamaged).total()
    typed_wrong = sum(count for row, count in wrong.items() if _wrong_in_types(row, variant))
    missing = len(reading.rows) + reading.quarantined + reading.blank - reading.lines
    for part in parts:
        part.files += 1
        part.refused += refused
        part.lines += reading.lines
        part.accepted += len(reading.rows)
        part.quarantined += reading.quarantined
        part.blank += reading.blank
        part.wrong += wrong.total()
        part.wrong_typed += typed_wrong
        part.lost += abs(missing)
        part.undamaged += undamaged.total()
        part.kept += kept
        part.seconds += seconds
        part.examples += [f"{variant.family} {variant.number}: {row}" for row in wrong]


def _plain(row: Row) -> Row:
    return tuple(cell.strip() for cell in row)


def _wrong_in_types(row: Row, variant: Variant) -> bool:
    """Whether a typed cell of a wrong row differs from the row that has its number, or it is nobody's row."""
    at = variant.columns.index("number")
    real = next((_plain(one) for one, _ in variant.truth if one[at].strip() == row[at]), None)
    if real is None:
        return True
    return any(
        cell != own
        for name, cell, own in zip(variant.columns, row, real, strict=True)
        if not TYPES[name].startswith("text")
    )


def run(each: int, seed: int) -> dict[str, Score]:
    """Every reader on every variant."""
    scores = {name: Score() for name in READERS}
    for variant in variants(each, seed, ALL):
        for name, reader in READERS.items():
            judge(scores[name], variant, reader)
    return scores


def main() -> int:
    """Print the figures beside their goals."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--each", type=int, default=200, help="variants of each family")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--examples", action="store_true", help="print rows that were accepted and are wrong")
    given = parser.parse_args()
    scores = run(given.each, given.seed)
    head = f"{'':<27}{'files':>6}{'refused':>8}{'lines':>8}{'accepted':>9}{'quarant.':>9}{'blank':>7}"
    print(f"{head}{'wrong':>7}{'/10,000':>9}{'typed':>7}{'undamaged kept':>16}{'s':>6}")
    for name, score in scores.items():
        print(_line(name, score))
    for family, score in scores["this reader"].by_family.items():
        print(_line(f"  {family}{' (apart)' if family == APART else ''}", score))
    if given.examples:
        print("\n".join(scores["this reader"].examples))
    own = scores["this reader"]
    reached = (
        not own.lost and own.wrong_per_10_000 <= MOST_WRONG and not own.wrong_typed and own.share_kept >= LEAST_KEPT
    )
    print(f"goals: <= {MOST_WRONG:g} wrong per 10,000, 0 in typed columns, >= {LEAST_KEPT:.0%} kept: {reached}")
    return 0 if reached else 1


def _line(name: str, score: Score) -> str:
    counts = (
        f"{score.files:>6}{score.refused:>8}{score.lines:>8}{score.accepted:>9}{score.quarantined:>9}{score.blank:>7}"
    )
    rates = f"{score.wrong:>7}{score.wrong_per_10_000:>9.2f}{score.wrong_typed:>7}{score.share_kept:>16.2%}"
    return f"{name:<27}{counts}{rates}{score.seconds:>6.1f}"


if __name__ == "__main__":
    sys.exit(main())
