"""Old fonts by the evidence of a column: legacy columns are known, and names in Latin letters never make one."""

from __future__ import annotations

import pytest
from benchmarks.typed import limon
from hypothesis import given
from hypothesis import strategies as st

from lmis.text.legacy import looks_legacy
from lmis.text.old_fonts import FEWEST, doubts_of, is_no_full_name, is_no_name

KHMER = [
    "សុខ",
    "ដារ៉ា",
    "បុប្ផា",
    "ចាន់ស្រីមុំ",
    "វណ្ណៈ",
    "គឹម",
    "ប៊ុនធឿន",
    "សុភ័ក្ត្រ",
    "ហេង",
    "ស្រីនាង",
    "ពិសិដ្ឋ",
    "រតនា",
    "ឈុនលី",
    "កំពង់ចាម",
]
LEGACY = [limon(name) for name in KHMER]
PLAIN = [
    "Sok",
    "Dara",
    "SOK",
    "CHANTHY",
    "Sok Dara",
    "Banteay Meanchey",
    "Angk Snuol",
    "Khmum",
    "Ksach",
    "B'er",
    "Nguyễn Thị Hương",
    "Đặng Văn Lâm",
    "François Lefèvre",
    "Élise Dupré",
    "Jean-Jacques",
    "O'Connor",
    "Zhāng Wěi",
    "Lǐ Nà",
    "Lü Bu",
    "Müller",
    "Svay Rieng",
    "Kampong Chhnang",
]


def test_a_column_of_an_old_font_is_known_although_some_of_its_cells_could_be_latin() -> None:
    assert not all(map(looks_legacy, LEGACY))
    doubtful = doubts_of(LEGACY)
    assert doubtful is not None
    assert [cell for cell in LEGACY if not (looks_legacy(cell) or doubtful(cell))] == []


def test_names_in_latin_letters_make_no_legacy_column() -> None:
    assert doubts_of(PLAIN) is None
    assert doubts_of([name.lower() for name in PLAIN]) is None
    assert doubts_of([]) is None


def test_a_few_slips_make_no_legacy_column() -> None:
    proven = [cell for cell in LEGACY if looks_legacy(cell)]
    assert doubts_of(proven[: FEWEST - 1]) is None
    assert doubts_of([*proven[:FEWEST], *PLAIN * 5]) is None


@pytest.mark.parametrize("name", PLAIN)
def test_a_name_in_latin_letters_stays_in_a_column_of_both(name: str) -> None:
    doubtful = doubts_of([*LEGACY * 2, *PLAIN])
    assert doubtful is is_no_name
    assert not doubtful(name)


@pytest.mark.parametrize(
    ("cell", "doubtful"),
    [("sux", True), ("Kuy", True), ("Sok Dara", False), ("សុខ", False), ("2026", False), ("Nguyễn", False), ("", False)],
)
def test_nearly_a_whole_column_makes_single_words_doubtful(cell: str, doubtful: bool) -> None:
    assert doubts_of(LEGACY * 3) is is_no_full_name
    assert is_no_full_name(cell) is doubtful


def test_one_cell_is_no_slip_where_another_column_is_of_an_old_font() -> None:
    proven = next(cell for cell in LEGACY if looks_legacy(cell))
    column = [proven, "sux", "lwm", "Sok Dara"]
    assert (doubts_of(column), doubts_of(column[1:], beside=True)) == (None, None)
    doubtful = doubts_of(column, beside=True)
    assert doubtful is not None
    assert [cell for cell in column if doubtful(cell)] == column[:3]


def test_cells_in_unicode_beside_legacy_ones_are_left() -> None:
    doubtful = doubts_of([*LEGACY, *KHMER * 20])
    assert doubtful is not None
    assert [cell for cell in KHMER if doubtful(cell)] == []


@given(st.lists(st.text(max_size=20), max_size=12), st.text(max_size=20))
def test_no_cells_crash(cells: list[str], cell: str) -> None:
    doubtful = doubts_of(cells) or doubts_of(LEGACY)
    assert doubtful is not None
    assert doubtful(cell) in (True, False)
