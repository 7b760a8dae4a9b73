"""What an employer's page depends on: whose link it is, and one session in which that employer acts."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Annotated, Final

from fastapi import Depends, Request
from fastapi.concurrency import contextmanager_in_threadpool, run_in_threadpool
from sqlalchemy.orm import Session

from lmis.services.employer_links import Holder, LinkNotValid, holder_of
from lmis.vocabulary import Purpose
from lmis.web.deps import database_of, turns_of
from lmis.web.pages.cookies import cookie
from lmis.web.pages.desk.admission import Form, Reader
from lmis.web.policy import may, policy_of

ENTERED: Final = "lmis-employer"
"""The cookie that holds the secret of the link."""


async def admit_employer(request: Request, by: Reader) -> Holder:
    """The employer whose link the browser holds.

    Raises:
        LinkNotValid: it holds none, or one that does not open any more.
    """

    def ask() -> Holder:
        token = cookie(request, ENTERED)
        if token is None:
            raise LinkNotValid()
        with database_of(request).open(by, Purpose.NONE, "employer-link", write=False) as session:
            return holder_of(session, token, by)

    async with turns_of(request):
        return await run_in_threadpool(ask)


Employing = Annotated[Holder, Depends(admit_employer, scope="function")]


async def open_session(request: Request, holder: Employing, _form: Form) -> AsyncIterator[Session]:
    """One page, one transaction, in the name of the employer's office: whoever is shown is on the record."""
    policy, operation = policy_of(request), request.scope["route"].operation_id
    opened = database_of(request).open(holder.actor, policy.purpose, operation, write=request.method == "POST")
    async with turns_of(request), contextmanager_in_threadpool(opened) as session:
        yield session


OwnDb = Annotated[Session, Depends(open_session, scope="function")]
EMPLOYERS: Final = may(public=True, purpose=Purpose.REFERRAL)
"""The policy of these pages: for no role of the staff; `Employing` says whom they are open to."""
