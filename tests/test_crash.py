"""A few imports that are killed and sent again; `python -m benchmarks.crash` kills at full length."""

from __future__ import annotations

import base64

import pytest
from benchmarks.crash import run

from conftest import BACKENDS

KILLS = {"sqlite": 6, "postgresql": 3}


@pytest.mark.parametrize("kind", BACKENDS)
def test_what_is_killed_and_sent_again_is_in_once(kind: str, templates: dict[str, str]) -> None:
    key = base64.b64encode(bytes(range(32))).decode()
    result = run(kind, templates[kind], key, KILLS[kind], seed=2, people=300)
    assert (result.lost, result.doubled, result.broken_files, result.refusals) == (0, 0, 0, 0)
    assert result.clean, result
    assert result.kills == KILLS[kind]
