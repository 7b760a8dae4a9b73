"""What was compiled before a change of any file is not used after it, wherever it is kept."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from lmis.matching.engine.compiling import kept_in, user_folder


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    folder = tmp_path / "matching"
    (folder / "engine").mkdir(parents=True)
    (folder / "engine" / "rows.py").write_text("HEAD = 8\n")
    (folder / "criteria.py").write_text("")
    return folder


def test_any_change_leads_to_another_folder(sources: Path, tmp_path: Path) -> None:
    before = kept_in(sources, [tmp_path])
    assert before is not None
    assert before.is_dir()
    assert kept_in(sources, [tmp_path]) == before
    (sources / "engine" / "rows.py").write_text("HEAD = 9\n")
    assert kept_in(sources, [tmp_path]) not in (None, before)


def test_where_nothing_can_be_written_the_next_folder_is_taken_under_the_same_name(
    sources: Path, tmp_path: Path
) -> None:
    closed = tmp_path / "closed"
    closed.write_text("a file, in which no folder can be made")
    beside, home = kept_in(sources, [tmp_path]), kept_in(sources, [closed, tmp_path / "home"])
    assert beside is not None
    assert home == tmp_path / "home" / beside.name
    assert kept_in(sources, [closed]) is None


def test_the_folder_of_a_user(tmp_path: Path) -> None:
    home = Path.home()
    assert user_folder("linux", {"XDG_CACHE_HOME": str(tmp_path)}) == tmp_path / "lmis"
    assert (
        user_folder("linux", {"XDG_CACHE_HOME": "not/absolute"}) == user_folder("linux", {}) == home / ".cache" / "lmis"
    )
    assert user_folder("darwin", {}) == home / "Library" / "Caches" / "lmis"
    assert user_folder("win32", {"LOCALAPPDATA": "/c"}) == Path("/c/lmis/Cache")


def test_without_any_folder_nothing_is_kept_and_it_still_computes(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.write_text("")
    script = (
        "from lmis.matching.engine import compiling\n"
        "assert compiling._KEPT is None\n"
        "twice = compiling.compiled(lambda x: 2 * x)\n"
        "assert twice(4) == 8 and not twice._cache.cache_path\n"
    )
    environment = {**os.environ, "NUMBA_CACHE_DIR": str(closed)}
    ran = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
