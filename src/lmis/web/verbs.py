"""A verb about one record: the record stands in the address, the rest of the command in the body."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from copy import copy
from typing import Annotated, Any, TypeVar

from fastapi import Depends, Header, Path
from pydantic import BaseModel, ConfigDict, create_model

from lmis.commands.base import Command
from lmis.errors import Invalid
from lmis.vocabulary import Ref

C = TypeVar("C", bound=Command)

IdPath = Annotated[Ref, Path(description="The id, or the short number as S-0012345-7.")]
IfMatch = Annotated[str | None, Header(max_length=80, description="The ETag that was read; an older one is refused.")]


class NotAnETag(Invalid):
    """`If-Match` takes the ETag of the record that was read."""


def about(command: type[C], field: str) -> Any:
    """A dependency that makes `command` of the address (its `field`), the `If-Match` header and the body."""
    versioned = "version" in command.model_fields
    body = _body_of(command, {field, "version"} if versioned else {field})
    optional = not any(info.is_required() for info in body.model_fields.values())

    def build(id: str, said: BaseModel | None, if_match: str | None) -> C:
        values = said.model_dump(exclude_unset=True) if said is not None else {}
        values[field] = id
        if versioned and (version := version_of(if_match)) is not None:
            values["version"] = version
        return command.model_validate(values)

    return Depends(_signed(build, body, optional=optional, versioned=versioned))


def _signed(
    build: Callable[[str, BaseModel | None, str | None], C], body: Any, *, optional: bool, versioned: bool
) -> Callable[..., C]:
    """The function with the parameters that this verb has: FastAPI reads them."""
    default: dict[str, Any] = {"default": None} if optional else {}
    said = body | None if optional else body

    def with_version(id: IdPath, body: Any, if_match: IfMatch = None) -> C:
        return build(id, body, if_match)

    def plain(id: IdPath, body: Any) -> C:
        return build(id, body, None)

    function: Callable[..., C] = with_version if versioned else plain
    signature = inspect.signature(function, eval_str=True)
    parameters = [
        p.replace(annotation=said, **default) if p.name == "body" else p for p in signature.parameters.values()
    ]
    function.__signature__ = signature.replace(parameters=parameters)  # type: ignore[attr-defined]
    return function


def _body_of(command: type[Command], without: set[str]) -> type[BaseModel]:
    """The command's fields but those that stand elsewhere; unknown fields are refused here too."""
    fields: dict[str, Any] = {
        name: (info.annotation, copy(info)) for name, info in command.model_fields.items() if name not in without
    }
    config = ConfigDict(extra="forbid", frozen=True)
    return create_model(command.__name__, __config__=config, __doc__=command.__doc__, **fields)


def version_of(if_match: str | None) -> int | None:
    """The version that an `If-Match` header names; None where there is none, or any will do.

    Raises:
        NotAnETag: it is none of ours.
    """
    if if_match is None or if_match.strip() == "*":
        return None
    plain = if_match.strip().removeprefix("W/").strip('"')
    if not (plain.isascii() and plain.isdecimal() and len(plain) < 10):
        raise NotAnETag()
    return int(plain)
