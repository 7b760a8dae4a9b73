"""Text of old fonts is recognised, and real names in Latin letters are not mistaken for it."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from babel import Locale
from benchmarks.text import cambodia, lao, recognised
from benchmarks.typed import limon
from hypothesis import given
from hypothesis import strategies as st

from lmis.text.legacy import LIMON, UPPER_HALF, WRONG_ENCODING, LegacyFont, legacy_kind, looks_legacy, refuse_legacy
from reference_data import needs_reference_data

LATIN = (
    "FRANÇOIS LEFÈVRE|NUÑEZ|ESPAÑA|LÁSZLÓ|Bøe|MÜLLER|ÎLE|ÇAĞLA|"
    "Sok Dara|SOK DARA|sok dara|Banteay Meanchey|B'er|S'ang|Nguyễn Thị Hương|Đặng Văn Lâm|"
    "Phạm Ngọc Ánh|Ðà Nẵng|Hồ Chí Minh|François Lefèvre|Élise Dupré|Noël|Œuvre|"
    "Jean-Jacques d’Alembert|L’Oréal|Côte d’Ivoire|À côté|naïve façade|ÉCOLE|Muñoz|Núñez|Peña|Ñuñoa|"
    "São Paulo|Søren Kierkegaard|Straße|Müller|Łukasz Krzyżewski|Çelik|Ångström|Sigurðsson|Þórður|"
    "McDonald|MacArthur|O’Connor|O'Brien|DeVos|van der Berg|SreyMom|DaRa|SokSan|MeKong|VannaK|Rwanda|"
    "Rmeet|Eckert|Etcher|PowerPoint|AutoCAD|JavaScript|MySQL|PostgreSQL|iPhone|YouTube|LinkedIn|eBay|"
    "WhatsApp|AirAsia|UniTel|PhD|GmbH|C++|C#|.NET|Node.js|SMEs|NGOs|IDPoor|USAID|km²|CO²|½ day|25°C|"
    "Driver;cook;guard|sewing; cutting; ironing;|Sok,Dara|9:00am-5:00pm|«À»|¿Él?|«voilà»; dit-il|a@b.c|https://x.org/AbC?d=1|"
    "H&M|R&D|€5|£20|§ 5|©2020|ភ្នំពេញ|ວຽງຈັນ|កសិករ (Farmer)|Kâmpóng Cham|Preăh Vihéar"
)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("kMBg;", LIMON),  # កំពង់
        ("RbeTs", LIMON),  # ប្រទេស
        ("PñMeBj", LIMON),  # ភ្នំពេញ
        ("extþ", LIMON),  # ខេត្ត
        ("RBHraCaNacRkkm<úCa", LIMON),  # ព្រះរាជាណាចក្រកម្ពុជា
        ("Cati sasna RBHmhakSRt", LIMON),  # ជាតិ សាសនា ព្រះមហាក្សត្រ
        ("¦¾ê¾ì½­½ìñ© ¯½§¾êò¯½Äª ¯½§¾§ö­ì¾¸", UPPER_HALF),  # ສາທາລະນະລັດ ປະຊາທິປະໄຕ ປະຊາຊົນລາວ
        ("ì¾¸", UPPER_HALF),  # ລາວ
        ("ភ្នំ".encode().decode("latin-1"), WRONG_ENCODING),
        ("ລາວ".encode().decode("cp1252", "replace"), WRONG_ENCODING),
        ("Ã©cole", WRONG_ENCODING),
    ],
)
def test_old_fonts_and_wrong_encodings_are_recognised(text: str, kind: str) -> None:
    assert legacy_kind(text) == kind
    assert looks_legacy(text)
    with pytest.raises(LegacyFont) as refused:
        refuse_legacy(text)
    assert refused.value.values == {"kind": kind}


@pytest.mark.parametrize("text", LATIN.split("|"))
def test_real_text_is_left_as_it_is(text: str) -> None:
    assert refuse_legacy(text) == text


@pytest.mark.parametrize("text", LATIN.split("|"))
def test_real_text_in_other_cases_is_left_too(text: str) -> None:
    assert not looks_legacy(text.lower())
    assert not looks_legacy(text.upper())


@pytest.mark.parametrize("name", ["Rtihi", "Rbia", "Rksmey"])
def test_a_slip_of_the_keyboard_is_not_refused_for_one_name_alone(name: str) -> None:
    assert refuse_legacy(name) == name


def test_no_code_list_of_ours_looks_legacy() -> None:
    cells = set()
    for path in (Path(__file__).parents[2] / "seeds").rglob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            cells |= {cell for row in csv.reader(file) if path.name != "manifest.csv" for cell in row}
    assert len(cells) > 3_000
    assert sorted(filter(looks_legacy, cells)) == []


@pytest.mark.parametrize("language", ["en", "fr", "vi", "de", "es", "pt", "it", "ms", "fil"])
def test_no_name_of_a_country_language_or_currency_looks_legacy(language: str) -> None:
    locale = Locale.parse(language)
    lists = (locale.territories, locale.languages, locale.currencies, locale.scripts)
    names = {str(name) for one in lists for name in one.values()}
    assert len(names) > 800
    assert sorted(filter(looks_legacy, names)) == []
    assert sorted(filter(looks_legacy, map(str.upper, names))) == []


def test_no_name_of_the_gazetteers_looks_legacy() -> None:
    folder = needs_reference_data()
    names = {name for pair in (*cambodia(folder), *lao(folder)) for name in pair}
    assert sorted(filter(looks_legacy, names)) == []


def test_no_plain_string_of_the_naughty_list_looks_legacy() -> None:
    strings = json.loads((needs_reference_data() / "csv" / "naughty_strings.json").read_text("utf-8"))
    assert [text for text in strings if text.isascii() and looks_legacy(text)] == []


def test_addresses_typed_with_an_old_font_are_recognised() -> None:
    native = [name for name, _ in cambodia(needs_reference_data())]
    assert recognised(native, 3) >= 0.99
    assert recognised(native, 2) >= 0.97
    assert recognised(native, 1) >= 0.85  # a word of small letters only is Latin to everybody: sala, cam


def test_the_keys_of_limon_are_those_of_well_known_words() -> None:
    typed = {"កំពង់": "kMBg;", "ប្រទេស": "RbeTs", "ភ្នំពេញ": "PñMeBj", "សេចក្តី": "esckþI", "ថ្ងៃទី": "éf¶TI"}
    assert {word: limon(word) for word in typed} == typed


@given(st.one_of(st.text(), st.text(st.characters(max_codepoint=0xFF))))
def test_no_text_crashes(text: str) -> None:
    assert looks_legacy(text) == (legacy_kind(text) is not None)


@given(st.text("abcdefghijklmnopqrstuvwxyz -'", max_size=30), st.text("កខគងចណតនបមយរលវសហអាិីុូេែ", max_size=10))
def test_small_latin_letters_and_our_scripts_are_never_refused(latin: str, khmer: str) -> None:
    assert not looks_legacy(f"{latin} {khmer}")
