"""The headers of an office's own files: named once, remembered for the office and the kind of file, on the record."""

from __future__ import annotations

import io
from typing import Any

import pytest
from sqlalchemy import select

from conftest import actor, office_id
from factories.trail import told
from lmis.errors import LmisError
from lmis.imports.anchoring import HeaderNotFound
from lmis.imports.read import Told
from lmis.model.batches import ImportBatch, ImportProfile
from lmis.model.session import Database
from lmis.queries.import_profiles import profiles_found
from lmis.services.import_profiles import ProfileNotFound, forget_headers, keep_headers, remembered
from lmis.services.importing import ImportReport, import_file
from lmis.services.undoing import undo_batch
from lmis.services.writing import Status
from lmis.vocabulary import Actor, Purpose, Role

BY = actor(role=Role.HEAD)
NEXT_DOOR = actor("KH-JC-12", role=Role.HEAD)
SYSTEM = actor(role=Role.SYSTEM, office=None)
OURS = {"Factory": "name", "Branch of industry": "sector", "Where": "province"}
FILE = "Nr,Factory,Branch of industry,Where\n1,Golden Needle,14,Battambang\n"


def send(
    database: Database, text: str = FILE, headers: dict[str, str] | None = None, by: Actor = BY, **options: Any
) -> ImportReport:
    options = {"for_real": True, "told": Told(profile=headers or {})} | options
    return import_file(database, by, "employers", io.BytesIO(text.encode()), file_name="f.csv", **options)


def held(database: Database, office: str = "KH-JC-02", kind: str = "employers") -> dict[str, str]:
    with database.open(SYSTEM, Purpose.NONE, "look", write=False) as session:
        return remembered(session, office_id(office), kind)


def test_headers_that_were_named_once_are_known_in_later_files_of_the_office(database: Database) -> None:
    with pytest.raises(HeaderNotFound):
        send(database)
    assert send(database, headers=OURS).created == 1
    assert held(database) == OURS
    later = send(database, FILE + "2,Silver Thread,14,Battambang\n")
    assert (later.created + later.unchanged, later.rejected, later.ignored_columns) == (2, 0, ["Nr"])


def test_they_are_those_of_one_office_and_one_kind_of_file(database: Database) -> None:
    send(database, headers=OURS)
    assert (held(database, "KH-JC-12"), held(database, kind="vacancies")) == ({}, {})
    with pytest.raises(HeaderNotFound):
        send(database, by=NEXT_DOOR)


def test_a_rehearsal_remembers_only_when_it_is_told_to(database: Database) -> None:
    assert send(database, headers=OURS, for_real=False).created == 1
    assert held(database) == {}
    assert send(database, headers=OURS, for_real=False, remember=True).created == 1
    assert held(database) == OURS


def test_what_is_named_anew_is_remembered_beside_the_rest(database: Database) -> None:
    send(database, headers=OURS)
    numbered = FILE.replace("Nr", "Number of ours")
    assert send(database, numbered, {"Number of ours": "number"}).ignored_columns == []
    assert held(database) == OURS | {"Number of ours": "number"}
    send(database, numbered, {"NUMBER of ours": "registration_number"})
    assert held(database) == OURS | {"NUMBER of ours": "registration_number"}


def test_the_same_file_is_the_same_import_whether_its_headers_are_named_or_remembered(database: Database) -> None:
    send(database, headers=OURS)
    send(database)
    send(database, headers=dict(reversed(OURS.items())))
    with database.open(SYSTEM, Purpose.NONE, "look", write=False) as session:
        assert len(set(session.scalars(select(ImportBatch.digest)))) == 1


def test_the_system_remembers_for_the_office_that_it_is_told(database: Database) -> None:
    assert send(database, headers=OURS, by=SYSTEM, office="KH-JC-12").created == 1
    assert (held(database, "KH-JC-12"), held(database)) == (OURS, {})
    with pytest.raises(LmisError) as refused:
        send(database, headers=OURS, by=SYSTEM, remember=True)
    assert refused.value.name == "office-not-said"


@pytest.mark.parametrize(
    ("headers", "error"),
    [
        ({"Where": "provinces"}, "unknown-column"),
        (OURS | {"Where": "district", "Phone number": "name"}, "header-known"),
        (OURS | {"WHERE": "district"}, "mapped-twice"),
        (OURS | {"Telephone": "phone"}, "header-not-there"),
    ],
)
def test_headers_that_contradict_are_refused_before_anything_is_written(
    database: Database, headers: dict[str, str], error: str
) -> None:
    with pytest.raises(LmisError) as refused:
        send(database, headers=headers)
    assert refused.value.name == error
    assert held(database) == {}
    with database.open(SYSTEM, Purpose.NONE, "look", write=False) as session:
        assert session.scalars(select(ImportBatch)).all() == []


def test_a_header_of_ours_and_one_of_theirs_for_the_same_column_are_refused(database: Database) -> None:
    with pytest.raises(LmisError) as refused:
        send(database, FILE.replace("Nr", "Province"), OURS)
    assert (refused.value.name, refused.value.values) == ("column-twice", {"column": "province"})


def test_every_change_of_what_is_remembered_is_on_the_trail(database: Database) -> None:
    report = send(database, headers=OURS)
    with database.open(BY, Purpose.ADMINISTRATION, "test") as session:
        keep = [keep_headers(session, BY, office_id("KH-JC-02"), "employers", more) for more in ({}, {"Nr": "number"})]
        assert forget_headers(session, BY, office_id("KH-JC-02"), "employers").status is Status.UPDATED
        with pytest.raises(ProfileNotFound):
            forget_headers(session, BY, office_id("KH-JC-02"), "employers")
    assert [outcome.status for outcome in keep] == [Status.UNCHANGED, Status.UPDATED]
    (made, [[table, _, old, new]]), (changed, _) = told(database, "keep-import-profile")
    assert (table, old, new["headers"], made.office_id, made.batch_id) == (
        "import_profile",
        None,
        OURS,
        BY.office_id,
        None,
    )
    ((gone, [[_, _, before, after]]),) = told(database, "forget-import-profile")
    assert (gone.subject_id, before["headers"]["Nr"], after) == (changed.subject_id, "number", None)
    assert report.created == 1


def test_headers_stay_when_the_import_is_taken_back(database: Database) -> None:
    report = send(database, headers=OURS)
    assert report.batch_id is not None
    with database.open(BY, Purpose.ADMINISTRATION, "undo-import") as session:
        assert undo_batch(session, BY, report.batch_id).status is Status.UPDATED
    assert held(database) == OURS


def test_an_office_sees_its_own_and_the_ministry_those_of_its_country(database: Database) -> None:
    send(database, headers=OURS)
    send(database, headers=OURS, by=NEXT_DOOR)
    sees = {BY: 1, NEXT_DOOR: 1, actor("LA-JC-01"): 0, actor("KH-MIN", role=Role.COORDINATOR): 2, SYSTEM: 2}
    with database.open(SYSTEM, Purpose.NONE, "look", write=False) as session:
        assert {by: len(session.scalars(profiles_found(by)).all()) for by in sees} == sees


def test_a_column_that_is_no_more_is_left_out_of_what_is_remembered(database: Database) -> None:
    send(database, headers=OURS)
    with database.open(BY, Purpose.ADMINISTRATION, "test") as session:
        profile = session.scalars(select(ImportProfile)).one()
        profile.headers = OURS | {"Old": "no_such_column"}
        with pytest.raises(LmisError):
            session.flush()
        session.rollback()
    assert send(database).unchanged == 1
