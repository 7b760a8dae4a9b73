"""Code lists, offices, and the server's time."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import islice
from typing import Annotated

from fastapi import APIRouter, Query

from lmis.queries.reference import CodeList, entries_of, loads
from lmis.text.keys import search_key
from lmis.vocabulary import Country
from lmis.web.deps import By, Db
from lmis.web.idempotency import CounterRoute
from lmis.web.outs.base import Out
from lmis.web.outs.reference import EntryOut, LoadOut, matches
from lmis.web.paging import AfterCode, Limit, Page, Words
from lmis.web.policy import SIGNED_IN, may

router = APIRouter(tags=["reference"], route_class=CounterRoute)
Code = Annotated[str | None, Query(max_length=40)]


class TimeOut(Out):
    """The server's time in UTC, by which everything is recorded."""

    at: datetime


@router.get("/time", **may(public=True))
def get_time(by: By) -> TimeOut:
    """The server's time."""
    return TimeOut(at=by.at.astimezone(UTC))


@router.get("/lists", **may(*SIGNED_IN))
def list_code_lists(session: Db) -> list[LoadOut]:
    """Which version of each code list is loaded."""
    return [LoadOut.of(row) for row in session.scalars(loads())]


@router.get("/lists/{list}", **may(*SIGNED_IN))
def list_codes(
    session: Db,
    by: By,
    list: CodeList,
    q: Words = "",
    after: AfterCode = None,
    limit: Limit = 50,
    kind: Code = None,
    parent: Code = None,
    country: Country | None = None,
) -> Page[EntryOut]:
    """Entries of a list by code; `q` looks in the names of all three languages and in the code."""
    words = search_key(q).split()
    rows = session.scalars(entries_of(list, kind=kind, parent=parent, country=country))
    told = (EntryOut.of(row, by.language) for row in rows if matches(row, words))
    return Page.of([*islice((entry for entry in told if after is None or entry.key > after), limit)], limit, "key")
