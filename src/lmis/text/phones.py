"""Telephone numbers as people write them, to E.164."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lmis.errors import Invalid
from lmis.text.digits import ascii_digits

_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_SPREADSHEET = re.compile(r"([0-9]+)(?:[.,]([0-9]+))?e\+?([0-9]{1,2})", re.I)
_LABEL = re.compile(r"^(?:tel(?:ephone)?|phone|mobile|mob|hp|ទូរស័ព្ទ|ទូរសព្ទ|លេខ|ໂທລະສັບ|ໂທ|ເບີ|[\s.:៖])+", re.I)
_DECORATION = re.compile(r"[\s().\-\u2010-\u2015]")
_INTERNATIONAL = re.compile(r"(?:\+|00)([1-9][0-9]{7,14})")
_BETWEEN = re.compile(r"[/,;|&\n\\]|\bor\b|\band\b|ឬ|និង|ຫຼື|ຫລື|ແລະ", re.I)
_BLANKS = re.compile(r"\s{2,}|(?<=[0-9]) (?=\+?0[0-9])")


@dataclass(frozen=True, slots=True)
class Plan:
    """How the numbers of a country are built: calling code, numbers after the 0, and those that need no 0."""

    calling_code: str
    national: re.Pattern[str]
    bare: re.Pattern[str]


PLANS = {
    "KH": Plan("855", national=re.compile("[1-9][0-9]{7,8}"), bare=re.compile("[1-9][0-9]{7,8}")),
    "LA": Plan(
        "856",
        national=re.compile("20[0-9]{8}|30[0-9]{7,8}|[2-8][1-9][0-9]{6}"),
        bare=re.compile("20[0-9]{8}|30[0-9]{7}"),
    ),
}
"""Source: ITU-T E.164 national numbering plans of Cambodia (+855) and the Lao PDR (+856).

Spreadsheets drop the leading 0. A Cambodian number without it is still one number; a Lao one of eight digits
could be a mobile without 020 or a fixed line without 0, so it is refused. Two numbers in one cell are refused, not
parted: which of them is the person's is for the person to say.
"""


class NotAPhone(Invalid):
    """This is not a telephone number; write it with its leading 0, or with + and the country's code."""


class PhoneRounded(NotAPhone):
    """A spreadsheet has rounded this telephone number and its digits are lost; format the column as text."""


class SeveralPhones(NotAPhone):
    """This holds more than one telephone number; write one."""


def parse_phone(text: str, country: str) -> str:
    """Read a telephone number, `country` (KH or LA) telling whose national numbers are meant.

    Numbers of other countries are accepted with `+` or `00`: people who come back keep them. What stands before
    the number (`Tel:`, `ទូរស័ព្ទ`, `ໂທ`) is passed over.

    Returns:
        The number in E.164, `+85512345678`.

    Raises:
        NotAPhone, PhoneRounded (`8.55E+11`), SeveralPhones: they carry the count of digits, not the number.
    """
    written = text.replace(" ", "") if text.isascii() else ""
    if written.isdigit() and written[0] == "0" != written[1:2] and (plainly := _national(written, PLANS[country])):
        return plainly
    plain = _INVISIBLE.sub("", ascii_digits(text)).strip().lstrip("'").strip()
    plain = _LABEL.sub("", plain.replace("\uff0b", "+")).removesuffix(".0")
    spread = _SPREADSHEET.fullmatch(plain)
    digits = _DECORATION.sub("", (_whole(spread) or plain) if spread else plain)
    number = _international(digits) or _national(digits, PLANS[country]) or _abroad(digits)
    if number is None:
        refused = PhoneRounded if spread else SeveralPhones if _several(plain) else NotAPhone
        raise refused(country=country, digits=sum(map(str.isdigit, plain)))
    return number


def _whole(spread: re.Match[str]) -> str | None:
    """The digits of `8.5512345678E+10`, which holds them all; None of `8.55E+11`, which has lost some."""
    whole, fraction, power = spread[1], spread[2] or "", int(spread[3])
    return whole + fraction if len(whole) == 1 and len(fraction) == power else None


def _several(plain: str) -> bool:
    """Whether a number of six digits or more stands beside another, also one of which only the end is written."""
    for between in (_BETWEEN, _BLANKS):
        counts = [sum(map(str.isdigit, part)) for part in between.split(plain)]
        if len([count for count in counts if count]) > 1 and max(counts) >= (6 if between is _BETWEEN else 7):
            return True
    return False


def _international(digits: str) -> str | None:
    found = _INTERNATIONAL.fullmatch(digits)
    for plan in PLANS.values():
        if found and found[1].startswith(plan.calling_code):
            return _national(found[1], plan)
    return f"+{found[1]}" if found else None


def _national(digits: str, plan: Plan) -> str | None:
    """`012345678`, `12345678`, `85512345678` or `855012345678`; a 0 after the country's code is dropped."""
    coded = digits.startswith(plan.calling_code) and len(digits) > len(plan.calling_code) + 7
    rest = digits.removeprefix(plan.calling_code) if coded else digits
    pattern = plan.national if coded or rest.startswith("0") else plan.bare
    rest = rest[1:] if rest.startswith("0") else rest
    return f"+{plan.calling_code}{rest}" if pattern.fullmatch(rest) else None


def _abroad(digits: str) -> str | None:
    """`8562055551234` in a Cambodian file: the code of the other country without its +, where nothing else fits."""
    codes = {plan.calling_code for plan in PLANS.values()}
    return _international(f"+{digits}") if digits[:3] in codes and len(digits) > 10 else None
