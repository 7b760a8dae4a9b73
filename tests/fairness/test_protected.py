"""Who somebody is cannot reach the scorer: not by type, and not by any way through the database.

Source: ILO, Discrimination (Employment and Occupation) Convention, 1958 (No. 111), article 1; Convention 159 on
disabled persons; what Cambodia's Labour Law (article 12) and the Lao Labour Law (article 141) forbid.
"""

from __future__ import annotations

import random
from dataclasses import fields, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import delete, insert, update
from sqlalchemy.orm import Session

from conftest import actor
from lmis.config import Settings
from lmis.matching.profiles import SeekerProfile, VacancyProfile
from lmis.matching.rank import Ranking, rank_seekers, rank_vacancies
from lmis.matching.weights import DEFAULT_WEIGHTS
from lmis.model.people import Person, SupportNeed
from lmis.model.session import Database
from lmis.model.vacancies import Vacancy
from lmis.queries.profiles import SEEKER_COLUMNS, registered_profiles, vacancies_with_openings
from lmis.sample.world import write_world
from lmis.services.codes import codes
from lmis.services.importing import import_file
from lmis.services.profiles import seeker_profile, vacancy_profile
from lmis.vocabulary import Purpose, Role

SYSTEM = actor(None, Role.SYSTEM)
PAIRS, TOP = 10_000, 10

OF_SEEKERS = {
    "id", "wanted", "experience", "skills", "district", "province", "wanted_provinces", "mobility", "education",
    "languages", "wage", "hours", "available_from", "needs",
}  # fmt: skip
OF_VACANCIES = {
    "id", "occupation", "country", "required_skills", "useful_skills", "district", "province", "neighbours",
    "education", "experience_months", "languages", "wage", "hours", "related", "scarce", "rare", "needed_from",
    "offers",
}  # fmt: skip
BEARS_ON_THE_WORK = {
    "id", "wanted_occupations", "experience", "skills", "district", "province", "wanted_provinces", "mobility",
    "education", "languages", "wage_amount", "wage_currency", "wage_period", "wanted_hours",
    "available_from",
}  # fmt: skip
"""What of a person's row matching reads; a column that is added to this list has to be argued for."""
NEITHER = {
    "country", "office_id", "own_office_id", "recorded_at", "version", "serial", "merged_into", "wanted_sector",
    "licences", "search_key", "whole_key", "part_key", "other_part_key", "day_key",
}  # fmt: skip
"""Columns that say nothing protected and are not read either, or are made of those that are flipped below; the
gates of the law ask for licences, never the points."""

Profiles = tuple[list[SeekerProfile], list[VacancyProfile]]


def test_profiles_have_the_fields_that_bear_on_the_work_and_no_others() -> None:
    assert {field.name for field in fields(SeekerProfile)} == OF_SEEKERS
    assert {field.name for field in fields(VacancyProfile)} == OF_VACANCIES


def test_a_profile_can_hold_nothing_else() -> None:
    for profile in (SeekerProfile(UUID(int=1)), VacancyProfile(UUID(int=2), "8153", "KH")):
        assert not hasattr(profile, "__dict__")
        with pytest.raises((AttributeError, TypeError)):
            profile.sex = "F"  # type: ignore[union-attr]


def test_the_query_of_matching_reads_the_columns_that_bear_on_the_work_and_no_others() -> None:
    assert {column.key for column in SEEKER_COLUMNS} == BEARS_ON_THE_WORK
    assert {column.class_ for column in SEEKER_COLUMNS} == {Person}
    read = {column.table.name + "." + column.name for column in registered_profiles(SYSTEM).selected_columns}
    assert read == {f"person.{name}" for name in BEARS_ON_THE_WORK}


def test_every_other_column_of_a_person_is_flipped_below_or_says_nothing_of_the_person() -> None:
    flipped = set(_someone_else(random.Random(1), UUID(int=1), 1))
    assert {column.key for column in Person.__table__.columns} == flipped | BEARS_ON_THE_WORK | NEITHER


def _someone_else(rng: random.Random, id_: UUID, turn: int) -> dict[str, Any]:
    """The same work, looked for by somebody else of legal age: every column that says who a person is."""
    born = date(2026, 1, 1) - timedelta(days=rng.randrange(18 * 366, 70 * 365))
    name = rng.choice(["Sok", "Keo", "Nguyen", "Vang", "Sles", "Phommachanh"])
    return {
        "id": id_,
        "family_name": name,
        "given_name": rng.choice(["Sreymom", "Dara", "Bounmy", "Fatimah"]),
        "family_name_native": rng.choice(["សុខ", "ແກ້ວ", None]),
        "given_name_native": rng.choice(["ស្រីមុំ", "ດາລາ", None]),
        "sex": rng.choice(["F", "M", None]),
        "birth_date": rng.choice([born, None]),
        "birth_year": born.year,
        "identity_kind": rng.choice(["national_id", "passport", "family_book", None]),
        "identity_number": f"{turn:09}",
        "identity_index": turn.to_bytes(16, "big"),
        "identity_missing_reason": rng.choice(["lost", None]),
        "phone": f"+8551{turn:08}",
        "phone_index": turn.to_bytes(16, "big"),
        "own_number": f"X{turn}",
        "commune": None,
        "social_security": rng.choice(["member", "not_member", None]),
        "returnee_from": rng.choice(["TH", "MY", "KR", None]),
        "consent_mode": rng.choice(["written", None]),
        "consent_on": rng.choice([date(2026, 3, 1), None]),
        "consent_withdrawn_on": None,
    }


def _flip(session: Session, people: list[UUID], seed: int) -> None:
    rng = random.Random(seed)
    rows = [_someone_else(rng, id_, seed * 100_000 + turn) for turn, id_ in enumerate(people)]
    session.execute(update(Person).execution_options(audited=True), rows)
    session.execute(delete(SupportNeed).execution_options(audited=True))
    told = rng.sample(people, len(people) // 2)
    needs = [{"person_id": id_, "disability": '["seeing"]', "accommodations": '["ramp"]'} for id_ in told]
    session.execute(insert(SupportNeed).execution_options(audited=True), needs)


def _profiles(session: Session) -> Profiles:
    known, today = codes(session), SYSTEM.today
    seekers = [seeker_profile(row, known, today) for row in session.execute(registered_profiles(SYSTEM))]
    rows = session.execute(vacancies_with_openings(SYSTEM, today)).all()
    vacancies = [vacancy_profile(row[0], known, today) for row in rows]
    return sorted(seekers, key=lambda one: one.id), sorted(vacancies, key=lambda one: one.id)


def _rankings(profiles: Profiles) -> tuple[list[Ranking], list[Ranking]]:
    """Every vacancy's ranking of people, and every person's of vacancies, each with its points and reasons."""
    seekers, vacancies = profiles
    people = [rank_seekers(vacancy, seekers, DEFAULT_WEIGHTS, TOP) for vacancy in vacancies]
    return people, [rank_vacancies(seeker, vacancies, DEFAULT_WEIGHTS, TOP) for seeker in seekers]


def _import(database: Database, folder: Path) -> None:
    write_world(240, 160, 5, folder, Settings().seeds)
    for kind in ("job-seekers", "employers", "vacancies"):
        with (folder / "KH" / f"{kind}.csv").open("rb") as source:
            report = import_file(database, SYSTEM, kind, source, file_name=f"{kind}.csv", for_real=True)
            assert report.rejected == 0


def _say_whom_employers_want(session: Session) -> None:
    wanted = {"title": "Waitress", "title_native": "អ្នករត់តុស្រី", "description": "Pretty single women under 25 only."}
    session.execute(update(Vacancy).values(wanted).execution_options(audited=True))


def test_neither_who_a_person_is_nor_whom_an_advert_wants_changes_a_point_or_a_place_in_ten_thousand_pairs(
    database: Database, tmp_path: Path
) -> None:
    _import(database, tmp_path)
    with database.open(SYSTEM, Purpose.MATCHING, "before") as session:
        before = _profiles(session)
        _flip(session, [seeker.id for seeker in before[0]], seed=1)
        _say_whom_employers_want(session)
    with database.open(SYSTEM, Purpose.MATCHING, "after") as session:
        after = _profiles(session)
    assert len(before[0]) * len(before[1]) >= PAIRS
    assert after == before
    assert _rankings(after) == _rankings(before)


def test_what_helps_at_work_raises_a_persons_own_vacancies_and_lowers_nothing_for_anybody(
    database: Database, tmp_path: Path
) -> None:
    _import(database, tmp_path)
    with database.open(SYSTEM, Purpose.MATCHING, "read") as session:
        seekers, vacancies = _profiles(session)
    assert not any(seeker.needs for seeker in seekers)
    raised = 0
    for seeker in seekers[:60]:
        asking = replace(seeker, needs=frozenset({"ramp", "transport"}))
        before, after = (rank_vacancies(one, vacancies, DEFAULT_WEIGHTS, len(vacancies)) for one in (seeker, asking))
        points = {one.id: one.points for one in after.suggestions}
        assert all(points[one.id] >= one.points for one in before.suggestions)
        assert after.not_suggested == before.not_suggested
        raised += sum(points[one.id] > one.points for one in before.suggestions)
    assert raised > 0
