"""Columns that several kinds of files have, and what several of them need at the end of a row."""

from __future__ import annotations

from typing import Any

from lmis.errors import LmisError
from lmis.imports.coded import commune, currency, district, language, occupation, one_of, province
from lmis.imports.columns import amount, major, minor, number, pairs, record_id, whole
from lmis.imports.definition import Column, Form, Lookups, form
from lmis.imports.lists import Listing, PlaceListing
from lmis.vocabulary import LanguageLevel, WagePeriod

NO_PLACES = PlaceListing({}, {})


@form()
def _office(cell: str, _lookups: Lookups) -> str:
    """The code of an office, as KH-JC-02; where the column is missing, the office that sends the file."""
    return cell.strip().upper()


LANGUAGES: Form = pairs("language", "level", language, one_of(LanguageLevel))
EXPERIENCE: Form = pairs("occupation", "months", occupation, whole)

OFFICE = Column("office", "office", _office, ("office_code", "ការិយាល័យ", "ຫ້ອງການ"), example="")
OWN_NUMBER = Column("number", "own_number", number, ("no", "reference", "referral_id", "លេខ", "ເລກທີ"), example="0001")
PROVINCE = Column("province", "province", province, ("ខេត្ត", "ແຂວງ"), required=True, example="Battambang")
RECORD_ID = Column("lmis_id", "id", record_id, ours=True)
DISTRICT = Column("district", "district", district, ("municipality", "ស្រុក", "ເມືອງ"))
COMMUNE = Column("commune", "commune", commune, ("sangkat", "ឃុំ", "សង្កាត់"))


def wage_columns(amount_name: str, *also: str) -> tuple[Column, ...]:
    """Amount, currency and period of one wage."""
    return (
        Column(amount_name, "wage.amount", amount, also, example="800000"),
        Column("wage_currency", "wage.currency", currency, ("currency", "រូបិយប័ណ្ណ", "ສະກຸນເງິນ"), example="KHR"),
        Column("wage_period", "wage.period", one_of(WagePeriod), ("period", "pay_period"), example="month"),
    )


def settle_places(data: dict[str, Any], lookups: Lookups) -> dict[str, Any]:
    """The codes of district and commune, each found within what lies above it.

    Raises:
        UnknownPlace or SeveralMeant, with the field as its pointer.
    """
    above = data.get("province", "")
    for field, among in (("district", lookups.districts), ("commune", lookups.communes)):
        if field in data:
            above = _found(field, data[field], among.get(above, NO_PLACES))
            data = data | {field: above}
    return data


def _found(field: str, cell: str, among: Listing) -> str:
    try:
        return among.code(cell)
    except LmisError as error:
        error.pointer = f"#/{field}"
        raise


def settle_wage(data: dict[str, Any], lookups: Lookups) -> dict[str, Any]:
    """The amount of a wage in minor units; a currency without an amount says nothing."""
    wage = data.get("wage")
    if wage is None:
        return data
    if "amount" not in wage:
        return {name: value for name, value in data.items() if name != "wage"}
    return data | {"wage": wage | {"amount": minor(wage["amount"], wage.get("currency"), lookups)}}


def unsettle_wage(data: dict[str, Any], lookups: Lookups) -> dict[str, Any]:
    """The way back of `settle_wage`."""
    wage = data.get("wage")
    if wage is None:
        return data
    return data | {"wage": wage | {"amount": major(wage["amount"], wage.get("currency"), lookups)}}
