"""Weights over the API: everybody reads them, a ministry sets them for its country."""

from __future__ import annotations

from typing import Any

from lmis.matching.weights import DEFAULT_WEIGHTS
from lmis.vocabulary import Role

SET = {"version": "2027.1", "points": {"skills": 20}}


def test_a_ministry_sets_weights_and_a_counter_reads_them(counter: Any) -> None:
    headers = counter.headers("KH-MIN", Role.ANALYST)
    answer = counter.http.post("/api/v1/weights", json=SET, headers=headers)
    assert (answer.status_code, answer.json()["country"]) == (201, "KH")
    told = counter.get("/weights").json()
    assert (told["version"], told["points"]["skills"]) == ("2027.1", 20)
    assert told["table"][0]["words"] == "Occupation"
    assert told["table"][0]["steps"][4] == {"words": "wants it: 4 of 4 digits of ISCO-08 agree", "points": 32}
    assert counter.get("/weights", office="LA-JC-01").json()["version"] == DEFAULT_WEIGHTS.version
    versions = [one["version"] for one in counter.get("/weights/versions").json()]
    assert versions == ["2027.1", DEFAULT_WEIGHTS.version, "2026.2"]


def test_a_counter_does_not_set_them(counter: Any) -> None:
    answer = counter.http.post("/api/v1/weights", json=SET, headers=counter.headers())
    assert answer.status_code == 403


def test_a_criterion_that_does_not_exist_is_named(counter: Any) -> None:
    headers = counter.headers("KH-MIN", Role.ANALYST)
    answer = counter.http.post("/api/v1/weights", json=SET | {"points": {"charm": 5}}, headers=headers)
    assert answer.status_code == 422
    assert "charm" in answer.text
