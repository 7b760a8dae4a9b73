"""Places that come by import, and the code lists that every process keeps."""

from __future__ import annotations

from conftest import actor
from factories.register import a_seeker
from lmis.commands.places import PlaceKind, PutPlace
from lmis.model.session import Database
from lmis.services.codes import codes
from lmis.services.places import put_places
from lmis.services.writing import Status
from lmis.vocabulary import Purpose, Role

BY = actor(role=Role.COORDINATOR)
COMMUNE = PutPlace(code="KH020101", kind=PlaceKind.COMMUNE, parent="KH0201", name_en="Kantueu Muoy")


def test_a_commune_that_came_by_import_is_known_at_once(database: Database) -> None:
    with database.open(BY, Purpose.NONE, "test") as session:
        assert COMMUNE.code not in codes(session).places
        (outcome,) = put_places(session, BY, [COMMUNE])
        assert outcome.status is Status.CREATED
        assert codes(session).place_names[COMMUNE.code] == "Kantueu Muoy"
        assert a_seeker(session, BY, district="KH0201", commune=COMMUNE.code)
        renamed = COMMUNE.model_copy(update={"name_en": "Kantueu Pir"})
        assert [o.status for o in put_places(session, BY, [renamed])] == [Status.UPDATED]
        assert codes(session).place_names[COMMUNE.code] == "Kantueu Pir"
        assert [o.status for o in put_places(session, BY, [renamed])] == [Status.UNCHANGED]


def test_the_nearest_offices_are_told_by_code_and_name(database: Database) -> None:
    with database.open(BY, Purpose.NONE, "test", write=False) as session:
        known = codes(session)
    error = known.unknown("office", "KH-JC-2", known.office_names)
    assert error.values["nearest"]
    assert all(told.split(" ", 1)[1] == known.office_names[told.split()[0]] for told in error.values["nearest"])
