"""Coded reasons of answers, closures and cancellations, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from lmis.model.reference import Reason
from lmis.vocabulary import Actor

OF_ANSWERS: Final = ("refusal_by_employer", "refusal_by_seeker", "withdrawal")
"""The kinds of reasons that a referral ends for."""


def reasons_named(session: Session, by: Actor, *kinds: str) -> Mapping[str, Mapping[str, str]]:
    """Kind -> code -> name; what is another reason comes last."""
    local = getattr(Reason, f"name_{by.language.value}")
    rows = session.execute(select(Reason.kind, Reason.code, local, Reason.name_en).where(Reason.kind.in_(kinds)))
    found: dict[str, dict[str, str]] = {kind: {} for kind in kinds}
    for kind, code, name, english in sorted(rows, key=lambda row: (row.code == "other", row.code)):
        found[kind][code] = name or english or code
    return found


def all_reasons(named: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """Code -> name of all kinds together."""
    return {code: name for kind in named.values() for code, name in kind.items()}
