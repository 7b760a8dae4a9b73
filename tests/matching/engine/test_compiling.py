"""What was compiled before a change of any file is not used after it."""

from __future__ import annotations

from pathlib import Path

from lmis.matching.engine.compiling import kept_in


def test_any_change_leads_to_another_folder(tmp_path: Path) -> None:
    (tmp_path / "engine").mkdir()
    (tmp_path / "engine" / "rows.py").write_text("HEAD = 8\n")
    (tmp_path / "criteria.py").write_text("")
    before = kept_in(tmp_path)
    assert kept_in(tmp_path) == before
    (tmp_path / "engine" / "rows.py").write_text("HEAD = 9\n")
    assert kept_in(tmp_path) != before
