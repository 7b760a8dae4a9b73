"""Drafts, approvals of provinces, the release calendar, and revisions."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from conftest import actor
from factories.register import a_seeker
from lmis.commands.figures import ApproveFigures, PlanRelease, ReleaseKind, WithdrawApproval
from lmis.errors import LmisError
from lmis.model.figures import Edition
from lmis.model.session import Database
from lmis.queries.editions import Audience, editions_of, latest_edition, series_of
from lmis.services.approving import (
    DraftNotFound,
    DraftSuperseded,
    NotADraft,
    NotApprovedYet,
    NothingToApprove,
    NotYourProvince,
    approve_figures,
    withdraw_approvals,
)
from lmis.services.publishing import PublishReport, publish
from lmis.services.releasing import (
    AlreadyFinal,
    BeforeItsDay,
    PlannedBeforeItsEnd,
    PlannedInAnotherCountry,
    ProvincesNotApproved,
    RevisionNotPlanned,
    plan_releases,
)
from lmis.services.writing import one
from lmis.vocabulary import Actor, Country, Purpose, Role

BY = actor()  # Battambang, 5 October 2026
HEAD = actor(role=Role.HEAD)


def ministry(days: int = 0) -> Actor:
    """Who publishes, so many days after 5 October."""
    return actor("KH-MIN", Role.COORDINATOR, BY.at + timedelta(days=days))


def published(database: Database, state: str, days: int = 0, **more: Any) -> PublishReport:
    """Publish the third quarter."""
    by = ministry(days)
    with database.open(by, Purpose.STATISTICS, "test") as session:
        return publish(session, by, "2026Q3", Country.KH, state=state, **more)


def approve(database: Database, edition: UUID, by: Actor = HEAD, province: str = "KH02", **more: Any) -> Any:
    """Approve a province's figures of a draft."""
    with database.open(by, Purpose.NONE, "test") as session:
        return one(approve_figures(session, by, [ApproveFigures(edition=edition, province=province, **more)]))


def plan(database: Database, kind: str, on: date, **more: Any) -> Any:
    """Put a day on the calendar."""
    with database.open(ministry(), Purpose.NONE, "test") as session:
        asked = PlanRelease(period="2026Q3", kind=ReleaseKind(kind), planned_on=on, **more)
        return one(plan_releases(session, ministry(), [asked]))


def register(database: Database, number: str, at: datetime = BY.at) -> None:
    """Somebody of Battambang registers in July."""
    by = actor(at=at)
    with database.open(by, Purpose.REGISTRATION, "test") as session:
        a_seeker(session, by, own_number=number, happened_on=date(2026, 7, 4))


@pytest.fixture
def world(database: Database) -> Database:
    """One person is registered, in Battambang."""
    register(database, "ana")
    return database


def test_a_draft_is_seen_by_nobody_who_does_not_ask_for_drafts(world: Database) -> None:
    draft = published(world, "draft")
    with world.open(ministry(), Purpose.NONE, "test", write=False) as session:
        assert session.scalars(editions_of(Country.KH)).all() == []
        assert session.scalars(latest_edition(Country.KH, "2026Q3")).first() is None
        assert session.execute(series_of(Country.KH, "PES_SEEK_IN", Audience.PUBLIC)).all() == []
        assert session.scalars(editions_of(Country.KH, "2026Q3", "draft")).one().id == draft.edition_id


def test_what_is_published_is_numbered_whatever_drafts_there_were(world: Database) -> None:
    drafts = [published(world, "draft")]
    register(world, "bo")
    drafts.append(published(world, "draft", 1))
    assert [one.number for one in drafts] == [1, 2]
    assert published(world, "preliminary", 2).number == 1


def test_final_figures_need_every_province_that_has_figures(world: Database) -> None:
    draft = published(world, "draft")
    with pytest.raises(ProvincesNotApproved) as refusal:
        published(world, "final", 1)
    assert refusal.value.values["missing"] == ["KH02"]
    approve(world, draft.edition_id)
    assert published(world, "final", 1).changed


def test_what_changed_since_a_province_approved_is_to_be_approved_again(world: Database) -> None:
    approve(world, published(world, "draft").edition_id)
    register(world, "bo", BY.at + timedelta(days=1))
    with pytest.raises(ProvincesNotApproved) as refusal:
        published(world, "final", 2)
    assert (refusal.value.values["missing"], refusal.value.values["changed"]) == ([], ["KH02"])
    approve(world, published(world, "draft", 2).edition_id)
    assert published(world, "final", 2).changed


def test_an_approval_is_taken_back_and_once_more_changes_nothing(world: Database) -> None:
    draft = published(world, "draft").edition_id
    first, again = approve(world, draft, remark="seen"), approve(world, draft)
    assert (first.status, again.status, first.id) == ("created", "unchanged", again.id)
    taken = [WithdrawApproval(edition=draft, province="KH02")]
    with world.open(HEAD, Purpose.NONE, "test") as session:
        assert one(withdraw_approvals(session, HEAD, taken)).status == "updated"
    with pytest.raises(NotApprovedYet), world.open(HEAD, Purpose.NONE, "test") as session:
        one(withdraw_approvals(session, HEAD, taken))
    with pytest.raises(ProvincesNotApproved):
        published(world, "final", 1)
    assert approve(world, draft).status == "created"


@pytest.mark.parametrize(("by", "province", "error"), [
    (actor("KH-JC-12", Role.HEAD), "KH02", NotYourProvince),
    (HEAD, "KH12", NotYourProvince),
    (ministry(), "KH12", NothingToApprove),
    (actor("LA-MIN", Role.COORDINATOR), "KH02", DraftNotFound),
])  # fmt: skip
def test_nobody_approves_what_is_not_theirs(world: Database, by: Actor, province: str, error: type[LmisError]) -> None:
    draft = published(world, "draft")
    with pytest.raises(error):
        approve(world, draft.edition_id, by, province)


def test_only_the_newest_draft_is_approved(world: Database) -> None:
    first = published(world, "draft")
    register(world, "bo")
    published(world, "draft", 1)
    with pytest.raises(DraftSuperseded):
        approve(world, first.edition_id)
    with pytest.raises(NotADraft):
        approve(world, published(world, "preliminary", 1).edition_id)
    with pytest.raises(DraftNotFound):
        approve(world, uuid4())


def test_nothing_comes_out_before_its_day_but_for_a_reason_that_stays_with_it(world: Database) -> None:
    plan(world, "preliminary", date(2026, 10, 30))
    with pytest.raises(BeforeItsDay):
        published(world, "preliminary")
    early = published(world, "preliminary", because="the minister asked for it")
    register(world, "bo", BY.at + timedelta(days=1))
    late = published(world, "preliminary", 30)
    with world.open(ministry(), Purpose.NONE, "test", write=False) as session:
        told = [session.get_one(Edition, one.edition_id) for one in (early, late)]
    assert [one.reason for one in told] == ["the minister asked for it", None]
    assert [one.planned_on for one in told] == [date(2026, 10, 30), None]


def test_final_figures_are_revised_on_planned_days(world: Database) -> None:
    published(world, "final", because="no draft was made")
    register(world, "bo", BY.at + timedelta(days=1))
    with pytest.raises(AlreadyFinal):
        published(world, "preliminary", 2, because="whatever")
    with pytest.raises(RevisionNotPlanned):
        published(world, "final", 2)
    plan(world, "revision", date(2026, 10, 20))
    with pytest.raises(BeforeItsDay):
        published(world, "final", 2)
    approve(world, published(world, "draft", 2).edition_id)
    revision = published(world, "final", 20)
    assert (revision.number, revision.changed) == (2, True)
    register(world, "chan", BY.at + timedelta(days=21))
    with pytest.raises(RevisionNotPlanned):
        published(world, "final", 22)


def test_a_planned_day_is_kept_once(world: Database) -> None:
    days = [
        plan(world, "final", date(2026, 12, 30), note="with the bulletin"),
        plan(world, "final", date(2026, 12, 30)),
    ]
    assert [one.status for one in days] == ["created", "unchanged"]
    with pytest.raises(PlannedBeforeItsEnd):
        plan(world, "final", date(2026, 9, 30))
    with pytest.raises(PlannedInAnotherCountry):
        plan(world, "final", date(2026, 12, 30), country=Country.LA)
