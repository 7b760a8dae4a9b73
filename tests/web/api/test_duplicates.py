"""The queue of possible duplicates at the counter."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from factories.requests import SEEKER
from lmis.vocabulary import Role

NEXT_DOOR = "KH-JC-03"
ONE = SEEKER | {"own_number": "17", "birth_date": "1995-04-13", "phone": "+85512345678"}
OTHER = ONE | {"own_number": "99", "family_name": "Sokh", "family_name_native": None, "given_name_native": None}
MINISTRY = {"office": "KH-MIN", "role": Role.COORDINATOR}


def test_a_pair_is_shown_side_by_side_merged_and_taken_back(counter: Any) -> None:
    one, other = counter.made("/seekers", ONE), counter.made("/seekers", OTHER)
    (line,) = counter.get("/duplicates").json()["items"]
    assert {line["first"]["id"], line["second"]["id"]} == {one["id"], other["id"]}
    pair = counter.get(f"/duplicates/{line['id']}").json()
    assert sum(reason["points"] for reason in pair["reasons"]) == pair["points"] == line["points"]
    assert "Phone: the same phone; a family may share it" in [reason["words"] for reason in pair["reasons"]]
    assert pair["first"]["phone"] == pair["second"]["phone"] == "+85512345678"
    merged = counter.post(f"/duplicates/{line['id']}/merge", {"keep": one["number"]})
    assert (merged.status_code, merged.json()["state"], merged.json()["kept"]) == (200, "merged", one["id"])
    assert counter.get(f"/seekers/{other['number']}").json()["id"] == one["id"]
    assert [row["id"] for row in counter.get("/seekers").json()["items"]] == [one["id"]]
    assert counter.get("/duplicates").json()["items"] == []
    assert len(counter.get("/duplicates?state=merged").json()["items"]) == 1
    back = counter.post(f"/duplicates/{line['id']}/take-back")
    assert (back.status_code, back.json()["state"], back.json()["kept"]) == (200, "open", None)
    assert counter.get(f"/seekers/{other['number']}").json()["id"] == other["id"]


def test_different_people_leave_the_queue(counter: Any) -> None:
    counter.made("/seekers", ONE)
    counter.made("/seekers", OTHER)
    (line,) = counter.get("/duplicates").json()["items"]
    assert counter.post(f"/duplicates/{line['id']}/different").json()["state"] == "different"
    assert counter.get("/duplicates").json()["items"] == []
    refused = counter.post(f"/duplicates/{line['id']}/merge")
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/pair-decided")


def test_a_pair_across_offices_is_the_ministrys(counter: Any) -> None:
    here, there = counter.made("/seekers", ONE), counter.made("/seekers", ONE, office=NEXT_DOOR)
    assert here["id"] != there["id"]
    (line,) = counter.get("/duplicates", **MINISTRY).json()["items"]
    for office in ("KH-JC-02", NEXT_DOOR):
        assert counter.get("/duplicates", office=office).json()["items"] == []
        unseen = counter.get(f"/duplicates/{line['id']}", office=office)
        unknown = counter.get(f"/duplicates/{uuid4()}", office=office)
        assert unseen.status_code == unknown.status_code == 404
        assert counter.post(f"/duplicates/{line['id']}/merge", office=office).status_code == 404
    assert counter.post(f"/duplicates/{line['id']}/merge", **MINISTRY).status_code == 200


def test_the_queue_comes_in_pages_most_points_first(counter: Any) -> None:
    for year in (1971, 1982, 1993):
        for number in (1, 2):
            given = {"own_number": f"{year}-{number}", "birth_date": f"{year}-04-13", "phone": f"+8551234{year}"}
            counter.made("/seekers", ONE | given | ({"phone": None} if year == 1982 else {}))
    first = counter.get("/duplicates?limit=2").json()
    rest = counter.get(f"/duplicates?limit=2&after={first['next']}").json()
    points = [line["points"] for line in (*first["items"], *rest["items"])]
    assert len(points) == 3
    assert points == sorted(points, reverse=True)


def test_what_is_no_id_names_no_pair(counter: Any) -> None:
    assert counter.post("/duplicates/17/merge").status_code == 404


def test_a_row_that_is_certainly_somebody_answers_with_the_record(counter: Any) -> None:
    one = counter.made("/seekers", ONE)
    answer = counter.post("/seekers", {name: value for name, value in OTHER.items() if name != "own_number"})
    assert (answer.status_code, answer.json()["id"]) == (200, one["id"])
