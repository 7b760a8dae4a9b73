"""Titles are coded for a program, and the queue is answered."""

from __future__ import annotations

from typing import Any


def test_a_title_is_coded_and_what_is_not_certain_says_so(counter: Any) -> None:
    body = {"titles": [{"title": "Tailors"}, {"title": "!", "language": "en"}], "top": 2}
    tailor, nothing = counter.made("/occupations/code", body)["titles"]
    assert tailor["title"] == "Tailors"
    assert tailor["candidates"][0]["code"] == "7531"
    assert 0 < tailor["candidates"][0]["probability"] <= 1
    assert tailor["candidates"][0]["name"]
    assert len(tailor["candidates"]) == 2
    assert (nothing["candidates"], nothing["certain"], nothing["level"], nothing["asks_human"]) == ([], None, 0, True)


def test_a_question_is_asked_answered_once_and_leaves_the_queue(counter: Any) -> None:
    asked = counter.made("/occupations/questions", {"title": "Kat der", "duties": "sewing dresses"})
    assert (asked["state"], len(asked["candidates"])) == ("open", 5)
    assert [one["id"] for one in counter.get("/occupations/questions").json()["items"]] == [asked["id"]]
    answer = f"/occupations/questions/{asked['id']}/answer"
    wrong = counter.post(answer, {"occupation": "7539"})
    assert (wrong.status_code, wrong.json()["type"]) == (422, "/problems/unknown-code")
    assert counter.made(answer, {"occupation": "7531"})["answer"] == "7531"
    assert counter.post(answer, {"occupation": "7531"}).status_code == 409
    assert counter.get("/occupations/questions").json()["items"] == []
    coded = counter.made("/occupations/code", {"titles": [{"title": "KAT DER"}]})
    assert coded["titles"][0]["candidates"][0]["code"] == "7531"
