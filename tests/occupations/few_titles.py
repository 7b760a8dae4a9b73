"""A few titles in three languages, enough to fit a coder to."""

from __future__ import annotations

from lmis.occupations.labels import Example, Origin
from lmis.occupations.titles import script_of

NAMES = {
    "7531": ("Tailor", "Dressmaker", "Seamstress", "ជាងកាត់ដេរ", "ຊ່າງຕັດຫຍິບ"),
    "8153": ("Sewing machine operator", "Garment machine sewer", "កម្មករដេរ", "ກຳມະກອນຫຍິບເຄື່ອງນຸ່ງ"),
    "7411": ("Building electrician", "Electrician", "ជាងអគ្គិសនី", "ຊ່າງໄຟຟ້າ"),
    "5120": ("Cook", "Restaurant cook", "ចុងភៅ", "ພໍ່ຄົວ"),
    "2341": ("Primary school teacher", "Teacher, primary school", "គ្រូបឋមសិក្សា", "ຄູປະຖົມ"),
    "2330": ("Secondary school teacher", "High school teacher", "គ្រូមធ្យមសិក្សា", "ຄູມັດທະຍົມ"),
}


def labels() -> list[Example]:
    """Names of six unit groups, of which two share three digits, in the order of their codes."""
    return [
        Example(name, code, script_of(name) or "en", f"esco:{code}") for code, names in NAMES.items() for name in names
    ]


def typed(first: int = 0, last: int = 800) -> list[Example]:
    """Titles as people type them, of which one in ten is coded by mistake."""
    codes = [*NAMES]
    made = []
    for at in range(first, last):
        code = codes[at % len(codes)]
        name = NAMES[code][at // len(codes) % 2]
        told = code if at % 10 else codes[(at + 1) % len(codes)]
        made.append(Example(f"{name} branch {at} {'urgent' if at % 3 else 'wanted'}", told, "en", None, Origin.LEARNED))
    return made
