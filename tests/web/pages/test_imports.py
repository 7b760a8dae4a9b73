"""A file on a page: rehearsed, corrected line by line, imported for real, taken back."""

from __future__ import annotations

import csv
import io
import re
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from conftest import NOW, actor
from factories.batches import PEOPLE, bring
from factories.workbooks import a_workbook
from lmis.model.employers import Employer
from lmis.model.jobs import Job
from lmis.model.people import Person
from lmis.vocabulary import Purpose, Role
from lmis.web.pages.desk import imports
from web.pages.naughty import CANARY, naughty_strings

HEADER = "number,name,sector,province,notified_on,colour"
FILE = (
    "Employers of Battambang\n"
    f"{HEADER}\n"
    "1,Golden Needle,14,KH02,2026-09-01,red\n"
    "2,Silver Thread,04,KH02,2026-09-01,\n"
    "3,Bronze Button,14,Batambang,2026-19-01,\n"
    ",,,,,\n"
)
HOME = "KH-JC-02"


def send(desk: Any, content: str | bytes = FILE, name: str = "employers.csv", status: int = 200, **fields: str) -> Any:
    """Send a file over the page, and let it be rehearsed."""
    form = desk.get("/imports").form("^/imports")
    whole = content.encode() if isinstance(content, str) else content
    return desk.send(form, status=status, files={"file": (name, whole)}, **({"kind": "employers"} | fields))


def rehearsed(desk: Any, *args: Any, **fields: str) -> Any:
    """The page of a file that was rehearsed."""
    page = send(desk, *args, **fields)
    desk.work()
    return desk.get(page.answer.url.path)


def on(desk: Any, page: Any, verb: str, **fields: str) -> Any:
    """Do something with a delivery, let it be done, and look at its page."""
    path = f"/imports/[0-9a-f-]+/{verb}"
    form = page.form(path)
    action = re.search(path, " ".join([*form.buttons, form.action]))
    assert action is not None
    sent = desk.send(form, action[0], **fields)
    desk.work()
    return desk.get(sent.answer.url.path, params=dict(sent.answer.url.params))


def employers(desk: Any) -> list[str]:
    with desk.database.open(actor(None, Role.SYSTEM), Purpose.NONE, "test", write=False) as session:
        return sorted(session.scalars(select(Employer.name)))


def test_a_file_is_rehearsed_corrected_imported_and_taken_back(desk: Any) -> None:
    desk.sign_in()
    waiting = send(desk)
    assert 'http-equiv="refresh"' in waiting.html
    assert "Waiting for its turn." in waiting.said
    desk.work()
    page = desk.get(waiting.answer.url.path)
    assert 'http-equiv="refresh"' not in page.html
    assert "Lines to be corrected: 2" in page.said
    assert "colour" in page.said
    assert "Before the header stand lines that are no records: 1." in page.said
    fields = page.form("correct").fields
    assert {name: value for name, value in fields.items() if name.startswith("cell")} == {
        "cell-4-2": "04", "cell-5-3": "Batambang", "cell-5-4": "2026-19-01",
    }  # fmt: skip
    assert '<option value="KH02">' in page.html or '<option value="Battambang">' in page.html
    assert employers(desk) == []

    page = on(desk, page, "correct", **{"cell-4-2": "13", "cell-5-3": "Battambang"})
    assert "Lines to be corrected: 1" in page.said
    assert "Corrected and right now: 1" in page.said
    assert page.form("correct").fields["cell-5-4"] == "2026-19-01"
    assert employers(desk) == []

    page = on(desk, page, "accept")
    assert employers(desk) == ["Golden Needle", "Silver Thread"]
    assert "Lines to be corrected: 1" in page.said

    page = on(desk, page, "correct", **{"cell-5-4": "2026-09-01"})
    assert "Lines to be corrected" not in page.said
    page = on(desk, page, "accept")
    assert employers(desk) == ["Bronze Button", "Golden Needle", "Silver Thread"]
    assert "take-back" not in page.html

    desk.sign_in(role=Role.HEAD)
    asked = desk.get(f"{page.answer.url.path}/take-back")
    done = desk.send(asked.form("take-back"))
    assert "This import was taken back" in done.said
    assert employers(desk) == []
    assert desk.get("/imports").said.count("taken back") == 3


def test_what_was_corrected_but_not_judged_is_not_lost_when_somebody_imports(desk: Any) -> None:
    desk.sign_in()
    page = on(desk, rehearsed(desk), "accept", **{"cell-4-2": "13"})
    assert "They are judged now" in page.said
    assert employers(desk) == []
    page = on(desk, page, "accept")
    assert employers(desk) == ["Golden Needle", "Silver Thread"]


def test_the_same_form_sent_twice_imports_once(desk: Any) -> None:
    desk.sign_in()
    form = rehearsed(desk).form("accept")
    (action,) = {button for button in form.buttons if button.endswith("accept")}
    for _ in range(2):
        desk.send(form, action)
    desk.work()
    desk.send(form, action)
    desk.work()
    assert desk.get("/imports").said.count("employers.csv") == 1
    stale = desk.send(form, action.replace("accept", "correct"), status=409)
    assert "look again" in stale.said


def test_wrong_lines_are_fetched_as_a_file_mended_and_sent_again(desk: Any) -> None:
    desk.sign_in()
    page = on(desk, rehearsed(desk), "accept")
    answer = desk.http.get(f"{page.answer.url.path}/rejects", headers={"Accept-Language": "km"})
    text = answer.content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [(row["line"], row["column"]) for row in rows] == [("4", "sector"), ("5", "province; notified_on")]
    mended = text.replace(",04,", ",13,").replace("Batambang", "Battambang").replace("2026-19-01", "2026-09-01")
    page = rehearsed(desk, mended, "again.csv")
    assert "Lines to be corrected" not in page.said
    on(desk, page, "accept")
    assert employers(desk) == ["Bronze Button", "Golden Needle", "Silver Thread"]


def test_many_wrong_lines_come_in_pages_and_one_can_be_opened_whole(desk: Any) -> None:
    desk.sign_in()
    lines = "".join(f"{at},Firm {at},04,KH02,2026-09-01,\n" for at in range(120))
    page = rehearsed(desk, f"{HEADER}\n{lines}")
    assert "Lines to be corrected: 120" in page.said
    path = page.answer.url.path
    third = desk.get(path, params={"at": 3})
    assert len([name for name in third.form("correct").fields if name.startswith("cell")]) == 20
    assert "Page 3 of 3" in third.said
    whole = desk.get(path, params={"at": 3, "line": 121})
    assert len([name for name in whole.form("correct").fields if name.startswith("cell")]) == 6
    page = on(desk, third, "correct", **{"cell-121-2": "13"})
    assert "Lines to be corrected: 119" in page.said
    page = on(desk, page, "accept")
    assert employers(desk) == ["Firm 119"]
    assert "Lines to be corrected: 119" in page.said


def test_a_workbook_is_corrected_like_any_other_file(desk: Any) -> None:
    desk.sign_in()
    rows = [["number", "name", "sector", "province", "notified_on"], ["1", "មាស", "04", "KH02", "2026-09-01"]]
    page = rehearsed(desk, a_workbook({"Sheet1": rows}), "និយោជក.xlsx")
    assert page.form("correct").fields["cell-2-2"] == "04"
    on(desk, on(desk, page, "correct", **{"cell-2-2": "14"}), "accept")
    assert employers(desk) == ["មាស"]
    assert "និយោជក.xlsx" in desk.get("/imports").said


def test_a_valid_value_is_chosen_in_place_of_what_was_typed(desk: Any) -> None:
    desk.sign_in()
    page = on(desk, rehearsed(desk), "correct", **{"cell-5-4": "2026-09-01", "near-5-3": "KH02"})
    assert [name for name in page.form("correct").fields if name.startswith("cell")] == ["cell-4-2"]
    same = on(desk, rehearsed(desk, f"{HEADER}\n1,Golden Needle,14,KH02\n"), "correct")
    assert "Nothing was corrected" in same.said


def test_the_page_tells_how_far_the_work_is_and_when_nobody_does_it(desk: Any) -> None:
    desk.sign_in()
    page = rehearsed(desk)
    path, form = page.answer.url.path, page.form("accept")
    desk.send(form, f"{path}/accept")
    running = update(Job).where(Job.step == 1).values(state="running", progress=2)
    with desk.database.open(actor(None, Role.SYSTEM), Purpose.NONE, "test") as session:
        session.execute(running)
    working = desk.get(path)
    assert "2 of 4 lines are done." in working.said
    assert ("progress", {"value": "2", "max": "4", "aria-labelledby": "progress"}) in working.tags
    with desk.database.open(actor(None, Role.SYSTEM), Purpose.NONE, "test") as session:
        session.execute(running.values(state="waiting"))
    assert "Nobody takes this work up" not in desk.get(path).said
    desk.clock.pass_(minutes=2)
    waiting = desk.get(path)
    assert "Nobody takes this work up" in waiting.said
    assert '<meta http-equiv="refresh" content="15">' in waiting.html


def test_what_is_under_way_is_stopped_and_can_be_done_again(desk: Any) -> None:
    desk.sign_in()
    page = send(desk)
    stopped = desk.send(page.form("/stop"))
    assert "It was stopped, and nothing was written." in stopped.said
    desk.work()
    page = on(desk, desk.get(stopped.answer.url.path), "rehearse")
    assert "What to do now" in page.said
    under_way = desk.send(page.form("/accept"), "/imports/" + page.answer.url.path.split("/")[2] + "/accept")
    stopped = desk.send(under_way.form("/stop"))
    assert "The import was stopped." in stopped.said
    desk.work()
    assert employers(desk) == []
    page = on(desk, desk.get(stopped.answer.url.path), "accept")
    assert "imported" in page.said
    assert "The head of your office can take this import back." in page.said


def test_the_list_of_imports_comes_in_pages_the_latest_first(desk: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imports, "SHOWN", 2)
    for at in range(5):
        bring(desk.database, PEOPLE.replace("Sok", f"Sok{at}"), by=actor(at=NOW + timedelta(minutes=at)))
    desk.sign_in()
    seen, path = [], "/imports"
    while path:
        page = desk.get(path)
        links = [str(given.get("href")) for tag, given in page.tags if tag == "a"]
        seen += [link for link in links if link.startswith("/batches/")]
        path = next((link for link in links if "before=" in link and "lang=" not in link), "")
    assert len(seen) == len(set(seen)) == 5
    assert "5 October 2026, 09:00" in desk.get(seen[-1]).said
    assert "5 October 2026, 09:04" in desk.get(seen[0]).said


def test_a_file_that_cannot_be_read_is_told_with_what_to_do(desk: Any) -> None:
    desk.sign_in()
    page = rehearsed(desk, "colour,shape\nred,round\n")
    assert "Nothing was written. Mend the file and send it again." in page.said
    assert "name, sector" in page.said or "header" in page.said.lower()
    khmer = desk.get(page.answer.url.path, params={"lang": "km"})
    assert len(re.findall("[\u1780-\u17ff]", khmer.said)) > 200
    desk.get(page.answer.url.path, params={"lang": "en"})
    assert "Choose a file" in send(desk, b"", name="", status=422).said
    assert send(desk, b"", status=422)
    assert send(desk, kind="employer", status=422)
    assert "too large" in send(desk, b"x" * (2 * 1024 * 1024 + 1), status=413).said


def test_whoever_may_not_import_sees_no_import(desk: Any) -> None:
    desk.sign_in()
    path = rehearsed(desk).answer.url.path
    for role in (Role.ANALYST, Role.ADMINISTRATOR):
        desk.sign_in("KH-MIN", role)
        desk.get("/imports", 403)
        desk.get(path, 403)
    desk.sign_in("KH-JC-03", Role.HEAD)
    for there in (path, f"{path}/rejects", f"{path}/take-back"):
        desk.get(there, 404)
    stamp = desk.get("/imports").form("^/imports").fields["stamp"]
    for verb in ("correct", "accept", "take-back"):
        assert desk.http.post(f"{path}/{verb}", data={"stamp": stamp, "step": "0"}).status_code == 404
    desk.sign_in("KH-MIN", Role.COORDINATOR)
    assert "KH-JC-03" in desk.get("/imports").html
    desk.sign_in(role=Role.OFFICER)
    desk.get(f"{path}/take-back", 403)


def test_a_coordinator_sends_for_an_office(desk: Any) -> None:
    desk.sign_in("KH-MIN", Role.COORDINATOR)
    page = rehearsed(desk, office=HOME)
    on(desk, page, "accept")
    desk.sign_in(role=Role.HEAD)
    listed = desk.get("/imports")
    (link,) = {given["href"] for _, given in listed.tags if str(given.get("href")).startswith("/batches/")}
    desk.send(desk.get(f"{link}/take-back").form("take-back"))
    assert employers(desk) == []


def test_what_was_built_upon_is_told_and_nothing_is_taken_back(desk: Any) -> None:
    desk.sign_in(role=Role.HEAD)
    on(desk, rehearsed(desk), "accept")
    changed = FILE.replace("Golden Needle,14", "Golden Needle,13")
    later = rehearsed(desk, changed, "later.csv")
    on(desk, later, "accept")
    first = next(given["href"] for _, given in desk.get("/imports").tags[::-1] if "/imports/" in str(given.get("href")))
    refused = desk.send(desk.get(f"{first}/take-back").form("take-back"), status=409)
    assert "Later records stand on what this import brought" in refused.said
    assert employers(desk) == ["Golden Needle"]


def test_naughty_strings_stand_on_the_page_as_they_are_and_do_nothing(desk: Any) -> None:
    desk.sign_in()
    target = io.StringIO()
    rows = csv.writer(target)
    rows.writerow(HEADER.split(","))
    for at, text in enumerate([one for one in naughty_strings() if "\0" not in one][:60]):
        rows.writerow([at, text, text, "KH02", "2026-09-01", ""])
    page = rehearsed(desk, target.getvalue(), 'na"ughty<b>.csv')
    fields = page.form("correct").fields
    assert not any(tag == CANARY or CANARY in given for tag, given in page.tags)
    held = set(fields.values())
    assert {f'"><{CANARY} x="', "{{ 7*7 }}"} <= held
    again = on(desk, page, "correct")
    assert {v for k, v in again.form("correct").fields.items() if k.startswith("cell")} == {
        v for k, v in fields.items() if k.startswith("cell")
    }


def test_people_who_are_looked_up_for_a_file_are_on_the_record(desk: Any) -> None:
    bring(desk.database, PEOPLE)
    desk.sign_in()
    page = rehearsed(desk, PEOPLE.replace("Dara", "Dary"), "people.csv", kind="job-seekers")
    on(desk, page, "accept")
    with desk.database.open(actor(None, Role.SYSTEM), Purpose.NONE, "test", write=False) as session:
        names = session.scalars(select(Person).order_by(Person.serial)).all()
        assert [one.given_name for one in names] == ["Dary", "Vanna"]


@pytest.mark.parametrize("language", ["km", "lo"])
def test_every_step_is_told_in_the_language_of_the_reader(desk: Any, language: str) -> None:
    desk.sign_in()
    script = "[\u1780-\u17ff]" if language == "km" else "[\u0e80-\u0eff]"
    desk.get("/imports", params={"lang": language})
    page = rehearsed(desk)
    assert page.answer.headers["content-language"] == language
    assert len(re.findall(script, page.said)) > 400
    english = re.findall(r"\b(?:line|file|import|state|value)\b", page.said.replace("employers.csv", ""))
    assert english == []
