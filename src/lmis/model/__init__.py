"""What exists: one module per noun; importing the package registers every table on `Base.metadata`."""

from lmis.model import (
    access,
    audit,
    batches,
    duplicates,
    employers,
    figures,
    jobs,
    occupations,
    offices,
    people,
    placements,
    reference,
    referrals,
    services,
    surveys,
    vacancies,
    weights,
)
from lmis.model.base import Base

__all__ = [
    "Base",
    "access",
    "audit",
    "batches",
    "duplicates",
    "employers",
    "figures",
    "jobs",
    "occupations",
    "offices",
    "people",
    "placements",
    "reference",
    "referrals",
    "services",
    "surveys",
    "vacancies",
    "weights",
]
