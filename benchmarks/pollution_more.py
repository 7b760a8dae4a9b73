"""More files as they should not be, after the families of the Pollock benchmark and of test suites for CSV.

Files without rows, line ends at the end, headers of several rows, escapes, separators that nobody uses; and, as in the
suites whose bad files have to be refused: cells that their type cannot hold, wrong headers, marks of typography. What a
reader cannot be asked to understand counts as damaged: it may be refused, but never read as something else.

Source: Vitagliano et al., Pollock: A Data Loading Benchmark, VLDB 2023, table 2; W3C csvw-validation-tests; the pieces
are made by us.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Callable

from benchmarks.pollution import FAMILIES, Row, Sheet, Variant, a_sheet, made

GROUPS = {
    "number": "Person", "name": "Person", "sex": "Person", "birth_date": "Person",
    "phone": "Contact", "amount": "Work", "code": "Work", "note": "Office",
}  # fmt: skip
UNITS = {
    "number": "(office)", "name": "(text)", "sex": "(F/M)", "birth_date": "(day)", "phone": "(with 0)",
    "amount": "(riel)", "code": "(list)", "note": "(text)",
}  # fmt: skip
KHMER = {
    "number": "លេខ", "name": "ឈ្មោះ", "sex": "ភេទ", "birth_date": "ថ្ងៃកំណើត", "phone": "ទូរស័ព្ទ",
    "amount": "ប្រាក់ខែ", "code": "កូដ", "note": "កំណត់ចំណាំ",
}  # fmt: skip
WRONG = {
    "number": ["", "KHS12", "12-34", "KHX12345678"],
    "name": [""],
    "sex": ["", "X", "12", "KH02"],
    "birth_date": ["", "2026-13-45", "31/02/1990", "Sok", "tomorrow"],
    "phone": ["12", "none", "8.55E+11"],
    "amount": ["many", "-", "12,5,0"],
    "code": ["7", "ABC", "B-1-"],
}
"""Cells that the type of a column cannot hold."""
SIGNS = [" ", "^", "~", ":", "::", "||", "\x1f", "#"]


def no_payload(dice: random.Random, number: int) -> Variant:
    """Nothing, blank lines, a header alone, a single row."""
    sheet = a_sheet(dice)
    form = dice.choice(["nothing", "blank", "header", "header alone", "one row"])
    sheet.rows, sheet.lines = (sheet.rows[:1], sheet.lines[:1]) if form == "one row" else ([], [])
    texts = {"nothing": "", "blank": sheet.end * dice.randint(1, 5), "header": sheet.header}
    return made("no payload", number, sheet, texts.get(form, sheet.text()))


def final_newlines(dice: random.Random, number: int) -> Variant:
    """None, or several. A last line without its end may be cut, so it may be left to a person."""
    sheet = a_sheet(dice)
    if dice.random() < 0.5:
        sheet.damaged = {len(sheet.rows) - 1}
        return made("final newlines", number, sheet, sheet.text(last=False))
    return made("final newlines", number, sheet, sheet.text() + sheet.end * dice.randint(1, 5))


def header_rows(dice: random.Random, number: int) -> Variant:
    """Groups above the header, units or another language beside it."""
    sheet = a_sheet(dice)
    groups = [GROUPS[name] for name in sheet.columns]
    merged = ["" if at and groups[at - 1] == group else group for at, group in enumerate(groups)]
    above = {"groups": [merged], "khmer": [[KHMER[name] for name in sheet.columns]], "both": [merged, groups]}
    form = dice.choice([*above, "units", "khmer below", "three"])
    below = {"units": UNITS, "khmer below": KHMER, "three": UNITS}.get(form)
    lines = [sheet.line(cells) for cells in above.get(form, [merged] if form == "three" else [])]
    lines += [sheet.header, *([sheet.line([below[name] for name in sheet.columns])] if below else []), *sheet.lines]
    return made("header rows", number, sheet, sheet.end.join(lines) + sheet.end)


def escapes(dice: random.Random, number: int) -> Variant:
    """A backslash before a mark within a cell: in the whole file, or in a few rows of one that doubles its marks."""
    sheet = a_sheet(dice)
    name = sheet.columns.index("name")
    for at in range(0, len(sheet.rows), 3):
        row = list(sheet.rows[at])
        row[name] = f'{row[name]} "{dice.choice(["Da", "Na", "តា", "Mom"])}"'
        sheet.rows[at] = tuple(row)
    sheet.lines = [sheet.line(row) for row in sheet.rows]
    escaped = set(range(len(sheet.rows)))
    if dice.random() < 0.3:
        escaped = set(sheet.some())
        sheet.damaged = {at for at in escaped if '"' in sheet.rows[at][name]}
    for at in escaped:
        sheet.lines[at] = _escaped(sheet, sheet.rows[at])
    return made("escapes", number, sheet)


def _escaped(sheet: Sheet, row: Row) -> str:
    cells = [
        '"' + cell.replace('"', '\\"') + '"'
        if sheet.quoting == csv.QUOTE_ALL or any(sign in cell for sign in ('"', sheet.separator, "\n"))
        else cell
        for cell in row
    ]
    return sheet.separator.join(cells)


def separators_unknown(dice: random.Random, number: int) -> Variant:
    """Signs that no program of an office writes; the whole file may be refused."""
    sheet = a_sheet(dice)
    sign = dice.choice(SIGNS)
    sheet.separator, sheet.damaged = sign, set(range(len(sheet.rows)))
    rows = [sheet.columns, *sheet.rows]
    lines = [
        sign.join(f'"{cell}"' if sign in cell or '"' in cell or "\n" in cell else cell for cell in row)
        for row in [tuple(cell.replace('"', '""') for cell in row) for row in rows]
    ]
    return made("separators unknown", number, sheet, sheet.end.join(lines) + sheet.end)


def typographic_marks(dice: random.Random, number: int) -> Variant:
    """A word processor has made the marks of some rows curly, so that they quote nothing."""
    sheet = a_sheet(dice)
    sheet.quoting = csv.QUOTE_ALL
    sheet.lines = [sheet.line(row) for row in sheet.rows]
    for at in sheet.some(6):
        line, turn = "", 0
        for sign in sheet.lines[at]:
            line += "“”"[turn % 2] if sign == sheet.quote else sign
            turn += sign == sheet.quote
        sheet.lines[at] = line
        sheet.damaged.add(at)
    return made("typographic marks", number, sheet)


def values_wrong(dice: random.Random, number: int) -> Variant:
    """Cells that their type cannot hold: the row has to be refused."""
    sheet = a_sheet(dice)
    for at in sheet.some(6):
        name = dice.choice([name for name in sheet.columns if name in WRONG])
        row = list(sheet.rows[at])
        row[sheet.columns.index(name)] = dice.choice(WRONG[name])
        sheet.lines[at] = sheet.line(row)
        sheet.damaged.add(at)
    return made("values wrong", number, sheet)


def headers_wrong(dice: random.Random, number: int) -> Variant:
    """A column that is needed lacks or has another name, or two have one: the file has to be refused."""
    sheet = a_sheet(dice)
    sheet.damaged = set(range(len(sheet.rows)))
    names = list(sheet.columns)
    at = dice.randrange(len(names))
    form = dice.choice(["less", "more", "other", "twice"])
    if form == "less":
        del names[at]
    elif form == "more":
        names.insert(at, names[at - 1])
    else:
        names[at] = names[at - 1] if form == "twice" else dice.choice(["column", "x1", "ល.រ", "unknown"])
    lines = [sheet.line(names), *sheet.lines]
    return made("headers wrong", number, sheet, sheet.end.join(lines) + sheet.end)


MORE: list[Callable[[random.Random, int], Variant]] = [
    no_payload, final_newlines, header_rows, escapes, separators_unknown, typographic_marks, values_wrong,
    headers_wrong,
]  # fmt: skip
ALL = [*FAMILIES, *MORE]
