"""How surely names are found again, and how fast keys are made. `python -m benchmarks.text`.

Goals: the Khmer names of Cambodia's gazetteer under other hands' typing, at least 98 % with one key; the Khmer name
from the Latin and the Latin from the Khmer, at least 90 % among the first five; old fonts recognised in at least 99 %
of the addresses that were typed with them, and of single names in a file of them. Needs the reference data
(`LMIS_REFERENCE_DATA`, or `../shared/data`).
"""

from __future__ import annotations

import csv
import io
import os
import random
import sys
import timeit
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import yaml

from benchmarks.typed import limon, varied
from lmis.imports.definition import Column, Lookups
from lmis.imports.definitions import KINDS
from lmis.imports.read import read
from lmis.text import keys, normalise
from lmis.text.alike import known, most_alike, similarity
from lmis.text.keys import name_key, search_key
from lmis.text.legacy import LegacyFont, looks_legacy
from lmis.text.romanise import sound_key
from lmis.text.words import words
from lmis.vocabulary import Language

FOUND_AGAIN, FOUND_ACROSS, RECOGNISED = 0.98, 0.90, 0.99
LEVELS = ("provinces", "districts", "communes")
Pair = tuple[str, str]


def cambodia(folder: Path) -> list[Pair]:
    """The native and the Latin names of Cambodia's gazetteer: 25 provinces, 210 districts, 1,652 communes."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    pairs = []
    for kind in LEVELS:
        text = (folder / "geography" / f"cambodia_{kind}.yml").read_text("utf-8")
        pairs += [(one["name"]["km"], one["name"]["latin"]) for one in yaml.load(text, loader)[kind].values()]
    return pairs


def lao(folder: Path) -> list[Pair]:
    """The native and the Latin names of provinces and districts of the Lao PDR, as far as the data hold both."""
    pairs = []
    for kind in LEVELS[:2]:
        with (folder / "geography" / f"lao_{kind}.csv").open(encoding="utf-8") as file:
            pairs += [(row["name_lo"], row["name_en"]) for row in csv.DictReader(file)]
    return pairs


def found_across(pairs: Iterable[Pair], first: int = 5) -> tuple[float, float]:
    """Share of distinct native names whose Latin name is among the `first` of all distinct Latin ones; and back."""
    pairs = list(pairs)
    return _found(pairs, first), _found([(latin, native) for native, latin in pairs], first)


def _found(pairs: Sequence[Pair], first: int) -> float:
    meant, among = defaultdict(set), known(name for _, name in pairs)
    for asked, name in pairs:
        meant[asked].add(name)
    found = [meant[asked] & {name for name, _ in most_alike(asked, among, first)} for asked in meant]
    return sum(map(bool, found)) / len(found)


def found_again(names: Iterable[str], times: int = 5, seed: int = 1) -> float:
    """Share of the seeded variations of Khmer names that have the search key of the name."""
    dice, same = random.Random(seed), []
    for name in sorted(set(names)):
        same += [search_key(varied(name, dice)) == search_key(name) for _ in range(times)]
    return sum(same) / len(same)


def recognised(names: Iterable[str], together: int, cells: int = 5_000, seed: int = 1) -> float:
    """Share of cells, each of some Khmer names typed with an old font, that are recognised; 3 are an address."""
    dice, distinct = random.Random(seed), sorted(set(names))
    form = "ឃុំ{} ស្រុក{} ខេត្ត{}" if together == 3 else " ".join(["{}"] * together)
    return sum(looks_legacy(limon(form.format(*dice.sample(distinct, together)))) for _ in range(cells)) / cells


def refused(cells: Sequence[str]) -> list[str]:
    """The cells that are refused as old fonts in a file that holds these names, one in a row."""
    out = io.StringIO()
    csv.writer(out).writerows([["name", "age", "province"], *([cell, 30, "KH02"] for cell in cells)])
    sheet = read(io.BytesIO(out.getvalue().encode()), KINDS["job-seekers"])
    column = sheet.definition.column("name")
    found = [record.cells[0] for record in sheet.records if column and _is_refused(column, record.cells[0])]
    assert sheet.tally.records == len(cells), sheet.tally
    return found


def _is_refused(column: Column, cell: str) -> bool:
    try:
        column.parse(cell, Lookups())
    except LegacyFont:
        return True
    return False


def recognised_in_files(names: Iterable[str], rows: int, mixed: Sequence[str] = (), files: int = 20) -> float:
    """Share of single Khmer names, typed with an old font, that are refused in files of so many of them.

    Args:
        mixed: names in other letters of which as many stand in each file too.
    """
    dice, distinct = random.Random(1), sorted({name for name in names if not limon(name).isdigit()})
    sent = taken = 0
    for _ in range(files):
        typed = [limon(name) for name in dice.choices(distinct, k=rows)]
        cells = typed + (dice.choices(mixed, k=rows) if mixed else [])
        dice.shuffle(cells)
        bad = Counter(refused(cells))
        sent += rows
        taken += sum(min(bad[cell], count) for cell, count in Counter(typed).items())
    return taken / sent


def speeds() -> dict[str, float]:
    """Nanoseconds of one call; `cold` without the caches, which a million different names do not meet."""

    def cold(key: Callable[[str], str], text: str) -> Callable[[], str]:
        def call() -> str:
            for cached in (normalise._normal, keys._search_key, sound_key):
                cached.cache_clear()
            return key(text)

        return call

    calls: dict[str, Callable[[], object]] = {
        "search_key, ASCII": lambda: search_key("Sewing-machine  Operator"),
        "name_key, ASCII": lambda: name_key("Sok", "Dara"),
        "search_key, Khmer, met before": lambda: search_key("ភ្នំ ពេញ"),
        "search_key, Khmer, cold": cold(search_key, "ខេត្តបន្ទាយមានជ័យ"),
        "search_key, Lao, cold": cold(search_key, "ແຂວງຫຼວງນ້ຳທາ"),
        "sound_key, Khmer, cold": cold(sound_key, "បន្ទាយមានជ័យ"),
        "similarity of two names": lambda: similarity("Sok Dara", "ដារ៉ា សុខ"),
        "looks_legacy, Latin": lambda: looks_legacy("Banteay Meanchey"),
        "words, Khmer": lambda: words("ភ្នាក់ងារជាតិមុខរបរនិងការងារ", Language.KM),
    }
    return {name: min(timeit.repeat(call, number=2_000, repeat=5)) / 2_000 * 1e9 for name, call in calls.items()}


def main() -> int:
    """Print the figures beside their goals."""
    given = os.environ.get("LMIS_REFERENCE_DATA")
    folder = Path(given) if given else Path(__file__).resolve().parents[2] / "shared" / "data"
    pairs = cambodia(folder)
    native = [name for name, _ in pairs]
    figures = [("Khmer, typed by others, one key", found_again(native), FOUND_AGAIN)]
    for country, names in (("Cambodia", pairs), ("Lao PDR", lao(folder))):
        for first in (5, 1):
            goal = FOUND_ACROSS if first == 5 else 0.0
            there, back = found_across(names, first)
            figures += [(f"{country}, Latin from native, first {first}", there, goal)]
            figures += [(f"{country}, native from Latin, first {first}", back, goal)]
    figures += [("old font, addresses", recognised(native, 3), RECOGNISED)]
    figures += [("old font, two names", recognised(native, 2), 0.0), ("old font, one name", recognised(native, 1), 0.0)]
    latin = [name for _, name in pairs]
    figures += [("old font, one name, files of 300", recognised_in_files(native, 300), RECOGNISED)]
    figures += [("old font, one name, files of 20", recognised_in_files(native, 20, files=100), RECOGNISED)]
    figures += [("old font, as many Latin names beside", recognised_in_files(native, 300, latin), 0.0)]
    for name, share, goal in figures:
        print(f"{name:<42} {share:7.4f}" + (f"  (goal {goal})" if goal else ""))
    for name, nanoseconds in speeds().items():
        print(f"{name:<42} {nanoseconds:9,.0f} ns")
    return 0 if all(share >= goal for _, share, goal in figures) else 1


if __name__ == "__main__":
    sys.exit(main())
