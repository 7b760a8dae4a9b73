"""Files as they should not be, with the truth of every row; nothing of the reader is imported here.

A variant is a table of people (number, name in three scripts, sex, day of birth, phone, amount, code, perhaps a note)
that was damaged in one way: its family. Each row is either undamaged, and then has to be read, or damaged, and then may
be read only as what it was before. Rows of other tables and torn lines are nobody's rows: reading one is an error.
"""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

TYPES = {
    "number": "form:AAA9999999!",
    "name": "text!",
    "sex": "sex!",
    "birth_date": "date!",
    "phone": "phone",
    "amount": "amount",
    "code": "form:A999",
    "note": "text",
}
FAMILY_NAMES = ["Sok", "Chan", "Keo", "Vong", "សុខ", "ចាន់", "កែវ", "ວົງ", "ແກ້ວ", "ພົມມະຈັນ", "Phommachanh", "Nguon"]
GIVEN_NAMES = ["Dara", "Sophea", "Bopha", "ដារ៉ា", "សុភា", "បុប្ផា", "ດາລາ", "ສົມພອນ", "Somphone", "Vanna", "Srey Mom"]
NOTES = [
    "", "", "", "came with her sister", "ត្រឡប់ពីថៃ", "ກັບຈາກໄທ", "asks for work near Poipet, Kandal or Takeo",
    'says "any work"', "line one\nline two", "see file 12/2026", "5 years in a mill",
]  # fmt: skip
SEPARATORS = [",", ";", "\t", "|"]
Row = tuple[str, ...]


@dataclass
class Variant:
    """One damaged file. `truth` are the rows as they were, and whether each came through undamaged."""

    family: str
    number: int
    content: bytes
    columns: tuple[str, ...]
    truth: list[tuple[Row, bool]]
    encoding: str | None = None
    """What the sender tells about the encoding; None where a reader has to see it."""
    real_encoding: str = "utf-8"
    """For readers that have to be told."""


@dataclass
class Sheet:
    """A table before it is damaged: its lines of text, and which rows stand on them."""

    dice: random.Random
    columns: tuple[str, ...] = ()
    rows: list[Row] = field(default_factory=list)
    separator: str = ","
    quoting: int = csv.QUOTE_MINIMAL
    quote: str = '"'
    end: str = "\r\n"
    lines: list[str] = field(default_factory=list)
    damaged: set[int] = field(default_factory=set)

    def line(self, cells: Row | list[str]) -> str:
        """A record as text without its end."""
        out = io.StringIO()
        writer = csv.writer(out, delimiter=self.separator, quotechar=self.quote, quoting=self.quoting)
        writer.writerow(cells)
        return out.getvalue().removesuffix("\r\n")

    @property
    def header(self) -> str:
        return self.line(self.columns)

    def some(self, most: int = 3) -> list[int]:
        """A few rows."""
        return self.dice.sample(range(len(self.rows)), self.dice.randint(1, most))

    def text(self, *, last: bool = True) -> str:
        return self.end.join([self.header, *self.lines]) + (self.end if last else "")


def a_row(dice: random.Random, number: int, columns: tuple[str, ...], scripts: bool) -> Row:
    names = (
        [FAMILY_NAMES, GIVEN_NAMES]
        if scripts
        else [[name for name in part if name.isascii()] for part in (FAMILY_NAMES, GIVEN_NAMES)]
    )
    family, given = (dice.choice(part) for part in names)
    phone = dice.choice(["0{}{:07}", "0{}{:06}", "+855 {} {:06}", "0{} {:06}"])
    cells = {
        "number": f"KHS{number:07}",
        "name": dice.choice([f"{family} {given}", f"{family}, {given}", f"{family} {given}"]),
        "sex": dice.choice(["F", "M", "ស្រី", "ຊາຍ", "female"]) if scripts else dice.choice("FM"),
        "birth_date": f"{dice.randint(1950, 2008)}-{dice.randint(1, 12):02}-{dice.randint(1, 28):02}",
        "phone": dice.choice([phone.format(dice.choice([12, 92, 77]), dice.randint(100000, 999999)), ""]),
        "amount": dice.choice([str(dice.randint(1, 40) * 50_000), str(dice.randint(80, 999)), ""]),
        "code": dice.choice([f"{dice.choice('ABK')}{dice.randint(100, 999)}", ""]),
        "note": dice.choice(NOTES if scripts else [note for note in NOTES if note.isascii()]),
    }
    return tuple(cells[column] for column in columns)


def a_sheet(dice: random.Random, *, scripts: bool = True, least: int = 12, most: int = 60) -> Sheet:
    """A clean table in one of the forms that programs write."""
    columns = ["number", "name", "sex", "birth_date", "phone", "amount", "code"]
    if dice.random() < 0.5:
        columns.insert(dice.randint(2, 7), "note")
    if dice.random() < 0.4:
        dice.shuffle(columns)
    sheet = Sheet(dice, tuple(columns))
    sheet.separator = dice.choice([",", ",", ",", ";", "\t"])
    sheet.quoting = dice.choice([csv.QUOTE_MINIMAL, csv.QUOTE_MINIMAL, csv.QUOTE_ALL])
    sheet.end = dice.choice(["\r\n", "\r\n", "\n"])
    first = dice.randint(1, 9_000_000)
    sheet.rows = [a_row(dice, first + at, sheet.columns, scripts) for at in range(dice.randint(least, most))]
    sheet.lines = [sheet.line(row) for row in sheet.rows]
    return sheet


def _insert(text: str, at: int, what: str) -> str:
    return text[:at] + what + text[at:]


def made(family: str, number: int, sheet: Sheet, text: str | bytes | None = None) -> Variant:
    """The variant that a sheet has become."""
    text = sheet.text() if text is None else text
    truth = [(row, at not in sheet.damaged) for at, row in enumerate(sheet.rows)]
    content = text if isinstance(text, bytes) else text.encode()
    return Variant(family, number, content, sheet.columns, truth)


def _bare_separators(sheet: Sheet, line: str) -> list[int]:
    """Where separators stand outside quotes."""
    inside, found = False, []
    for at, sign in enumerate(line):
        inside ^= sign == sheet.quote
        if sign == sheet.separator and not inside:
            found.append(at)
    return found


def _outside(sheet: Sheet, line: str) -> list[int]:
    """Every place in a line that is not within quotes."""
    return [at for at in range(len(line) + 1) if line[:at].count(sheet.quote) % 2 == 0]


def delimiters_missing(dice: random.Random, number: int) -> Variant:
    sheet = a_sheet(dice)
    for at in sheet.some():
        where = dice.choice(_bare_separators(sheet, sheet.lines[at]))
        sheet.lines[at] = sheet.lines[at][:where] + sheet.lines[at][where + 1 :]
        sheet.damaged.add(at)
    return made("delimiters missing", number, sheet)


def delimiters_surplus(dice: random.Random, number: int) -> Variant:
    sheet = a_sheet(dice)
    for at in sheet.some():
        line = sheet.lines[at]
        where = dice.choice([dice.choice(_bare_separators(sheet, line)), dice.choice(_outside(sheet, line))])
        sheet.lines[at] = _insert(line, where, sheet.separator)
        sheet.damaged.add(at)
    return made("delimiters surplus", number, sheet)


def quotes_unbalanced(dice: random.Random, number: int) -> Variant:
    sheet = a_sheet(dice)
    for at in sheet.some():
        line = sheet.lines[at]
        marks = [where for where, sign in enumerate(line) if sign == sheet.quote]
        if marks and dice.random() < 0.7:
            where = dice.choice(marks)
            sheet.lines[at] = line[:where] + line[where + 1 :]
        else:
            ends = [0, len(line), *(w + e for w in _bare_separators(sheet, line) for e in (0, 1))]
            sheet.lines[at] = _insert(line, dice.choice(ends), sheet.quote)
        sheet.damaged.add(at)
    return made("quotes unbalanced", number, sheet)


def quotes_surplus(dice: random.Random, number: int) -> Variant:
    """One or two marks too many; two side by side in a quoted cell say a mark, which is another value and no damage."""
    sheet = a_sheet(dice)
    for at in sheet.some():
        whole, count = sheet.lines[at], dice.choice([1, 1, 2])
        while sheet.lines[at] == whole:
            line = whole
            for _ in range(count):
                line = _insert(line, dice.randint(0, len(line)), sheet.quote)
            if line.count('""') == whole.count('""') or count == 1:
                sheet.lines[at] = line
        sheet.damaged.add(at)
    return made("quotes surplus", number, sheet)


def record_ends(dice: random.Random, number: int) -> Variant:
    sheet = a_sheet(dice)
    form = dice.choice(["mixed", "carriage", "torn", "joined"])
    ends = [sheet.end] * len(sheet.lines)
    if form == "mixed":
        ends = [dice.choice(["\n", "\r\n", "\r"]) for _ in sheet.lines]
    elif form == "carriage":
        sheet.end, ends = "\r", ["\r"] * len(sheet.lines)
    elif form == "torn":
        for at in sheet.some():
            line = sheet.lines[at]
            places = [where for where in _outside(sheet, line) if 0 < where < len(line)]  # in quotes it is a line end
            sheet.lines[at] = _insert(line, dice.choice(places), dice.choice(["\n", "\r\n"]))
            sheet.damaged.add(at)
    else:
        for at in sheet.some():
            ends[at] = ""
            sheet.damaged |= {at, min(at + 1, len(sheet.rows) - 1)}
    text = sheet.header + sheet.end + "".join(line + end for line, end in zip(sheet.lines, ends, strict=True))
    return made("record ends", number, sheet, text)


def preambles(dice: random.Random, number: int) -> Variant:
    sheet = a_sheet(dice)
    pieces = [
        "Ministry of Labour and Vocational Training", "បញ្ជីអ្នកស្វែងរកការងារ", "ບັນຊີຜູ້ຊອກວຽກ", "List of July 2026", "",
        sheet.separator * (len(sheet.columns) - 1), sheet.line(["Office", "KH-JC-02"]), sheet.line(["Total", "1,200"]),
        sheet.line(["", "", "Printed on", "2026-07-31"]), "Phone: 012 345 678", "name",
        f"Sheet 1{sheet.separator}{sheet.separator}",
    ]  # fmt: skip
    before = [dice.choice(pieces) for _ in range(dice.randint(1, 12))]
    if dice.random() < 0.2:
        before.insert(0, f"sep={sheet.separator}")
    after = ["", dice.choice(["Prepared by the office", sheet.line(["Total", str(len(sheet.rows))])])]
    text = sheet.end.join([*before, sheet.text()])
    if dice.random() < 0.4:
        text += sheet.end.join(after) + sheet.end
    return made("preambles", number, sheet, text)


def several_tables(dice: random.Random, number: int) -> Variant:
    sheet = a_sheet(dice)
    width = len(sheet.columns) + dice.choice([-3, -2, -1, 0, 0, 1, 2])
    words = ["centre", "course", "teacher", "begins", "ends", "places", "fee", "village", "remarks", "level"]
    header = dice.sample(words, width)
    other = [
        sheet.line(
            [dice.choice([str(dice.randint(1, 500)), dice.choice(GIVEN_NAMES), "2026-09-01", ""]) for _ in header]
        )
        for _ in range(dice.randint(3, 15))
    ]
    between = dice.choice([[], [""], ["", ""], ["", "Courses"], ["Courses"]])
    table = [sheet.line(header), *other]
    place = dice.choice(["below", "below", "above", "between"])
    if place == "below":
        lines = [sheet.header, *sheet.lines, *between, *table]
    elif place == "above":
        lines = [*table, *between, sheet.header, *sheet.lines]
    else:
        half = len(sheet.lines) // 2
        own = [sheet.header, *sheet.lines[half:]]
        lines = [sheet.header, *sheet.lines[:half], *between, *table, *between, *own]
    return made("several tables", number, sheet, sheet.end.join(lines) + sheet.end)


def header_missing(dice: random.Random, number: int) -> Variant:
    sheet = a_sheet(dice)
    sheet.damaged = set(range(len(sheet.rows)))
    return made("header missing", number, sheet, sheet.end.join(sheet.lines) + sheet.end)


def header_doubled(dice: random.Random, number: int) -> Variant:
    sheet = a_sheet(dice)
    form = dice.choice(["again", "pages", "case", "titles"])
    lines = [*sheet.lines]
    if form == "again":
        lines[:0] = [sheet.header] * dice.randint(1, 2)
    else:
        header = sheet.header.upper() if form == "case" else sheet.header
        for at in sorted(sheet.some(4), reverse=True):
            lines[at:at] = ["", "Page", "", header] if form == "titles" else [header]
    return made("header doubled", number, sheet, sheet.end.join([sheet.header, *lines]) + sheet.end)


def encodings(dice: random.Random, number: int) -> Variant:
    form = dice.choice(["utf-8", "utf-8-sig", "utf-16-le", "utf-16-be", "told", "untold", "mixed"])
    sheet = a_sheet(dice, scripts=form not in ("told", "untold", "mixed"))
    text = sheet.text()
    if form == "utf-16-le":
        variant = made("encodings", number, sheet, b"\xff\xfe" + text.encode(form))
    elif form == "utf-16-be":
        variant = made("encodings", number, sheet, b"\xfe\xff" + text.encode(form))
    elif form in ("utf-8", "utf-8-sig"):
        variant = made("encodings", number, sheet, text.encode(form))
    else:
        at = dice.randrange(len(sheet.rows))
        name = sheet.columns.index("name")
        row = list(sheet.rows[at])
        row[name] = "José Müller"
        sheet.rows[at], sheet.lines[at] = tuple(row), sheet.line(row)
        if form != "told":
            sheet.damaged = set(range(len(sheet.rows)))
        variant = made("encodings", number, sheet, sheet.text().encode("windows-1252"))
        variant.encoding = "windows-1252" if form == "told" else None
        form = "windows-1252"
    variant.real_encoding = {"utf-16-le": "utf-16", "utf-16-be": "utf-16"}.get(form, form)
    return variant


def cut_files(dice: random.Random, number: int) -> Variant:
    """The end is missing; a cut within a letter is one of the ways."""
    sheet = a_sheet(dice)
    content = sheet.text().encode()
    starts, size = [], len((sheet.header + sheet.end).encode())
    for line in sheet.lines:
        starts.append(size)
        size += len((line + sheet.end).encode())
    cut = dice.randint(starts[1], len(content) - 1)
    sheet.rows = [row for row, start in zip(sheet.rows, starts, strict=True) if start < cut]
    sheet.damaged = {len(sheet.rows) - 1}
    return made("cut files", number, sheet, content[:cut])


def separators(dice: random.Random, number: int) -> Variant:
    sheet = a_sheet(dice)
    form = dice.choice(["other", "apostrophe", "spaced", "rows"])
    sheet.separator = dice.choice(SEPARATORS)
    if form == "apostrophe":
        sheet.quote, sheet.quoting = "'", csv.QUOTE_ALL if dice.random() < 0.5 else csv.QUOTE_MINIMAL
    sheet.lines = [sheet.line(row) for row in sheet.rows]
    if form == "spaced":
        spaced = Sheet(dice, sheet.columns, separator=sheet.separator, quoting=sheet.quoting, end=sheet.end)
        lines = []
        for cells in (sheet.columns, *sheet.rows):
            parts = [spaced.line([cell]) or "" for cell in cells]
            lines.append(f"{sheet.separator} ".join("" if part == '""' else part for part in parts))
        return made("separators", number, sheet, sheet.end.join(lines) + sheet.end)
    if form == "rows":
        for at in sheet.some():
            used = sheet.separator
            sheet.separator = dice.choice([sign for sign in SEPARATORS if sign != used])
            sheet.lines[at] = sheet.line(sheet.rows[at])
            sheet.separator = used
            sheet.damaged.add(at)
    return made("separators", number, sheet)


def blank_lines(dice: random.Random, number: int) -> Variant:
    sheet = a_sheet(dice)
    lines = [*sheet.lines]
    for at in sorted(dice.sample(range(len(lines) + 1), dice.randint(1, 8)), reverse=True):
        lines[at:at] = [dice.choice(["", "", " ", sheet.separator * (len(sheet.columns) - 1), sheet.separator * 2])]
    return made("blank lines", number, sheet, sheet.end.join([sheet.header, *lines]) + sheet.end)


def trailing_separators(dice: random.Random, number: int) -> Variant:
    sheet = a_sheet(dice)
    more, form = sheet.separator * dice.randint(1, 4), dice.choice(["all", "rows", "some", "header", "ragged"])
    header = sheet.header + (more if form in ("all", "header", "ragged") else "")
    for at, line in enumerate(sheet.lines):
        if form in ("all", "rows") or (form == "some" and dice.random() < 0.3):
            sheet.lines[at] = line + more
        elif form == "ragged":
            sheet.lines[at] = line + more[: dice.choice([0, len(more)])]
    return made("trailing separators", number, sheet, sheet.end.join([header, *sheet.lines]) + sheet.end)


def shifts(dice: random.Random, number: int) -> Variant:
    """Cells moved by one place; the number of cells stays as it was.

    Between columns of one type nobody can see that: this family is counted apart.
    """
    sheet = a_sheet(dice)
    for at in sheet.some():
        row, where = list(sheet.rows[at]), dice.randrange(len(sheet.columns))
        row.append(row.pop(where)) if dice.random() < 0.3 else row.insert(where, "")
        if len(row) > len(sheet.columns):
            blank = [place for place, cell in enumerate(row) if not cell and place != where]
            row.pop(dice.choice(blank) if blank else -1)
        if tuple(row) != sheet.rows[at]:
            sheet.lines[at] = sheet.line(row)
            sheet.damaged.add(at)
    return made("shifts", number, sheet)


FAMILIES: list[Callable[[random.Random, int], Variant]] = [
    delimiters_missing, delimiters_surplus, quotes_unbalanced, quotes_surplus, record_ends, preambles, several_tables,
    header_missing, header_doubled, encodings, cut_files, separators, blank_lines, trailing_separators, shifts,
]  # fmt: skip


def variants(
    each: int = 200, seed: int = 1, families: Sequence[Callable[[random.Random, int], Variant]] = tuple(FAMILIES)
) -> Iterator[Variant]:
    """So many variants of each family; the same seed gives the same bytes."""
    for family in families:
        for number in range(each):
            yield family(random.Random(f"{seed} {family.__name__} {number}"), number)
