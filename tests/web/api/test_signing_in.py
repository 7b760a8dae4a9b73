"""Signing in, first passwords, guessing, keys, and the ends of all of them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import text
from starlette.testclient import TestClient

from lmis.vocabulary import Purpose, Role

FIRST, SECOND = "first password 1", "second password 2"


def account(counter: Any, login: str = "dara", role: str = "officer", office: str = "KH-JC-02") -> Any:
    body = {"login": login, "name": "Dara", "role": role, "office": office, "first_password": FIRST}
    return counter.made("/staff", body, office="KH-MIN", role=Role.ADMINISTRATOR)


def sign_in(counter: Any, login: str = "dara", password: str = FIRST) -> Any:
    return counter.http.post("/api/v1/sign-in", json={"login": login, "password": password})


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def test_a_first_password_is_changed_before_anything_else(counter: Any) -> None:
    account(counter)
    signed = sign_in(counter).json()
    token = bearer(signed["token"])
    assert signed["staff"]["must_change"] is True
    refused = counter.http.get("/api/v1/seekers", headers=token)
    assert (refused.status_code, refused.json()["type"]) == (403, "/problems/must-change")
    wrong = {"old_password": "something else 9", "new_password": SECOND}
    assert counter.http.post("/api/v1/me/change-password", json=wrong, headers=token).status_code == 422
    body = {"old_password": FIRST, "new_password": SECOND}
    new = counter.http.post("/api/v1/me/change-password", json=body, headers=token).json()
    assert counter.http.get("/api/v1/me", headers=token).status_code == 401
    assert counter.http.get("/api/v1/seekers", headers=bearer(new["token"])).status_code == 200
    assert sign_in(counter).status_code == 401
    assert sign_in(counter, password=SECOND).status_code == 201


def test_an_unknown_login_is_answered_like_a_wrong_password(counter: Any) -> None:
    account(counter)
    wrong, unknown = sign_in(counter, password="not this one 3"), sign_in(counter, login="nobody")
    assert wrong.status_code == unknown.status_code == 401
    same = {key: value for key, value in wrong.json().items() if key != "request"}
    assert same == {key: value for key, value in unknown.json().items() if key != "request"}
    assert wrong.headers["www-authenticate"] == "Bearer"


def test_five_failures_make_a_login_wait(counter: Any) -> None:
    account(counter)
    for _ in range(5):
        assert sign_in(counter, password="not this one 3").status_code == 401
    waits = sign_in(counter)
    assert (waits.status_code, waits.headers["retry-after"]) == (429, "901")
    counter.clock.pass_(minutes=16)
    assert sign_in(counter).status_code == 201
    for _ in range(5):
        assert sign_in(counter, password="not this one 3").status_code == 401
    counter.clock.pass_(minutes=16)
    for _ in range(5):
        assert sign_in(counter, password="not this one 3").status_code == 401
    counter.clock.pass_(minutes=16)
    assert sign_in(counter).status_code == 429, "ten in an hour"


def test_an_outsider_does_not_lock_out_who_signed_in_here_before(counter: Any) -> None:
    account(counter)
    assert sign_in(counter).status_code == 201
    body, statuses = {"login": "dara", "password": "not this one 3"}, []
    for at in range(12):
        outside = TestClient(counter.http.app, client=(f"203.0.113.{at}", 50_000))
        answer = outside.post("/api/v1/sign-in", json=body)
        statuses.append((answer.status_code, answer.headers.get("retry-after")))
    assert statuses == [(401, None)] * 10 + [(429, "3601")] * 2
    assert sign_in(counter).status_code == 201


def test_a_sign_in_ends(counter: Any) -> None:
    account(counter)
    token = bearer(sign_in(counter).json()["token"])
    assert counter.http.get("/api/v1/me", headers=token).status_code == 200
    assert counter.http.post("/api/v1/sign-out", headers=token).status_code == 204
    assert counter.http.get("/api/v1/me", headers=token).status_code == 401
    token = bearer(sign_in(counter).json()["token"])
    counter.clock.pass_(hours=12, seconds=1)
    assert counter.http.get("/api/v1/me", headers=token).status_code == 401


def test_a_reset_and_an_end_close_every_door(counter: Any) -> None:
    made = account(counter)
    token = bearer(sign_in(counter).json()["token"])
    admin = {"office": "KH-MIN", "role": Role.ADMINISTRATOR}
    reset = counter.post(f"/staff/{made['id']}/reset-password", {"first_password": SECOND}, **admin)
    assert reset.json()["must_change"] is True
    assert counter.http.get("/api/v1/me", headers=token).status_code == 401
    assert sign_in(counter).status_code == 401
    token = bearer(sign_in(counter, password=SECOND).json()["token"])
    ended = counter.post(f"/staff/{made['id']}/end", **admin)
    assert ended.json()["ended_at"] is not None
    assert counter.http.get("/api/v1/me", headers=token).status_code == 401
    assert sign_in(counter, password=SECOND).status_code == 401
    listed = counter.get("/staff", **admin).json()["items"]
    assert made["id"] not in [row["id"] for row in listed]


def test_an_administrator_stays_in_the_country(counter: Any) -> None:
    body = {"login": "lao", "name": "Lao", "role": "officer", "office": "LA-JC-01", "first_password": FIRST}
    refused = counter.post("/staff", body, office="KH-MIN", role=Role.ADMINISTRATOR)
    assert (refused.status_code, refused.json()["type"]) == (422, "/problems/unknown-code")
    system = counter.post(
        "/staff", body | {"office": "KH-MIN", "role": "system"}, office="KH-MIN", role=Role.ADMINISTRATOR
    )
    assert system.json()["type"] == "/problems/role-not-given"
    made = account(counter)
    foreign = counter.post(
        f"/staff/{made['id']}/end", office="LA-MIN", role=Role.ADMINISTRATOR
    )  # fmt: skip
    assert foreign.status_code == 404


def test_a_key_acts_for_its_maker_until_it_is_revoked(counter: Any) -> None:
    made = counter.made("/api-keys", {"label": "counter software"})
    key = bearer(made["key"])
    assert counter.http.get("/api/v1/seekers", headers=key).status_code == 200
    more = counter.http.post("/api/v1/api-keys", json={"label": "another"}, headers=key)
    assert (more.status_code, more.json()["type"]) == (403, "/problems/sign-in-needed")
    assert "key" not in counter.get("/api-keys").json()["items"][0]
    assert counter.post(f"/api-keys/{made['id']}/revoke", office="KH-JC-03").status_code == 404
    assert counter.post(f"/api-keys/{made['id']}/revoke").json()["revoked_at"] is not None
    assert counter.http.get("/api/v1/seekers", headers=key).status_code == 401


def test_no_password_token_or_hash_stands_in_clear_or_in_the_trail(counter: Any) -> None:
    account(counter)
    token = sign_in(counter).json()["token"]
    key = counter.made("/api-keys", {"label": "counter software"}, idempotency_key="once")["key"]
    with counter.database.open(counter.staff(), Purpose.NONE, "test", write=False) as session:
        hashes = session.scalars(text("SELECT password_hash FROM staff WHERE login = 'dara'")).all()
        changes = text("SELECT changes FROM audit_event")
        trail = [counter.database.keyring.unseal("audit", bytes(row)).decode()
                 for row in session.scalars(changes.execution_options(people="engine"))]  # fmt: skip
        rows = repr([session.execute(text(f"SELECT * FROM {name}")).all()
                     for name in ("staff", "staff_session", "api_key", "idempotency_key")])  # fmt: skip
    assert hashes[0].startswith("$argon2id$")
    for secret in (FIRST, token, key):
        assert secret not in rows
        assert not any(secret in told for told in trail)
    assert not any(hashes[0] in told for told in trail)
    again = counter.post("/api-keys", {"label": "counter software"}, idempotency_key="once")
    assert (again.status_code, again.json()["type"]) == (409, "/problems/shown-once")


def test_nobody_without_a_token_gets_in(counter: Any) -> None:
    for headers in ({}, bearer("x" * 43), {"Authorization": "Basic ZGFyYQ=="}):
        answer = counter.http.get("/api/v1/seekers", headers=headers)
        assert (answer.status_code, answer.json()["type"]) == (401, "/problems/not-signed-in")
    assert counter.http.get("/api/v1/time").status_code == 200
