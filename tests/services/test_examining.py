"""What the doctor finds of an installation that stands well, and of one that does not."""

from __future__ import annotations

from pathlib import Path

from pydantic import SecretStr

from conftest import actor
from lmis.config import Settings
from lmis.locale.catalogue import placeholders, text
from lmis.model.session import Database
from lmis.services.examining import examine
from lmis.vocabulary import Language, Role

BY = actor(None, Role.SYSTEM)


def test_an_installation_that_was_set_up_stands_well_and_every_finding_is_told_whole(database: Database) -> None:
    found = examine(database, Settings(key=SecretStr("kept elsewhere")), BY)
    assert len(found) == (7 if database.engine.dialect.name == "sqlite" else 6)
    assert all(finding.well for finding in found)
    for finding in found:
        assert placeholders(finding.says) <= set(finding.values)
        told = {text(finding.says, language, **finding.values) for language in Language}
        assert len(told) == len(Language), "every language has its own words"


def test_a_key_that_others_may_read_is_to_be_mended(database: Database, tmp_path: Path) -> None:
    file = tmp_path / "lmis.key"
    file.write_text("key")
    for mode, well in ((0o600, True), (0o644, False)):
        file.chmod(mode)
        key = examine(database, Settings(key=None, key_file=file), BY)[-1]
        assert (key.subject, key.well, key.values["mode"]) == ("master_key", well, f"{mode:o}")
