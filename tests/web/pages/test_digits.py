"""Digits by choice: a reader of Khmer or Lao may have every number in the digits of the language."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from lmis.config import Settings
from lmis.locale.catalogue import path_of
from lmis.model.session import Database
from lmis.text.digits import KHMER, LAO, ascii_digits
from lmis.vocabulary import Language
from lmis.web.app import create_app
from lmis.web.pages.numerals import in_own_digits

OWN = {"km": KHMER, "lo": LAO}


@pytest.mark.parametrize(("language", "digits"), OWN.items())
def test_the_choice_stays_and_can_be_taken_back(database: Database, language: str, digits: str) -> None:
    http = TestClient(create_app(Settings(), database))
    common = http.get("/compare", params={"lang": language}).text
    assert not re.search(f"[{digits}]", _without_links(common))
    assert "digits=own" in common
    own = http.get("/compare", params={"lang": language, "digits": "own"})
    assert "digits=common" in own.text
    assert http.get("/compare", params={"lang": language}).text.count("digits=common") == 1  # remembered
    assert "digits=" not in http.get("/compare", params={"lang": "en"}).text
    http.get("/compare", params={"lang": language, "digits": "common"})
    assert http.get("/compare", params={"lang": language}).text == common


def _without_links(html: str) -> str:
    return re.sub(r"<nav.*?</nav>", "", html, flags=re.S)


def test_numbers_change_and_codes_addresses_and_values_do_not() -> None:
    kept = '<code>7</code><textarea>8</textarea><input value="9"><a translate="no">123</a>'
    html = f'<p title="12">12 of 3&#39;4 KH02, ISCO-08, 10:30, a1@b.la</p>{kept}'
    assert in_own_digits(html, Language.KM) == (f'<p title="12">១២ of ៣&#39;៤ KH02, ISCO-08, ១០:៣០, a1@b.la</p>{kept}')
    assert "໑໒" in in_own_digits(html, Language.LO)


@given(st.text(st.characters(codec="utf-8", exclude_characters="<>")))
def test_nothing_but_digits_changes(text: str) -> None:
    assert ascii_digits(in_own_digits(text, Language.LO)) == ascii_digits(text)


@pytest.mark.parametrize("language", Language)
def test_catalogues_count_in_common_digits(language: Language) -> None:
    said = [line for line in path_of(language).read_text("utf-8").splitlines() if line.startswith(("msgstr", '"'))]
    assert [line for line in said if ascii_digits(line) != line] == []
