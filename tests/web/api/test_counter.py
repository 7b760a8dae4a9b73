"""The whole way over the counter, as a counter's own software would send it."""

from __future__ import annotations

from typing import Any

import pytest

from lmis.vocabulary import Role


def test_from_registration_to_follow_up(counter: Any) -> None:
    seeker = counter.seeker(
        own_number="77", phone="+85512345678", identity_number="0101", disability=["walking"],
        consent={"mode": "spoken", "on": "2026-09-01"},
    )  # fmt: skip
    assert seeker["number"].startswith("S-")
    assert (seeker["phone"], seeker["identity_number"], seeker["registrations"][0]["closed_on"]) == (
        "+85512345678",
        "0101",
        None,
    )
    assert "disability" not in seeker
    support = counter.get(f"/seekers/{seeker['id']}/support").json()
    assert (support["disability"], support["accommodations"]) == (["walking"], [])
    assert (support["consent"]["on"], support["consent"]["withdrawn_on"]) == ("2026-09-01", None)

    vacancy = counter.vacancy(openings=1)
    suggested = counter.get(f"/vacancies/{vacancy['number']}/suggestions").json()
    assert [one["number"] for one in suggested["suggestions"]] == [seeker["number"]]
    assert sum(r["points"] for r in suggested["suggestions"][0]["reasons"]) == suggested["suggestions"][0]["points"]
    work = counter.get(f"/seekers/{seeker['number']}/suggestions").json()
    assert [one["id"] for one in work["suggestions"]] == [vacancy["id"]]

    referral = counter.referral(seeker, vacancy)
    again = counter.post("/referrals", {"seeker": seeker["number"], "vacancy": vacancy["id"]})
    assert (again.status_code, again.json()["id"]) == (200, referral["id"])
    refused = counter.post(f"/referrals/{referral['number']}/answer", {"state": "refused"})
    assert (refused.status_code, refused.json()["pointer"]) == (422, "#/reason")
    said = counter.post(f"/referrals/{referral['id']}/answer", {"state": "interview", "interview_on": "2026-10-06"})
    assert [move["to_state"] for move in said.json()["moves"]] == ["referred", "interview"]
    waiting = counter.get("/referrals?state=interview&state=accepted").json()
    assert [one["id"] for one in waiting["items"]] == [referral["id"]]

    body = {"seeker": seeker["id"], "vacancy": vacancy["id"], "happened_on": "2026-10-01"}
    placement = counter.made("/placements", body | {"wage": {"amount": 20000, "currency": "USD"}})
    assert placement["referral"] == referral["id"]
    assert counter.get(f"/vacancies/{vacancy['id']}").json()["filled"] == 1
    found = counter.made(f"/placements/{placement['id']}/follow-ups", {"finding": "still_employed"})
    assert counter.get(f"/placements/{placement['id']}/follow-ups").json() == [found]
    service = counter.made(f"/seekers/{seeker['id']}/services", {"kind": "training", "title": "Welding"})
    assert counter.get(f"/seekers/{seeker['id']}/services").json() == [service]
    assert counter.get(f"/placements?seeker={seeker['number']}").json()["items"] == [placement]
    back = counter.post(f"/placements/{placement['id']}/cancel", {"because": "did_not_start"})
    assert back.json()["cancelled_on"] == "2026-10-05"


def test_a_licence_that_is_not_on_record_is_told_with_the_referral_until_it_is(counter: Any) -> None:
    seeker, vacancy = counter.seeker(), counter.vacancy(licences=["driving_truck"], hazardous=False)
    assert (vacancy["licences"], vacancy["hazardous"]) == (["driving_truck"], False)
    suggested = counter.get(f"/vacancies/{vacancy['number']}/suggestions").json()
    assert (suggested["not_suggested"], suggested["relaxed"]) == ({"licence_missing": 1}, {"licence_missing": 1})
    assert suggested["changes"] == [{"gate": "licence_missing", "more": 1, "words": "Without the licence"}]
    referral = counter.referral(seeker, vacancy)
    assert referral["licences_missing"] == ["driving_truck"]
    assert "Driving licence, lorry" in referral["warning"]
    changed = counter.send("PATCH", f"/seekers/{seeker['id']}", {"licences": ["driving_truck"]})
    assert changed.json()["licences"] == ["driving_truck"]
    again = counter.get(f"/referrals/{referral['id']}").json()
    assert (again["licences_missing"], again["warning"]) == ([], None)
    assert "driving_truck" in {one["code"] for one in counter.get("/lists/licences").json()["items"]}


def test_a_referral_that_the_law_forbids_is_refused_in_the_readers_language(counter: Any) -> None:
    young, vacancy = counter.seeker(birth_date="2010-04-03"), counter.vacancy(hazardous=True)
    body = {"seeker": young["id"], "vacancy": vacancy["id"], "happened_on": "2026-09-10"}
    told = {language: counter.post("/referrals", body, accept_language=language) for language in ("en", "km", "lo")}
    assert {answer.status_code for answer in told.values()} == {422}
    problems = {language: answer.json() for language, answer in told.items()}
    assert {one["type"] for one in problems.values()} == {"/problems/hazardous-for-the-young"}
    assert all("18" in one["detail"] and "Prakas 106/2004" in one["detail"] for one in problems.values())
    assert len({one["detail"] for one in problems.values()}) == 3
    assert "2010" not in str(problems)


def test_a_registration_is_renewed_closed_and_opened_again(counter: Any) -> None:
    path = f"/seekers/{counter.seeker()['id']}"
    assert counter.post(f"{path}/renew").json()["registrations"][0]["renewed_on"] == "2026-10-05"
    closed = counter.post(f"{path}/close", {"because": "own_wish", "happened_on": "2026-10-03"}).json()
    assert closed["registrations"][0]["close_reason"] == "own_wish"
    opened = counter.post(f"{path}/reopen").json()
    assert [spell["closed_on"] for spell in opened["registrations"]] == ["2026-10-03", None]
    withdrawn = counter.post(f"{path}/withdraw-consent")
    assert withdrawn.status_code == 200


def test_an_officer_takes_people_on_and_a_head_gives_them(counter: Any) -> None:
    seeker, head = counter.seeker(), counter.staff(role=Role.HEAD)
    body = {"office": "KH-JC-02", "officer": str(head.staff_id)}
    forbidden = counter.post(f"/seekers/{seeker['id']}/transfer", body)
    assert (forbidden.status_code, forbidden.json()["type"]) == (403, "/problems/assigning-is-for-heads")
    assert counter.post(f"/seekers/{seeker['id']}/transfer", body, role=Role.HEAD).json()["officer"] == body["officer"]
    gone = counter.post(f"/seekers/{seeker['id']}/transfer", {"office": "KH-JC-03"})
    assert gone.json() == {"id": seeker["id"], "office": "KH-JC-03", "officer": None}
    assert counter.get(f"/seekers/{seeker['id']}").status_code == 404
    assert counter.get(f"/seekers/{seeker['id']}", office="KH-JC-03").status_code == 200
    unassigned = counter.get("/queues/unassigned", office="KH-JC-03").json()
    assert [stay["seeker"] for stay in unassigned["items"]] == [seeker["id"]]


def test_what_waits_is_counted_and_listed(counter: Any) -> None:
    seeker = counter.seeker(happened_on="2026-06-01")
    counter.referral(seeker, counter.vacancy(closes_on="2026-10-10"))
    assert counter.get("/queues?mine=true").json() == {
        "waiting_for_employer": 1,
        "registrations_expiring": 1,
        "vacancies_closing": 1,
        "unassigned": 0,
    }
    for queue in ("waiting-for-employer", "registrations-expiring", "vacancies-closing"):
        assert len(counter.get(f"/queues/{queue}").json()["items"]) == 1
    assert set(counter.get("/queues", office="KH-JC-03").json().values()) == {0}


def test_openings_change_and_a_vacancy_closes(counter: Any) -> None:
    vacancy = counter.vacancy()
    path = f"/vacancies/{vacancy['id']}"
    assert counter.post(f"{path}/change-openings", {"openings": 5}).json()["openings"] == 5
    counter.referral(counter.seeker(), vacancy)
    assert len(counter.get(f"{path}/referrals").json()["items"]) == 1
    assert counter.post(f"{path}/close").json()["close_reason"] == "withdrawn_by_employer"
    assert counter.get("/vacancies?open_only=true").json()["items"] == []


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("សុខ", 1),
        ("ស", 1),
        ("ដារ", 1),
        ("ខ", 1),
        ("sok", 1),
        ("ar", 1),
        ("d", 2),
        ("ບຸນ", 1),
        ("ບ", 1),
        ("ມີ", 1),
        ("ຮ", 0),
        ("សុខ ដារ៉ា", 1),
        ("ມີ ບຸນ", 1),
        ("Dara SOK", 1),
    ],
)
def test_people_are_found_by_parts_of_their_names_in_any_order(counter: Any, q: str, found: int) -> None:
    counter.seeker()
    names = {"family_name": "Dao", "given_name": None, "family_name_native": "ບຸນ", "given_name_native": "ມີ"}
    counter.seeker(**names)
    assert len(counter.get(f"/seekers?q={q}").json()["items"]) == found


def test_a_surge_registers_with_five_fields(counter: Any) -> None:
    body = {"name": "សុភា", "age": 30, "province": "KH02", "sector": "14", "returnee_from": "TH"}
    quick = counter.made("/seekers/quick", body)
    assert (quick["family_name_native"], quick["returnee_from"], quick["registrations"][0]["quick"]) == (
        "សុភា",
        "TH",
        True,
    )


def test_codes_are_found_in_the_language_asked_for(counter: Any) -> None:
    khmer = counter.get("/lists/places?kind=province&country=KH&limit=3", accept_language="km").json()
    assert [entry["code"] for entry in khmer["items"]] == ["KH01", "KH02", "KH03"]
    assert khmer["items"][1]["name"].startswith("បាត់ដំបង")
    assert counter.get("/lists/places?kind=province&q=batt").json()["items"][0]["code"] == "KH02"
    reasons = counter.get("/lists/reasons?kind=closure&limit=200").json()["items"]
    assert "closure:own_wish" in [entry["key"] for entry in reasons]
    assert {row["table"] for row in counter.get("/lists").json()} >= {"isco08", "offices"}
    assert counter.get("/lists/nonsense").json()["errors"][0]["kind"] == "enum"


def test_what_an_advert_asks_of_people_is_told_and_nothing_is_refused(counter: Any) -> None:
    posted = counter.vacancy(description="Day shift. Female only, age 18-30.", required_skills=["sewing", "slim body"])
    told = [(flag["field"], flag["kind"], flag["text"]) for flag in posted["flags"]]
    assert ("description", "sex", "Female only") in told
    assert ("description", "age", "age 18-30") in told
    assert [kind for field, kind, _ in told if field == "required_skills"] == ["looks"]
    assert posted["flags"][0]["words"].startswith("“Female only” asks for a sex.")
    (found,) = counter.get("/vacancies?q=sewing").json()["items"]
    assert found["flags"] == posted["flags"]
    amended = counter.send("PATCH", f"/vacancies/{posted['id']}", {"description": "Day shift.", "required_skills": []})
    assert amended.json()["flags"] == []


def test_what_an_advert_asks_of_people_changes_no_suggestion(counter: Any) -> None:
    counter.seeker(sex="M")
    plain, asking = counter.vacancy(), counter.vacancy(description="Female only, not over 25, single.")
    first, second = (counter.get(f"/vacancies/{one['id']}/suggestions").json() for one in (plain, asking))
    assert len(asking["flags"]) >= 3
    assert first["suggestions"] == second["suggestions"] != []
