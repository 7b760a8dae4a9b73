"""Who may call an operation, and why it reads people: declared with the operation, asked by its dependency."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from starlette.requests import Request

from lmis.errors import Forbidden
from lmis.vocabulary import Purpose, Role

EXTENSION: Final = "x-policy"
PROBLEMS: Final = {
    400: "The body or the address cannot be read.",
    401: "Not signed in.",
    403: "Not allowed for this role.",
    404: "There is no such record here.",
    409: "The request does not fit the present state of the record.",
    412: "Somebody else changed the record since it was read.",
    413: "The body is too large.",
    422: "A value cannot be accepted; all faults are listed with their pointers.",
    429: "Too many attempts: wait.",
    500: "A fault of this system.",
    503: "Busy: send it again in a moment.",
    507: "No space is left to write to.",
}
"""Every answer of an operation that is no success, in the words of the document."""

SIGNED_IN: Final = (Role.OFFICER, Role.HEAD, Role.COORDINATOR, Role.ANALYST, Role.ADMINISTRATOR)
COUNTER: Final = (Role.OFFICER, Role.HEAD)
"""Who registers, refers and places at a counter."""
CASE: Final = (*COUNTER, Role.COORDINATOR)
"""Who sees people: of the own office, or of the own country."""


class NoPolicy(Forbidden):
    """This operation says nobody may use it."""


@dataclass(frozen=True, slots=True)
class Policy:
    """Who may use one operation, and how."""

    roles: frozenset[Role]
    purpose: Purpose
    public: bool = False
    """Open to everybody, without signing in."""
    first_password: bool = False
    """Open while the first password is not changed yet."""
    in_person: bool = False
    """Only for people who signed in, not for keys of software."""
    secret: bool = False
    """The answer holds a secret and is not kept for a repeated request."""


def may(
    *roles: Role,
    purpose: Purpose = Purpose.NONE,
    public: bool = False,
    first_password: bool = False,
    in_person: bool = False,
    secret: bool = False,
    **extra: Any,
) -> dict[str, Any]:
    """The options of a route that declare its policy, and the answers that every operation can give.

    Args:
        extra: what else the OpenAPI document says of the operation.
    """
    policy = {
        "roles": sorted(role.value for role in roles),
        "purpose": purpose.value,
        "public": public,
        "first_password": first_password,
        "in_person": in_person,
        "secret": secret,
    }
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    responses = {code: {"description": words, "content": content} for code, words in PROBLEMS.items()}
    return {"openapi_extra": {EXTENSION: policy, **extra}, "responses": responses}


def policy_of(request: Request) -> Policy:
    """The policy of the operation that is called.

    Raises:
        NoPolicy: it declares none, so nobody may use it.
    """
    declared = (getattr(request.scope.get("route"), "openapi_extra", None) or {}).get(EXTENSION)
    if declared is None:
        raise NoPolicy()
    roles, purpose = frozenset(map(Role, declared["roles"])), Purpose(declared["purpose"])
    flags = {name: bool(value) for name, value in declared.items() if name not in ("roles", "purpose")}
    return Policy(roles, purpose, **flags)
