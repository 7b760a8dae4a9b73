"""How long a survey's month takes from file to harmonised persons, and its memory. `python -m benchmarks.surveys`.

The Philippine month of November 2022 (45,561 people) as CSV, written back into CSPro's fixed width, and as Stata and
SPSS files. Goal: under 3 seconds of processor time each, with the report and the checks. Each kind is read in a process
of its own, so that its memory is its own. Needs the reference data (`LMIS_REFERENCE_DATA`, or `../shared/data`).
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

MAPPING = Path(__file__).resolve().parents[1] / "seeds" / "surveys" / "phl_lfs_2022_11.yml"
GOAL = 3.0  # seconds of processor time
ROUNDS = 3


def peak() -> float:
    """The most memory that this process has held, in megabytes, as Linux tells it."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    (line,) = [line for line in status.splitlines() if line.startswith("VmHWM")]
    return int(line.split()[1]) / 1024


def read_once(files: list[Path]) -> tuple[float, float]:
    """Seconds of processor time, and megabytes that reading and harmonising added to the process."""
    from lmis.indicators.surveys import harmonise, read_mapping, read_tables

    before = peak()
    began = time.process_time()
    mapping = read_mapping(MAPPING)
    harmonise(mapping, read_tables(mapping, files))
    taken = time.process_time() - began
    return taken, peak() - before


def written(folder: Path, into: Path) -> dict[str, list[Path]]:
    """The month in every format: the files of each."""
    import pandas as pd
    import pyreadstat

    from lmis.indicators.surveys.cspro import parse_dictionary

    sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))
    from indicators.surveys.written import fixed_width

    csv, dictionary = folder / "LFS_PUF_November_2022.csv.gz", folder / "November.dcf"
    described = parse_dictionary(dictionary.read_text(encoding="utf-8"))
    texts = pd.read_csv(csv, dtype=str, keep_default_na=False)
    (into / "month.dat").write_text(fixed_width(described, texts), encoding="utf-8", newline="")
    numbers = pd.read_csv(csv)
    pyreadstat.write_dta(numbers, str(into / "month.dta"))
    pyreadstat.write_sav(numbers, str(into / "month.sav"))
    made = {"Stata": [into / "month.dta"], "SPSS": [into / "month.sav"]}
    return {"CSV": [csv], "CSPro": [into / "month.dat", dictionary], **made}


def main() -> int:
    """Print a line for each format; 1 where one misses the goal."""
    root = Path(os.environ.get("LMIS_REFERENCE_DATA") or Path(__file__).resolve().parents[2] / "shared" / "data")
    folder = root / "surveys" / "phl_lfs_2022"
    if not folder.is_dir():
        print("no reference data: set LMIS_REFERENCE_DATA or put it at ../shared/data")
        return 0
    missed = False
    with TemporaryDirectory() as into:
        for name, files in written(folder, Path(into)).items():
            command = [sys.executable, "-m", "benchmarks.surveys", *map(str, files)]
            rounds = [subprocess.run(command, check=True, capture_output=True, text=True) for _ in range(ROUNDS)]
            seconds, megabytes = min(tuple(map(float, one.stdout.split())) for one in rounds)
            missed |= seconds > GOAL
            print(f"{name:<6} {seconds:5.2f} s of processor time (goal {GOAL:g}), {megabytes:4.0f} MB more at the peak")
    return int(missed)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(*read_once([Path(one) for one in sys.argv[1:]]))
    else:
        sys.exit(main())
