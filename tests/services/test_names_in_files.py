"""Names in the place of codes: what the register's own lists hold, in three languages, on both databases."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from conftest import actor
from factories.batches import content
from lmis.imports.definition import Lookups
from lmis.imports.lists import Listing
from lmis.locale.labels import labels
from lmis.locale.words import words
from lmis.model.employers import Employer
from lmis.model.people import Person, Registration
from lmis.model.session import Database
from lmis.services.importing import ImportReport, import_file
from lmis.services.lookups import lookups, lookups_by_country
from lmis.vocabulary import Actor, Country, Language, Purpose, Role
from reference_data import needs_reference_data

BY = actor(role=Role.HEAD)
PAST = "number,family_name,sex,birth_year,identity_missing_reason,province,registered_on"
SOK = "1,Sok,F,1990,lost,KH02,2026-09-01"


def send(database: Database, text: str, kind: str = "job-seekers", by: Actor = BY, **options: Any) -> ImportReport:
    options = {"for_real": True, "file_name": f"{kind}.csv", "labels": labels()} | options
    return import_file(database, by, kind, io.BytesIO(text.encode()), **options)


def people(database: Database) -> list[Any]:
    with database.open(BY, Purpose.REGISTRATION, "look", write=False) as session:
        return list(session.scalars(select(Person).order_by(Person.serial)))


def refusal(database: Database, header: str, cells: str, language: Language = Language.EN) -> tuple[str, str]:
    """The column at fault, and the sentence about it."""
    report = send(database, f"{header}\n{cells}\n", by=replace(BY, language=language))
    ((_, column, error),) = report.refusals
    return column, words(error, language)[1]


COLUMNS = (
    "district,education,experience,languages,wanted_occupations,wanted_provinces,wanted_hours,wage_amount,"
    "wage_currency,wage_period,mobility,labour_status,social_security,disability,consent_mode,consent_on"
)


@pytest.mark.parametrize(
    "cells",
    [
        "KH0202,1,8153:36,km:native; en:basic,8153,KH01; KH12,full_time,200,USD,month,province,unemployed,not_member,"
        "seeing,written,2026-09-01",
        "Srok Thma Koul,Primary education,sewing machine operators:36,Khmer:Native; English:Basic,"
        "Sewing Machine Operators,Banteay Meanchey; Phnom Penh,Full time,200,US Dollar,a month,Within the province,"
        "Unemployed,Not a member of social security,Seeing,In writing,2026-09-01",
        "ស្រុកថ្មគោល,បឋមសិក្សា,{8153km}:36,ភាសាខ្មែរ:{native}; ភាសាអង់គ្លេស:{basic},{8153km},ខេត្តបន្ទាយមានជ័យ; ភ្នំពេញ,"
        "{full},200,ដុល្លារអាមេរិក,{month},{province},{unemployed},{not_member},{seeing},{written},2026-09-01",
        "ເມືອງທະມໍໂກນ,ຊັ້ນປະຖົມສຶກສາ,{8153lo}:36,ພາສາຂະແມ:{native}; ພາສາອັງກິດ:{basic},{8153lo},ແຂວງບັນເຕຍມຽນໄຊ; ພະນົມເປັນ,"
        "{full},200,ໂດລາສະຫະລັດ,{month},{province},{unemployed},{not_member},{seeing},{written},2026-09-01",
    ],
    ids=["codes", "English", "Khmer", "Lao"],
)
def test_names_in_any_language_do_what_codes_do(database: Database, cells: str) -> None:
    at = 2 if "{8153lo}" in cells else 1
    lists = {"full": "Hours full_time", "month": "WagePeriod month", "native": "LanguageLevel native"}
    lists |= {"basic": "LanguageLevel basic", "province": "Mobility province", "unemployed": "LabourStatus unemployed"}
    lists |= {"not_member": "Membership not_member", "seeing": "Disability seeing", "written": "ConsentMode written"}
    said = {name: labels()[where.split()[0]][where.split()[1]][at] for name, where in lists.items()}
    with database.open(BY, Purpose.NONE, "look", write=False) as session:
        operators = lookups(session, Country.KH).lists["occupation"].names["8153"]
    said |= dict(zip(("8153en", "8153km", "8153lo"), operators, strict=True))
    text = cells.format_map(said) if "{" in cells else cells
    assert send(database, f"{PAST},{COLUMNS}\n{SOK},{text}\n").refusals == []
    (person,) = people(database)
    assert (person.district, person.education, person.experience) == ("KH0202", 1, [["8153", 36]])
    assert person.languages == [["km", "native"], ["en", "basic"]]
    assert (person.wanted_occupations, person.wanted_provinces) == (["8153"], ["KH01", "KH12"])
    assert (person.wanted_hours, person.mobility, person.social_security) == ("full_time", "province", "not_member")
    assert (person.wage_amount, person.wage_currency, person.wage_period) == (20_000, "USD", "month")
    assert person.consent_mode == "written"


def test_names_and_codes_are_one_file(database: Database) -> None:
    header = f"{PAST},wanted_occupations,closed_on,closed_because\n"
    codes = f"{header}{SOK},8153,2026-09-09,found_work\n"
    names = f"{header}{SOK},Sewing machine operators,2026-09-09,Found work alone\n"
    assert send(database, codes).created == 1
    before = content(database)
    assert send(database, names.replace(",lost,KH02,", ",Lost or destroyed,Battambang,")).unchanged == 1
    assert content(database) == before
    with database.open(BY, Purpose.REGISTRATION, "look", write=False) as session:
        assert session.scalars(select(Registration)).one().close_reason == "found_work"


@pytest.mark.parametrize("cell", ["ខ្មែរ:native", "ຂະແມ:native", "ភាសា ខ្មែរ:native", "KM:native", "km Khmer:native"])
def test_a_language_is_known_with_and_without_the_word_for_language(database: Database, cell: str) -> None:
    assert send(database, f"{PAST},languages\n{SOK},{cell}\n").refusals == []
    assert people(database)[0].languages == [["km", "native"]]


def test_a_sector_and_a_size_may_be_named(database: Database) -> None:
    header = "number,name,sector,province,size\n"
    rows = "1,A,Manufacture of wearing apparel,Krong Battambang,50-249\n2,B,1,2,60\n3,C,ការអប់រំ,ខេត្តបាត់ដំបង,50 to 249\n"
    report = send(database, header + rows, "employers")
    with database.open(BY, Purpose.NONE, "look", write=False) as session:
        held = session.execute(select(Employer.sector, Employer.province).order_by(Employer.own_number)).all()
    assert [tuple(row) for row in held][:2] == [("14", "KH02"), ("01", "KH02")], report.refusals


@pytest.mark.parametrize(
    ("header", "cells", "column", "told"),
    [
        (PAST, "1,Sok,F,1990,lost,Batambang,2026-09-01", "province", "KH02 Battambang"),
        (f"{PAST},district", f"{SOK},Thma Kol", "district", "KH0202 Thma Koul"),
        (f"{PAST},wanted_provinces", f"{SOK},Phnom Penh; Kandall", "wanted_provinces", "KH08 Kandal"),
        (f"{PAST},wanted_occupations", f"{SOK},Sewing machine operater", "wanted_occupations",
         "8153 Sewing Machine Operators"),
        (f"{PAST},experience", f"{SOK},8199:12", "experience", "8189"),
        (f"{PAST},languages", f"{SOK},Kmer:native", "languages", "km Khmer"),
        (f"{PAST},education", f"{SOK},Primary", "education", "1 Primary education"),
        (f"{PAST},wanted_hours", f"{SOK},fulltime", "wanted_hours", "full_time"),
        (f"{PAST},closed_on,closed_because", f"{SOK},2026-09-09,found job", "closed_because", "found_work"),
        (f"{PAST},wage_amount,wage_currency", f"{SOK},200,US dolar", "wage_currency", "USD US dollar"),
    ],
)  # fmt: skip
def test_what_is_only_alike_is_refused_with_the_nearest(
    database: Database, header: str, cells: str, column: str, told: str
) -> None:
    at_fault, sentence = refusal(database, header, cells)
    assert at_fault == column
    assert told in sentence
    assert people(database) == []


def test_the_nearest_are_told_in_the_language_of_the_sender(database: Database) -> None:
    wrong = "1,Sok,F,1990,lost,Batambang,2026-09-01"
    assert "KH02 បាត់ដំបង" in refusal(database, PAST, wrong, Language.KM)[1]
    assert "KH02 ບັດດຳບອງ" in refusal(database, PAST, wrong, Language.LO)[1]


def test_a_name_of_several_is_refused_with_all_of_them(database: Database) -> None:
    header = "seeker,vacancy,referred_on,state,answered_on,reason"
    row = "1,V1,2026-09-01,refused,2026-09-02,Could not be reached"
    report = send(database, f"{header}\n{row}\n", "referrals")
    ((_, column, error),) = report.refusals
    assert (column, error.name) == ("reason", "several-meant")
    assert [told.split()[0] for told in error.values["nearest"]] == ["did_not_answer", "no_contact"]


def test_cells_that_name_values_in_khmer_and_lao_do_not_look_shifted(database: Database) -> None:
    said = {at: [labels()[kind][value][at] for kind, value in CLOSED] for at in (1, 2)}
    rows = "".join(f"{n},Sok,F,1990,lost,KH02,2026-09-01,{','.join(said[n % 2 + 1])}\n" for n in range(1, 9))
    broken = "9,Sok,F,1990,lost,KH02,2026-09-01,,,,,,\n"
    report = send(database, f"{PAST},mobility,labour_status,social_security\n{rows}{broken}")
    assert (report.created, report.rejected) == (9, 0), report.refusals


CLOSED = (("Mobility", "abroad"), ("LabourStatus", "employed"), ("Membership", "member"))


def test_a_commune_is_found_once_the_gazetteer_is_there(database: Database) -> None:
    header, row = f"{PAST},district,commune", f"{SOK},KH0202,ឃុំតាម៉ឺន"
    assert refusal(database, header, row)[0] == "commune"
    file = needs_reference_data() / "geography" / "cambodia_communes.yml"
    system = actor(role=Role.SYSTEM, office=None)
    with file.open("rb") as source:
        import_file(database, system, "places", source, file_name=file.name, for_real=True)
    with database.open(BY, Purpose.NONE, "look", write=False) as session:
        known = lookups(session, Country.KH).communes["KH0202"]
    code, names = next(iter(known.names.items()))
    english = next(iter(names))
    for number, district in ((1, "KH0202"), (2, "")):
        cells = f"{number},Sok,F,1990,lost,KH02,2026-09-01,{district},Khum {english}"
        assert send(database, f"{header}\n{cells}\n").refusals == []
    assert [person.commune for person in people(database)] == [code, code]


def listings(known: Lookups) -> Iterator[tuple[str, Listing]]:
    assert known.provinces is not None
    yield "province", known.provinces
    yield from known.districts.items()
    yield from known.lists.items()


def test_every_code_and_every_name_of_every_list_is_read_as_itself(database: Database) -> None:
    with database.open(BY, Purpose.NONE, "look", write=False) as session:
        held = lookups_by_country(session, Language.KM, labels())
    checked = 0
    for country in Country:
        for name, listing in listings(held[country]):
            for code, names in listing.names.items():
                told = listing.told(code)
                assert {listing.code(word) for word in (code, told)} == {code}
                several = {"answer"} & {name}
                for word in filter(None, names):
                    if not several:
                        assert listing.code(word) == code, (name, word)
                    checked += 1
    assert checked > 5_000
