"""Files that are kept: sealed, on the trail without their content, and gone when nobody needs them."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256

from sqlalchemy import select, text

from conftest import NOW, actor
from factories.trail import told
from lmis.model.batches import StoredFile
from lmis.model.session import Database
from lmis.services.files import KEPT_FOR, file_content, forget_files
from lmis.services.uploading import Upload, upload_file
from lmis.services.working import work
from lmis.vocabulary import Actor, Purpose, Role

BY = actor()
FILE = b"number,name,sector,province,notified_on\n2,Silver Thread,99999,KH02,2026-09-01\n"


def send(database: Database, content: bytes = FILE) -> None:
    """Upload a file of employers."""
    with database.open(BY, Purpose.IMPORT, "test") as session:
        upload_file(session, BY, Upload("employers", "employers.csv", content))


def test_an_upload_leaves_name_digest_and_size_and_never_the_content(database: Database) -> None:
    send(database)
    ((event, [[table, _key, old, new]]),) = told(database, "upload-file")
    assert (event.at, event.office_id, table, old, new["name"]) == (
        NOW,
        BY.office_id,
        "stored_file",
        None,
        "employers.csv",
    )
    assert new["content"] == {"sha256": sha256(FILE).hexdigest(), "bytes": len(FILE)}
    assert "Silver" not in event.changes


def test_a_file_is_sealed_in_the_database_and_opened_for_who_works_on_it(database: Database) -> None:
    send(database)
    with database.open(BY, Purpose.NONE, "test", write=False) as session:
        assert b"Silver" not in bytes(session.scalar(text("SELECT content FROM stored_file")))
        (held,) = session.scalars(select(StoredFile.id))
        assert file_content(session, held) == FILE


def test_the_files_that_work_takes_away_and_leaves_are_on_the_trail(database: Database) -> None:
    send(database)
    system = Actor(None, None, None, Role.SYSTEM, NOW)
    assert work(database, lambda: system, "test", threading.Event(), once=True) == 1
    ((sent, _),) = told(database, "upload-file")
    ((gone, [[_table, _key, old, new]]),) = told(database, "remove-file")
    assert (gone.subject_id, old, new) == (sent.subject_id, {"name": "employers.csv"}, None)
    ((_, [[_table, _key, old, rejects]]),) = told(database, "keep-rejects")
    assert (old, rejects["name"]) == (None, "rejects-employers.csv")


def test_what_nobody_fetched_is_forgotten_and_the_trail_says_so(database: Database) -> None:
    send(database)
    for age, gone in ((KEPT_FOR, 0), (KEPT_FOR + timedelta(seconds=1), 1), (KEPT_FOR * 2, 0)):
        by = replace(BY, at=NOW + age)
        with database.open(by, Purpose.ADMINISTRATION, "test") as session:
            assert forget_files(session, by) == gone
    assert len(told(database, "remove-file")) == 1
