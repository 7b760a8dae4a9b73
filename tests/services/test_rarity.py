"""Skills are counted into a table, and what was counted holds until the next count."""

from __future__ import annotations

from sqlalchemy import select

from conftest import actor
from factories.register import a_seeker, a_vacancy
from lmis.model.reference import ReferenceLoad
from lmis.model.session import Database
from lmis.services.codes import codes
from lmis.services.rarity import TABLE, count_skills
from lmis.services.suggesting import suggest_seekers
from lmis.vocabulary import Purpose, Role

BY, SYSTEM = actor(), actor(None, Role.SYSTEM)


def test_few_people_are_counted_by_country_and_known_to_the_code_lists(database: Database) -> None:
    with database.open(SYSTEM, Purpose.MATCHING, "test") as session:
        for number in range(101):
            a_seeker(session, BY, skills=["team work", *(["Overlock"] if number < 5 else ["welding"] * (number < 9))])
        assert count_skills(session, SYSTEM) == {"KH": 1}
        assert codes(session).scarce == {"KH": frozenset({"overlock"})}
        assert codes(session).rare == {}
        version = select(ReferenceLoad.version).where(ReferenceLoad.table == TABLE)
        assert session.scalars(version).one() == SYSTEM.at.date().isoformat()


def test_a_count_holds_until_the_next(database: Database) -> None:
    with database.open(SYSTEM, Purpose.MATCHING, "test") as session:
        vacancy = a_vacancy(session, BY, required_skills=["Overlock", "team work"])
        people = [a_seeker(session, BY, skills=["Overlock"]) for _ in range(5)]
        for _ in range(96):
            a_seeker(session, BY, skills=["team work"])

        def won() -> set[int]:
            found = suggest_seekers(session, BY, str(vacancy), top=200).ranking.suggestions
            told = {one.id: {reason.criterion: reason for reason in one.reasons}["skills"] for one in found}
            return {100 * told[id_].points // told[id_].max for id_ in people}

        before = won()
        count_skills(session, SYSTEM)
        assert max(before) <= 50 < min(won())  # 2 of 4 parts, then 4 of 6
        counted = won()
        for _ in range(4):
            a_seeker(session, BY, skills=["Overlock"])
        assert won() == counted
