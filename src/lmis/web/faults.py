"""Faults of a request's values: where they are and what is wrong, without repeating what was typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from fastapi.exceptions import RequestValidationError

from lmis.locale.words import fault_words
from lmis.text.nearest import nearest
from lmis.vocabulary import Language

PERSONAL: Final = frozenset(
    {
        "name",
        "age",
        "family_name",
        "given_name",
        "family_name_native",
        "given_name_native",
        "sex",
        "birth_date",
        "birth_year",
        "identity_number",
        "identity_kind",
        "phone",
        "disability",
        "accommodations",
        "old_password",
        "new_password",
        "first_password",
        "password",
        "login",
    }
)
"""Fields whose values never come back in a problem."""


def is_personal(pointer: str) -> bool:
    """Whether a pointer names a field of a person, or something within it."""
    return bool(PERSONAL.intersection(pointer.removeprefix("#/").split("/")))


def pointer_of(location: Sequence[Any]) -> str:
    """The JSON pointer of a fault; parameters of the address are told as `?name`."""
    place, *rest = [str(part) for part in location] or ["body"]
    path = "/".join(part.replace("~", "~0").replace("/", "~1") for part in rest)
    return (f"#/{path}" if path else "#") if place == "body" else f"?{path}"


def faults_of(error: RequestValidationError, language: Language) -> list[dict[str, Any]]:
    """Every fault: its pointer, its kind, its words, and the nearest valid values of a closed list."""
    return [fault_of(fault, language) for fault in error.errors()]


def fault_of(fault: Mapping[str, Any], language: Language) -> dict[str, Any]:
    """A fault: where it is, its kind, its words."""
    context, pointer = fault.get("ctx") or {}, pointer_of(fault["loc"])
    told: dict[str, Any] = {"pointer": pointer, "kind": fault["type"]}
    if fault["type"] == "value_error":
        told["kind"] = str(context.get("error", "value_error"))
    elif limits := {name: value for name, value in context.items() if name in LIMITS}:
        told["limits"] = limits
    if fault["type"] in ("enum", "literal_error"):
        allowed = [part.strip().strip("'") for part in str(context["expected"]).replace(" or ", ", ").split(",")]
        told["allowed"] = allowed
        if not is_personal(pointer):
            told["nearest"] = nearest(str(fault.get("input", ""))[:60], allowed)
    told["detail"] = fault_words(told["kind"], context, language)
    return told


LIMITS: Final = frozenset({"min_length", "max_length", "actual_length", "ge", "le", "gt", "lt", "pattern"})
"""What a fault's kind may tell about the rule that was broken."""
