"""What an operation depends on: who acts, and one session in one transaction that is committed before the answer."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Annotated, Any, Final

import anyio
from fastapi import Depends, Request
from fastapi.concurrency import contextmanager_in_threadpool, run_in_threadpool
from sqlalchemy.orm import Session

from lmis.config import Settings
from lmis.errors import Forbidden, Invalid
from lmis.model.session import Database
from lmis.services.pools import Pools
from lmis.services.signing_in import NotSignedIn, identify
from lmis.text.nearest import nearest
from lmis.vocabulary import Actor, Purpose, Role
from lmis.web.languages import language_of
from lmis.web.policy import Policy, policy_of


class RoleNotAllowed(Forbidden):
    """This is not allowed for your role."""


class MustChange(Forbidden):
    """Change your first password before anything else."""


class SignInNeeded(Forbidden):
    """This needs a person who signed in: a key of a program cannot do it."""


class UnknownParameter(Invalid):
    """This operation knows no such parameter in the address."""


AT_ONCE: Final = 32
"""Requests that work with the database at once: fewer than threads and connections, so none waits in a circle."""


@dataclass(frozen=True)
class Call:
    """What a request is, for the answer that is kept of it."""

    operation: str
    policy: Policy
    by: Actor
    key: str | None
    digest: str


def database_of(request: Request) -> Database:
    """The database of this application."""
    database: Database = request.app.state.database
    return database


async def take_database(request: Request) -> AsyncIterator[Database]:
    """The database, for an operation that needs several transactions."""
    async with turns_of(request):
        yield database_of(request)


def pools_of(request: Request) -> Pools:
    """Whom this process has in memory."""
    pools: Pools = request.app.state.pools
    return pools


def settings_of(request: Request) -> Settings:
    """The settings of this application."""
    settings: Settings = request.app.state.settings
    return settings


def now(request: Request) -> datetime:
    """The time of the request; everything in it happens at this instant."""
    at: datetime = request.state.at
    return at


def turns_of(request: Request) -> anyio.Semaphore:
    """Who may work with the database."""
    turns: anyio.Semaphore = request.app.state.turns
    return turns


def bearer(request: Request) -> str | None:
    """The token or key of the request."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() or None if scheme.lower() == "bearer" else None


def address_of(request: Request) -> str:
    """The address that the request comes from; behind a proxy the one it tells, where the server trusts that proxy."""
    return request.client.host if request.client else ""


def visitor(request: Request) -> Actor:
    """Somebody who has not signed in: sees published figures and nothing else."""
    return Actor(None, None, None, Role.ANALYST, now(request), language_of(request))


async def admit(request: Request) -> Actor:
    """Who acts, when the operation's policy admits them.

    Raises:
        NoPolicy: the operation declares none. NotSignedIn, MustChange, SignInNeeded, RoleNotAllowed,
        UnknownParameter: as their titles say.
    """
    async with turns_of(request):
        return await run_in_threadpool(_admit, request)


def _admit(request: Request) -> Actor:
    actor = admitted(request, bearer(request))
    _check_parameters(request)
    return actor


def admitted(request: Request, token: str | None) -> Actor:
    """Whoever the token belongs to, when the operation's policy admits them; a visitor, where it is open to all.

    Raises:
        NoPolicy, NotSignedIn, MustChange, SignInNeeded, RoleNotAllowed.
    """
    policy = policy_of(request)
    if policy.public and token is None:
        return visitor(request)
    if token is None:
        raise NotSignedIn()
    with database_of(request).open(visitor(request), Purpose.NONE, "identify", write=False) as session:
        who = identify(session, token, now(request))
    request.state.language = who.actor.language
    request.state.identity = who
    if who.must_change and not (policy.first_password or policy.public):
        raise MustChange()
    if who.by_key and policy.in_person:
        raise SignInNeeded()
    if who.actor.role not in policy.roles and not policy.public:
        raise RoleNotAllowed(role=who.actor.role, allowed=sorted(policy.roles))
    return replace(who.actor, language=language_of(request))


def _check_parameters(request: Request) -> None:
    """Refuse a parameter of the address that the operation does not declare: a misspelt filter finds too much."""
    known = request.scope["route"].lmis_parameters
    for name in request.query_params:
        if name not in known:
            raise UnknownParameter(parameter=name[:60], nearest=nearest(name[:60], known))


By = Annotated[Actor, Depends(admit, scope="function")]


async def open_session(request: Request, by: By) -> AsyncIterator[Session]:
    """One request, one transaction: committed before the answer leaves; a GET only reads."""
    policy, operation = policy_of(request), request.scope["route"].operation_id
    write = request.method != "GET"
    opened = database_of(request).open(by, policy.purpose, operation, write=write)
    async with turns_of(request), contextmanager_in_threadpool(opened) as session:
        session.info["call"] = Call(operation, policy, by, idempotency_key(request), fingerprint(request))
        yield session


class KeyTooLong(Invalid):
    """An idempotency key has at most 255 characters."""


def idempotency_key(request: Request) -> str | None:
    """The key under which a POST may be sent again.

    Raises:
        KeyTooLong: it has more than 255 characters.
    """
    key = request.headers.get("idempotency-key")
    if key is None or request.method != "POST":
        return None
    if not 0 < len(key) <= 255:
        raise KeyTooLong(length=len(key))
    return key


def fingerprint(request: Request) -> str:
    """What makes two requests the same: address and body (whose digest is made while it is read)."""
    body: Any = request.scope["lmis.digest"].copy()
    for part in (request.scope["path"].encode(), request.scope["query_string"]):
        body.update(b"\0" + part)
    digest: str = body.hexdigest()
    return digest


Db = Annotated[Session, Depends(open_session, scope="function")]
Store = Annotated[Database, Depends(take_database, scope="function")]
Pooled = Annotated[Pools, Depends(pools_of)]
Chosen = Annotated[Settings, Depends(settings_of)]
