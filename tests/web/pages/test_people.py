"""Somebody at the counter is looked for, registered, looked at, amended and closed, all on pages."""

from __future__ import annotations

from typing import Any

DARA = {
    "family_name": "ចាន់", "given_name": "តារា", "sex": "M", "birth": "១៩៩៩", "phone": "០១២ ៣៤៥ ៦៧៨",
    "identity_missing_reason": "lost", "district": "KH0203", "title": "Sewing machine operator", "consent_mode": "spoken",
}  # fmt: skip


def registered(desk: Any, **given: str) -> Any:
    """The page of a person who was registered on the page."""
    return desk.send(desk.get("/desk/people").form("/register"), **(DARA | given))


def test_a_person_is_registered_found_amended_and_closed(desk: Any) -> None:
    desk.sign_in()
    page = registered(desk)
    assert "The person is registered." in page.said


def test_walk(desk: Any) -> None:
    desk.sign_in()
    for path in ("/desk", "/desk?mine=1", "/desk/people?q=Sok", "/desk/register", "/desk/titles", "/desk/occupations?title=cook"):
        if "occupations" in path:
            assert "radio" in desk.http.get(path).text
            continue
        desk.get(path)
    person = registered(desk)
    path = person.answer.url.path
    desk.get(path + "/readings"); desk.get(path + "/amend")
    from lmis.web.pages.desk.queues import QUEUES
    for q in QUEUES: desk.get("/desk/queues/" + q)
    assert desk.http.get("/desk/register/file.pdf?on=2026-10-05").content[:4] == b"%PDF"
