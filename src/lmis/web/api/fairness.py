"""Who is reached: for analysts and coordinators of a country, in counts that show nobody."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from lmis.queries.reference import province_names
from lmis.services.reaching import reach_report
from lmis.vocabulary import Country, Purpose, Role
from lmis.web.deps import By, Db
from lmis.web.idempotency import CounterRoute
from lmis.web.outs.fairness import ReachReportOut
from lmis.web.policy import may

router = APIRouter(prefix="/fairness", tags=["fairness"], route_class=CounterRoute)
Quarter = Annotated[str, Query(max_length=7, description="As 2026Q3, 2026M07 or 2026.")]


@router.get("/report", **may(Role.ANALYST, Role.COORDINATOR, purpose=Purpose.STATISTICS))
def report_who_is_reached(session: Db, by: By, quarter: Quarter) -> ReachReportOut:
    """Registered, suggested, referred and placed by sex, age, disability and province, of the reader's country."""
    country = by.country or Country.KH
    found = reach_report(session, by, quarter, country)
    names = dict(session.execute(province_names(country, by.language)).all())
    return ReachReportOut.of(found, names, by.language)
