"""How fast clean files are read, beside Python's csv and pandas. `python -m benchmarks.speed [--rows 1000000]`.

The files are full records of job seekers. Python's csv takes them apart and knows nothing of what they say; pandas
reads them as text, so many rows at a time; this reader finds the header, judges every row, and counts it.
Goals: at most twice the time of Python's csv in the same run, and a growth of memory of at most 300 MB.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd

from benchmarks.measuring import Cost, apart
from benchmarks.seekers import a_folder, seekers
from lmis.imports.definitions import KINDS
from lmis.imports.read import read

MOST_TIMES, MOST_GROWTH = 2.0, 300.0
ROUNDS = 3
TOGETHER = 5_000


def ours(path: Path) -> int:
    """The rows that this reader takes."""
    with path.open("rb") as source:
        sheet = read(source, KINDS["job-seekers"])
        found = sum(1 for record in sheet.records if record.refusal is None)
    assert found == sheet.tally.records
    return found


def python_csv(path: Path) -> int:
    """The rows that Python's csv finds."""
    with path.open(encoding="utf-8", newline="") as file:
        return sum(1 for _ in csv.reader(file)) - 1


def with_pandas(path: Path) -> int:
    """The rows that pandas finds."""
    with pd.read_csv(path, dtype=str, keep_default_na=False, chunksize=TOGETHER) as frames:
        return sum(len(frame) for frame in frames)


READERS: dict[str, Callable[[Path], int]] = {
    "Python csv": python_csv,
    "pandas, in chunks": with_pandas,
    "this reader": ours,
}
FORMS: dict[str, tuple[int, float]] = {
    "no cell in quotes": (csv.QUOTE_MINIMAL, 0.0),
    "some cells in quotes": (csv.QUOTE_MINIMAL, 0.4),
    "all cells in quotes": (csv.QUOTE_ALL, 0.0),
}
"""How programs write a file: which cells are quoted, and the share of rows whose skills are listed with commas."""


def written(rows: Iterator[list[str]], folder: Path) -> dict[str, Path]:
    """The same rows in each form."""
    paths = {form: folder / f"{form.replace(' ', '-')}.csv" for form in FORMS}
    files = {form: path.open("w", encoding="utf-8", newline="") for form, path in paths.items()}
    writers = {form: csv.writer(file, quoting=FORMS[form][0]) for form, file in files.items()}  # type: ignore[arg-type]
    for number, row in enumerate(rows):
        for form, (_, share) in FORMS.items():
            commas = [cell.replace(";", ", ") for cell in row] if number % 10 < share * 10 else row
            writers[form].writerow(commas)
    for file in files.values():
        file.close()
    return paths


def best(reader: Callable[[Path], int], path: Path) -> Cost[int]:
    """The least of a few rounds: other work on the machine only adds to it."""
    return min((apart(reader, path) for _ in range(ROUNDS)), key=lambda cost: cost.seconds)


def run(rows: int) -> bool:
    """Print the figures; whether the goals are reached."""
    reached = True
    with a_folder() as folder:
        for form, path in written(seekers(rows, folder), folder).items():
            print(f"{form}, {rows:,} rows, {path.stat().st_size / 1e6:.0f} MB")
            costs = {name: best(reader, path) for name, reader in READERS.items()}
            for name, cost in costs.items():
                times = cost.seconds / costs["Python csv"].seconds
                speed = f"{cost.seconds / rows * 1e6:>7.2f} µs/row{rows / cost.seconds:>10,.0f} rows/s"
                print(f"  {name:<20}{speed}{times:>7.2f} x csv{cost.growth:>8.0f} MB")
                assert cost.result == rows
            own = costs["this reader"]
            reached &= own.seconds <= MOST_TIMES * costs["Python csv"].seconds and own.growth <= MOST_GROWTH
    print(f"goals: <= {MOST_TIMES:g} times Python's csv, <= {MOST_GROWTH:g} MB: {reached}")
    return reached


def main() -> int:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    return 0 if run(parser.parse_args().rows) else 1


if __name__ == "__main__":
    sys.exit(main())
