"""Signing in and out on a page, and one's own password."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter, Request
from starlette.responses import Response

from lmis.commands.staff import ChangePassword, SignIn
from lmis.services.codes import codes
from lmis.services.signing_in import sign_in as sign_in_with
from lmis.services.signing_in import sign_out as end_sign_in
from lmis.services.signing_in import start_session
from lmis.services.staff import change_password
from lmis.services.writing import one
from lmis.web.deps import Chosen, Store, address_of, visitor
from lmis.web.pages.cookies import OPENED, SIGNED_IN, cookie, drop_cookie, set_cookie
from lmis.web.pages.desk.admission import Db, Form, Reader
from lmis.web.pages.desk.answers import go, page
from lmis.web.pages.desk.naming import names_of
from lmis.web.pages.desk.route import DeskRoute
from lmis.web.pages.desk.sheets import Again, Sheet, show_again
from lmis.web.policy import CASE, may
from lmis.web.policy import SIGNED_IN as EVERYBODY

router = APIRouter(route_class=DeskRoute)
OWN: Final = may(*EVERYBODY, first_password=True)


@router.get("/sign-in", **may(public=True))
def sign_in_form(request: Request) -> Response:
    """Where somebody signs in."""
    return page(request, "sign_in.html", {"refusal": None})


@router.post("/sign-in", **may(public=True))
def sign_in(request: Request, by: Reader, form: Form, database: Store, settings: Chosen) -> Response:
    """Sign in, and go on to where one wanted to go."""
    login = str(form.get("login", ""))[:200]
    request.state.login, request.state.next = login, str(form.get("next", ""))
    sheet, secret = Sheet(form, by), str(form.get("password", ""))
    show_again(request, Again("sign_in.html", {}, "/sign-in", sheet))
    command = sheet.settled(SignIn, {"login": login, "password": secret}, emptied=True)
    made = sign_in_with(database, visitor(request), command, settings.session_hours, address=address_of(request))
    first = "/desk" if made.identity.actor.role in CASE else "/me"
    answer = go(request, "/password" if made.identity.must_change else _inside(request.state.next) or first)
    set_cookie(request, answer, SIGNED_IN, made.token)
    drop_cookie(request, answer, OPENED)
    return answer


@router.post("/sign-out", **OWN)
def sign_out(request: Request, session: Db) -> Response:
    """End this sign-in."""
    end_sign_in(session, cookie(request, SIGNED_IN) or "")
    answer = go(request, "/sign-in")
    drop_cookie(request, answer, SIGNED_IN)
    return answer


@router.get("/me", **OWN)
def own_account(request: Request, session: Db, by: Reader) -> Response:
    """One's own account."""
    office = codes(session).office_codes[by.office_id] if by.office_id else ""
    name = names_of(session, by, "office").of("office", office)
    return page(request, "me.html", {"office": office, "office_name": name})


@router.get("/password", **OWN)
def password_form(request: Request, _by: Reader) -> Response:
    """Where one's own password is changed."""
    return page(request, "password.html", {"refusal": None})


@router.post("/password", **may(*EVERYBODY, first_password=True, in_person=True))
def change_own_password(request: Request, session: Db, by: Reader, form: Form, settings: Chosen) -> Response:
    """Change one's own password: every sign-in of the account ends, and a new one begins."""
    sheet = Sheet(form, by)
    show_again(request, Again("password.html", {}, "/password", sheet))
    secrets = {name: str(form.get(name, "")) for name in ("old_password", "new_password")}
    command = sheet.settled(ChangePassword, secrets, emptied=True)
    one(change_password(session, by, [command]))
    made = start_session(session, request.state.identity, settings.session_hours)
    answer = go(request, "/desk" if by.role in CASE else "/me")
    set_cookie(request, answer, SIGNED_IN, made.token)
    return answer


def _inside(path: str) -> str | None:
    """An address of this site; None for any other."""
    plain = path.startswith("/") and not path.startswith("//") and path.isprintable() and "\\" not in path
    return path if plain else None
