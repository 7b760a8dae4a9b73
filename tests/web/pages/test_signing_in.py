"""Signing in on a page: who may, what a form has to carry, and what the browser keeps."""

from __future__ import annotations

import re
from typing import Any

import pytest
from fastapi import APIRouter
from starlette.testclient import TestClient

from lmis.services.attempts import FROM_ONE_ADDRESS
from lmis.vocabulary import Role
from lmis.web.pages.desk import desk as pages
from lmis.web.pages.desk import imports
from lmis.web.policy import EXTENSION
from web.pages.conftest import routes

PASSWORD, NEW = "four large white buffaloes", "five small brown cats"


def cookie_of(answer: Any) -> str:
    """The cookie of the sign-in that an answer gives."""
    (found,) = (told for told in answer.headers.get_list("set-cookie") if re.match("(__Host-)?lmis=", told))
    return str(found)


def test_whoever_is_not_signed_in_comes_back_to_where_he_wanted_to_go(desk: Any) -> None:
    asked = desk.get("/duplicates?state=merged")
    assert asked.answer.url.path == "/sign-in"
    fields = {"login": desk.account(), "password": PASSWORD}
    there = desk.send(asked.form("/sign-in"), **fields)
    assert str(there.answer.url).endswith("/duplicates?state=merged")
    assert "officer of KH-JC-02" in there.said
    out = desk.send(there.form("/sign-out"), "/sign-out")
    assert out.answer.url.path == "/sign-in"
    assert desk.get("/imports").answer.url.path == "/sign-in"


@pytest.mark.parametrize("there", ["//elsewhere.example", "https://elsewhere.example", "/\\elsewhere.example", "x"])
def test_nobody_is_led_elsewhere(desk: Any, there: str) -> None:
    form = desk.get("/sign-in", params={"next": there}).form("/sign-in")
    assert desk.send(form, login=desk.account(), password=PASSWORD).answer.url.path == "/desk"


def test_the_cookie_is_for_pages_of_this_site_only(desk: Any) -> None:
    form = desk.get("/sign-in").form("/sign-in")
    data = form.fields | {"login": desk.account(), "password": PASSWORD}
    answer = desk.http.post("/sign-in", data=data, follow_redirects=False)
    told = cookie_of(answer)
    assert {"HttpOnly", "SameSite=strict", "Path=/"} <= {part.strip() for part in told.split(";")}
    assert "Secure" not in told
    assert desk.http.get("/api/v1/me").status_code == 401
    with TestClient(desk.http.app, base_url="https://testserver") as secure:
        stamp = re.search('name="stamp" value="([^"]+)"', secure.get("/sign-in").text)
        assert stamp is not None
        answer = secure.post("/sign-in", data=data | {"stamp": stamp[1]}, follow_redirects=False)
        assert re.match("__Host-lmis=.*; Secure", cookie_of(answer))
    page = desk.get("/imports")
    assert page.answer.headers["cache-control"] == "no-store"


def test_a_first_password_is_changed_before_anything_else(desk: Any) -> None:
    login = desk.account(must_change=True)
    asked = desk.send(desk.get("/sign-in").form("/sign-in"), login=login, password=PASSWORD)
    assert asked.answer.url.path == "/password"
    assert desk.get("/imports").answer.url.path == "/password"
    wrong = {"old_password": "wrong", "new_password": NEW}
    assert "The old password is not right." in desk.send(asked.form("/password"), status=422, **wrong).said
    short = {"old_password": PASSWORD, "new_password": "short"}
    assert "12" in desk.send(asked.form("/password"), status=422, **short).said
    done = desk.send(asked.form("/password"), old_password=PASSWORD, new_password=NEW)
    assert done.answer.url.path == "/desk"
    desk.http.cookies.clear()
    again = desk.send(desk.get("/sign-in").form("/sign-in"), login=login, password=NEW)
    assert again.answer.url.path == "/desk"


def test_guessing_is_slowed_down_on_the_page_as_in_the_api(desk: Any) -> None:
    form, login = desk.get("/sign-in").form("/sign-in"), desk.account()
    for _ in range(FROM_ONE_ADDRESS[0][0]):
        wrong = desk.send(form, status=401, login=login, password="guess")
        assert wrong.form("/sign-in").fields["login"] == login
    waiting = desk.send(form, status=429, login=login, password=PASSWORD)
    assert int(waiting.answer.headers["retry-after"]) > 60
    assert desk.http.post("/api/v1/sign-in", json={"login": login, "password": PASSWORD}).status_code == 429


def test_a_form_without_the_stamp_of_this_sign_in_is_refused(desk: Any) -> None:
    other = desk.sign_in("KH-JC-03").form("/sign-out").fields["stamp"]
    posts = [route.path for route in routes(pages) if "POST" in route.methods]
    assert len(posts) > 30
    told = set()
    for role in (Role.HEAD, Role.COORDINATOR):  # no role may do everything
        desk.sign_in(role=role)
        own = desk.get("/imports").form("/sign-out").fields["stamp"]
        for path in posts:
            there = path.replace("{id:uuid}", "018f2f3e-0000-7000-8000-000000000000")
            for stamp in ("", "x", other):
                refused = desk.http.post(there, data={"stamp": stamp, "login": "x", "password": "x"})
                assert refused.status_code == 403, there
            if "was not opened here" in refused.text:
                told.add(path)
    assert set(posts) - told == set()
    foreign = desk.http.post("/sign-out", data={"stamp": own}, headers={"Sec-Fetch-Site": "cross-site"})
    assert foreign.status_code == 403
    assert desk.get("/imports").answer.url.path == "/imports"
    assert desk.send(desk.get("/imports").form("/sign-out"), "/sign-out").answer.url.path == "/sign-in"


def test_a_sign_in_that_ended_is_told(desk: Any) -> None:
    desk.sign_in()
    form = desk.get("/imports").form("^/imports")
    desk.clock.pass_(hours=13)
    late = desk.send(form, files={"file": ("x.csv", b"x")})
    assert "Your sign-in has ended" in late.said
    for path in ("/password", "/me"):
        assert desk.get(path).answer.url.path == "/sign-in"
    desk.http.cookies.set("lmis", "made up")
    assert desk.get("/imports").answer.url.path == "/sign-in"


def test_a_fault_is_told_on_a_page_without_what_it_was(desk: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any) -> None:
        raise RuntimeError("Sok Dara")

    desk.sign_in()
    monkeypatch.setattr(imports, "latest_batches", broken)
    page = desk.get("/imports", 500)
    assert "A fault of this system: nothing was written." in page.said
    assert page.answer.headers["x-request-id"] in page.said
    assert "Dara" not in page.said


def test_a_key_of_a_program_opens_no_page(desk: Any) -> None:
    desk.sign_in()
    token = desk.http.cookies["lmis"]
    made = desk.http.post("/api/v1/api-keys", json={"label": "x"}, headers={"Authorization": f"Bearer {token}"})
    desk.http.cookies.set("lmis", made.json()["key"], domain="testserver.local", path="/")
    assert desk.get("/imports", 403).status == 403


def test_the_language_is_ones_own_until_another_is_chosen(desk: Any) -> None:
    browser = {"Accept-Language": "lo"}
    assert desk.get("/sign-in", headers=browser).answer.headers["content-language"] == "lo"
    desk.sign_in()
    assert desk.get("/imports", headers=browser).answer.headers["content-language"] == "en"
    assert desk.get("/imports?lang=km", headers=browser).answer.headers["content-language"] == "km"
    assert desk.get("/duplicates", headers=browser).answer.headers["content-language"] == "km"


def test_every_page_has_a_policy_and_one_without_serves_nobody(desk: Any) -> None:
    public = set()
    for route in routes(pages):
        policy = route.openapi_extra[EXTENSION]
        assert policy["public"] or policy["roles"], route.path
        public |= {route.path} if policy["public"] else set()
    assert public == {"/sign-in"}
    router = APIRouter()

    @router.get("/forgotten")
    def forgotten() -> str:
        """Has no policy, and asks for nothing."""
        return "anything"

    pages.include_router(router)
    try:
        desk.sign_in(role=Role.HEAD)
        assert "This operation says nobody may use it." in desk.get("/forgotten", 403).said
    finally:
        pages.routes.pop()


def test_an_address_that_is_none_is_told_as_a_page(desk: Any) -> None:
    desk.sign_in()
    for path in ("/imports/x", "/duplicates/x/y", "/imports/018f2f3e-0000-7000-8000-000000000000"):
        assert "no such" in desk.get(path, 404).said or "nothing at this address" in desk.get(path, 404).said
