"""Every form of the pages is filled with what cannot be accepted: all of it stands in the form again."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest

from conftest import actor
from factories.register import a_placement, a_referral, a_seeker, a_vacancy, an_employer
from lmis.commands.occupations import AskOccupation
from lmis.commands.seekers import RegisterQuickly
from lmis.services.occupation_questions import ask_occupations
from lmis.services.publishing import publish
from lmis.services.seekers import register_quickly
from lmis.services.writing import one as settled
from lmis.vocabulary import Country, Purpose, Role
from lmis.web.pages import employers
from lmis.web.pages.desk import desk as pages
from web.pages.conftest import routes

HOME = "KH-JC-02"
TOO_LONG = '៣៩/៩៩ <b>"& ' + "ក" * 5_000
"""No day, no number, and longer than any text may be."""
SECRET = {"password", "old_password", "new_password"}
"""What no page shows again."""
BUTTONS = {
    "/desk/vacancies/": ("act", "post"),
    "waiting-for-employer": ("verb", "answer"),
    "follow-ups": ("verb", "follow-up"),
}
NOTHING_TYPED = {
    "/sign-out", "/sign-in", "/password", "/duplicates/{id:uuid}/different", "/duplicates/{id:uuid}/take-back",
    "/imports/{id:uuid}/accept", "/imports/{id:uuid}/correct", "/imports/{id:uuid}/take-back",
    "/imports/{id:uuid}/stop", "/imports/{id:uuid}/rehearse", "/desk/people/{id:uuid}/withdraw-support-consent",
    "/batches/{id:uuid}/take-back", "/desk/vacancies/{id:uuid}/refer",
    "/desk/people/{id:uuid}/refer", "/desk/people/{id:uuid}/reopen",
    "/desk/people/{id:uuid}/withdraw-consent", "/drafts/{id:uuid}/withdraw", "/desk/employers/{id:uuid}/revoke",
    "/desk/queues/unassigned", "/employer/leave", "/duplicates/{id:uuid}/merge",
}  # fmt: skip
"""Forms of buttons and secrets alone; and what is tried in tests of its own (the lines of a file)."""


def world(desk: Any) -> dict[str, list[str]]:
    """One record of every kind, and the pages on which its forms stand: who → addresses."""
    by = actor(HOME)
    with desk.database.open(by, Purpose.REGISTRATION, "test") as session:
        employer = an_employer(session, by)
        vacancy = a_vacancy(session, by, employer, openings=5, happened_on=date(2026, 6, 1))
        old = {"happened_on": date(2026, 6, 1)}
        one, two, three = (
            a_seeker(session, by, birth_date=date(1980 + at, 1, 1), family_name=f"Kim{at}", **old) for at in range(3)
        )
        referral = a_referral(session, by, one, vacancy)
        placement = a_placement(session, by, two, vacancy, happened_on=date(2026, 7, 1))
        settled(register_quickly(session, by, [RegisterQuickly(name="Chan Vanna", age=30, province="KH02")]))
        ask_occupations(session, by, [AskOccupation(title="thing maker")])
    with desk.database.open(actor("KH-MIN", Role.COORDINATOR), Purpose.STATISTICS, "test") as session:
        draft = publish(session, actor("KH-MIN", Role.COORDINATOR), "2026Q3", Country.KH, state="draft").edition_id
    return {
        "officer": [
            "/desk/people", "/desk/people?quick=1", f"/desk/people/{three}", f"/desk/people/{three}/amend",
            "/desk/vacancies/new", f"/desk/vacancies/{vacancy}", f"/desk/vacancies/{vacancy}/amend",
            f"/desk/employers/{employer}", f"/desk/referrals/{referral}", f"/desk/placements/{placement}",
            "/desk/queues/waiting-for-employer", "/desk/queues/follow-ups", "/desk/queues/expiring",
            "/desk/queues/to-complete", "/desk/titles", "/imports",
        ],
        "coordinator": ["/drafts", f"/drafts/{draft}?province=KH02"],
        "employer": ["/employer/enter", f"/employer/vacancies/{vacancy}"],
        "link": [str(employer)],
    }  # fmt: skip


class Fields:
    """The fields of one form of a page, with what can be chosen."""

    def __init__(self, page: Any, action: str) -> None:
        self.texts: set[str] = set()
        self.choices: dict[str, list[str]] = {}
        self.ticks: dict[str, list[str]] = {}
        inside, select = False, ""
        for tag, given in page.tags:
            name, kind = str(given.get("name", "")), str(given.get("type", "text"))
            if tag == "form":
                inside = given.get("action") == action
            if not inside:
                continue
            if tag == "select":
                select = name
            elif tag == "option":
                self.choices.setdefault(select, []).append(str(given.get("value") or ""))
            elif tag == "textarea" or (tag == "input" and kind in ("text", "tel", "search")):
                self.texts.add(name)
            elif tag == "input" and kind in ("radio", "checkbox"):
                self.ticks.setdefault(name, []).append(str(given.get("value")))

    def spoilt(self) -> dict[str, str]:
        """Everything filled with what was not there, and cannot be taken."""
        texts = dict.fromkeys(self.texts - SECRET, TOO_LONG)
        chosen = {name: values[-1] for name, values in (self.choices | self.ticks).items()}
        return texts | chosen


def typed_again(desk: Any, page: Any, form: Any) -> tuple[str, set[str]] | None:
    """Send a form spoilt: what of it does not stand there again; None where it was taken."""
    fields = Fields(page, form.action)
    sent = fields.spoilt()
    sent |= dict([said for part, said in BUTTONS.items() if part in form.action])
    if "asked" in form.fields:
        sent["asked"] = form.fields["asked"]
    answer = desk.http.post(form.action, data=form.fields | sent, follow_redirects=False)
    if answer.status_code == 303:
        return None
    shown = type(page)(answer)
    (again,) = (one for one in shown.forms if one.action == form.action)
    lost = {
        name
        for name, said in sent.items()
        if name not in ("act", "verb", "asked", "stamp") and said not in (again.fields.get(name, ""), [said])
    }
    return form.action, lost


def test_whatever_was_typed_stands_there_again(desk: Any) -> None:
    told, tried, taken, lost = world(desk), set(), set(), {}
    seats = {"officer": (HOME, Role.OFFICER), "coordinator": ("KH-MIN", Role.COORDINATOR)}
    for who, addresses in told.items():
        if who in seats:
            desk.sign_in(*seats[who])
        elif who == "employer":
            desk.sign_in()
            made = desk.send(desk.get(f"/desk/employers/{told['link'][0]}").form("/links$"), status=201)
            key = re.findall(r"#key=([\w-]+)", made.html)[0]
            desk.http.cookies.clear()
        else:
            continue
        for address in addresses:
            page = desk.get(address)
            for form in [form for form in page.forms if form.method == "post"]:
                if not Fields(page, form.action).spoilt():
                    continue
                said = typed_again(desk, page, form)
                tried.add(form.action)
                if said is None:
                    taken.add(form.action)
                elif said[1]:
                    lost[said[0]] = said[1]
            if address == "/employer/enter":
                desk.send(page.form("/enter"), key=key)
    assert lost == {}
    assert {re.sub("[0-9a-f-]{36}", "*", action) for action in taken} <= {
        "/desk/people/*/consent",
        "/desk/people/*/transfer",
    }
    shapes = {re.sub("[0-9a-f-]{36}", "{id:uuid}", action) for action in tried}
    posted = {one.path for router in (pages, employers) for one in routes(router) if "POST" in (one.methods or ())}
    assert posted - shapes == NOTHING_TYPED & posted - shapes, "a form that nobody tried"
    assert len(tried) > 25


@pytest.mark.parametrize("verb", ["correct", "accept"])
def test_corrected_cells_stand_there_again_where_somebody_was_faster(desk: Any, verb: str) -> None:
    desk.sign_in()
    file = b"number,name,sector,province\n1,Golden Needle,14,Batambang\n2,Silver,14,KH02\n"
    sent = desk.send(desk.get("/imports").form("^/imports"), files={"file": ("e.csv", file)}, kind="employers")
    desk.work()
    page = desk.get(sent.answer.url.path)
    form = page.form("/correct")
    (cell,) = (name for name in form.fields if name.startswith("cell-"))
    late = desk.send(form, form.action.replace("correct", verb), status=409, **{cell: "KH03", "step": "7"})
    assert late.form("/correct").fields[cell] == "KH03"


def test_a_password_is_never_shown_again(desk: Any) -> None:
    form = desk.get("/sign-in").form("/sign-in")
    refused = desk.send(form, status=401, login="nobody here", password="a secret of somebody")
    assert refused.form("/sign-in").fields == form.fields | {"login": "nobody here"}
    assert "a secret of somebody" not in refused.html
