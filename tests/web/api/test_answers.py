"""What every answer has: problems, tags, pages, headers; and requests that are sent again."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import event, func, select
from starlette.testclient import TestClient

from factories.requests import EMPLOYER, SEEKER
from lmis.config import Settings
from lmis.model.people import Person
from lmis.model.session import Database
from lmis.vocabulary import Purpose, Role
from lmis.web.app import create_app
from lmis.web.wire import FILES


def people(counter: Any) -> int:
    with counter.database.open(counter.staff(), Purpose.NONE, "test", write=False) as session:
        count = select(func.count(Person.sex)).execution_options(people="aggregate")
        return int(session.scalar(count) or 0)


def test_the_same_key_gives_the_first_answer_again(counter: Any) -> None:
    body = SEEKER
    first = counter.post("/seekers", body, idempotency_key="a-1")
    counter.clock.pass_(days=89)
    again = counter.post("/seekers", body, idempotency_key="a-1")
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.content == first.content
    assert again.headers["etag"] == first.headers["etag"]
    assert again.headers["idempotency-replayed"] == "true"
    assert "idempotency-replayed" not in first.headers
    assert people(counter) == 1
    other = counter.post("/seekers", body | {"sex": "M"}, idempotency_key="a-1")
    assert (other.status_code, other.json()["type"]) == (422, "/problems/key-used-for-another")
    elsewhere = counter.post("/employers", {}, idempotency_key="a-1")
    assert elsewhere.status_code == 422
    neighbour = counter.post("/seekers", body, idempotency_key="a-1", office="KH-JC-03")
    assert neighbour.status_code == 201, "keys are everybody's own"
    assert counter.post("/seekers", body, idempotency_key="k" * 256).status_code == 422


def test_a_refused_request_may_be_sent_again(counter: Any) -> None:
    seeker = counter.seeker()
    path = f"/seekers/{seeker['id']}/reopen"
    assert counter.post(path, idempotency_key="b-1").status_code == 409
    counter.post(f"/seekers/{seeker['id']}/close", {"because": "own_wish", "happened_on": "2026-10-01"})
    assert counter.post(path, idempotency_key="b-1").status_code == 200


def test_an_older_version_is_refused(counter: Any) -> None:
    path = f"/seekers/{counter.seeker()['id']}"
    tag = counter.get(path).headers["etag"]
    first = counter.send("PATCH", path, {"phone": "+85511111111"}, if_match=tag)
    assert (first.status_code, first.json()["phone"]) == (200, "+85511111111")
    assert first.headers["etag"] != tag
    stale = counter.send("PATCH", path, {"phone": "+85522222222"}, if_match=tag)
    assert (stale.status_code, stale.json()["type"]) == (412, "/problems/changed-meanwhile")
    assert "+855" not in stale.text
    assert counter.send("PATCH", path, {"phone": None}, if_match="nonsense").status_code == 422
    assert counter.send("PATCH", path, {"phone": None}).json()["phone"] is None


def test_pages_go_on_to_the_end(counter: Any) -> None:
    made = {counter.made("/employers", EMPLOYER | {"name": f"Factory {n}"})["id"] for n in range(7)}
    found: list[str] = []
    path = "/employers?limit=3"
    while path:
        page = counter.get(path).json()
        found += [row["id"] for row in page["items"]]
        path = f"/employers?limit=3&after={page['next']}" if page["next"] else ""
    assert (len(found), set(found)) == (7, made)
    assert counter.get("/employers?limit=201").json()["errors"][0]["pointer"] == "?limit"


def test_faults_are_told_all_at_once_without_what_was_typed(counter: Any) -> None:
    body = SEEKER | {"phone": "012 secret", "birth_date": "31/secret", "mobility": "distrikt", "colour": "red"}
    answer = counter.post("/seekers", body)
    problem = answer.json()
    faults = {fault["pointer"]: fault for fault in problem["errors"]}
    assert answer.headers["content-type"] == "application/problem+json"
    assert set(faults) == {"#/phone", "#/birth_date", "#/mobility", "#/colour"}
    assert faults["#/mobility"]["nearest"] == ["district"]
    assert faults["#/colour"]["kind"] == "extra_forbidden"
    assert "secret" not in answer.text
    rule = counter.post("/seekers", {k: v for k, v in SEEKER.items() if k != "birth_date"}).json()
    assert [(fault["pointer"], fault["kind"]) for fault in rule["errors"]] == [("#", "birth_missing")]
    old = counter.post("/seekers", SEEKER | {"birth_date": "1811-03-02"})
    told = {name: value for name, value in old.json().items() if name != "request"}
    assert (told["pointer"], "1811" in str(told)) == ("#/birth_date", False)


def test_an_unknown_code_comes_back_with_the_nearest(counter: Any) -> None:
    problem = counter.post("/seekers", SEEKER | {"province": "KH99"}).json()
    assert (problem["status"], problem["pointer"], problem["type"]) == (422, "#/province", "/problems/unknown-code")
    assert problem["nearest"]
    unknown = counter.get("/seekers?qq=x")
    assert (unknown.status_code, unknown.json()["values"]["parameter"]) == (422, "qq")


@pytest.mark.parametrize(
    ("method", "path", "content", "kind", "status"),
    [
        ("GET", "/api/v1/nothing", b"", "application/json", 404),
        ("GET", "/api/v2/seekers", b"", "application/json", 404),
        ("DELETE", "/api/v1/seekers", b"", "application/json", 405),
        ("POST", "/api/v1/seekers", b"{", "application/json", 400),
        ("POST", "/api/v1/seekers", b"\xff\xfe", "application/json", 400),
        ("POST", "/api/v1/seekers", b"[" * 100_000, "application/json", 400),
        ("POST", "/api/v1/seekers", b"a=b", "application/x-www-form-urlencoded", 422),
        ("POST", "/api/v1/seekers", b'{"sex": "\\ud800"}', "application/json", 422),
        ("POST", "/api/v1/seekers", b" " * (1024 * 1024 + 1), "application/json", 413),
    ],
)
def test_everything_else_is_a_problem_too(
    counter: Any, method: str, path: str, content: bytes, kind: str, status: int
) -> None:
    answer = counter.http.request(method, path, content=content, headers=counter.headers(content_type=kind))
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    assert answer.json()["request"] == answer.headers["x-request-id"]


def test_a_body_without_a_length_is_refused_while_it_comes(counter: Any) -> None:
    sent = 0

    def endless() -> Any:
        nonlocal sent
        for _ in range(40):
            sent += 65_536
            yield b"x" * 65_536

    answer = counter.http.post("/api/v1/seekers", content=endless(), headers=counter.headers())
    assert answer.status_code == 413


KINDS = ("application/json", "application/octet-stream", "text/csv", "multipart/form-data; boundary=x", "")
LARGE = 1024 * 1024 + 1


def chunks() -> Iterator[bytes]:
    """A large body whose length is not told."""
    yield from [b" " * 65_536] * 17


@pytest.fixture
def roomy(database: Database, clock: Any) -> Iterator[TestClient]:
    """An installation that takes files of two megabytes."""
    app = create_app(Settings(max_body_mb=2), database, clock=clock)
    with TestClient(app, raise_server_exceptions=False) as http:
        yield http


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("path", ["/api/v1/sign-in", "/api/v1/seekers", "/api/v1/imports/", "/", "/api/v1/nothing"])
def test_no_kind_of_body_but_a_file_is_larger_than_a_megabyte(
    roomy: TestClient, counter: Any, path: str, kind: str
) -> None:
    answer = roomy.post(path, content=b" " * LARGE, headers=counter.headers(content_type=kind))
    if path == "/":
        assert (answer.status_code, answer.headers["content-type"]) == (413, "text/html; charset=utf-8")
        return
    assert (answer.status_code, answer.json()["type"]) == (413, "/problems/body-too-large")
    assert answer.json()["values"] == {"most_bytes": 1024 * 1024}
    if path in ("/api/v1/sign-in", "/api/v1/seekers"):
        assert roomy.post(path, content=chunks(), headers=counter.headers(content_type=kind)).status_code == 413


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_may_be_as_large_as_the_installation_says(roomy: TestClient, counter: Any, kind: str) -> None:
    asked = {"kind": "employers", "file_name": "employers.csv"}
    for size, status in ((LARGE, 202), (2 * 1024 * 1024, 202), (2 * 1024 * 1024 + 1, 413)):
        headers = counter.headers(content_type=kind)
        answer = roomy.post("/api/v1/imports", params=asked, content=b"x" * size, headers=headers)
        assert answer.status_code == status


def test_the_operations_that_take_a_file_are_those_of_the_document(counter: Any) -> None:
    paths = counter.http.get("/api/v1/openapi.json").json()["paths"]
    taking = {
        (method.upper(), path)
        for path, operations in paths.items()
        for method, operation in operations.items()
        if "application/octet-stream" in operation.get("requestBody", {}).get("content", {})
    }
    assert taking | {("POST", "/imports")} == FILES, "and the page for files"


def test_every_answer_has_its_time_and_id_and_is_kept_nowhere(counter: Any) -> None:
    for answer in (counter.get("/me"), counter.get("/nothing"), counter.http.get("/api/v1/time")):
        assert answer.headers["x-server-time"] == "2026-10-05T02:00:00.000+00:00"
        assert len(answer.headers["x-request-id"]) == 32
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "unsafe" not in answer.headers["content-security-policy"]
    assert counter.get("/me", x_request_id="counter-0001").headers["x-request-id"] == "counter-0001"
    assert len(counter.get("/me", x_request_id="bad id\tx").headers["x-request-id"]) == 32


def test_a_fault_of_ours_is_a_problem_without_data(
    counter: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    seeker = counter.seeker()

    def broken(*_: Any) -> Any:
        raise RuntimeError(seeker["family_name"])

    monkeypatch.setattr("lmis.web.api.care.record_services", broken)
    answer = counter.post(f"/seekers/{seeker['id']}/services", {"kind": "training", "title": "Welding"})
    assert (answer.status_code, answer.json()["type"]) == (500, "/problems/fault")
    assert seeker["family_name"] not in answer.text + caplog.text
    assert answer.headers["x-request-id"] in caplog.text


def test_the_document_tells_everything(counter: Any) -> None:
    document = counter.http.get("/api/v1/openapi.json").json()
    operations = [operation for path in document["paths"].values() for operation in path.values()]
    names = [operation["operationId"] for operation in operations]
    assert len(set(names)) == len(names)
    for operation in operations:
        assert operation["summary"]
        assert operation["description"]
        assert operation["x-policy"]
        assert {"401", "403", "404", "409", "412", "422"} <= set(operation["responses"])
        assert operation["security"]
    posts = [path["post"] for path in document["paths"].values() if "post" in path]
    assert all("Idempotency-Key" in [p["name"] for p in post["parameters"]] for post in posts)
    assert "Problem" in document["components"]["schemas"]


def test_an_analyst_sees_no_person(counter: Any) -> None:
    for role in (Role.ANALYST, Role.ADMINISTRATOR):
        assert counter.get("/seekers", role=role).status_code == 403
        assert counter.get("/queues", role=role).status_code == 403


def test_a_number_that_is_registered_already_names_the_record_to_open(counter: Any) -> None:
    numbered = {"identity_number": "012345678", "identity_missing_reason": None}
    held = counter.made("/seekers", SEEKER | numbered)
    again = counter.post("/seekers", SEEKER | numbered)
    assert (again.status_code, again.json()["type"]) == (409, "/problems/already-registered")
    assert again.json()["values"]["seeker"] == held["id"]
    assert held["number"] in again.json()["detail"]
    assert "012345678" not in again.text
    next_door = counter.post("/seekers", SEEKER | numbered, office="KH-JC-03")
    assert (next_door.status_code, next_door.json()["type"]) == (409, "/problems/registered-elsewhere")
    assert held["id"] not in next_door.text
    assert held["number"] not in next_door.text


def test_a_full_disk_is_told_as_such_and_reading_goes_on(counter: Any) -> None:
    engine = counter.database.engine
    if engine.dialect.name != "sqlite":
        pytest.skip("the pages of a database are counted on the embedded one")

    def no_room(connection: Any, _record: Any) -> None:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages}")

    headers, query = counter.headers(content_type="text/csv"), {"kind": "employers", "file_name": "e.csv"}
    engine.dispose()
    event.listen(engine, "connect", no_room)
    full = counter.http.post("/api/v1/imports", params=query, content=b"x" * 900_000, headers=headers)
    assert (full.status_code, full.json()["type"]) == (507, "/problems/no-space-left")
    assert full.json()["request"]
    assert counter.get("/employers").status_code == 200
    event.remove(engine, "connect", no_room)
    engine.dispose()
    assert (
        counter.http.post("/api/v1/imports", params=query, content=b"x" * 900_000, headers=headers).status_code == 202
    )
