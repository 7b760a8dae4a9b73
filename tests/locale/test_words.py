"""What people read: sentences with the value, the nearest valid ones, and what to do."""

from __future__ import annotations

from datetime import date
from itertools import product
from uuid import UUID

import pytest
from pydantic import ValidationError

from lmis.commands.seekers import RegisterSeeker
from lmis.errors import Invalid, LmisError
from lmis.imports.lists import NotInList, UnknownPlace
from lmis.imports.read import ColumnTwice, NotUtf8
from lmis.imports.rows import CellNotAccepted, CellsShifted
from lmis.indicators.surveys.harmonise import NoRecords
from lmis.locale import formats
from lmis.locale.catalogue import label, text
from lmis.locale.words import enum_label, fault_words, reason_words, words
from lmis.matching.profiles import SeekerProfile, VacancyProfile
from lmis.matching.rank import explain
from lmis.matching.weights import DEFAULT_WEIGHTS
from lmis.services.codes import UnknownCode
from lmis.services.import_offices import OtherOffice
from lmis.services.referrals import MoveNotAllowed
from lmis.services.seekers import AlreadyRegistered
from lmis.services.undoing import BuiltUpon
from lmis.services.vacancies import ClosesBeforeItOpens
from lmis.text.dates import NoSuchDay
from lmis.vocabulary import Language, ReferralState

EN, KM, LO = Language.EN, Language.KM, Language.LO


def test_an_unknown_code_is_told_with_its_list_and_the_nearest_codes() -> None:
    error = UnknownCode(list="province", value="KH99", nearest=["KH09 Koh Kong", "KH19 Stung Treng"])
    title, detail = words(error, EN)
    assert title == "This code is not in the list."
    assert "“KH99”" in detail
    assert "“provinces”" in detail
    assert detail.endswith("KH09 Koh Kong, KH19 Stung Treng.")


def test_nothing_near_is_not_mentioned() -> None:
    assert "nearest" not in words(UnknownCode(list="province", value="?", nearest=[]), EN)[1]


@pytest.mark.parametrize("language", Language)
def test_days_are_written_in_the_readers_language(language: Language) -> None:
    detail = words(ClosesBeforeItOpens(closes_on=date(2026, 1, 2), posted_on=date(2026, 3, 2)), language)[1]
    assert {EN: "2 January 2026", KM: "2 មករា 2026", LO: "2 ມັງກອນ 2026 (2569)"}[language] in detail


def test_states_are_told_by_their_labels() -> None:
    error = MoveNotAllowed(
        **{"from": ReferralState.PLACED, "to": ReferralState.REFUSED, "allowed": [ReferralState.CANCELLED]}
    )
    assert words(error, EN)[1] == "The referral stands at “Placed” and cannot become “Refused”. Allowed: Cancelled."


def test_a_serial_is_told_as_people_know_it() -> None:
    assert "S-0000012-" in words(AlreadyRegistered(seeker=str(UUID(int=1)), serial=12), EN)[1]


def test_an_error_without_a_sentence_tells_its_title_and_values() -> None:
    title, detail = words(NoRecords(read=30_000), EN)
    assert detail == f"{title} Given: read: 30,000."


def test_an_error_nobody_has_words_for_is_told_in_english() -> None:
    class Unheard(NoSuchDay):
        """Something new."""

    title, detail = words(Unheard(text="31/02/2020"), KM)
    assert title == "Something new."
    assert "31/02/2020" in detail

    class Bare(Invalid):
        """Nothing to add."""

    assert words(Bare(), LO) == ("Nothing to add.", "Nothing to add.")


def test_a_value_that_is_missing_is_a_dash() -> None:
    assert "–" in words(ClosesBeforeItOpens(closes_on=None), EN)[1]


def test_a_cell_that_breaks_a_rule_is_told_by_the_rule() -> None:
    told = words(CellNotAccepted(value="x" * 3, rule="string_too_long", max_length=2), EN)[1]
    assert told == "This is too long: at most 2 characters. Given: “xxx”."
    assert words(CellNotAccepted(value=None, rule="name_missing"), EN)[1].startswith("A name is needed")


SENTENCES = {
    NotInList(
        value="Z", nearest=["F", "M"]
    ): "“Z” is not in the list. Write a code of the list, or a name as the list has it. "
    "The nearest valid values are: F, M.",
    UnknownPlace(value="Batambong", nearest=["KH02"]): "There is no place “Batambong”. Write its code or its name. "
    "The nearest valid values are: KH02.",
    CellsShifted(
        cells=9, wanted=12
    ): "This line has 9 cells, the header has 12. Look for a missing or extra separator.",
    ColumnTwice(column="sex"): "Two columns mean “sex”. Take one out.",
    NotUtf8(line=7): "Line 7 is not UTF-8. Open the file in the spreadsheet and save it as “CSV UTF-8”.",
    CellNotAccepted(value=9, rule="less_than_equal", le=8): "Write 8 or less. Given: “9”.",
    OtherOffice(value="KH-JC-03"): "The row belongs to the office KH-JC-03, which you do not write for. "
    "Send it from that office.",
    BuiltUpon(built={"referral": {"count": 2, "ids": ["a", "b"]}, "reopen-registration": {"count": 1, "ids": ["c"]}}): (
        "It cannot be taken back any more; this stands on it: referrals: 2 (a, b); reopened registrations: 1 (c). "
        "Correct the wrong records one by one."
    ),
    BuiltUpon(built={"amend-seeker": {"count": 12_345, "ids": ["a", "b"]}}): (
        "It cannot be taken back any more; this stands on it: corrections of people: 12,345 (a, b, …). "
        "Correct the wrong records one by one."
    ),
}


@pytest.mark.parametrize("error", SENTENCES, ids=lambda error: error.name)
def test_a_clerk_reads_what_is_wrong_and_what_to_do(error: LmisError) -> None:
    assert words(error, EN)[1] == SENTENCES[error]
    assert len({words(error, language) for language in Language}) == 3
    assert len({words(error, language)[1] for language in Language}) == 3


@pytest.mark.parametrize(("language", "kind"), [(EN, "referrals"), (KM, "ការបញ្ជូន"), (LO, "ການສົ່ງຕໍ່")])
def test_what_stands_in_the_way_is_told_with_kind_count_and_ids(language: Language, kind: str) -> None:
    told = words(BuiltUpon(built={"referral": {"count": 7, "ids": ["a", "b"]}}), language)[1]
    assert f"{kind}: 7 (a, b, …)" in told


def test_a_line_of_the_command_line_is_told_in_the_readers_language() -> None:
    told = [text("{count} rejected", language, count=3) for language in Language]
    assert told[0] == "3 rejected"
    assert len(set(told)) == 3


@pytest.mark.parametrize("language", Language)
def test_every_fault_of_a_command_has_a_sentence(language: Language) -> None:
    with pytest.raises(ValidationError) as caught:
        RegisterSeeker.model_validate(
            {
                "sex": "X",
                "province": "99",
                "family_name": " ",
                "education": 12,
                "phone": "012",
                "birth_date": "soon",
                "shoe": 42,
            }
        )
    for fault in caught.value.errors():
        context = fault.get("ctx", {})
        kind = str(context["error"]) if fault["type"] == "value_error" else fault["type"]
        told = fault_words(kind, context, language)
        assert told != fault_words("unheard", {}, language).replace("unheard", kind)
        assert "{" not in told
        assert "–" not in told


SEEKERS = [
    SeekerProfile(id=UUID(int=1)),
    SeekerProfile(
        id=UUID(int=2), wanted=("7531",), experience={"7531": 24}, skills=frozenset({"sewing"}), district="KH0201",
        province="KH02", mobility="district", education=3, languages={"km": 4}, wage=20000, hours="full_time",
        available_from=date(2026, 11, 1),
    ),
    SeekerProfile(
        id=UUID(int=3), wanted=("52",), experience={"5221": 3}, skills=frozenset({"sales"}), province="LA01",
        wanted_provinces=frozenset({"KH02"}), mobility="abroad", education=1, languages={"lo": 4, "km": 1},
        wage=90000, hours="any", available_from=date(2026, 12, 1), needs=frozenset({"ramp", "transport"}),
    ),
    SeekerProfile(
        id=UUID(int=4), wanted=("7533",), skills=frozenset({"sewing", "ironing"}), wanted_provinces=frozenset({"KH03"}),
        languages={"km": 3, "en": 2}, experience={"7532": 6}, province="KH01", mobility="province", hours="part_time",
        available_from=date(2026, 11, 20), needs=frozenset({"ramp"}),
    ),
]  # fmt: skip
VACANCIES = [
    VacancyProfile(id=UUID(int=5), occupation="7531", country="KH"),
    VacancyProfile(
        id=UUID(int=6), occupation="7531", country="KH", required_skills=frozenset({"sewing"}),
        useful_skills=frozenset({"ironing"}), district="KH0201", province="KH02", neighbours=frozenset({"KH01"}),
        education=2, experience_months=12, languages={"km": 3, "en": 1}, wage=25000, hours="full_time",
        related=frozenset({"5221"}), rare=frozenset({"sewing"}), needed_from=date(2026, 11, 5),
        offers=frozenset({"ramp"}),
    ),
]  # fmt: skip


@pytest.mark.parametrize("language", Language)
def test_every_reason_is_a_sentence(language: Language) -> None:
    for seeker, vacancy in product(SEEKERS, VACANCIES):
        for reason in explain(seeker, vacancy, DEFAULT_WEIGHTS):
            name, _, sentence = reason_words(reason, language).partition(": ")
            assert name == label("criterion", reason.criterion, language)
            assert len(sentence) > 10
            assert not sentence.startswith(f"{reason.criterion}.")
            assert "{" not in sentence
            assert "None" not in sentence


def test_a_reason_names_occupations_where_the_names_are_given() -> None:
    reason = explain(SEEKERS[1], VACANCIES[1], DEFAULT_WEIGHTS)[0]
    assert reason_words(reason, EN) == "Occupation: Wants exactly this occupation, 7531."
    assert "7531 Tailors" in reason_words(reason, EN, {"7531": "Tailors"})


def test_labels_fall_back_to_the_code() -> None:
    assert enum_label(ReferralState.NO_SHOW, EN) == "Did not come"
    assert label("sex", "F", KM) == "ស្ត្រី"
    assert label("sex", "not_there", KM) == "not there"


def test_numbers_days_and_periods_follow_the_language() -> None:
    assert [formats.number(1234567.5, language, 1) for language in Language] == [
        "1,234,567.5", "1,234,567.5", "1.234.567,5",
    ]  # fmt: skip
    assert formats.number(-3.14159, EN, 1, signed=True) == "−3.1"
    assert formats.number(0.04, EN, 1, signed=True) == "0.0"
    assert formats.period("2026Q3", EN) == "Quarter 3 of 2026"
    assert formats.period("2026", LO) == text("Year {year}", LO, year=2026) + " (2569)"
    assert formats.period("2026M07", EN) == "July 2026"
    assert formats.period("soon", EN) == "soon"
