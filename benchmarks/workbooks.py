"""Workbooks at their limits, beside openpyxl and pandas with odfpy. `python -m benchmarks.workbooks [--full]`.

In full: XLSX with all of its 1,048,576 rows, and ODS of 50 MB. The same people come as CSV, and the same rows have to
come out. Goals: at least as fast as the peer, and a growth of memory of at most 300 MB at any size. odfpy holds the
whole document, so it is given a small file; where it is not installed, ODS is measured without a peer.
"""

from __future__ import annotations

import argparse
import csv
import sys
import warnings
from collections.abc import Callable, Iterator
from hashlib import sha256
from importlib.util import find_spec
from itertools import islice
from pathlib import Path

import openpyxl
import pandas as pd

from benchmarks.books import write_ods, write_xlsx
from benchmarks.measuring import Cost, apart
from benchmarks.seekers import a_folder, seekers
from lmis.imports.definitions import KINDS
from lmis.imports.read import read

Found = tuple[int, str]
MOST_GROWTH = 300.0
XLSX_ROWS = {False: 20_000, True: 1_048_575}
ODS_BYTES = {False: 2_000_000, True: 50_000_000}
MOST_FOR_ODFPY = 2_000
"""Rows; it takes about 50 MB of memory for a thousand."""


def ours(path: Path) -> Found:
    """The number of rows, and a digest of all that they say."""
    digest, count = sha256(), 0
    with path.open("rb") as source:
        for record in read(source, KINDS["job-seekers"]).records:
            assert record.refusal is None
            digest.update("\x1f".join([*record.cells, ""]).encode())
            count += 1
    return count, digest.hexdigest()


def with_openpyxl(path: Path) -> Found:
    """The number of rows."""
    warnings.simplefilter("ignore")
    book = openpyxl.load_workbook(path, read_only=True)
    return sum(1 for _ in book.worksheets[0].iter_rows(values_only=True)) - 1, ""


def with_odfpy(path: Path) -> Found:
    """The number of rows."""
    return len(pd.read_excel(path, engine="odf", dtype=str)), ""


def write_csv(rows: Iterator[list[str]], path: Path) -> None:
    """The same rows as text."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)


def told(name: str, cost: Cost[Found]) -> float:
    """Print what a reader took; its rows per second."""
    speed = cost.result[0] / cost.seconds
    print(f"  {name:<20}{cost.result[0]:>10,} rows{speed:>10,.0f} rows/s{cost.growth:>8,.0f} MB", flush=True)
    return speed


def judged(folder: Path, path: Path, count: int, peer: Callable[[Path], Found] | None, small: Path | None) -> bool:
    """Measure one workbook; whether the goals are reached."""
    print(f"{path.suffix[1:].upper()}, {path.stat().st_size / 1e6:.1f} MB")
    own = apart(ours, path)
    speed = told("this reader", own)
    reached = own.growth <= MOST_GROWTH
    if peer is not None:
        reached &= speed >= told(peer.__name__.removeprefix("with_"), apart(peer, small or path))
    plain = folder / "same.csv"
    write_csv(islice(seekers(count, folder), own.result[0] + 1), plain)
    same = apart(ours, plain).result == own.result
    print(f"  the same rows as from CSV: {same}")
    return reached and same


def run(*, full: bool) -> bool:
    """XLSX and ODS of one size; whether the goals are reached."""
    with a_folder() as folder:
        path, count = folder / "people.xlsx", XLSX_ROWS[full]
        write_xlsx(seekers(count, folder), path)
        reached = judged(folder, path, count, with_openpyxl, None)
        path.unlink()
        path, small, count = folder / "people.ods", folder / "small.ods", ODS_BYTES[full] // 100
        write_ods(seekers(count, folder), path, ODS_BYTES[full])
        write_ods(seekers(MOST_FOR_ODFPY, folder), small)
        peer = with_odfpy if find_spec("odf") else None
        if peer is None:
            print("odfpy is not installed: ODS is measured without a peer")
        reached &= judged(folder, path, count, peer, small)
    print(f"goals: as fast as the peer, <= {MOST_GROWTH:g} MB, the same rows as from CSV: {reached}")
    return reached


def main() -> int:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--full", action="store_true", help="1,048,576 rows and 50 MB")
    return 0 if run(full=parser.parse_args().full) else 1


if __name__ == "__main__":
    sys.exit(main())
