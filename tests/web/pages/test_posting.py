"""A vacancy on a page: posted with its employer, amended, closed; a refusal stands beside its field, nothing lost."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from conftest import actor
from factories.register import a_vacancy, an_employer
from lmis.model.employers import Employer
from lmis.model.vacancies import Vacancy
from lmis.vocabulary import Purpose, Role
from web.pages.naughty import CANARY, OURS

HOME, NEXT_DOOR = "KH-JC-02", "KH-JC-03"
NEW = "/desk/vacancies/new"
WORK = {"employer_name": "Golden Needle", "title": "Sewing machine operator", "closes_on": "2026-12-31", "act": "post"}


def rows(desk: Any, entity: Any) -> list[Any]:
    with desk.database.open(actor(None, Role.SYSTEM), Purpose.ADMINISTRATION, "test", write=False) as session:
        found = session.scalars(select(entity)).all()
        session.expunge_all()
    return list(found)


def known(desk: Any, office: str = HOME, **given: Any) -> Any:
    by = actor(office)
    with desk.database.open(by, Purpose.NONE, "test") as session:
        return an_employer(session, by, **given)


def posted(desk: Any, office: str = HOME, **given: Any) -> Any:
    by = actor(office)
    with desk.database.open(by, Purpose.NONE, "test") as session:
        return a_vacancy(session, by, **given)


def test_posts_for_an_employer_who_is_found_with_an_occupation_that_is_proposed(desk: Any) -> None:
    employer = known(desk)
    desk.sign_in()
    page = desk.send(desk.get(NEW).form("/new"), **WORK)
    assert not rows(desk, Vacancy)
    form = page.form("/new")
    assert form.fields["employer"] == str(employer)
    assert form.fields["occupation"] == "8153"
    page = desk.send(form, act="post", openings="៣")
    assert "The vacancy is posted." in page.said
    (vacancy,) = rows(desk, Vacancy)
    assert (vacancy.employer_id, vacancy.occupation, vacancy.province) == (employer, "8153", "KH02")
    assert "0 of 3" in page.said


def test_registers_the_employer_in_the_same_screen(desk: Any) -> None:
    desk.sign_in()
    page = desk.send(desk.get(NEW).form("/new"), **WORK)
    assert page.form("/new").fields["employer"] == "new"
    page = desk.send(page.form("/new"), act="post", employer_phone="12", status=422)
    assert not rows(desk, Employer)
    assert page.form("/new").fields["employer_phone"] == "12"
    page = desk.send(page.form("/new"), act="post", employer_phone="012 345 678", employer_sector="14")
    (employer,) = rows(desk, Employer)
    assert (employer.name, employer.sector, employer.phone) == ("Golden Needle", "14", "+85512345678")
    assert [one.employer_id for one in rows(desk, Vacancy)] == [employer.id]


def test_sending_the_same_form_twice_posts_once(desk: Any) -> None:
    desk.sign_in()
    form = desk.send(desk.get(NEW).form("/new"), **WORK).form("/new")
    for _ in range(2):
        desk.send(form, act="post", employer_sector="14")
    assert (len(rows(desk, Vacancy)), len(rows(desk, Employer))) == (1, 1)


def test_a_title_that_was_changed_is_proposed_for_again(desk: Any) -> None:
    known(desk)
    desk.sign_in()
    form = desk.send(desk.get(NEW).form("/new"), **WORK).form("/new")
    page = desk.send(form, act="post", title="Bus driver")
    assert not rows(desk, Vacancy)
    assert "8331" in page.html


def test_refusals_stand_beside_their_fields_and_nothing_typed_is_lost(desk: Any) -> None:
    known(desk)
    desk.sign_in()
    form = desk.send(desk.get(NEW).form("/new"), **WORK).form("/new")
    typed = {"wage_min": "300", "wage_max": "200", "wage_currency": "USD", "wage_period": "month", "openings": "many",
             "closes_on": "2020-01-01", "required_skills": "sewing, ironing", "description": "Two\nlines"}  # fmt: skip
    page = desk.send(form, act="post", status=422, **typed)
    wrong = {given["id"] for _, given in page.tags if given.get("aria-invalid")}
    assert wrong == {"openings", "wage_min"}
    fields = page.form("/new").fields
    assert {name: fields[name] for name in typed} == typed
    page = desk.send(page.form("/new"), act="post", status=422, openings="2", wage_max="400")
    assert {given["id"] for _, given in page.tags if given.get("aria-invalid")} == {"closes_on"}
    assert page.form("/new").fields["wage_max"] == "400"
    assert not rows(desk, Vacancy)


def test_wording_that_asks_for_a_person_is_told_beside_the_field(desk: Any) -> None:
    desk.sign_in()
    page = desk.send(desk.get(NEW).form("/new"), **(WORK | {"description": "Female only, aged 18-25, good looking"}))
    assert page.html.count('class="advice"') >= 2
    page = desk.send(page.form("/new"), act="post", employer_sector="14")
    assert 'class="advice"' in page.html


@pytest.mark.parametrize("text", [one for one in OURS if "\0" not in one])
def test_whatever_is_typed_is_shown_as_text(desk: Any, text: str) -> None:
    desk.sign_in()
    odd = {"employer_name": text, "title": text, "title_native": text, "description": text, "required_skills": text}
    page = desk.send(desk.get(NEW).form("/new"), **(WORK | odd), openings="1")
    assert page.form("/new").fields["description"] == text.replace("\r\n", "\n")
    page = desk.send(page.form("/new"), act="post", employer_sector="14", occupation="8153")
    for seen in (page, desk.get("/desk/vacancies"), desk.get("/desk/vacancies/new"), desk.get("/desk/vacancies?q=x")):
        assert not any(tag == CANARY or CANARY in given for tag, given in seen.tags)
    assert any(" ".join(text.split()) in said for said in page.texts)


def test_amends_what_is_changed_and_empties_what_is_emptied(desk: Any) -> None:
    vacancy = posted(desk, wage_min=20000, wage_currency="USD", wage_period="month", required_skills=["sewing"])
    desk.sign_in()
    form = desk.get(f"/desk/vacancies/{vacancy}/amend").form("/amend")
    assert (form.fields["wage_min"], form.fields["required_skills"]) == ("200", "sewing")
    desk.send(form, act="post", title="Tailor", wage_min="")
    (held,) = rows(desk, Vacancy)
    assert (held.title, held.wage_min, held.wage_currency, held.required_skills) == ("Tailor", None, None, ["sewing"])
    page = desk.send(form, act="post", title="Weaver", status=412)
    assert page.form("/amend").fields["title"] == "Weaver"


def test_openings_change_and_the_vacancy_closes(desk: Any) -> None:
    vacancy = posted(desk)
    desk.sign_in()
    page = desk.get(f"/desk/vacancies/{vacancy}")
    page = desk.send(page.form("/openings"), openings="5")
    assert "0 of 5" in page.said
    assert "Raised +3" in page.said
    page = desk.send(page.form("/openings"), openings="x", status=422)
    assert page.form("/openings").fields["openings"] == "x"
    page = desk.send(page.form("/close"), status=422)
    page = desk.send(page.form("/close"), because="withdrawn_by_employer")
    assert "The vacancy is closed." in page.said
    assert not [form for form in page.forms if form.action.endswith("/close")]


def test_a_list_finds_by_title_and_number(desk: Any) -> None:
    vacancy = posted(desk)
    posted(desk, title="Welder", occupation="7212", closes_on="2026-09-30")
    desk.sign_in()
    assert "Welder" not in desk.get("/desk/vacancies").said
    assert "Welder" in desk.get("/desk/vacancies?state=all").said
    assert "Sewing" not in desk.get("/desk/vacancies?state=all&q=weld").said
    number = next(text.split()[0] for text in desk.get("/desk/vacancies").texts if text.startswith("V-"))
    assert desk.get(f"/desk/vacancies?q={number}").answer.url.path == f"/desk/vacancies/{vacancy}"


def test_nothing_of_another_office_is_seen_or_changed(desk: Any) -> None:
    vacancy, employer = posted(desk), known(desk, name="Silver Thread")
    own = posted(desk, NEXT_DOOR)
    desk.sign_in(NEXT_DOOR)
    assert str(vacancy) not in desk.get("/desk/vacancies?state=all").html
    for part in ("", "/amend", "/suggestions"):
        desk.get(f"/desk/vacancies/{vacancy}{part}", 404)
    form = desk.get(f"/desk/vacancies/{own}").form("/close")
    for part in ("close", "openings", "answers", "amend"):
        desk.send(form, action=f"/desk/vacancies/{vacancy}/{part}", status=404, act="post")
    assert "Silver Thread" not in desk.get(f"{NEW}?employer={employer}").said
    page = desk.send(desk.get(NEW).form("/new"), **WORK)
    page = desk.send(page.form("/new"), act="post", employer=str(employer), status=404)
    assert "There is no such employer in your office." in page.said


def test_only_a_counter_posts(desk: Any) -> None:
    desk.sign_in(role=Role.COORDINATOR)
    assert NEW not in desk.get("/desk/vacancies").html
    desk.get(NEW, 403)
