"""Files that counters send over the API, and figures that everybody may read."""

from __future__ import annotations

import re
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from factories.requests import SEEKER
from lmis.locale.labels import labels
from lmis.services.lookups import Labels
from lmis.services.publishing import publish
from lmis.services.working import work
from lmis.vocabulary import Actor, Country, Purpose, Role

FILE = (
    b"number,name,sector,province,notified_on\n"
    b"1,Golden Needle,14,KH02,2026-09-01\n"
    b"2,Silver Thread,99999,KH02,2026-09-01\n"
)  # fmt: skip


def do_the_work(counter: Any, known: Labels | None = None) -> None:
    def system() -> Actor:
        return Actor(None, None, None, Role.SYSTEM, counter.clock.at)

    work(counter.database, system, "test", threading.Event(), once=True, labels=known)


def send(counter: Any, content: bytes = FILE, role: Role = Role.OFFICER, **query: Any) -> Any:
    query = {"kind": "employers", "file_name": "employers.csv"} | query
    headers = counter.headers(role=role, content_type="text/csv")
    return counter.http.post("/api/v1/imports", params=query, content=content, headers=headers)


def test_a_file_is_rehearsed_imported_and_undone(counter: Any) -> None:
    rehearsal = send(counter)
    assert (rehearsal.status_code, rehearsal.json()["state"]) == (202, "waiting")
    do_the_work(counter)
    report = counter.get(f"/jobs/{rehearsal.json()['id']}").json()["result"]["report"]
    assert (report["for_real"], report["created"], report["rejected"]) == (False, 1, 1)
    assert counter.get("/employers").json()["items"] == []

    job = send(counter, for_real="true").json()["id"]
    do_the_work(counter)
    told = counter.get(f"/jobs/{job}").json()
    assert (told["state"], "rejects" in told["result"]) == ("done", False)
    rejects = counter.get(f"/jobs/{job}/rejects")
    assert rejects.headers["content-type"] == "text/csv; charset=utf-8"
    assert "Silver Thread" in rejects.text
    khmer = counter.http.get(f"/api/v1/jobs/{job}/rejects", headers=counter.headers(accept_language="km"))
    assert re.search("[\u1780-\u17ff]", khmer.text)
    assert told["progress"] == 2
    assert counter.get(f"/jobs/{job}/rejects", office="KH-JC-03").status_code == 404
    (batch,) = counter.get("/imports").json()["items"]
    assert counter.get(f"/imports/{batch['id']}").json() == batch
    assert counter.post(f"/imports/{batch['id']}/undo").status_code == 403
    undone = counter.post(f"/imports/{batch['id']}/undo", role=Role.HEAD).json()
    assert undone["state"] == "undone"
    assert counter.get("/employers").json()["items"] == []


def test_what_cannot_be_a_file_is_refused_at_once(counter: Any) -> None:
    assert send(counter, b"").json()["type"] == "/problems/file-empty"
    wrong = send(counter, kind="employer").json()
    assert (wrong["type"], wrong["nearest"][0]) == ("/problems/unknown-kind", "employers")
    assert send(counter, kind="places").status_code == 403
    assert send(counter, b"x" * (1024 * 1024 + 1)).status_code == 413
    assert send(counter, role=Role.ANALYST).status_code == 403


def test_published_figures_are_open_to_everybody(counter: Any) -> None:
    counter.seeker()
    system = Actor(None, None, Country.KH, Role.SYSTEM, counter.clock.at)
    with counter.database.open(system, Purpose.STATISTICS, "publish") as session:
        publish(session, system, "2026Q3", Country.KH)
    (edition,) = counter.http.get("/api/v1/figures/editions?country=KH").json()["items"]
    assert (edition["period"], edition["number"]) == ("2026Q3", 1)
    path, public, after = f"/api/v1/figures/editions/{edition['id']}?breakdown=total&limit=200", list[Any](), 0
    while after is not None:
        page = counter.http.get(f"{path}&after={after}").json()
        public, after = public + page["items"], page["next"]
    assert public
    assert all(row["value"] is None for row in public if row["status"] == "hidden")
    assert any(row["status"] == "hidden" for row in public)
    seen, after = [], 0
    while after is not None:
        page = counter.get(
            f"/figures/editions/{edition['id']}?breakdown=total&limit=7&after={after}", role=Role.ANALYST
        )
        seen += page.json()["items"]
        after = page.json()["next"]
    assert [row["id"] for row in seen] == [row["id"] for row in public]


def test_the_same_request_at_the_same_time_acts_once(counter: Any) -> None:
    headers = counter.headers(idempotency_key="storm")

    def post(_: int) -> Any:
        return counter.http.post("/api/v1/seekers", json=SEEKER, headers=headers)

    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(post, range(24)))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1
    assert len(counter.get("/seekers").json()["items"]) == 1


THEIRS = "Nr,Factory,Branch,Where,Size\n1,Needle,14,ខេត្តបាត់ដំបង,50-249\n2,Thread,14,Batambang,50-249\n".encode()
OURS = ["Nr=number", "Factory=name", "Branch=sector", "Where=province"]


def test_headers_are_mapped_once_and_remembered_for_the_office(counter: Any) -> None:
    job = send(counter, THEIRS, map=OURS, for_real="true").json()["id"]
    do_the_work(counter)
    report = counter.get(f"/jobs/{job}").json()["result"]["report"]
    assert (report["created"], report["rejected"], report["ignored_columns"]) == (1, 1, [])
    assert "KH02 Battambang" in counter.get(f"/jobs/{job}/rejects").text
    job = send(counter, THEIRS, for_real="true").json()["id"]
    do_the_work(counter)
    assert counter.get(f"/jobs/{job}").json()["result"]["report"]["unchanged"] == 1


def test_a_rehearsal_keeps_headers_when_asked_to(counter: Any) -> None:
    for remember, state in (("false", "failed"), ("true", "done")):
        send(counter, THEIRS, map=OURS, remember=remember)
        do_the_work(counter)
        job = send(counter, THEIRS).json()["id"]
        do_the_work(counter)
        assert counter.get(f"/jobs/{job}").json()["state"] == state


def test_headers_that_cannot_be_meant_are_refused_at_once(counter: Any) -> None:
    for wrong, problem in (
        ("Where=provinces", "unknown-column"),
        ("Where", "mapping-unclear"),
        ("phone=name", "header-known"),
    ):
        answer = send(counter, THEIRS, map=[wrong])
        assert (answer.status_code, answer.json()["type"]) == (422, f"/problems/{problem}")
    assert send(counter, THEIRS, map=["Where=provinces"]).json()["nearest"][0] == "province"


def test_rejected_rows_are_told_in_the_readers_language(counter: Any) -> None:
    job = send(counter, FILE.replace(b"99999", b"Garment")).json()["id"]
    do_the_work(counter, labels())
    assert "“Garment” is not in the list." in counter.get(f"/jobs/{job}/rejects").text
