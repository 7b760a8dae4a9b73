"""The short race of counters over HTTP; `make gates` runs it at full length."""

from __future__ import annotations

import pytest
from benchmarks.race import run

from conftest import BACKENDS


@pytest.mark.parametrize("kind", BACKENDS)
def test_openings_are_never_over_nor_under_filled(
    kind: str, templates: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LMIS_CODER_FILE", templates["coder"])  # job titles are learned once for all tests
    result = run(kind, vacancies=6, openings=5, clients=16)
    assert (result.over_filled, result.under_filled, result.server_errors) == (0, 0, 0)
    assert result.statuses[201] == 30
    assert set(result.statuses) == {201, 409}
