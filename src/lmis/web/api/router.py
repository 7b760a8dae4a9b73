"""Every operation of `/api/v1`."""

from __future__ import annotations

from fastapi import APIRouter, Depends

from lmis.web.api import (
    auth,
    care,
    duplicates,
    employer_links,
    employers,
    fairness,
    figures,
    imports,
    jobs,
    matching,
    occupations,
    placements,
    queues,
    reference,
    referrals,
    releases,
    seekers,
    staff,
    vacancies,
)
from lmis.web.deps import admit

PREFIX = "/api/v1"
api = APIRouter(prefix=PREFIX, dependencies=[Depends(admit, scope="function")])
"""Each operation asks its policy, whether it needs to know who acts or not."""
for part in (matching, seekers, vacancies, referrals, placements, auth, staff, reference, duplicates, care):
    api.include_router(part.router)  # what a counter asks all day first: addresses are tried in this order
for part in (employers, employer_links, queues, occupations, figures, releases, fairness, imports, jobs):
    api.include_router(part.router)
