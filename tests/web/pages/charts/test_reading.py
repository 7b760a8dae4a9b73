"""Rows of published editions serve the next page too; those of a draft, of another audience or of too many do not."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import event, select

from conftest import actor
from lmis.model.figures import Edition
from lmis.model.session import Database
from lmis.queries.editions import Audience
from lmis.vocabulary import Purpose, Role
from lmis.web.pages.charts import reading
from lmis.web.pages.charts.reading import Reading, Shelf
from web.pages.test_dashboards import AT, fill

ASKED = ("PES_SEEK_IN", "province")


def asked_and_told(database: Database, audience: Audience, *, lasting: bool) -> tuple[int, list[Any]]:
    """How many questions about figures a page asks, and what it is told."""
    fired = []

    def listen(_: Any, __: Any, statement: str, *___: Any) -> None:
        fired.append("FROM figure" in statement)

    by = actor("KH-MIN", Role.COORDINATOR, AT)
    with database.open(by, Purpose.STATISTICS, "test", write=False) as session:
        edition = session.scalars(select(Edition).where(Edition.period == "2026Q3", Edition.country == "KH")).one()
        event.listen(database.engine, "before_cursor_execute", listen)
        held = ((edition.id, edition.period),)
        rows = [tuple(row) for row in Reading(session, audience, lasting).rows(held, *ASKED)]
        event.remove(database.engine, "before_cursor_execute", listen)
    return sum(fired), rows


def test_an_edition_is_read_once_by_each_audience(database: Database) -> None:
    fill(database)
    (first, rows), (again, same) = (asked_and_told(database, Audience.PUBLIC, lasting=True) for _ in range(2))
    assert rows
    assert (first, again, same) == (1, 0, rows)
    assert asked_and_told(database, Audience.MINISTRY, lasting=True)[0] == 1


def test_what_may_still_change_is_read_anew(database: Database) -> None:
    fill(database)
    assert [asked_and_told(database, Audience.PUBLIC, lasting=False)[0] for _ in range(2)] == [1, 1]


def test_what_was_asked_for_longest_ago_goes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST", 9)
    shelf = Shelf()
    shelf.put("a", [1, 2, 3])
    shelf.put("b", [4, 5, 6])
    assert shelf.get("a") == [1, 2, 3]
    shelf.put("c", [7])
    assert (shelf.get("a"), shelf.get("b"), shelf.get("c")) == ([1, 2, 3], None, [7])
    shelf.put("none", [])  # that there is nothing is known, too
    assert shelf.get("none") == []
