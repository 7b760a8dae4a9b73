"""Every operation of the document × every role × records of the own office, another office, another country."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from fastapi import APIRouter
from sqlalchemy import insert

from conftest import NOW, actor, office_id
from factories.requests import EMPLOYER, SEEKER, VACANCY
from lmis.model.batches import ImportBatch
from lmis.model.suggestions import SuggestionRun
from lmis.services.jobs import enqueue
from lmis.services.publishing import publish
from lmis.vocabulary import Country, Purpose, Role
from lmis.web.deps import By
from lmis.web.idempotency import CounterRoute

HOME, NEXT_DOOR, ABROAD = "KH-JC-02", "KH-JC-03", "LA-JC-01"
ROLES = (Role.OFFICER, Role.HEAD, Role.COORDINATOR, Role.ANALYST, Role.ADMINISTRATOR)
SEATS = {Role.COORDINATOR: "KH-MIN", Role.ADMINISTRATOR: "KH-MIN", Role.ANALYST: "KH-MIN"}
ACROSS = {Role.COORDINATOR, Role.ADMINISTRATOR}
Target = dict[str, str]


def canary(office: str) -> str:
    """A name that stands in records of one office only."""
    return "Canary" + office.replace("-", "").lower()


def records(counter: Any, office: str) -> Target:
    """One record of every kind, in one office."""

    def make(path: str, body: Any) -> str:
        return str(counter.made(path, body, office=office)["id"])

    name = canary(office)
    person = SEEKER | {"family_name": name, "identity_number": name, "identity_missing_reason": None}
    seeker, placed = make("/seekers", person), make("/seekers", SEEKER | {"family_name": name})
    twins = {make("/seekers", SEEKER | {"family_name": name, "birth_date": "1980-02-13"}) for _ in range(2)}
    pairs = counter.get("/duplicates", office=office).json()["items"]
    (pair,) = (one["id"] for one in pairs if {one["first"]["id"], one["second"]["id"]} == twins)
    employer = make("/employers", EMPLOYER | {"name": name})
    vacancy = make("/vacancies", VACANCY | {"employer": employer, "title": name, "openings": 200})
    referral = make("/referrals", {"seeker": seeker, "vacancy": vacancy, "happened_on": "2026-09-10"})
    placement = make("/placements", {"seeker": placed, "vacancy": vacancy, "happened_on": "2026-09-20"})
    key = make("/api-keys", {"label": name})
    link = make(f"/employers/{employer}/links", {"days": 30})
    question = make("/occupations/questions", {"title": name})
    officer = counter.staff(office)
    spare = counter.staff(office, Role.HEAD).staff_id
    batch = uuid4()
    values = {"id": batch, "kind": "employers", "office_id": office_id(office), "staff_id": officer.staff_id}
    row = values | {"file_name": name, "digest": "0" * 64, "state": "done", "report": {}, "recorded_at": NOW}
    with counter.database.open(actor(None, Role.SYSTEM), Purpose.NONE, "test") as session:
        session.execute(insert(ImportBatch).execution_options(audited=True), [row])
        job = enqueue(session, officer, "import", {})
        night = {"made_at": NOW, "weights": "1", "most": {}, "least": 1, "top": 1, "country": office[:2]}
        counts = dict.fromkeys(("people", "vacancies", "suggestions", "capped"), 0)
        session.execute(insert(SuggestionRun).execution_options(audited=True), [{"id": uuid4()} | night | counts])
    figures = published(counter) if office == HOME else {"editions": str(uuid4()), "drafts": str(uuid4())}
    return {
        "office": office, "seekers": seeker, "employers": employer, "vacancies": vacancy, "referrals": referral,
        "placements": placement, "api-keys": key, "staff": str(spare), "imports": str(batch), "jobs": str(job),
        "employer-links": link,        "placed": placed, "duplicates": pair, "questions": question, **figures,
    }  # fmt: skip


def published(counter: Any) -> Target:
    """An edition of the home country, and a draft: both belong to the country, not to an office."""
    by, found = actor("KH-MIN", Role.COORDINATOR), Target()
    for name, state in (("editions", "preliminary"), ("drafts", "draft")):
        with counter.database.open(by, Purpose.STATISTICS, "test") as session:
            found[name] = str(publish(session, by, "2026M09", Country.KH, state=state).edition_id)
    return found


def nothing(like: Target) -> Target:
    """Ids that name nothing."""
    return {name: value if name == "office" else str(uuid4()) for name, value in like.items()}


BODIES: dict[str, Callable[[Target], Any]] = {
    "add-account": lambda t: {"login": "x1", "name": "X", "role": "king", "office": HOME, "first_password": "short"},
    "reset-password": lambda t: {"first_password": "short"},
    "add-api-key": lambda t: {"label": "x"},
    "change-own-password": lambda t: {"old_password": "x", "new_password": "short"},
    "register-seeker": lambda t: SEEKER,
    "register-seeker-quickly": lambda t: {"name": "Chan", "age": 30, "province": "KH02"},
    "amend-seeker": lambda t: {"mobility": "country"},
    "close-registration": lambda t: {"because": "own_wish"},
    "give-consent": lambda t: {"mode": "thumbprint"},
    "make-employer-link": lambda t: {"days": 7},
    "transfer-seeker": lambda t: {"office": t["office"] if t["office"][:2] == "KH" else HOME},
    "record-service": lambda t: {"kind": "training", "title": "Welding"},
    "register-employer": lambda t: EMPLOYER,
    "amend-employer": lambda t: {"size": "1-9"},
    "post-vacancy": lambda t: VACANCY | {"employer": t["employers"]},
    "amend-vacancy": lambda t: {"hours": "full_time"},
    "change-openings": lambda t: {"openings": 200},
    "refer-seeker": lambda t: {"seeker": t["seekers"], "vacancy": t["vacancies"]},
    "answer-referral": lambda t: {"state": "interview"},
    "place-seeker": lambda t: {"seeker": t["placed"], "vacancy": t["vacancies"]},
    "cancel-placement": lambda t: {"because": "did_not_start"},
    "follow-up-placement": lambda t: {"finding": "still_employed"},
    "code-job-titles": lambda t: {"titles": [{"title": "tailor"}]},
    "ask-occupation": lambda t: {"title": "tailor"},
    "answer-occupation-question": lambda t: {"occupation": "7531"},
    "set-new-weights": lambda t: {"version": "2026.9", "points": {"skills": 17}},
    "approve-draft": lambda t: {"province": "KH02"},
    "withdraw-approval": lambda t: {"province": "KH02"},
    "plan-release": lambda t: {"period": "2026Q3", "kind": "final", "planned_on": "2026-12-30"},
    "sign-in": lambda t: {"login": "nobody", "password": "x"},
}
QUERIES: dict[str, Callable[[Target], dict[str, str]]] = {
    "list-referrals": lambda t: {"seeker": t["seekers"]},
    "list-placements": lambda t: {"seeker": t["seekers"]},
    "list-readings": lambda t: {"staff": t["staff"]},
    "list-editions": lambda t: {"country": "KH"},
    "list-releases": lambda t: {"country": "KH"},
    "list-changes": lambda t: {"earlier": t["editions"], "indicator": "PES_SEEK_IN"},
    "report-who-is-reached": lambda t: {"quarter": "2026Q3"},
    "import-file": lambda t: {"kind": "employers", "file_name": "x.csv"},
}
LAST = (
    "cancel-placement",
    "close-registration",
    "revoke-api-key",
    "revoke-employer-link",
    "end-account",
    "undo-import",
    "close-vacancy",
)


@dataclass
class Operation:
    """One operation of the document."""

    name: str
    method: str
    path: str
    policy: Any

    def names_a_record(self, target: Target) -> bool:
        """Whether the call says an id at all."""
        told, other = ((BODIES | QUERIES).get(self.name, str)(some) for some in (target, nothing(target)))
        return "{id}" in self.path or (self.name in BODIES | QUERIES and told != other)

    def call(self, counter: Any, role: Role, target: Target) -> Any:
        """Call it as somebody in this role, about this target."""
        kind = self.path.removeprefix("/api/v1/").split("/{")[0].split("/")[-1]
        path = self.path.replace("{id}", target.get(kind, "")).replace("{list}", "offices")
        body = BODIES.get(self.name, lambda _: {} if self.method in ("POST", "PATCH") else None)(target)
        if self.name == "sign-out":
            return None
        headers = counter.headers(SEATS.get(role, HOME), role)
        query = QUERIES.get(self.name, lambda _: {})(target)
        return counter.http.request(self.method, path, params=query, json=body, headers=headers)


def operations(counter: Any) -> Iterator[Operation]:
    """Every operation, those that end something last."""
    paths = counter.http.get("/api/v1/openapi.json").json()["paths"]
    found = [
        Operation(told["operationId"], method.upper(), path, told.get("x-policy"))
        for path, methods in paths.items()
        for method, told in methods.items()
    ]
    yield from sorted(found, key=lambda operation: LAST.index(operation.name) if operation.name in LAST else -1)


def without_ids(answer: Any, target: Target) -> Any:
    """Status and body, with the ids of the target and of the request left out."""
    told = answer.text.replace(answer.headers["x-request-id"], "")
    for name, id_ in target.items():
        told = told.replace(id_, f"<{name}>") if name != "office" else told
    return answer.status_code, told


def in_sight(role: Role, office: str) -> bool:
    """Whether a role of the home office (or its ministry) sees records of an office."""
    return office == HOME or (role in ACROSS and office[:2] == HOME[:2])


def test_nobody_reaches_what_is_not_theirs(counter: Any) -> None:
    targets = {office: records(counter, office) for office in (HOME, NEXT_DOOR, ABROAD)}
    calls = 0
    for operation in operations(counter):
        assert operation.policy, f"{operation.name} declares no policy"
        for role in ROLES:
            allowed = operation.policy["public"] or role.value in operation.policy["roles"]
            for office, target in targets.items():
                answer = operation.call(counter, role, target)
                if answer is None:
                    continue
                calls += 1
                where = f"{operation.name} as {role} about {office}: {answer.status_code} {answer.text[:300]}"
                assert answer.status_code < 500, where
                check(counter, operation, role, target, answer, allowed, where)
    assert calls > 900


def check(
    counter: Any, operation: Operation, role: Role, target: Target, answer: Any, allowed: bool, where: str
) -> None:
    """One answer: refused by role, or not found where out of sight, and nobody's name where nobody's business."""
    text = answer.text.lower()
    for office in (HOME, NEXT_DOOR, ABROAD):
        unseen = not in_sight(role, office) or role in (Role.ANALYST, Role.ADMINISTRATOR)
        if unseen and not (role is Role.ADMINISTRATOR and "api-key" in operation.name):
            assert canary(office).lower() not in text, where
    if not allowed:
        assert (answer.status_code, answer.json()["type"]) == (403, "/problems/role-not-allowed"), where
        return
    assert answer.status_code != 403 or "must" in answer.json()["type"], where
    if not operation.names_a_record(target):
        return
    if not in_sight(role, target["office"]):
        empty = nothing(target)
        assert without_ids(answer, target) == without_ids(operation.call(counter, role, empty), empty), where


def test_own_records_are_found(counter: Any) -> None:
    target = records(counter, HOME)
    for operation in operations(counter):
        if operation.method != "GET" or operation.policy["public"] or operation.name == "get-rejects":
            continue
        for role in (Role.OFFICER, Role.HEAD, Role.COORDINATOR):
            if role.value in operation.policy["roles"]:
                answer = operation.call(counter, role, target)
                assert answer.status_code == 200, f"{operation.name} as {role}: {answer.text}"


def test_an_operation_without_a_policy_serves_nobody(counter: Any) -> None:
    router = APIRouter(prefix="/api/v1", route_class=CounterRoute)

    @router.get("/forgotten")
    def forgotten(by: By) -> UUID | None:
        """Has no policy."""
        return by.staff_id

    counter.http.app.include_router(router)
    answer = counter.get("/forgotten")
    assert (answer.status_code, answer.json()["type"]) == (403, "/problems/no-policy")
