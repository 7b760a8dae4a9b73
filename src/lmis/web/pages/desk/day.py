"""My day: what waits, with counts; the lists, and what is done with several of them at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from fastapi import APIRouter, Request
from sqlalchemy.orm import Session
from starlette.datastructures import FormData
from starlette.responses import Response

from lmis.locale.catalogue import text
from lmis.queries import queues as asking
from lmis.queries.duplicates import count_of_pairs
from lmis.queries.jobs import waiting_deliveries
from lmis.queries.occupations import questions_found
from lmis.queries.suggestions import latest_run
from lmis.services.stored import NothingStored
from lmis.vocabulary import Actor, FollowUpFinding, PairState, ReferralState
from lmis.web.pages.desk.admission import Db, Form, Reader
from lmis.web.pages.desk.answers import go, page
from lmis.web.pages.desk.batches import VERBS, Batched, carry_out
from lmis.web.pages.desk.choices import listed, reasons
from lmis.web.pages.desk.person_form import text_of
from lmis.web.pages.desk.queues import QUEUES, WITHOUT, Queue
from lmis.web.pages.desk.route import DeskRoute
from lmis.web.policy import CASE, COUNTER, may

router = APIRouter(prefix="/desk", route_class=DeskRoute)
SHOWN: Final = 50
MOST: Final = 1_000
"""Files that are counted."""
WAIT: Final = timedelta(days=30)
"""So long a file that was only rehearsed counts among those that wait."""
ANSWERS: Final = (
    ReferralState.INTERVIEW, ReferralState.ACCEPTED, ReferralState.REFUSED, ReferralState.WITHDRAWN,
    ReferralState.NO_SHOW,
)  # fmt: skip
"""What can be taken down of several referrals together; placing has its own page."""
NOTES: Final = {"transferred": "The person was given to another office.", "done": "Done."}


@dataclass(frozen=True, slots=True)
class Tile:
    """A queue of the day: how many wait, and where."""

    words: str
    meaning: str
    count: int
    href: str


@router.get("", **may(*CASE))
def my_day(request: Request, session: Db, by: Reader, mine: bool = False, note: str = "") -> Response:
    """What waits, with counts."""
    told = text(NOTES[note], by.language) if note in NOTES else ""
    return page(request, "day.html", {"tiles": tiles(session, by, mine=mine), "mine": mine, "note": told})


def tiles(session: Session, by: Actor, *, mine: bool) -> list[Tile]:
    """Every queue with its count; those of one's own only, where that is asked."""

    def count(query: Any) -> int:
        return session.scalar(asking.count(query)) or 0

    found = []
    for queue in _queues(session, by):
        own = {"mine": mine} if queue.own else {}
        found.append(_tile(queue, count(queue.ask(by, **own)), "?mine=1" if mine and queue.own else "", by))
    others = (
        ("Job titles to code", "The counter could not tell which occupation they name.", "/desk/titles",
         count(questions_found(by))),
        ("Possible duplicates", "Records that may be one and the same person; you decide.", "/duplicates",
         session.scalar(count_of_pairs(by, PairState.OPEN)) or 0),
        ("Files to look at", "Sent and not imported yet.", "/imports",
         count(waiting_deliveries(by, by.at - WAIT, MOST))),
    )  # fmt: skip
    return [*found, *(Tile(text(w, by.language), text(m, by.language), n, href) for w, m, href, n in others)]


def _tile(queue: Queue, count: int, query: str, by: Actor) -> Tile:
    words, meaning = text(queue.words, by.language), text(queue.meaning, by.language)
    return Tile(words, meaning, count, f"/desk/queues/{queue.name}{query}")


def _queues(session: Session, by: Actor) -> list[Queue]:
    """The queues that there are today; the one of vacancies without suggestions hangs on the last run."""
    run = session.scalars(latest_run(by.country.value, by.office_id)).first() if by.country and by.office_id else None
    asked = [] if run is None else [_bound(WITHOUT, run.id)]
    return [*QUEUES.values(), *asked]


def _bound(queue: Queue, run: UUID) -> Queue:
    ask: Callable[..., Any] = queue.ask
    return Queue(
        queue.name, queue.words, queue.meaning, lambda by: ask(by, run), queue.key, queue.purpose, queue.heads,
        queue.lines, own=False,
    )  # fmt: skip


def _pages_of(queue: Queue) -> None:
    """The page of a queue and its batch actions, each with the purpose for which its people are read."""
    purposed = may(*CASE, purpose=queue.purpose)

    def look(
        request: Request, session: Db, by: Reader, mine: bool = False, after: UUID | None = None, done: int = 0
    ) -> Response:
        return _list(request, session, by, _today(session, by, queue), Batched(done), mine=mine, after=after)

    def act(request: Request, session: Db, by: Reader, form: Form) -> Response:
        return _acted(request, session, by, form, _today(session, by, queue))

    look.__name__, act.__name__ = f"look_at_queue_{queue.name}", f"act_on_queue_{queue.name}"
    router.add_api_route(f"/queues/{queue.name}", look, methods=["GET"], **purposed)
    if queue.verbs:
        router.add_api_route(f"/queues/{queue.name}", act, methods=["POST"], **purposed)


for one in (*QUEUES.values(), WITHOUT):
    _pages_of(one)


def _acted(request: Request, session: Session, by: Actor, form: FormData, queue: Queue) -> Response:
    """Do the same with all that were ticked; those that were refused stay ticked, each with its reason."""
    verb, ticked = str(form.get("verb", "")), [str(one)[:60] for one in form.getlist("ticked")][:SHOWN]
    mine = bool(form.get("mine"))
    typed = text_of(form, [field for one in queue.verbs for field in VERBS[one].fields])
    if verb not in _verbs(queue, by) or not ticked:
        return _list(request, session, by, queue, Batched(nothing=True, typed=typed), mine=mine)
    done, refused = carry_out(session, by, verb, ticked, form)
    if not refused:
        return go(request, f"/desk/queues/{queue.name}?{'mine=1&' if mine else ''}done={done}")
    return _list(request, session, by, queue, Batched(done, refused, typed), mine=mine)


def _verbs(queue: Queue, by: Actor) -> list[str]:
    """What the reader can do with lines of a queue; taking people on is for whoever sits at a counter."""
    return [verb for verb in queue.verbs if verb != "take" or by.role in COUNTER]


def _today(session: Session, by: Actor, queue: Queue) -> Queue:
    """The queue as it is there today.

    Raises:
        NothingStored: no night found suggestions yet.
    """
    found = next((one for one in _queues(session, by) if one.name == queue.name), None)
    if found is None:
        raise NothingStored()
    return found


def _list(
    request: Request,
    session: Session,
    by: Actor,
    queue: Queue,
    told: Batched,
    *,
    mine: bool,
    after: UUID | None = None,
) -> Response:
    query = queue.ask(by, **({"mine": mine} if queue.own else {}))
    rows: Sequence[Any] = session.scalars(asking.page(query, queue.key, after, SHOWN + 1)).all()
    more = rows[SHOWN - 1].id if len(rows) > SHOWN else None
    values = {
        "queue": queue,
        "verbs": _verbs(queue, by),
        "words": text(queue.words, by.language),
        "meaning": text(queue.meaning, by.language),
        "heads": [text(head, by.language) for head in queue.heads],
        "lines": queue.lines(session, by, rows[:SHOWN]),
        "count": session.scalar(asking.count(query)) or 0,
        "mine": mine,
        "after": more,
        "later": after is not None,
        **told.values(),
        "typed": {name: "" for verb in queue.verbs for name in VERBS[verb].fields} | dict(told.typed),
        "closures": reasons(session, by, "closure"),
        "answers": listed(ANSWERS, by.language),
        "refusals": [(kind, reasons(session, by, kind)) for kind in ("refusal_by_employer", "refusal_by_seeker")],
        "findings": listed(FollowUpFinding, by.language),
    }
    return page(request, "queue.html", values, told.status)
