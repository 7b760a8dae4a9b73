"""Settling the ledger of ended vacancies: never negative, zero at the end, whatever was reported late."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from lmis.services.expiry import Entry, endings_due

POSTED, LAST = date(2026, 1, 1), date(2026, 1, 31)
END = LAST + timedelta(days=1)


def stocks(entries: list[Entry]) -> list[int]:
    """The stock of openings at the end of every day."""
    days = [POSTED + timedelta(days=n) for n in range(120)]
    return [sum(openings for _, openings, when in entries if when <= day) for day in days]


def settled(entries: list[Entry]) -> list[Entry]:
    return entries + [("expired", openings, day) for day, openings in endings_due(entries, LAST, END).items()]


@st.composite
def ledgers(draw: st.DrawFn) -> list[Entry]:
    """Openings that are filled, some given back and filled again, on any day; some of it settled before."""
    openings = draw(st.integers(1, 4))
    entries: list[Entry] = [("notified", openings, POSTED)]
    for _ in range(openings):
        days = sorted(draw(st.lists(st.integers(0, 100), max_size=4, unique=True)))
        for turn, offset in enumerate(days):
            kind, sign = ("filled", -1) if turn % 2 == 0 else ("reinstated", 1)
            entries.append((kind, sign, POSTED + timedelta(days=offset)))
        if draw(st.booleans()):
            entries = settled(entries)
    return entries


@given(ledgers())
def test_the_stock_is_never_negative_and_ends_at_zero(entries: list[Entry]) -> None:
    after = stocks(settled(entries))
    assert min(after) >= 0
    assert after[-1] == 0


@given(ledgers())
def test_before_the_end_nothing_changes_and_settling_again_does_nothing(entries: list[Entry]) -> None:
    done = settled(entries)
    before = (LAST - POSTED).days + 1
    plain = [entry for entry in entries if entry[0] != "expired"]
    assert stocks(done)[:before] == stocks(plain)[:before]
    assert not any(endings_due(done, LAST, END).values())


def test_a_place_given_back_after_the_end_goes_on_that_day() -> None:
    entries: list[Entry] = [
        ("notified", 2, POSTED),
        ("filled", -1, date(2026, 1, 10)),
        ("reinstated", 1, date(2026, 3, 1)),
    ]
    assert endings_due(entries, LAST, END) == {END: -1, date(2026, 3, 1): -1}


def test_a_place_that_is_taken_after_the_closing_day_stays_open_till_then() -> None:
    entries: list[Entry] = [("notified", 2, POSTED), ("filled", -1, date(2026, 2, 20))]
    assert {day: n for day, n in endings_due(entries, LAST, END).items() if n} == {END: -1}
