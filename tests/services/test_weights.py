"""Weights are rows: the latest of the own country holds, every answer names it, and none is changed."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from conftest import actor
from factories.register import a_seeker, a_vacancy
from lmis.commands.weights import SetWeights
from lmis.errors import LmisError
from lmis.matching.weights import DEFAULT_WEIGHTS
from lmis.model.audit import AuditEvent
from lmis.model.ids import new_id
from lmis.model.session import Database
from lmis.model.weights import WeightsVersion
from lmis.services.night import match_all
from lmis.services.suggesting import suggest_seekers, suggest_vacancies
from lmis.services.weights import (
    CriterionUnknown,
    WeightsGiveNothing,
    WeightsInThePast,
    WeightsOfAnotherCountry,
    WeightsVersionTaken,
    set_weights,
    weights_from,
    weights_in_force,
)
from lmis.services.writing import Outcome, Status, one
from lmis.vocabulary import Actor, Country, Purpose, Role

BY, LAO, SYSTEM = actor("KH-MIN", role=Role.ANALYST), actor("LA-MIN", role=Role.ANALYST), actor(None, Role.SYSTEM)
OFFICER = actor()


def put(session: Session, by: Actor = BY, **given: Any) -> Outcome:
    [outcome] = set_weights(session, by, [SetWeights(**({"version": "2027.1", "points": {"skills": 20}} | given))])
    return outcome


def test_the_last_version_of_a_new_register_is_the_one_that_came_with_the_software(database: Database) -> None:
    with database.open(SYSTEM, Purpose.NONE, "test") as session:
        rows = session.scalars(select(WeightsVersion).order_by(WeightsVersion.recorded_at)).all()
        assert [row.version for row in rows] == ["2026.2", "2026.3"]
        assert weights_from(rows[-1]) == DEFAULT_WEIGHTS
        assert weights_in_force(session, SYSTEM) == weights_in_force(session, BY) == DEFAULT_WEIGHTS


def test_a_new_version_holds_in_its_country_and_what_is_not_named_stays(database: Database) -> None:
    with database.open(BY, Purpose.MATCHING, "test") as session:
        assert put(session).status is Status.CREATED
        found = weights_in_force(session, BY)
        assert (found.version, found.most) == ("2027.1", {**DEFAULT_WEIGHTS.most, "skills": 20})
        assert weights_in_force(session, LAO) == weights_in_force(session, SYSTEM) == DEFAULT_WEIGHTS
        assert weights_in_force(session, SYSTEM, "KH") == found


def test_a_version_for_both_countries_gives_way_to_a_countrys_own(database: Database) -> None:
    with database.open(SYSTEM, Purpose.NONE, "test") as session:
        put(session)
        put(session, SYSTEM, version="2027.2", points={"place": 30})
        assert weights_in_force(session, LAO).version == "2027.2"
        assert weights_in_force(session, BY).version == "2027.1"
        put(session, SYSTEM, version="2027.3", country=Country.LA)
        assert weights_in_force(session, LAO).version == "2027.3"


def test_a_version_holds_from_its_day_on(database: Database) -> None:
    tomorrow = BY.today + timedelta(days=1)
    with database.open(BY, Purpose.NONE, "test") as session:
        put(session, valid_from=tomorrow)
        assert weights_in_force(session, BY) == DEFAULT_WEIGHTS
        assert weights_in_force(session, replace(BY, at=BY.at + timedelta(days=1))).version == "2027.1"


def test_sent_again_it_changes_nothing(database: Database) -> None:
    with database.open(BY, Purpose.NONE, "test") as session:
        assert put(session).id == put(session).id
        assert put(session).status is Status.UNCHANGED


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({"points": {"skills": 21}}, WeightsVersionTaken),
        ({"version": "2027.2", "points": {"charm": 5}}, CriterionUnknown),
        ({"version": "2027.2", "points": dict.fromkeys(DEFAULT_WEIGHTS.most, 0)}, WeightsGiveNothing),
        ({"version": "2027.2", "country": Country.LA}, WeightsOfAnotherCountry),
        ({"version": "2027.2", "valid_from": BY.today - timedelta(days=1)}, WeightsInThePast),
    ],
)
def test_refuses(database: Database, given: dict[str, Any], error: type[LmisError]) -> None:
    with database.open(BY, Purpose.NONE, "test") as session:
        put(session)
        outcome = put(session, **given)
    assert outcome.refusal is not None
    assert type(outcome.refusal.error) is error


def test_who_set_it_stands_in_the_trail(database: Database) -> None:
    with database.open(SYSTEM, Purpose.NONE, "test") as session:
        id_ = one(set_weights(session, BY, [SetWeights(version="2027.1", points={"skills": 20})])).id
        row = session.get_one(WeightsVersion, id_)
        assert (row.country, row.set_by, row.recorded_at) == ("KH", BY.staff_id, BY.at)
        query = select(AuditEvent.act, AuditEvent.changes).where(AuditEvent.subject_id == id_)
        ((act, changes),) = session.execute(query.execution_options(people="engine")).all()
    assert act == "set-weights"
    assert json.loads(changes)[0][3]["points"]["skills"] == 20


def test_suggestions_have_the_weights_in_force_and_say_which(database: Database) -> None:
    with database.open(OFFICER, Purpose.MATCHING, "test") as session:
        vacancy, seeker = a_vacancy(session, OFFICER), a_seeker(session, OFFICER)
        put(session, points={"occupation": 50})
        people, work = suggest_seekers(session, OFFICER, str(vacancy)), suggest_vacancies(session, OFFICER, str(seeker))
    for found in (people, work):
        assert found.weights.version == "2027.1"
        assert found.ranking.suggestions[0].reasons[0].max == 50


def test_a_criterion_that_came_after_a_version_gives_nothing_under_it() -> None:
    row = WeightsVersion(id=new_id(), version="2020.1", points={"occupation": 100, "stars": 9}, least=1)
    found = weights_from(row)
    assert (found.total, found.most["availability"]) == (100, 0)


def test_a_night_ranks_each_vacancy_by_the_weights_of_its_country(database: Database, tmp_path: Path) -> None:
    lao = actor("LA-JC-01")
    with database.open(SYSTEM, Purpose.MATCHING, "test") as session:
        here, there = a_vacancy(session, OFFICER), a_vacancy(session, lao, province="LA01", district=None)
        a_seeker(session, OFFICER)
        put(session, points={"occupation": 90})
        match_all(session, SYSTEM, tmp_path / "night.parquet")
        expected = {
            str(id_): suggest_seekers(session, SYSTEM, str(id_)).ranking.suggestions[0].points for id_ in (here, there)
        }
    table = pq.read_table(tmp_path / "night.parquet")
    assert dict(zip(*(table[name].to_pylist() for name in ("vacancy", "points")), strict=True)) == expected
    assert expected[str(here)] > 90 > expected[str(there)]
    assert table.schema.metadata[b"weights"] == f"2027.1, {DEFAULT_WEIGHTS.version}".encode()
