"""Bodies of requests with sane defaults."""

from __future__ import annotations

from typing import Any

SEEKER: dict[str, Any] = {
    "family_name": "Sok",
    "given_name": "Dara",
    "family_name_native": "សុខ",
    "given_name_native": "ដារ៉ា",
    "sex": "F",
    "birth_date": "1995-04-03",
    "identity_missing_reason": "lost",
    "province": "KH02",
    "wanted_occupations": ["8153"],
    "skills": ["sewing"],
    "happened_on": "2026-09-01",
}
EMPLOYER: dict[str, Any] = {"name": "Golden Needle", "sector": "14", "province": "KH02", "happened_on": "2026-09-01"}
VACANCY: dict[str, Any] = {
    "title": "Sewing machine operator",
    "occupation": "8153",
    "openings": 2,
    "province": "KH02",
    "closes_on": "2026-12-31",
    "happened_on": "2026-09-01",
}
