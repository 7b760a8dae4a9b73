"""A referral on a page: answered, placed, cancelled, followed up; and the slip that the person takes along."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

from pypdf import PdfReader

from conftest import actor
from factories.register import a_referral, a_seeker, a_vacancy
from lmis.vocabulary import Purpose, Role

HOME, NEXT_DOOR = "KH-JC-02", "KH-JC-03"


def a_case(desk: Any, office: str = HOME, people: int = 1, **given: Any) -> tuple[Any, list[Any]]:
    """A vacancy, and people who were referred to it."""
    by = actor(office)
    with desk.database.open(by, Purpose.REFERRAL, "test") as session:
        vacancy = a_vacancy(session, by, **given)
        who = [a_seeker(session, by, given_name=f"Dara{at}", birth_date=f"199{at}-01-01") for at in range(people)]
        return vacancy, [a_referral(session, by, one, vacancy) for one in who]


def test_an_answer_is_taken_down_and_stands_in_the_log(desk: Any) -> None:
    _, (referral,) = a_case(desk)
    desk.sign_in()
    page = desk.get(f"/desk/referrals/{referral}")
    page = desk.send(page.form("/answer"), state="interview", interview_on="2026-10-08", happened_on="2026-10-01")
    assert "The answer is taken down." in page.said
    assert "8 October 2026" in page.said
    page = desk.send(page.form("/answer"), state="refused", status=422)
    assert [given["id"] for _, given in page.tags if given.get("aria-invalid")] == ["reason"]
    assert page.form("/answer").fields["state"] == "refused"
    page = desk.send(page.form("/answer"), state="refused", reason="lacks_skills")
    assert "Lacks the skills the job needs" in page.said
    assert not [form for form in page.forms if form.action.endswith("/answer")]


def test_places_cancels_and_follows_up(desk: Any) -> None:
    vacancy, (referral,) = a_case(desk)
    desk.sign_in()
    page = desk.get(f"/desk/referrals/{referral}")
    told = {"wage": "២០០.៥០", "wage_currency": "USD", "contract": "fixed_term", "started_on": "2026-10-01"}
    page = desk.send(page.form("/place"), **told, status=422)
    assert [given["id"] for _, given in page.tags if given.get("aria-invalid")] == ["confirmed_by"]
    told["confirmed_by"] = "employer"
    page = desk.send(page.form("/place"), **(told | {"wage_currency": ""}), status=422)
    assert page.form("/place").fields["wage"] == "២០០.៥០"
    page = desk.send(page.form("/place"), **(told | {"started_on": "2030-01-01"}), status=422)
    assert [given["id"] for _, given in page.tags if given.get("aria-invalid")] == ["started_on"]
    page = desk.send(page.form("/place"), **told)
    assert "The person is placed; the opening is filled." in page.said
    assert "200.50\u00a0USD a month" in page.html
    assert "1 of 2" in desk.get(f"/desk/vacancies/{vacancy}").said
    page = desk.send(page.form("/follow-ups"), finding="still_employed", note="Line one\nline two")
    assert "Still employed" in page.said
    page = desk.send(page.form("/follow-ups"), status=422, note="kept")
    assert page.form("/follow-ups").fields["note"] == "kept"
    page = desk.send(page.form("/cancel"), because="did_not_start")
    assert "the opening is free" in page.said
    assert "0 of 2" in desk.get(f"/desk/vacancies/{vacancy}").said


def test_one_answer_for_everybody_who_is_ticked(desk: Any) -> None:
    vacancy, referrals = a_case(desk, people=3)
    desk.sign_in()
    page = desk.get(f"/desk/vacancies/{vacancy}")
    two = [str(one) for one in referrals[:2]]
    page = desk.send(page.form("/answers"), referral=two, state="refused", status=422)
    assert page.html.count(" checked>") == 2
    page = desk.send(page.form("/answers"), referral=two, state="refused", reason="lacks_skills")
    assert "The answers are taken down." in page.said
    assert page.said.count("Refused: Lacks the skills") == 2
    page = desk.send(page.form("/answers"), state="refused", status=422)
    assert "Tick somebody first." in page.said


def test_an_answer_that_is_refused_for_some_is_told_beside_them(desk: Any) -> None:
    vacancy, (first, second) = a_case(desk, people=2)
    desk.sign_in()
    page = desk.get(f"/desk/vacancies/{vacancy}")
    desk.send(desk.get(f"/desk/referrals/{first}").form("/answer"), state="accepted")
    both = [str(first), str(second)]
    page = desk.send(page.form("/answers"), referral=both, state="no_show", status=409)
    assert page.html.count('class="fault"') == 1
    assert "Did not come" in page.said
    assert "Did not come" in desk.get(f"/desk/vacancies/{vacancy}").said


def test_the_slip_is_found_by_its_number(desk: Any) -> None:
    _, (referral,) = a_case(desk)
    desk.sign_in()
    number = re.findall(r"R-\d{7}-\d", desk.get(f"/desk/referrals/{referral}").html)[0]
    assert desk.get(f"/desk/referrals?q={number.lower()}").answer.url.path == f"/desk/referrals/{referral}"
    assert "There is no referral with this number" in desk.get("/desk/referrals?q=R-0000009-0").said
    assert number in desk.get("/desk/referrals").said
    assert number in desk.get("/desk/referrals?state=waiting").said


def test_the_slip_says_who_goes_where_in_the_language_of_the_country(desk: Any) -> None:
    _, (referral,) = a_case(desk)
    desk.sign_in()
    page = desk.get(f"/desk/referrals/{referral}/slip")
    assert '<article class="card slip" lang="km">' in page.html
    english = desk.get(f"/desk/referrals/{referral}/slip?in=en")
    for part in ("Golden Needle", "Battambang", "Sewing machine operator", "សុខ ដារ៉ា", "Identity card"):
        assert part in english.said


def test_the_slip_as_pdf_is_tagged_and_holds_the_same(desk: Any) -> None:
    _, (referral,) = a_case(desk)
    desk.sign_in()
    for language in ("en", "km", "lo"):
        answer = desk.http.get(f"/desk/referrals/{referral}/slip.pdf?in={language}")
        assert answer.headers["content-type"] == "application/pdf"
        assert answer.headers["cache-control"] == "no-store"
        reader = PdfReader(BytesIO(answer.content))
        assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
        assert reader.trailer["/Root"]["/Lang"] == language
        assert len(reader.pages) == 1
        text = re.sub(r"\s", "", reader.pages[0].extract_text())
        assert re.search(r"R-\d{7}-\d", text)
        assert "GoldenNeedle" in text


def test_nothing_of_another_office_is_seen_or_done(desk: Any) -> None:
    _, (referral,) = a_case(desk)
    _, (own,) = a_case(desk, NEXT_DOOR)
    desk.sign_in(NEXT_DOOR)
    for part in ("", "/slip"):
        desk.get(f"/desk/referrals/{referral}{part}", 404)
    assert desk.http.get(f"/desk/referrals/{referral}/slip.pdf").status_code == 404
    form = desk.get(f"/desk/referrals/{own}").form("/answer")
    for part in ("answer", "place"):
        desk.send(form, action=f"/desk/referrals/{referral}/{part}", status=404, state="accepted")
    assert str(referral) not in desk.get("/desk/referrals").html


def test_only_case_workers_read_referrals(desk: Any) -> None:
    _, (referral,) = a_case(desk)
    desk.sign_in(role=Role.ADMINISTRATOR)
    desk.get(f"/desk/referrals/{referral}", 403)
