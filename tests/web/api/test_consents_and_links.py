"""Consent given anew and employers' links, by a counter's own software."""

from __future__ import annotations

from typing import Any

from factories.requests import EMPLOYER
from lmis.vocabulary import Role


def test_a_consent_that_was_withdrawn_is_given_anew(counter: Any) -> None:
    seeker = counter.seeker()
    path = f"/seekers/{seeker['id']}"
    counter.made(f"{path}/withdraw-consent", {})
    given = counter.made(f"{path}/give-consent", {"mode": "thumbprint"})
    assert (given["consent"]["mode"], given["consent"]["withdrawn_on"]) == ("thumbprint", None)
    assert counter.post(f"{path}/give-consent", {}).status_code == 422
    assert counter.post(f"{path}/give-consent", {"mode": "spoken"}, role=Role.ANALYST).status_code == 403


def test_a_link_is_made_once_listed_without_its_secret_and_revoked(counter: Any) -> None:
    employer = counter.made("/employers", EMPLOYER)
    made = counter.made(f"/employers/{employer['id']}/links", {"days": 7})
    path, _, secret = made["path"].partition("#key=")
    assert (path, made["employer"]) == ("/employer/enter", employer["id"])
    listed = counter.get(f"/employers/{employer['id']}/links")
    assert secret not in listed.text
    assert [(one["id"], one["revoked_at"]) for one in listed.json()] == [(made["id"], None)]
    assert counter.made(f"/employer-links/{made['id']}/revoke", {})["revoked_at"] is not None
    assert counter.get(f"/employers/{employer['id']}/links", office="KH-JC-03").status_code == 404
    assert counter.post(f"/employers/{employer['id']}/links", {"days": 0}).status_code == 422
