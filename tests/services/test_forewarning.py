"""Who may be the person that is about to be registered; nothing of other offices."""

from __future__ import annotations

from typing import Any

from conftest import actor
from factories.register import a_seeker, register_seeker
from lmis.model.session import Database
from lmis.services.forewarning import known_alike
from lmis.vocabulary import Purpose

PHONE: dict[str, Any] = {"phone": "+85512345678"}


def test_tells_who_is_alike_and_whether_it_is_certain(database: Database) -> None:
    by = actor()
    with database.open(by, Purpose.REGISTRATION, "test") as session:
        who = a_seeker(session, by, **PHONE)
        (same,) = known_alike(session, by, register_seeker(**PHONE))
        assert (same.id, same.certain) == (who, True)
        (other,) = known_alike(session, by, register_seeker(birth_date="1995-04-13", **PHONE))
        assert (other.id, other.certain) == (who, False)
        assert (
            known_alike(
                session, by, register_seeker(family_name="Chan", family_name_native="ចាន់", birth_date="1970-01-02")
            )
            == []
        )


def test_tells_nothing_of_another_office(database: Database) -> None:
    by = actor()
    with database.open(by, Purpose.REGISTRATION, "test") as session:
        a_seeker(session, actor("KH-JC-03"), **PHONE)
        assert known_alike(session, by, register_seeker(**PHONE)) == []
