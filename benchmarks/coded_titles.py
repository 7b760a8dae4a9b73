"""Third-party titles with their codes, how they are parted, and figures told beside their goals.

They are read where they lie (LMIS_REFERENCE_DATA, or ../shared/data) and are never kept.
"""

from __future__ import annotations

import csv
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from zlib import crc32

import numpy as np

from lmis.occupations.labels import UNIT, Example, Origin
from lmis.occupations.titles import title_key

DRAWS: Final = 2_000
"""Of the bootstrap."""
SEEDS: Final = Path(__file__).resolve().parents[1] / "seeds"


@dataclass(frozen=True)
class Titles:
    """The reference titles."""

    esco: list[Example]
    index: list[Example]
    groups: list[Example]
    board: list[Example]

    @classmethod
    def of(cls, folder: Path) -> Titles:
        """Read them."""
        esco, codes = [], {}
        for row in rows_of(folder / "esco_occupations.csv"):
            concept, code = row["ORIGINURI"], row["ISCOGROUPCODE"]
            codes[concept] = code
            names = dict.fromkeys([row["PREFERREDLABEL"], *row["ALTLABELS"].split("\n")])
            esco += [Example(name, code, "en", concept) for name in names if name.strip()]
        index = [
            Example(row["name_english"], row["code"], "en")
            for row in rows_of(folder / "ilo_index_of_titles.csv")
            if row["name_english"] and len(row["code"]) == UNIT
        ]
        groups = [
            Example(row["name_en"], row["code"], "en") for row in rows_of(SEEDS / "isco08.csv") if row["level"] == "4"
        ]
        board = [
            Example(row["vacancyTitle"], codes[row["conceptUri"]], "en", row["conceptUri"], Origin.LEARNED)
            for row in rows_of(folder / "jobbert_titles.csv")
            if row["conceptUri"] in codes and title_key(row["vacancyTitle"])
        ]
        return cls(esco, index, groups, board)


def reference_data() -> Path | None:
    """The folder of reference data; None where there is none."""
    given = os.environ.get("LMIS_REFERENCE_DATA")
    folder = Path(given) if given else SEEDS.parent.parent / "shared" / "data"
    return folder if folder.is_dir() else None


def rows_of(path: Path, delimiter: str = ",") -> list[dict[str, str]]:
    """The rows of a file."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=delimiter))


def half(example: Example, parts: int = 2) -> int:
    """The part of a title, by its key."""
    return crc32(f"part {title_key(example.title)}".encode()) % parts


def told(name: str, value: float, *goals: float, note: str = "") -> None:
    """One line: the figure beside its floor and its goal."""
    verdict = "" if not goals else "beats" if value >= goals[-1] else "floor" if value >= goals[0] else "BELOW"
    beside = " / ".join(f"{goal:g}" for goal in goals)
    print(f"{name:<66} {value:8.3f}   {beside:<14} {verdict:<6} {note}", flush=True)


def interval(right: np.ndarray[Any, Any]) -> str:
    """95 % of the means of samples drawn from these titles with replacement."""
    drawn = np.random.default_rng(1).integers(0, len(right), (DRAWS, len(right)))
    low, high = np.quantile(right[drawn].mean(axis=1), (0.025, 0.975))
    return f"95 %: {low:.3f} to {high:.3f}"


def codeable(chances: np.ndarray[Any, Any], right: np.ndarray[Any, Any]) -> float:
    """The largest share of the titles, surest first, of which four in five are right."""
    order = np.argsort(-chances, kind="stable")
    precise = np.flatnonzero(np.cumsum(right[order]) / np.arange(1, len(right) + 1) >= 0.8)
    return (int(precise[-1]) + 1) / len(right) if len(precise) else 0.0
