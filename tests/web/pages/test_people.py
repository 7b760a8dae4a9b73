"""Somebody at the counter is looked for, registered, looked at, amended and closed, all on pages."""

from __future__ import annotations

import re
from datetime import date
from itertools import product
from typing import Any

from sqlalchemy import select

from conftest import actor
from factories.register import a_placement, a_referral, a_seeker, a_vacancy
from lmis.model.access import AccessedPerson, AccessEvent
from lmis.model.occupations import OccupationQuestion
from lmis.model.people import Person
from lmis.vocabulary import Purpose, Role
from web.pages.conftest import Page
from web.pages.naughty import CANARY, OURS

HOME, NEXT_DOOR = "KH-JC-02", "KH-JC-03"
DARA = {
    "family_name": "ចាន់", "given_name": "តារា", "sex": "M", "birth": "១៩៩៩", "phone": "០១២ ៣៤៥ ៦៧៨",
    "identity_missing_reason": "lost", "district": "KH0203", "title": "Sewing machine operator",
    "consent_mode": "spoken",
}  # fmt: skip


def registered(desk: Any, **given: str) -> Any:
    """The page of a person who was registered on the page."""
    return desk.send(desk.get("/desk/people").form("/register$"), **(DARA | given))


def person_of(page: Any) -> str:
    """The address of the page of a person."""
    path = str(page.answer.url.path)
    assert re.fullmatch("/desk/people/[0-9a-f-]{36}", path), page.said
    return path


def held(desk: Any) -> list[Person]:
    """Every record, in the order in which they were made."""
    with desk.database.open(actor(None, Role.SYSTEM), Purpose.ADMINISTRATION, "test", write=False) as session:
        return list(session.scalars(select(Person).order_by(Person.serial)))


def made(desk: Any, office: str = HOME, **given: Any) -> str:
    """The page's address of a person of an office."""
    with desk.database.open(actor(office), Purpose.REGISTRATION, "test") as session:
        return f"/desk/people/{a_seeker(session, actor(office), **given)}"


def test_a_person_is_registered_found_amended_and_closed(desk: Any) -> None:
    desk.sign_in()
    page = registered(desk)
    assert "The person is registered." in page.said
    path = person_of(page)
    (row,) = held(desk)
    assert (row.family_name_native, row.family_name, row.birth_year) == ("ចាន់", None, 1999)
    assert (row.phone, row.province, row.wanted_occupations) == ("+85512345678", "KH02", ["8153"])
    for words in ("ចាន់ តារា", "012345678", "+855 12 345 678"):
        assert path in desk.get("/desk/people", params={"q": words}).html
    opened = desk.get("/desk/people", params={"q": "ស ០០០០០០១ ៣".replace("ស", "S")})
    assert opened.answer.url.path == path, "a short number opens the record, in any digits"
    form = desk.get(f"{path}/amend").form("/amend")
    amended = desk.send(form, family_name="Chan", phone="", skills="sewing; ironing")
    assert "The record was changed." in amended.said
    (row,) = held(desk)
    assert (row.family_name, row.phone, row.skills) == ("Chan", None, ["sewing", "ironing"])
    closed = desk.send(desk.get(path).form("/close"), because="found_work")
    assert "The registration was closed." in closed.said
    assert "Found work alone" in closed.said
    again = desk.send(closed.form("/reopen"), status=409)
    assert "Another registration of this person covers 5 October 2026." in again.said


def test_a_refusal_stands_beside_its_field_and_nothing_is_lost(desk: Any) -> None:
    desk.sign_in()
    wrong = {"birth": "31/02/1999", "phone": "12", "sex": "", "skills": "a; b", "given_name": '"><b>'}
    form = desk.get("/desk/people").form("/register$")
    refused = desk.send(form, status=422, **(DARA | wrong))
    sent = refused.form("/register$").fields
    typed = {name: text for name, text in (DARA | wrong).items() if name != "sex"}
    assert {name: sent[name] for name in typed} == typed
    marked = {given["id"] for tag, given in refused.tags if given.get("aria-invalid")}
    assert {"birth", "phone"} <= marked
    assert "The day comes first" in refused.said
    assert held(desk) == []
    assert any("autofocus" in given and given.get("name") == "sex" for _, given in refused.tags)
    law = desk.send(refused.form("/register$"), status=422, **(DARA | {"birth": "2024"}))
    assert "birth" in {given["id"] for tag, given in law.tags if given.get("aria-invalid")}


def test_whoever_may_be_known_is_shown_before_a_second_record_is_made(desk: Any) -> None:
    desk.sign_in()
    path = person_of(registered(desk, phone="012345678", birth="3/4/1995"))
    form = desk.get("/desk/people").form("/register$")
    warned = desk.send(form, **(DARA | {"birth": "4/4/1995", "phone": "+85512345678"}))
    assert "Somebody like this is registered already." in warned.said
    assert path in warned.html
    assert len(held(desk)) == 1
    person_of(desk.send(warned.form("/register$")))
    assert len(held(desk)) == 2
    assert "Waits for a decision: 1" in desk.get("/duplicates").said


def test_whoever_is_certainly_known_is_completed(desk: Any) -> None:
    desk.sign_in()
    path = person_of(registered(desk, phone="012345678", birth="3/4/1995"))
    form = desk.get("/desk/people").form("/register$")
    warned = desk.send(form, **(DARA | {"birth": "3/4/1995", "phone": "012345678", "education": "3"}))
    assert "certainly the same person" in warned.said
    done = desk.send(warned.form("/register$"))
    assert person_of(done) == path
    assert "known already" in done.said
    assert [row.education for row in held(desk)] == [3]


def test_a_form_that_is_sent_twice_makes_one_person(desk: Any) -> None:
    desk.sign_in()
    form = desk.get("/desk/people").form("/register$")
    first = desk.send(form, **DARA)
    seen = person_of(first).rsplit("/", 1)[1]
    again = desk.send(form, **(DARA | {"seen": seen}))
    assert person_of(again) == person_of(first)
    assert len(held(desk)) == 1


def test_a_title_that_is_not_certain_is_asked_about_or_left_to_others(desk: Any) -> None:
    desk.sign_in()
    form = desk.get("/desk/people").form("/register$")
    asked = desk.send(form, status=422, **(DARA | {"title": "operator"}))
    offered = [given["value"] for _, given in asked.tags if given.get("name") == "occupation"]
    assert len(offered) > 3
    assert offered[-1] == "later"
    person_of(desk.send(asked.form("/register$"), occupation=offered[1]))
    assert held(desk)[0].wanted_occupations == [offered[1]]
    other = {"family_name": "Kim", "phone": "", "birth": "1970", "id": ""}
    later = desk.send(form, **(DARA | other | {"title": "zzqx", "occupation": "later"}))
    person_of(later)
    with desk.database.open(actor(None, Role.SYSTEM), Purpose.NONE, "test", write=False) as session:
        assert [one.title for one in session.scalars(select(OccupationQuestion))] == ["zzqx"]
    titles = desk.get("/desk/titles")
    question = next(name for name in titles.form("/titles").fields if name.startswith("code-"))
    wrong = desk.send(titles.form("/titles"), status=422, **{question: "99x9"})
    assert "99x9" in wrong.html
    done = desk.send(titles.form("/titles"), **{question: "៨១៥៣"})
    assert "Done: 1" in done.said


def test_five_fields_are_enough_and_are_completed_later(desk: Any) -> None:
    desk.sign_in()
    searched = desk.get("/desk/people", params={"q": "Kim Sophea", "quick": "1"})
    form = searched.form("/quick")
    assert form.fields["name"] == "Kim Sophea"
    page = desk.send(form, age="៣០", sector="14", wage="250")
    path = person_of(page)
    assert "five fields only" in page.said
    (row,) = held(desk)
    assert (row.birth_year, row.wanted_sector, row.wage_amount, row.wage_currency) == (1996, "14", 25000, "USD")
    assert path in desk.get("/desk/queues/to-complete").html
    completed = desk.send(desk.get(f"{path}/amend").form("/amend"), sex="F", given_name="Sophea", family_name="Kim")
    assert "The record was changed." in completed.said


def test_whoever_tells_a_year_instead_of_an_age_is_as_old_as_it_says(desk: Any) -> None:
    desk.sign_in()
    form = desk.get("/desk/people", params={"q": "Kim Sophea", "quick": "1"}).form("/quick")
    wrong = desk.send(form, status=422, age="1700")
    assert wrong.form("/quick").fields["age"] == "1700"
    person_of(desk.send(form, age="១៩៩៥"))
    assert [row.birth_year for row in held(desk)] == [1995]


def test_all_that_is_needed_is_asked_for_at_once(desk: Any) -> None:
    desk.sign_in()
    page = desk.send(desk.get("/desk/people").form("/register$"), status=422)
    for name in ("family_name", "sex", "birth", "identity_missing_reason"):
        assert f'id="wrong-{name}"' in page.html, name


def test_of_whom_tells_five_fields_name_year_and_province_are_worth_a_question(desk: Any) -> None:
    desk.sign_in()
    made(desk, family_name="Kim", given_name="Sophea", birth_date="1996-03-15", province="KH02")
    form = desk.get("/desk/people", params={"q": "Kim Sophea", "quick": "1"}).form("/quick")
    page = desk.send(form, age="30")
    assert "Somebody like this is registered already." in page.said
    assert len(held(desk)) == 1


def test_a_title_that_may_be_anything_is_left_to_others_unless_somebody_chooses(desk: Any) -> None:
    desk.sign_in()
    form = desk.get("/desk/people").form("/register$")
    page = desk.send(form, status=422, **(DARA | {"title": "asdfgh qwer"}))
    assert "Nothing was written yet: choose the occupation" in page.said
    assert page.form("/register$").fields["occupation"] == "later"


def test_what_was_searched_stands_in_the_form(desk: Any) -> None:
    desk.sign_in()
    for words, field in (("012 345 678", "phone"), ("N-12345", "identity_number"), ("Sok", "family_name")):
        assert desk.get("/desk/people", params={"q": words}).form("/register$").fields[field] == words
    both = desk.get("/desk/people", params={"q": "Sok Dara"}).form("/register$").fields
    assert (both["family_name"], both["given_name"]) == ("Sok", "Dara")


def test_what_somebody_else_changed_stands_beside_what_was_typed(desk: Any) -> None:
    desk.sign_in()
    path = made(desk)
    mine, theirs = desk.get(f"{path}/amend").form("/amend"), desk.get(f"{path}/amend").form("/amend")
    desk.send(theirs, skills="welding", phone="012 345 678")
    both = desk.send(mine, status=412, skills="sewing; ironing")
    assert "Somebody else changed this record" in both.said
    assert "welding" in both.said
    assert both.form("/amend").fields["skills"] == "sewing; ironing"
    desk.send(both.form("/amend"), phone="012 345 678")
    (row,) = held(desk)
    assert (row.skills, row.phone) == (["sewing", "ironing"], "+85512345678")


def test_nothing_is_written_where_nothing_was_changed(desk: Any) -> None:
    desk.sign_in()
    given = {"experience": [{"occupation": "8153", "months": 36}], "wage": {"amount": 80000, "currency": "USD"}}
    path = made(desk, languages=[{"language": "km", "level": "native"}], disability=["seeing"], **given)
    same = desk.send(desk.get(f"{path}/amend").form("/amend"))
    assert "Nothing was changed." in same.said
    assert held(desk)[0].version == 1


def test_consent_is_withdrawn_and_given_anew(desk: Any) -> None:
    desk.sign_in()
    page = registered(desk)
    gone = desk.send(page.form("/withdraw-consent"))
    assert "The record is not shown to employers." in gone.said
    back = desk.send(gone.form("/consent$"), mode="written")
    assert "The record may be shown to employers: In writing, 5 October 2026." in back.said
    (row,) = held(desk)
    assert (row.consent_mode, row.consent_withdrawn_on) == ("written", None)


def test_services_renewals_and_faults_of_days(desk: Any) -> None:
    desk.sign_in()
    path = made(desk)
    page = desk.send(desk.get(path).form("/service"), kind="training", title="<i>Sewing</i>", ends_on="01/12/2026")
    assert "<i>Sewing</i>" in page.said
    assert "The registration was renewed." in desk.send(page.form("/renew")).said
    wrong = desk.send(page.form("/service"), status=422, title="x", happened_on="yesterday")
    assert "not a date" in wrong.said
    assert wrong.form("/service").fields["happened_on"] == "yesterday"
    future = desk.send(page.form("/close"), status=422, because="died", happened_on="1/1/2027")
    assert "is after today" in future.said
    assert future.form("/close").fields["because"] == "died"
    assert desk.send(page.form("/close"), status=422).form("/close")


def test_a_person_goes_to_another_office_and_is_seen_there_only(desk: Any) -> None:
    desk.sign_in()
    path = made(desk)
    day = desk.send(desk.get(path).form("/transfer"), office=NEXT_DOOR)
    assert "given to another office" in day.said
    desk.get(path, 404)
    desk.sign_in(NEXT_DOOR)
    desk.get(path)


def test_the_page_tells_referrals_placements_and_who_has_looked(desk: Any) -> None:
    desk.sign_in()
    path = made(desk)
    who = held(desk)[0].id
    with desk.database.open(actor(), Purpose.PLACEMENT, "test") as session:
        vacancy = a_vacancy(session, actor())
        a_referral(session, actor(), who, vacancy)
        a_placement(session, actor(), who, vacancy)
    page = desk.get(path)
    for said in ("Sewing machine operator", "Golden Needle", "September 2026", "Placed"):
        assert said in page.said
    assert f"{path}/suggestions" in page.html
    readings = desk.get(f"{path}/readings")
    assert "officer of KH-JC-02" in readings.said
    with desk.database.open(actor(None, Role.SYSTEM), Purpose.NONE, "test", write=False) as session:
        events = session.scalars(select(AccessEvent).where(AccessEvent.operation == "page-look-at-person")).all()
        assert {one.purpose for one in events} == {Purpose.REGISTRATION.value}
        seen = session.scalars(select(AccessedPerson.person_id).where(AccessedPerson.event_id == events[0].id))
        assert list(seen) == [who]


def test_no_page_of_another_office_and_none_without_a_role(desk: Any) -> None:
    path = made(desk, NEXT_DOOR, family_name="Zzyzx")
    desk.sign_in()
    for there in (path, f"{path}/amend", f"{path}/readings"):
        desk.get(there, 404)
    stamp = desk.get("/desk").form("/sign-out").fields["stamp"]
    for verb in ("renew", "close", "reopen", "transfer", "service", "consent", "withdraw-consent", "amend"):
        sent = {"stamp": stamp, "because": "died", "office": HOME, "kind": "training", "title": "x", "mode": "written"}
        assert desk.http.post(f"{path}/{verb}", data=sent).status_code == 404, verb
    assert path not in desk.get("/desk/people", params={"q": "Zzyzx"}).html
    for role in (Role.ANALYST, Role.ADMINISTRATOR):
        desk.sign_in("KH-MIN", role)
        for there in ("/desk", "/desk/people", "/desk/titles", "/desk/register", "/desk/register/file.pdf", path):
            desk.get(there, 403)
    desk.sign_in("KH-MIN", Role.COORDINATOR)
    assert path in desk.get("/desk/people", params={"q": "Zzyzx"}).html
    assert not any("/register" in form.action and form.method == "post" for form in desk.get("/desk/people").forms)
    assert desk.http.post("/desk/people/register", data={"stamp": stamp}).status_code == 403


def test_naughty_strings_stand_there_as_they_are_or_are_refused(desk: Any) -> None:
    desk.sign_in()
    for at, text in enumerate(OURS):
        naughty(desk, text, f"0123456{at:02}")


def naughty(desk: Any, text: str, phone: str) -> None:
    """A string in the fields of a form that is refused, and of one that is taken."""
    searched = desk.get("/desk/people", params={"q": text})
    assert searched.html.count("<script") == 1
    fields = dict.fromkeys(("given_name", "family_name", "skills", "title", "number", "district", "education"), text)
    answer = desk.http.post("/desk/people/register", data=searched.form("/register$").fields | DARA | fields)
    assert answer.status_code == 422
    assert answer.text.count("<script") == 1
    assert not any(tag == CANARY or CANARY in given for tag, given in Page(answer).tags)
    if "\0" in text:
        return
    page = registered(desk, given_name=text, skills=text, phone=phone, birth=str(1950 + int(phone[-2:])))
    assert not any(tag == CANARY or CANARY in given for tag, given in page.tags)
    assert any(" ".join(text.split()) in said for said in page.texts)
    desk.get(person_of(page) + "/amend")


def strokes(page: Any, action: str, filled: dict[str, str]) -> int:
    """Keys beside the values themselves: from where the cursor stands through to the last field that is filled.

    A tabulator from field to field (a group of radio buttons is one), one key to choose a radio button, two letters to
    choose from a list, nothing for what stands there already; Enter sends.
    """
    form = page.form(action)
    order: list[tuple[str, str]] = []
    inside, focus = False, None
    for tag, given in page.tags:
        if tag == "form":
            inside = given.get("action") == form.action
        kind = "select" if tag == "select" else str(given.get("type", "")) if tag in ("input", "button") else ""
        name = given.get("name")
        if not (inside and kind and name) or kind == "hidden":
            continue
        if "autofocus" in given:
            focus = name
        if not order or order[-1][0] != name:
            order.append((str(name), kind))
    names = [name for name, _ in order]
    start = names.index(focus) if focus in names else None
    assert start is not None, "the cursor stands in the form"
    wanted = [name for name in names if filled.get(name, form.fields.get(name, "")) != form.fields.get(name, "")]
    last = max((names.index(name) for name in wanted), default=start)
    choices = sum({"radio": 1, "select": 2}.get(kind, 0) for name, kind in order if name in wanted)
    return (last - start) + choices + 1


def test_registering_takes_no_more_than_25_keys_beside_the_values(desk: Any) -> None:
    desk.sign_in()
    assert any("autofocus" in given and given.get("id") == "q" for _, given in desk.get("/desk/people").tags)
    keys = 1  # Enter, after the name was typed where the cursor stands
    searched = desk.get("/desk/people", params={"q": "ចាន់ តារា"})
    typed = DARA | {"identity_number": "012345678", "education": "3", "title": "operator"}
    del typed["identity_missing_reason"]
    keys += strokes(searched, "/register$", typed)
    asked = desk.send(searched.form("/register$"), status=422, **typed)
    keys += strokes(asked, "/register$", {"occupation": "later"})
    person_of(desk.send(asked.form("/register$")))
    assert keys <= 25
    assert keys > 10, "counted too little"


def test_the_pages_speak_the_language_of_the_reader(desk: Any) -> None:
    desk.sign_in()
    path = made(desk)
    own = (path, f"{path}/amend", f"{path}/readings")
    for there, language in product(("/desk", "/desk/people", *own, "/desk/titles", "/desk/register"), ("km", "lo")):
        script = "[\u1780-\u17ff]" if language == "km" else "[\u0e80-\u0eff]"
        page = desk.get(there, params={"lang": language})
        assert len(re.findall(script, page.said)) > 150, there
        assert re.findall(r"\b(?:registered|person|record|Search|Sex|day)\b", page.said) == [], there


def test_dates_of_a_day_are_those_of_the_office(desk: Any) -> None:
    desk.sign_in()
    registered(desk)
    page = desk.get("/desk/register", params={"on": date(2026, 10, 5).isoformat()})
    assert "Registered: 1" in page.said


SUPPORT = {"disability": ["walking"], "accommodations": ["ramp", "transport"]}


def test_lists_of_a_record_are_chosen_by_name_and_kept_when_nothing_is_changed(desk: Any) -> None:
    desk.sign_in()
    path = person_of(registered(desk, months="36", language1="km", level1="native", licences="driving_motorcycle"))
    form = desk.get(f"{path}/amend").form("/amend")
    assert (form.fields["months_of_8153"], form.fields["language1"], form.fields["level1"]) == ("36", "km", "native")
    assert "Nothing was changed." in desk.send(form).said
    changed = {"months_of_8153": "40", "language2": "en", "level2": "basic", "wanted_provinces": ["KH02", "KH12"]}
    assert "The record was changed." in desk.send(form, **changed).said
    (row,) = held(desk)
    assert (row.experience, row.wanted_provinces) == ([["8153", 40]], ["KH02", "KH12"])
    assert [list(one) for one in row.languages] == [["km", "native"], ["en", "basic"]]
    assert row.licences == ["driving_motorcycle"]
    desk.send(desk.get(f"{path}/amend").form("/amend"), wanted_occupations=[], licences=[], months_of_8153="")
    (row,) = held(desk)
    assert (row.wanted_occupations, row.licences, row.experience) == ([], [], [])


def test_a_disability_is_written_down_only_where_the_person_agrees(desk: Any) -> None:
    desk.sign_in()
    form = desk.get("/desk/people").form("/register$")
    refused = desk.send(form, status=422, **(DARA | SUPPORT))
    assert "Ask the person whether this may be written down" in refused.said
    assert refused.form("/register$").fields["accommodations"] == ["ramp", "transport"]
    path = person_of(desk.send(refused.form("/register$"), support_consent_mode="spoken"))
    page = desk.get(path)
    assert "Walking or climbing steps" in page.said
    assert "Ramp, Transport" in page.said
    form = desk.get(f"{path}/amend").form("/amend")
    assert "The record was changed." in desk.send(form, disability=[]).said, "to take it away needs no agreement"
    assert "Walking or climbing steps" not in desk.get(path).said
    form = desk.get(f"{path}/amend").form("/amend")
    desk.send(form, status=422, disability=["seeing"])
    page = desk.send(form, disability=["seeing"], support_consent_mode="written")
    assert (
        "The person agreed that this is written down: In writing, 5 October 2026. Taken down by officer of" in page.said
    )
    page = desk.send(page.form("/withdraw-support-consent"))
    assert "What was told of a disability, and of what helps, was removed." in page.said
    assert "Ramp, Transport" not in page.said
    assert "Withdrawn on 5 October 2026." in page.said
    desk.sign_in(NEXT_DOOR)
    desk.get(path, 404)
