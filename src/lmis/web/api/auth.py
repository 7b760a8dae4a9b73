"""Signing in and out, and one's own account."""

from __future__ import annotations

from fastapi import APIRouter, Request

from lmis.commands.staff import ChangePassword, SignIn
from lmis.queries.staff import staff_by_id
from lmis.services.codes import codes
from lmis.services.signing_in import sign_in as sign_in_with
from lmis.services.signing_in import sign_out as end_sign_in
from lmis.services.signing_in import start_session
from lmis.services.staff import StaffNotFound, change_password
from lmis.vocabulary import Purpose
from lmis.web.deps import By, Chosen, Db, Store, address_of, bearer, visitor
from lmis.web.idempotency import CounterRoute, carried
from lmis.web.outs.staff import SignedInOut, StaffOut
from lmis.web.policy import SIGNED_IN, may
from lmis.web.records import found

router = APIRouter(tags=["sign-in"], route_class=CounterRoute)


@router.post("/sign-in", status_code=201, **may(public=True, secret=True))
def sign_in(request: Request, database: Store, settings: Chosen, command: SignIn) -> SignedInOut:
    """Sign in; the token ends after the hours of the installation."""
    made = sign_in_with(database, visitor(request), command, settings.session_hours, address=address_of(request))
    with database.open(made.identity.actor, Purpose.NONE, "sign-in", write=False) as session:
        return SignedInOut.of(made, codes(session).office_codes)


@router.post("/sign-out", status_code=204, **may(*SIGNED_IN, first_password=True))
def sign_out(request: Request, session: Db) -> None:
    """End this sign-in."""
    end_sign_in(session, bearer(request) or "")


@router.get("/me", **may(*SIGNED_IN, first_password=True))
def get_me(session: Db, by: By) -> StaffOut:
    """One's own account."""
    row = found(session, staff_by_id(by, [by.staff_id] if by.staff_id else []), StaffNotFound, str(by.staff_id))
    return StaffOut.of(row, codes(session).office_codes)


@router.post(
    "/me/change-password", status_code=201, **may(*SIGNED_IN, first_password=True, in_person=True, secret=True)
)
def change_own_password(
    request: Request, session: Db, by: By, settings: Chosen, command: ChangePassword
) -> SignedInOut:
    """Change one's own password: every sign-in of the account ends, and a new one begins."""
    carried(session, change_password(session, by, [command]))
    made = start_session(session, request.state.identity, settings.session_hours)
    return SignedInOut.of(made, codes(session).office_codes)
