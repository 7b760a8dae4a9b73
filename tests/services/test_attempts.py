"""Guessing passwords is slow, from one address as from many, and locks out nobody who sits where they always sit."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from argon2 import PasswordHasher
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr
from sqlalchemy import select

from conftest import NOW, actor
from lmis.commands.staff import AddStaff, SignIn
from lmis.model.offices import SignInAttempt
from lmis.model.session import Database
from lmis.services.attempts import KNOWN_FOR, TooManyAttempts, place_of
from lmis.services.signing_in import LoginOrPasswordWrong, sign_in
from lmis.services.staff import add_staff
from lmis.services.writing import one
from lmis.vocabulary import Actor, Purpose, Role

SYSTEM = Actor(None, None, None, Role.SYSTEM, NOW)
HOME, AWAY = "192.0.2.1", "198.51.100.7"
RIGHT, WRONG = "correct horse battery", "wrong horse battery"


@pytest.fixture(autouse=True)
def swift(monkeypatch: pytest.MonkeyPatch) -> None:
    """Here the counting matters: hashes that take less time and memory."""
    monkeypatch.setattr("lmis.services.passwords.HASHER", PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))


@pytest.fixture
def office(database: Database) -> Database:
    """An office with one account, which was signed in from its own address."""
    with database.open(SYSTEM, Purpose.ADMINISTRATION, "test") as session:
        account = AddStaff(
            login="dara", name="Dara", role=Role.OFFICER, office="KH-JC-02", first_password=SecretStr(RIGHT)
        )
        one(add_staff(session, SYSTEM, [account]))
    assert tried(database, HOME) == "in"
    return database


def tried(
    database: Database, address: str, password: str = RIGHT, login: str = "dara", after: timedelta = timedelta()
) -> str | int:
    """What comes of an attempt: `in`, `wrong`, or the seconds to wait."""
    command = SignIn(login=login, password=SecretStr(password))
    try:
        sign_in(database, replace(SYSTEM, at=NOW + after), command, 12, address=address)
    except LoginOrPasswordWrong:
        return "wrong"
    except TooManyAttempts as error:
        return int(error.values["seconds"])
    return "in"


@pytest.mark.parametrize("login", ["dara", "nobody"])
def test_five_failures_at_one_address_make_the_login_wait_there_known_or_not(office: Database, login: str) -> None:
    assert [tried(office, AWAY, WRONG, login) for _ in range(6)] == ["wrong"] * 5 + [901]
    assert tried(office, AWAY, WRONG, login, timedelta(minutes=16)) == "wrong"


def test_an_outsider_cannot_lock_out_who_sits_at_a_known_address(office: Database) -> None:
    outside = [tried(office, f"203.0.113.{at}", WRONG) for at in range(40)]
    assert outside == ["wrong"] * 10 + [3601] * 30
    assert tried(office, AWAY) == 3601, "the right password, but from where nobody has seen it"
    assert tried(office, HOME) == "in"
    assert tried(office, HOME, WRONG) == "wrong"
    assert tried(office, HOME) == "in"


def test_a_success_at_home_gives_strangers_no_more_tries(office: Database) -> None:
    for at in range(10):
        assert tried(office, f"203.0.113.{at}", WRONG) == "wrong"
        assert tried(office, HOME) == "in"
    assert tried(office, "203.0.113.99", WRONG) == 3601


def test_a_success_elsewhere_takes_back_itself_and_the_failures_there_and_makes_the_place_known(
    office: Database,
) -> None:
    assert [tried(office, AWAY, WRONG) for _ in range(4)] == ["wrong"] * 4
    assert tried(office, AWAY) == "in"
    assert [tried(office, f"203.0.113.{at}", WRONG) for at in range(7)] == ["wrong"] * 6 + [3601]
    assert [tried(office, AWAY, WRONG) for _ in range(6)] == ["wrong"] * 5 + [901]


def test_strangers_get_ten_tries_an_hour_at_most(office: Database) -> None:
    tries = [
        tried(office, f"203.0.113.{minute % 50}", WRONG, after=timedelta(minutes=minute)) == "wrong"
        for minute in range(0, 240, 2)
    ]
    for start in range(len(tries) - 30):
        assert sum(tries[start : start + 30]) <= 10


def test_attempts_at_the_same_time_get_no_more_tries(office: Database) -> None:
    with ThreadPoolExecutor(8) as clients:
        answers = list(clients.map(lambda _: tried(office, AWAY, WRONG), range(16)))
    assert (answers.count("wrong"), answers.count(901)) == (5, 11)


def test_an_address_is_forgotten_when_nobody_signs_in_from_there_any_more(office: Database) -> None:
    late = KNOWN_FOR + timedelta(hours=2)
    for at in range(10):
        assert tried(office, f"203.0.113.{at}", WRONG, after=late) == "wrong"
    assert tried(office, HOME, after=late) == 3601


def test_what_was_typed_is_not_kept_in_clear_and_nothing_longer_than_needed(office: Database) -> None:
    tried(office, AWAY, WRONG, "my password in the wrong field")
    with office.open(actor(), Purpose.NONE, "test", write=False) as session:
        kept = [row.login for row in session.scalars(select(SignInAttempt))]
    assert not any(part in key for key in kept for part in ("password", "dara", AWAY, HOME))
    tried(office, AWAY, WRONG, "x" * 200, timedelta(hours=2))
    with office.open(actor(), Purpose.NONE, "test", write=False) as session:
        kinds = sorted(row.login.partition(":")[0] for row in session.scalars(select(SignInAttempt)))
    assert kinds == ["here", "known", "strangers"]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("::ffff:192.0.2.1", "192.0.2.1", True),
        ("192.0.2.1", "192.0.2.2", False),
        ("testclient", "testclient", True),
    ],
)
def test_a_subscriber_of_ipv6_is_one_address(one: str, other: str, same: bool) -> None:
    assert (place_of(one) == place_of(other)) is same


@given(st.text() | st.ip_addresses().map(str))
def test_the_place_of_a_place_is_itself(address: str) -> None:
    assert place_of(place_of(address)) == place_of(address)
