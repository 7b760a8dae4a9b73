"""What a page depends on: who signed in, a form that was opened here, and one session in one transaction."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from hmac import compare_digest
from typing import Annotated, Final

from fastapi import Depends, Request
from fastapi.concurrency import contextmanager_in_threadpool, run_in_threadpool
from sqlalchemy.orm import Session
from starlette.datastructures import FormData

from lmis.errors import Forbidden
from lmis.vocabulary import Actor
from lmis.web.deps import SignInNeeded, admitted, database_of, turns_of
from lmis.web.pages.cookies import SIGNED_IN, cookie, page_language, stamp
from lmis.web.pages.desk.forms import read_form
from lmis.web.policy import policy_of

HERE: Final = ("same-origin", "none")


class FormNotOpenedHere(Forbidden):
    """This form is out of date or was not opened here: open the page again, and allow its cookies."""


async def admit_reader(request: Request) -> Actor:
    """Who acts, when the page's policy admits them; the API knows nothing of the cookie.

    Raises:
        NoPolicy, NotSignedIn, MustChange, SignInNeeded, RoleNotAllowed.
    """
    async with turns_of(request):
        return await run_in_threadpool(_admit, request)


def _admit(request: Request) -> Actor:
    actor = admitted(request, None if policy_of(request).public else cookie(request, SIGNED_IN))
    who = getattr(request.state, "identity", None)
    if who is not None and who.by_key:
        raise SignInNeeded()
    return replace(actor, language=page_language(request))


Reader = Annotated[Actor, Depends(admit_reader, scope="function")]


async def form_of(request: Request, _by: Reader) -> AsyncIterator[FormData]:
    """The form that was sent, read only from somebody who may send it; none, where nothing was.

    Raises:
        FormNotOpenedHere: it does not carry the stamp of this sign-in, or comes from another site.
    """
    if request.method != "POST":
        yield FormData()
        return
    if request.headers.get("sec-fetch-site", "none") not in HERE:
        raise FormNotOpenedHere()
    form = await read_form(request)
    try:
        if not compare_digest(str(form.get("stamp", "")).encode(), stamp(request).encode()):
            raise FormNotOpenedHere()
        yield form
    finally:
        await form.close()


Form = Annotated[FormData, Depends(form_of, scope="function")]


async def open_session(request: Request, by: Reader, _form: Form) -> AsyncIterator[Session]:
    """One page, one transaction: committed before the answer leaves; only a form that was sent writes."""
    policy, operation = policy_of(request), request.scope["route"].operation_id
    opened = database_of(request).open(by, policy.purpose, operation, write=request.method == "POST")
    async with turns_of(request), contextmanager_in_threadpool(opened) as session:
        yield session


Db = Annotated[Session, Depends(open_session, scope="function")]
