"""Finding people: by parts of names, and exactly by number, phone and identity number through their keyed indexes."""

from __future__ import annotations

from uuid import UUID

import pytest
from sqlalchemy import select

from conftest import KEYRING, actor
from factories.register import a_seeker
from lmis.model.people import Person
from lmis.model.session import Database
from lmis.queries.people import exact_of, people_found
from lmis.text.keys import name_key
from lmis.text.numbers import serial_text
from lmis.vocabulary import Actor, Purpose

BY = actor()


def found(database: Database, words: str, by: Actor = BY) -> list[UUID]:
    with database.open(by, Purpose.COUNSELLING, "search", write=False) as session:
        query = people_found(by, name_key(None, words), None, 50, exact=exact_of(words, by, KEYRING))
        return [person.id for person in session.scalars(query)]


@pytest.fixture
def seeker(database: Database) -> UUID:
    with database.open(BY, Purpose.REGISTRATION, "given") as session:
        a_seeker(session, BY, family_name="Chan", given_name="Vanna", family_name_native=None, given_name_native=None)
        return a_seeker(session, BY, identity_number="012-345-678", phone="+85512345678")


@pytest.mark.parametrize(
    "words", ["ដា", "សុ", "ដ", "dara", "DARA sok", "012345678", "012 345 678", "+855 12 345 678", "០១២៣៤៥៦៧៨"]
)
def test_a_person_is_found(database: Database, seeker: UUID, words: str) -> None:
    assert found(database, words) == [seeker]


def test_a_person_is_found_by_the_short_number(database: Database, seeker: UUID) -> None:
    with database.open(BY, Purpose.COUNSELLING, "look", write=False) as session:
        serial = session.scalars(select(Person).where(Person.id == seeker)).one().serial
    assert found(database, serial_text("S", serial)) == [seeker]


@pytest.mark.parametrize("words", ["សុខដារ៉ា", "ដារ៉ាសុខ", "សុខ\u200bដារ៉ា", "SokDara", "លោក សុខដារ៉ា"])
def test_a_whole_name_is_found_without_its_space(database: Database, seeker: UUID, words: str) -> None:
    assert found(database, words) == [seeker]


@pytest.mark.parametrize("words", ["សុខដា", "ខដារ៉ា", "សុខចាន់", "SokDar", "kdara", "សុខដារ៉ាសុខ"])
def test_what_is_no_whole_name_finds_nobody_without_its_space(database: Database, seeker: UUID, words: str) -> None:
    assert found(database, words) == []


@pytest.mark.parametrize("words", ["012345679", "+855 12 345 679", "ghost", "S-0009999-9"])
def test_nobody_else_is_found(database: Database, seeker: UUID, words: str) -> None:
    assert found(database, words) == []


def test_another_office_finds_nobody_even_by_the_exact_number(database: Database, seeker: UUID) -> None:
    assert found(database, "012345678", actor("KH-JC-12")) == []
