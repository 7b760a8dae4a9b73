"""The small lists: languages, currencies, exchange rates and reasons; and what all lists of names keep to."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import Counter
from datetime import date
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest

from lmis.vocabulary import LicenceCode, ReasonCode

SEEDS = Path(__file__).resolve().parents[2] / "seeds"
KEYS = {
    "provinces": ("code",),
    "districts": ("code",),
    "offices": ("code",),
    "languages": ("code",),
    "licences": ("code",),
    "currencies": ("code",),
    "exchange_rates": ("currency", "valid_from"),
    "reasons": ("kind", "code"),
}
NAMED = [name for name in KEYS if name != "exchange_rates"]
SCRIPTS = {
    "name_en": re.compile(r"[A-Za-zÀ-ɏ ,.'()\-]+"),
    "name_km": re.compile(r"[\u1780-\u17b3\u17b6-\u17d3\u17d7\u17dd\u17e0-\u17e9 ()]+"),
    "name_lo": re.compile(r"[\u0e81-\u0eb9\u0ebb-\u0ecd\u0ed0-\u0ed9\u0edc-\u0edd ,()]+"),
}
LAO_AM_IN_TWO = re.compile("\u0ecd[\u0ec8-\u0ecb]?\u0eb2")
KINDS = {
    "refusal_by_employer", "refusal_by_seeker", "closure", "exit",
    "identity_missing", "cancellation", "withdrawal",
}  # fmt: skip


def seed(name: str) -> list[dict[str, str]]:
    with (SEEDS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("name", KEYS)
def test_a_list_is_plain_text_sorted_and_without_repeats(name: str) -> None:
    raw = (SEEDS / f"{name}.csv").read_bytes()
    assert not raw.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in raw
    assert raw.endswith(b"\n")
    keys = [tuple(row[part] for part in KEYS[name]) for row in seed(name)]
    assert keys == sorted(set(keys))


@pytest.mark.parametrize("name", KEYS)
def test_no_cell_is_padded_invisible_or_decomposed(name: str) -> None:
    for row in seed(name):
        for cell in row.values():
            assert cell == unicodedata.normalize("NFC", cell.strip())
            assert not any(unicodedata.category(letter) in {"Cf", "Cc", "Co", "Cn"} for letter in cell)


@pytest.mark.parametrize("name", NAMED)
def test_a_name_is_written_in_the_script_of_its_language(name: str) -> None:
    for row in seed(name):
        for column, script in SCRIPTS.items():
            assert script.fullmatch(row[column]), (row, column)
        assert not LAO_AM_IN_TWO.search(row["name_lo"])


@pytest.mark.parametrize("name", NAMED)
def test_every_name_says_whether_it_was_reviewed(name: str) -> None:
    for row in seed(name):
        assert {row[f"reviewed_{language}"] for language in ("en", "km", "lo")} <= {"true", "false"}


@pytest.mark.parametrize("name", ["offices", "languages", "licences", "currencies", "reasons"])
def test_khmer_and_lao_drafts_are_not_called_reviewed(name: str) -> None:
    assert {(row["reviewed_km"], row["reviewed_lo"]) for row in seed(name)} == {("false", "false")}


def test_a_language_has_an_iso_code_and_the_short_one_where_there_is_one() -> None:
    codes = {row["code"] for row in seed("languages")}
    assert all(re.fullmatch("[a-z]{2,3}", code) for code in codes)
    assert {"km", "lo", "en", "fr", "zh", "th", "vi", "ja", "ko"} <= codes
    assert {"cja", "cmo", "hmn", "jra", "kjg", "kdt", "pht", "tpu", "csx", "lso"} <= codes
    assert not codes & {"khm", "lao", "eng", "fra", "zho", "tha", "vie", "jpn", "kor"}


def test_names_of_a_list_tell_its_rows_apart() -> None:
    for name in ("languages", "licences", "currencies"):
        for column in SCRIPTS:
            assert max(Counter(row[column] for row in seed(name)).values()) == 1
    for column in SCRIPTS:
        assert max(Counter((row["kind"], row[column]) for row in seed("reasons")).values()) == 1


def test_currencies_have_the_minor_units_of_iso_4217() -> None:
    units = {row["code"]: int(row["minor_units"]) for row in seed("currencies")}
    assert units == {"CNY": 2, "KHR": 2, "LAK": 2, "THB": 2, "USD": 2, "VND": 0}


def test_every_currency_has_rates_from_the_first_day_of_2022_in_quarters() -> None:
    days: dict[str, list[date]] = {}
    for row in seed("exchange_rates"):
        days.setdefault(row["currency"], []).append(date.fromisoformat(row["valid_from"]))
    assert set(days) == {row["code"] for row in seed("currencies")}
    for currency, listed in days.items():
        assert listed[0] == date(2022, 1, 1)
        assert all(80 < (later - earlier).days < 100 for earlier, later in pairwise(listed))
        assert listed[-1] == (date(2022, 1, 1) if currency == "USD" else date(2026, 7, 1))


def test_a_rate_is_units_per_dollar_and_only_the_dollar_itself_is_certain() -> None:
    for row in seed("exchange_rates"):
        rate = Decimal(row["per_usd"])
        assert rate > 0
        assert (rate == 1) == (row["currency"] == "USD")
        assert row["reviewed"] == ("true" if row["currency"] == "USD" else "false")
        assert row["source"]


def test_a_rate_never_jumps_by_half_within_a_quarter() -> None:
    rows = seed("exchange_rates")
    for earlier, later in pairwise(rows):
        if earlier["currency"] == later["currency"]:
            assert Decimal("0.67") < Decimal(later["per_usd"]) / Decimal(earlier["per_usd"]) < Decimal("1.5")


def test_every_kind_of_reason_has_its_own_list() -> None:
    counted = Counter(row["kind"] for row in seed("reasons"))
    assert set(counted) == KINDS
    assert min(counted.values()) >= 8


def test_every_list_of_reasons_has_a_way_out() -> None:
    listed = {(row["kind"], row["code"]) for row in seed("reasons")}
    assert all((kind, "unknown" if kind == "exit" else "other") in listed for kind in KINDS)


def test_the_reasons_that_the_services_give_themselves_are_listed() -> None:
    listed = {(row["kind"], row["code"]) for row in seed("reasons")}
    assert {("identity_missing", "not_asked"), ("withdrawal", "withdrawn_by_employer")} <= listed
    assert {("closure", "placed"), ("closure", "no_contact"), ("refusal_by_employer", "already_filled")} <= listed


def test_a_licence_names_the_law_of_each_country_that_has_it_or_says_that_it_is_to_be_confirmed() -> None:
    for row in seed("licences"):
        assert row["country"] in ("", "KH", "LA")
        assert {c for c in ("KH", "LA") if row[f"source_{c.lower()}"]} == ({row["country"]} - {""} or {"KH", "LA"})
        assert all(len(row[name]) > 10 for name in ("source_kh", "source_la") if row[name])


def test_a_licence_is_a_code_that_a_command_accepts() -> None:
    pattern = LicenceCode.__metadata__[0].pattern
    assert all(re.fullmatch(pattern, row["code"]) for row in seed("licences"))


def test_a_reason_is_a_code_that_a_command_accepts() -> None:
    pattern = ReasonCode.__metadata__[0].pattern
    assert all(re.fullmatch(pattern, row["code"]) for row in seed("reasons"))
