"""How many keys the most frequent acts take beside the values that are typed, with no mouse at all.

Registering is counted in `test_people.py`.

A tabulator for each place where the cursor stops (a group of radio buttons is one, what is folded is none), two keys
for the link that leads past the menu where no field has the cursor already, a space for a tick, two letters for a
choice of a list, Enter for a link or to send a form from a field of it.
"""

from __future__ import annotations

from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any

import pytest

from conftest import actor
from factories.register import a_referral, a_seeker, a_vacancy
from lmis.vocabulary import Purpose

NAMES = ("Dara", "Bopha", "Sophea", "Vanna")
PAST_THE_MENU = 2
MOST = {"find": 5, "refer": 14, "answer": 14, "place": 26}
"""Act → the keys that it may take."""

Stop = dict[str, str | None]


class Stops(HTMLParser):
    """The places of a page's content where the cursor stops, in order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.stops: list[Stop] = []
        self.folds: list[bool] = []
        self.inside, self.summary = False, False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.inside = self.inside or tag == "main"
        shut = any(self.folds) and not (tag == "summary" and not any(self.folds[:-1]))
        if tag == "details":
            self.folds.append("open" not in given)
        stops = tag in ("select", "textarea", "button", "summary") or (tag == "a" and "href" in given)
        stops = stops or (tag == "input" and given.get("type") != "hidden") or given.get("tabindex") == "0"
        if not (self.inside and stops) or shut:
            return
        if given.get("type") == "radio" and self.stops and self.stops[-1].get("name") == given.get("name"):
            return
        self.stops.append(given | {"tag": tag})

    def handle_endtag(self, tag: str) -> None:
        if tag == "details":
            self.folds.pop()
        self.inside = self.inside and tag != "main"


class Hand:
    """A hand at the keyboard in front of one page."""

    def __init__(self, page: Any) -> None:
        self.stops = Stops(page.html).stops
        self.at = next((at for at, one in enumerate(self.stops) if "autofocus" in one), -1)
        self.keys = 0 if self.at >= 0 else PAST_THE_MENU

    def go(self, wanted: Callable[[Stop], bool]) -> Stop:
        """With the tabulator to the next place of this kind."""
        start = max(self.at, 0)
        at = next(at for at, one in enumerate(self.stops) if at >= start and wanted(one))
        self.keys += at - self.at
        self.at = at
        return self.stops[at]

    def press(self, keys: int, **given: str) -> Hand:
        """Go there, and press so many keys."""
        self.go(lambda one: all(one.get(name) == value for name, value in given.items()))
        self.keys += keys
        return self


def a_case(desk: Any) -> tuple[Any, list[Any]]:
    """A vacancy, and four people who suit it."""
    by = actor()
    with desk.database.open(by, Purpose.REGISTRATION, "test") as session:
        vacancy = a_vacancy(session, by)
        people = [
            a_seeker(session, by, given_name=name, birth_date=f"1990-01-0{at}") for at, name in enumerate(NAMES, 1)
        ]
    return vacancy, people


def find(desk: Any) -> int:
    """Her name is typed, and her record opened."""
    _, (dara, *_) = a_case(desk)
    search = Hand(desk.get("/desk/people")).press(1, name="q")
    found = Hand(desk.get("/desk/people", params={"q": "Dara"})).press(1, tag="a", href=f"/desk/people/{dara}")
    return search.keys + found.keys


def refer(desk: Any) -> int:
    """The first three of those who are suggested."""
    vacancy, _ = a_case(desk)
    hand = Hand(desk.get(f"/desk/vacancies/{vacancy}/suggestions"))
    for _ in range(3):
        hand.press(1, name="tick")
        hand.at += 1
        hand.keys += 1
    return hand.keys - 1 + 1  # the last step on is not taken; Enter sends


def answer(desk: Any) -> int:
    """The employer invites to an interview."""
    hand = Hand(desk.get(f"/desk/referrals/{a_referred(desk)}"))
    return hand.press(2, name="state").press(1, name="interview_on").keys


def place(desk: Any) -> int:
    """The person starts today, for a wage in riel."""
    hand = Hand(desk.get(f"/desk/referrals/{a_referred(desk)}"))
    return (
        hand.press(0, name="wage")
        .press(2, name="wage_currency")
        .press(2, name="confirmed_by")
        .press(1, tag="button")
        .keys
    )


def a_referred(desk: Any) -> Any:
    """A referral that waits for its answer."""
    vacancy, (dara, *_) = a_case(desk)
    with desk.database.open(actor(), Purpose.REFERRAL, "test") as session:
        return a_referral(session, actor(), dara, vacancy)


ACTS = (find, refer, answer, place)


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.__name__)
def test_a_frequent_act_takes_few_keys(desk: Any, act: Callable[[Any], int]) -> None:
    desk.sign_in()
    keys = act(desk)
    print(f"{act.__name__}: {keys} keys beside what is typed")
    assert 1 < keys <= MOST[act.__name__], keys


def test_what_is_folded_is_passed_over() -> None:
    hidden = "<main><details><summary>More</summary><input name='a'></details><input name='b'></main>"
    assert [one["tag"] for one in Stops(hidden).stops] == ["summary", "input"]
    assert len(Stops(hidden.replace("<details>", "<details open>")).stops) == 3
