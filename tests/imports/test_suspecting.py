"""Files typed with old fonts: single names are refused by the evidence of their column, and plain names never."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest
from benchmarks.text import cambodia, lao, recognised_in_files, refused
from benchmarks.typed import limon

from factories.workbooks import a_workbook
from lmis.errors import Invalid, LmisError
from lmis.imports.definition import Lookups
from lmis.imports.definitions import KINDS
from lmis.imports.read import read
from lmis.imports.records import Record
from lmis.imports.suspecting import SAMPLED, peeked
from lmis.text.legacy import LegacyFont
from reference_data import needs_reference_data

ENGLISH = ("Smith Johnson O'Brien McDonald Wright Sykes Lynch Schwartz", "Jane Lynn Bryn Ruth Hugh Anne-Marie")
FRENCH = ("Lefèvre Dupré Müller Çelik Noël Châtelet d’Alembert", "François Élise Zoë Jérôme Anaïs Jean-Jacques")
VIETNAMESE = ("Nguyễn Trần Đặng Phạm Võ Huỳnh Bùi", "Hương Ngọc Ánh Lâm Đức Thị Quỳnh")
CHINESE = ("Zhāng Lǐ Wáng Chén Xú Lǚ Qián Zhū", "Wěi Nà Xiùyīng Jūn Yǒng Xiǎohóng Lì")
NAMES = Path("src/lmis/sample/tables")


def people(family: str, given: str) -> list[str]:
    return [" ".join(pair) for pair in product(family.split(), given.split())]


def test_single_names_of_an_old_font_are_recognised_in_files() -> None:
    native = [name for name, _ in cambodia(needs_reference_data())]
    assert recognised_in_files(native, 300, files=5) >= 0.99
    assert recognised_in_files(native, 20, files=20) >= 0.99


def test_names_of_people_are_recognised_in_files_though_they_are_short() -> None:
    native = [row["native"] for row in names("kh")]
    assert recognised_in_files(native, 200, files=5) >= 0.99


def names(country: str) -> list[dict[str, str]]:
    path = Path(__file__).parents[2] / NAMES / f"names_{country}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("parts", [ENGLISH, FRENCH, VIETNAMESE, CHINESE], ids=["en", "fr", "vi", "zh"])
@pytest.mark.parametrize("case", [str, str.upper, str.lower])
def test_plain_names_are_never_refused(parts: tuple[str, str], case: type) -> None:
    cells = [case(name) for name in [*people(*parts), *" ".join(parts).split()]]
    assert refused(cells) == []


def test_no_latin_name_of_a_gazetteer_or_of_our_people_is_refused() -> None:
    folder = needs_reference_data()
    latin = [name for pairs in (cambodia(folder), lao(folder)) for _, name in pairs]
    latin += [row["spelling"] for country in ("kh", "la") for row in names(country)]
    assert len(latin) > 2_000
    assert refused(latin) == []


def test_naughty_strings_that_are_fine_are_not_refused() -> None:
    strings = json.loads((Path(__file__).parents[1] / "text" / "naughty_km_lo.json").read_text("utf-8"))["strings"]
    fine = [one["text"] for one in strings if one.get("refused", {}).get("as") != "text"]
    cells = [text for text in fine if text.strip() and text.isprintable()]
    assert len(cells) > 200
    assert refused(cells) == []


def test_latin_names_in_a_file_of_both_are_left() -> None:
    native = [name for name, _ in cambodia(needs_reference_data())][:300]
    latin = people(*FRENCH) + people(*VIETNAMESE)
    bad = refused([cell for pair in zip(map(limon, native), latin * 9, strict=False) for cell in pair])
    assert set(bad) & set(latin) == set()
    assert len(bad) > 250


def strict_columns(content: bytes, kind: str = "employers") -> set[str]:
    sheet = read(io.BytesIO(content), KINDS[kind])
    return {column.name for column in sheet.definition.columns if column not in KINDS[kind][0].columns}


LEGACY = [limon(name) for name in ["កំពង់ចាម", "ភ្នំពេញ", "ប្រទេស", "ស្វាយរៀង", "ព្រៃវែង"]]


def test_a_workbook_is_judged_as_text_is() -> None:
    table = [["name", "name_native", "sector", "province"], *(["Mill", cell, "14", "KH02"] for cell in LEGACY * 3)]
    text = "\n".join(",".join(cells) for cells in table) + "\n"
    assert strict_columns(text.encode()) == strict_columns(a_workbook({"A": table})) == {"name_native"}


def test_lists_of_texts_are_judged_too() -> None:
    header = "employer,title,occupation,province,closes_on,required_skills\n"
    rows = "".join(f"E1,Cook,5120,KH02,2026-12-31,{cell}\n" for cell in LEGACY * 3)
    sheet = read(io.BytesIO((header + rows).encode()), KINDS["vacancies"])
    skills = sheet.definition.column("required_skills")
    assert skills is not None
    with pytest.raises(LegacyFont):
        skills.parse("sala", Lookups())
    assert skills.parse("ដេរ\\; កាត់; Sok Dara", Lookups()) == ["ដេរ; កាត់", "Sok Dara"]


def test_a_file_is_judged_by_its_first_rows_and_every_row_is_read() -> None:
    rows = [f"Mill {number},14,KH02" for number in range(SAMPLED + 50)] + [f"{cell},14,KH02" for cell in LEGACY * 9]
    sheet = read(io.BytesIO("\n".join(["name,sector,province", *rows, ""]).encode()), KINDS["employers"])
    assert sheet.definition == KINDS["employers"][0]
    assert sum(1 for _ in sheet.records) == len(rows)


def test_what_breaks_off_among_the_first_rows_does_so_when_it_is_come_to() -> None:
    class Torn(Invalid):
        """It breaks."""

    def records() -> Iterator[Record]:
        yield Record(2, ["a"])
        raise Torn()

    first, rest = peeked(records())
    assert [record.line for record in first] == [2]
    assert next(rest).line == 2
    with pytest.raises(LmisError):
        next(rest)
