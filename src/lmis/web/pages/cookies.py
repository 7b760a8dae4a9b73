"""The cookies of the pages: who signed in, which forms were opened here, and which language was chosen."""

from __future__ import annotations

from hashlib import blake2b
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from lmis.services.passwords import new_token
from lmis.vocabulary import Language
from lmis.web.languages import OURS, language_of
from lmis.web.policy import policy_of

SIGNED_IN: Final = "lmis"
OPENED: Final = "lmis-form"
LANGUAGE: Final = "lmis-language"
YEAR: Final = 365 * 24 * 3600


def _name(request: Request, name: str) -> str:
    """On an encrypted line, the name under which browsers take a cookie from nobody else."""
    return f"__Host-{name}" if request.url.scheme == "https" else name


def cookie(request: Request, name: str) -> str | None:
    """What the browser sent under a name."""
    return request.cookies.get(_name(request, name)) or None


def set_cookie(request: Request, response: Response, name: str, value: str, *, seconds: int | None = None) -> None:
    """Give the browser something to send; without seconds it forgets it when it is closed."""
    secure = request.url.scheme == "https"
    kept = {"max_age": seconds, "secure": secure, "httponly": True, "samesite": "strict", "path": "/"}
    response.set_cookie(_name(request, name), value, **kept)  # type: ignore[arg-type]


def drop_cookie(request: Request, response: Response, name: str) -> None:
    """Let the browser forget a cookie."""
    secure = request.url.scheme == "https"
    response.delete_cookie(_name(request, name), secure=secure, httponly=True, samesite="strict", path="/")


def stamp(request: Request) -> str:
    """What a form of this browser carries: made of a secret that no other site can read or set.

    It is the sign-in itself, or, before that, a cookie of its own.
    """
    secret = cookie(request, SIGNED_IN if _behind_sign_in(request) else OPENED) or _fresh(request)
    return blake2b(secret.encode(), person=b"lmis form", digest_size=24).hexdigest()


def _behind_sign_in(request: Request) -> bool:
    return request.scope.get("route") is not None and not policy_of(request).public


def _fresh(request: Request) -> str:
    """A new secret for this request's forms, to be given to the browser with the answer."""
    if not hasattr(request.state, "opened"):
        request.state.opened = new_token()
    opened: str = request.state.opened
    return opened


def page_language(request: Request) -> Language:
    """The language of the address, else the one chosen before, else the reader's own, else the browser's."""
    asked, chosen = request.query_params.get("lang", ""), cookie(request, LANGUAGE) or ""
    own: Language | None = getattr(request.state, "language", None)
    return OURS.get(asked) or OURS.get(chosen) or own or language_of(request)
