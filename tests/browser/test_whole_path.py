"""From a file and a counter to the published figure, in a browser: officers of both countries, three languages."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from browser.hands import Keys, Mouse
from browser.seats import Seat, seated
from browser.sites import Site, publish_quarter
from conftest import actor
from lmis.services.publishing import publish
from lmis.vocabulary import Country, Language, Purpose, Role

QUARTER = "2026Q3"
HEADER = (
    "number,registered_on,family_name_native,given_name_native,sex,birth_year,identity_missing_reason,province,"
    "wanted_occupations,skills"
)
MOST_CLICKS, MOST_KEYS = 6, 25
"""For referring three people; for registering one, beside what is typed."""


@dataclass(frozen=True)
class Officer:
    """An officer with their office, their language, and people and work as they are called there."""

    language: Language
    office: str
    province: str
    people: tuple[tuple[str, str], ...]
    newcomer: tuple[str, str]
    employer: str
    title: str
    identity: str
    keyboard: bool = False


KHMER = (("សុខ", "ចាន់ថា"), ("ជា", "សុភ័ក្ត្រ"), ("កែវ", "ស្រីនាង"), ("ហេង", "បូរី"))
OFFICERS = (
    Officer(Language.EN, "KH-JC-02", "KH02", (("មាស", "សុខលី"), ("ប្រាក់", "ចិន្តា"), ("នួន", "វិបុល"), ("ទេព", "ម៉ារ៉ា")),
            ("Chhim", "Ratana"), "Silver Shuttle", "Sewing machine operator", "012345678"),
    Officer(Language.KM, "KH-JC-02", "KH02", KHMER, ("ចាន់", "តារារស្មី"), "ម្ជុលមាស", "អ្នកដេរ", "012345679", keyboard=True),
    Officer(Language.LO, "LA-JC-01", "LA01", (("ວົງສາ", "ບຸນທັນ"), ("ພົມມະຈັນ", "ສົມໃຈ"), ("ແສງດາວ", "ໄຊຍະ"),
            ("ແກ້ວມະນີ", "ພອນ")), ("ອິນທະວົງ", "ຈັນສະໝອນ"), "ເຂັມຄຳ", "ຊ່າງຫຍິບ", "01-234567"),
)  # fmt: skip


@pytest.fixture
def window(counter: Site, chromium: Any) -> Iterator[Seat]:
    """A window on the site at which people work."""
    with seated(counter, chromium) as made:
        yield made


@dataclass
class Morning:
    """What an officer does, step by step; each step ends on the page that the next one needs."""

    officer: Officer
    seat: Seat
    hands: Mouse | Keys
    folder: Path

    @property
    def page(self) -> Any:
        return self.seat.page

    def said(self, place: str = "main") -> str:
        return str(self.page.inner_text(place))

    def sign_in(self) -> None:
        self.seat.go("/sign-in")
        login = self.seat.site.account(self.officer.office, Role.OFFICER, self.officer.language)
        self.hands.write("#login", login)
        self.hands.write("#password", "four large white buffaloes")
        self.hands.send("#password")
        self.page.wait_for_url("**/desk")
        assert self.page.get_attribute("html", "lang") == self.officer.language

    def section(self, address: str) -> None:
        """Where the navigation leads."""
        self.hands.press(f'header a[href="{address}"]')
        self.page.wait_for_url(f"**{address}")

    def import_a_file(self) -> None:
        """Rehearsed, one cell corrected in place, imported: each time the page follows the work to its end."""
        self.section("/imports")
        self.hands.choose("#kind", "job-seekers")
        self.hands.hand_in("#file", self.file())
        self.hands.send("#kind") if isinstance(self.hands, Mouse) else self.hands.press("form:has(#file) button")
        self.watched()
        wrong = self.page.locator("[aria-invalid=true]")
        assert (wrong.count(), wrong.input_value()) == (1, "20O1")
        name = wrong.get_attribute("name")
        self.hands.write(f'[name="{name}"]', "2001")
        self.hands.press("button[formaction$='/correct']")
        self.watched()
        assert self.page.locator("[aria-invalid=true]").count() == 0
        self.hands.press("button[formaction$='/accept']")
        self.watched()
        assert self.page.locator("#outcome").count() == 1

    def file(self) -> Path:
        rows = [
            [f"{self.officer.language}-{at}", "2026-09-28", family, given, "F", "20O1" if at == 2 else "1998", "lost",
             self.officer.province, "8153", "sewing"]
            for at, (family, given) in enumerate(self.officer.people, 1)
        ]  # fmt: skip
        file = self.folder / f"people-{self.officer.language}.csv"
        with file.open("w", encoding="utf-8-sig", newline="") as target:
            csv.writer(target).writerows([HEADER.split(","), *rows])
        return file

    def watched(self) -> None:
        """The progress is shown while the work waits; when it is done, the page has come to its end by itself."""
        self.page.wait_for_selector("progress")
        self.seat.site.work()
        self.page.wait_for_selector("progress", state="detached")
        self.page.wait_for_selector("#outcome")

    def register(self) -> None:
        """Search first; who is not known is registered from the same page."""
        self.section("/desk/people")
        before = self.hands.count["keys"]
        self.hands.write("#q", " ".join(self.officer.newcomer))
        self.hands.send("#q")
        self.page.wait_for_url("**q=**")
        assert self.page.input_value("#family_name") == self.officer.newcomer[0]
        self.hands.press("#sex-F")
        self.hands.write("#birth", "1999")
        self.hands.write("#identity_number", self.officer.identity)
        self.hands.write("#title", self.officer.title)
        self.page.wait_for_selector("#candidates input")
        self.hands.press("#candidates input")
        self.hands.choose("#education", "2")
        self.hands.press("form.record button")
        self.page.wait_for_url(re.compile("/desk/people/[0-9a-f-]{36}"))
        assert all(part in self.said("h1") for part in self.officer.newcomer)
        if isinstance(self.hands, Keys):
            assert 10 < self.hands.count["keys"] - before <= MOST_KEYS

    def knows(self, family: str, given: str) -> None:
        """Somebody of the file is found."""
        self.section("/desk/people")
        self.hands.write("#q", f"{family} {given}")
        self.hands.send("#q")
        self.page.wait_for_url("**q=**")
        assert given in self.said(".people")

    def post(self) -> None:
        """An employer who is new, with five openings."""
        self.section("/desk/vacancies")
        self.hands.press('a[href="/desk/vacancies/new"]')
        self.page.wait_for_url("**/desk/vacancies/new")
        self.hands.write("#employer_name", self.officer.employer)
        self.hands.write("#title", self.officer.title)
        self.hands.write("#openings", "5")
        self.hands.write("#closes_on", "2026-11-30")
        self.hands.press("button[value=look]")
        self.page.wait_for_selector("#occupation")
        self.hands.choose("#employer_sector", "14")
        self.hands.press("input[name=occupation][value='8153']")
        self.hands.press("button[value=post]")
        self.page.wait_for_url("**done=posted")

    def refer(self) -> None:
        """Three people of the file, who are suggested."""
        before = self.hands.count["clicks"]
        self.hands.press("a.go[href$='/suggestions']")
        self.page.wait_for_selector("input[name=tick]")
        self.suggested([given for _, given in self.officer.people[:3]])
        for _, given in self.officer.people[:3]:
            (id_,) = self.ids(f"li:has-text('{given}') input[name=tick]")
            self.hands.press(f"#{id_}")
        self.hands.press("form.whole button")
        self.page.wait_for_url("**done=3**")
        assert self.page.locator("li.taken").count() == 3
        assert self.hands.count["clicks"] - before <= MOST_CLICKS

    def suggested(self, names: list[str]) -> None:
        """What is written this moment is in the list a moment later: the page is asked for again until it is."""
        for _ in range(20):
            if all(name in self.said() for name in names):
                return
            self.page.wait_for_timeout(500)
            self.page.reload()
        raise AssertionError(f"{names} are not all suggested:\n{self.said()}")

    def ids(self, place: str) -> list[str]:
        return [str(one.get_attribute("id")) for one in self.page.locator(place).all()]

    def answers(self) -> None:
        """The employer sees all three, and takes two of them."""
        self.hands.press(".when a[href^='/desk/vacancies/']")
        self.page.wait_for_selector("input[name=referral]")
        for id_ in self.ids("input[name=referral]"):
            self.hands.press(f"#{id_}")
        self.hands.choose("#state", "interview")
        self.hands.write("#interview_on", "2026-10-02")
        self.hands.press("form.whole button")
        self.page.wait_for_url("**done=answered**")
        self.hands.press("td a[href^='/desk/referrals/']")
        self.page.wait_for_url("**/desk/referrals/*")
        self.hands.choose("#state", "accepted")
        self.hands.press("form[action$='/answer'] button")
        self.page.wait_for_url("**done=answered")

    def place(self) -> None:
        """Work begins today; some days later somebody asks how it goes."""
        self.hands.choose("#contract", "permanent")
        self.hands.choose("#confirmed_by", "employer")
        self.hands.press("form[action$='/place'] button")
        self.page.wait_for_url("**done=placed")
        self.hands.choose("#finding", "still_employed")
        self.hands.write("#note", "☎ 2026")
        self.hands.press("form[action$='/follow-ups'] button")
        self.page.wait_for_url("**done=followed**")
        assert "☎ 2026" in self.said(".log")


def placements(seat: Seat, country: Country) -> tuple[float, float]:
    """Referrals and placements of the quarter, from the file that the public dashboard links to."""
    seat.go(f"/{country.value.lower()}?period={QUARTER}")
    link = seat.page.get_attribute("a[href*='referrals-placements.csv']", "href")
    text = seat.page.context.request.get(seat.site.url + link).body().decode("utf-8-sig")
    held = {(one["indicator"], one["code"]): one["value"] for one in csv.DictReader(io.StringIO(text))}
    return float(held["PES_REF", QUARTER]), float(held["PES_PLC", QUARTER])


def approve_as_head(seat: Seat, officer: Officer, country: Country) -> None:
    """The ministry drafts the figures, the head of the province stands by them on the page."""
    site = seat.site
    by = actor(f"{country.value}-MIN", Role.COORDINATOR, site.clock())
    with site.database.open(by, Purpose.STATISTICS, "draft") as session:
        draft = publish(session, by, QUARTER, country, state="draft").edition_id
    seat.page.context.clear_cookies()
    seat.sign_in(site.account(officer.office, Role.HEAD, officer.language))
    seat.go(f"/drafts/{draft}")
    seat.page.click("form[action$='/approve'] button")
    seat.page.wait_for_selector("form[action$='/withdraw']")


@pytest.mark.parametrize("officer", OFFICERS, ids=lambda officer: officer.language.value)
def test_what_is_done_at_the_counter_is_what_the_dashboard_shows(
    window: Seat, officer: Officer, tmp_path: Path
) -> None:
    country = Country(officer.office[:2])
    publish_quarter(window.site.database, window.site.clock(), QUARTER, country)
    before = placements(window, country)
    hands = Keys(window.page) if officer.keyboard else Mouse(window.page)
    morning = Morning(officer, window, hands, tmp_path)
    morning.sign_in()
    morning.import_a_file()
    morning.knows(*officer.people[1])
    morning.register()
    morning.post()
    morning.refer()
    morning.answers()
    morning.place()
    assert hands.count["clicks"] == 0 or not officer.keyboard
    approve_as_head(window, officer, country)
    publish_quarter(window.site.database, window.site.clock(), QUARTER, country)
    window.page.context.clear_cookies()
    referrals, placed = placements(window, country)
    assert (referrals - before[0], placed - before[1]) == (3, 1)
    window.content()
