"""The ministry's and a province's dashboard: figures as staff may see them, drafts to approve, and the calendar."""

from __future__ import annotations

from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Query, Request
from sqlalchemy.orm import Session
from starlette.datastructures import FormData
from starlette.responses import Response

from lmis.commands.figures import ApproveFigures, PlanRelease, ReleaseKind, WithdrawApproval
from lmis.errors import NotFound
from lmis.locale.catalogue import label
from lmis.model.figures import Edition
from lmis.model.offices import Office
from lmis.queries.editions import DRAFT, Audience, editions_of
from lmis.queries.releases import approvals_of, releases_of
from lmis.services.approving import DraftNotFound, approve_figures, withdraw_approvals
from lmis.services.figure_frames import stored_figures
from lmis.services.releasing import plan_releases, standing_of
from lmis.services.writing import one
from lmis.vocabulary import Actor, Country, Role
from lmis.web.deps import settings_of
from lmis.web.pages.charted import chart_file_of, chart_words
from lmis.web.pages.charts.choice import Choice
from lmis.web.pages.charts.files import FORMS
from lmis.web.pages.charts.registry import ALL
from lmis.web.pages.charts.view import View
from lmis.web.pages.dashboard import page_of
from lmis.web.pages.desk.admission import Db, Form, Reader
from lmis.web.pages.desk.answers import go, page
from lmis.web.pages.desk.route import DeskRoute
from lmis.web.pages.desk.sheets import Again, Sheet, show_again
from lmis.web.policy import SIGNED_IN, may

MINISTRY: Final = (Role.COORDINATOR, Role.ANALYST)
APPROVES: Final = (Role.HEAD, Role.COORDINATOR)
LOOKS: Final = may(*SIGNED_IN)
LAYOUT: Final = "desk.html"
PLANNED: Final = ("period", "kind", "planned_on", "note")
"""What the form of the release calendar asks."""
Asked = Annotated[str, Query(max_length=12)]

router = APIRouter(route_class=DeskRoute)


class ChartNotFound(NotFound):
    """There is no such chart."""


def view_of(request: Request, session: Session, by: Actor, draft: Edition | None = None) -> View:
    """The own country as its staff may see it; a head of a province begins with the own one."""
    asked = dict(request.query_params)
    if "province" not in asked and by.office_id is not None and not by.sees_all_offices:
        asked["province"] = own_province(session, by) or ""
    choice = Choice.of(by.country or Country.KH, asked)
    return View(session, choice, by.language, Audience.MINISTRY, draft)


def own_province(session: Session, by: Actor) -> str | None:
    """The province of the office of whoever looks."""
    office = session.get(Office, by.office_id) if by.office_id else None
    return None if office is None else office.province


@router.get("/dashboard", **LOOKS)
def dashboard_of_staff(request: Request, session: Db, by: Reader) -> Response:
    """All figures of the own country, as staff may see them."""
    view = view_of(request, session, by)
    if view.register is None:
        return go(request, "/drafts")
    return page(request, "staff_dashboard.html", _dashboard_values(request, view, "/dashboard"))


@router.get("/dashboard/charts/{code}.{form}", **LOOKS)
def staff_chart_file(request: Request, session: Db, by: Reader, code: str, form: str) -> Response:
    """A chart as a file, as staff may see it."""
    return _file(request, view_of(request, session, by), code, form)


@router.get("/dashboard/charts/{code}", **LOOKS)
def staff_chart(request: Request, session: Db, by: Reader, code: str) -> Response:
    """One chart, as staff may see it."""
    return _chart(request, view_of(request, session, by), code, "/dashboard")


def _dashboard_values(request: Request, view: View, base: str) -> dict[str, Any]:
    values = page_of(view, settings_of(request))
    return chart_words(view, values, base=base, charts=f"{base}/charts", layout=LAYOUT)


def _chart(request: Request, view: View, code: str, base: str) -> Response:
    if code not in ALL:
        raise ChartNotFound(value=code[:40])
    values = page_of(view, settings_of(request), sections=(("chart", ALL[code].title, (code,)),))
    return page(request, "chart.html", chart_words(view, values, base=base, charts=f"{base}/charts", layout=LAYOUT))


def _file(request: Request, view: View, code: str, form: str) -> Response:
    if code not in ALL or form not in FORMS:
        raise ChartNotFound(value=code[:40])
    body, name = chart_file_of(view, settings_of(request), code, form)
    return Response(body, headers={"Content-Disposition": name, "Cache-Control": "no-store"}, media_type=FORMS[form])


@router.get("/drafts", **LOOKS)
def drafts_and_releases(request: Request, session: Db, by: Reader) -> Response:
    """The newest draft of each period with who approved it, and the release calendar."""
    return page(request, "drafts.html", _drafts(session, by, Sheet(FormData(), by)))


def _drafts(session: Session, by: Actor, sheet: Sheet) -> dict[str, Any]:
    country = by.country or Country.KH
    newest: dict[str, Edition] = {}
    for draft in session.scalars(editions_of(country, state=DRAFT)):
        if draft.period not in newest or newest[draft.period].number < draft.number:
            newest[draft.period] = draft
    view = View(session, Choice(country), by.language, Audience.MINISTRY)
    return {
        "drafts": [(draft, _names(view, [row.province for row in session.scalars(approvals_of(draft.id))]))
                   for draft in newest.values()],
        "releases": session.scalars(releases_of(country)).all(),
        "kinds": [(kind.value, label("release", kind.value, by.language)) for kind in ReleaseKind],
        "plans": by.role in MINISTRY,
        "typed": sheet.texts(PLANNED),
        "faults": sheet.faults,
        "refusal": None,
    }  # fmt: skip


def _names(view: View, provinces: list[str]) -> list[str]:
    return [view.provinces.get(code, code) for code in provinces]


@router.post("/drafts/calendar", **may(*MINISTRY))
def plan_a_release(request: Request, session: Db, by: Reader, form: Form) -> Response:
    """Put a day on the release calendar."""
    sheet = Sheet(form, by)
    show_again(request, Again("drafts.html", _drafts(session, by, sheet), "/drafts", sheet))
    one(plan_releases(session, by, [sheet.settled(PlanRelease, sheet.values(PLANNED))]))
    return go(request, "/drafts#calendar")


def draft_seen(session: Session, by: Actor, id_: UUID) -> Edition:
    """A draft of the own country. Raises DraftNotFound."""
    draft = session.get(Edition, id_)
    if draft is None or draft.state != DRAFT or by.country is None or draft.country != by.country.value:
        raise DraftNotFound(value=str(id_))
    return draft


@router.get("/drafts/{id:uuid}", **LOOKS)
def look_through_draft(request: Request, session: Db, by: Reader, id: UUID) -> Response:
    """The figures of a draft, with what may be said of them."""
    draft = draft_seen(session, by, id)
    values = _draft(request, session, by, draft, view_of(request, session, by, draft), Sheet(FormData(), by))
    return page(request, "draft.html", values)


def _draft(request: Request, session: Session, by: Actor, draft: Edition, view: View, sheet: Sheet) -> dict[str, Any]:
    standing = standing_of(session, view.choice.country, draft.period, stored_figures(session, draft.id))
    more = {
        "draft": draft,
        "standing": [(words, _names(view, list(getattr(standing, name)))) for name, words in STANDINGS],
        "province": view.choice.province,
        "stands": next((name for name, _ in STANDINGS if view.choice.province in getattr(standing, name)), ""),
        "may_approve": by.role in APPROVES
        and (by.sees_all_offices or view.choice.province == own_province(session, by)),
        "typed": sheet.texts(("remark",)),
        "faults": sheet.faults,
        "refusal": None,
    }
    return _dashboard_values(request, view, f"/drafts/{draft.id}") | more


STANDINGS: Final = (("approved", "Approved"), ("changed", "Approved other figures"), ("missing", "Not approved yet"))
"""How a province stands to a draft, and what that is called."""


@router.get("/drafts/{id:uuid}/charts/{code}.{form}", **LOOKS)
def draft_chart_file(request: Request, session: Db, by: Reader, id: UUID, code: str, form: str) -> Response:
    """A chart of a draft as a file."""
    return _file(request, view_of(request, session, by, draft_seen(session, by, id)), code, form)


@router.get("/drafts/{id:uuid}/charts/{code}", **LOOKS)
def draft_chart(request: Request, session: Db, by: Reader, id: UUID, code: str) -> Response:
    """One chart of a draft."""
    return _chart(request, view_of(request, session, by, draft_seen(session, by, id)), code, f"/drafts/{id}")


@router.post("/drafts/{id:uuid}/approve", **may(*APPROVES))
def approve_a_draft(request: Request, session: Db, by: Reader, form: Form, id: UUID) -> Response:
    """The province stands by its figures."""
    sheet = _approving(request, session, by, form, id)
    told = {"edition": str(id), **sheet.texts(("province", "remark"))}
    one(approve_figures(session, by, [sheet.settled(ApproveFigures, told)]))
    return go(request, f"/drafts/{id}?province={told['province']}")


@router.post("/drafts/{id:uuid}/withdraw", **may(*APPROVES))
def take_approval_back(request: Request, session: Db, by: Reader, form: Form, id: UUID) -> Response:
    """The province no longer stands by its figures."""
    sheet = _approving(request, session, by, form, id)
    told = {"edition": str(id), **sheet.texts(("province",))}
    one(withdraw_approvals(session, by, [sheet.settled(WithdrawApproval, told)]))
    return go(request, f"/drafts/{id}?province={told['province']}")


def _approving(request: Request, session: Session, by: Actor, form: FormData, id_: UUID) -> Sheet:
    """What was typed about the figures of a province; refused, it stands on the draft's page again."""
    sheet, draft = Sheet(form, by), draft_seen(session, by, id_)
    choice = Choice.of(by.country or Country.KH, {"province": sheet.typed("province")})
    view = View(session, choice, by.language, Audience.MINISTRY, draft)
    values = _draft(request, session, by, draft, view, sheet)
    show_again(request, Again("draft.html", values, f"/drafts/{id_}", sheet))
    return sheet
