"""Referrals: one live one per person and vacancy, and the declared moves between states."""

from __future__ import annotations

import threading
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from conftest import actor
from factories.register import a_referral, a_seeker, a_vacancy
from lmis.commands.referrals import AnswerReferral, ReferSeeker
from lmis.errors import LmisError
from lmis.model.referrals import Referral, ReferralMove
from lmis.model.session import Database
from lmis.services.referrals import answer_referrals, refer_seekers
from lmis.services.writing import Status, one
from lmis.vocabulary import LIVE_REFERRAL_STATES, REFERRAL_MOVES, Purpose, ReferralState

BY = actor()


def test_the_second_counter_receives_the_first_ones_referral(database: Database) -> None:
    with database.open(BY, Purpose.REFERRAL, "test") as session:
        seeker, vacancy = a_seeker(session, BY), a_vacancy(session, BY)
        first = a_referral(session, BY, seeker, vacancy)
        again = one(refer_seekers(session, BY, [ReferSeeker(seeker=str(seeker), vacancy=str(vacancy))]))
    assert (again.id, again.status) == (first, Status.UNCHANGED)


def test_two_counters_at_the_same_instant_make_one_referral(database: Database) -> None:
    with database.open(BY, Purpose.REFERRAL, "test") as session:
        seeker, vacancy = a_seeker(session, BY), a_vacancy(session, BY)
    together, got = threading.Barrier(4), []

    def refer() -> None:
        together.wait()
        with database.open(BY, Purpose.REFERRAL, "race") as session:
            got.append(one(refer_seekers(session, BY, [ReferSeeker(seeker=str(seeker), vacancy=str(vacancy))])))

    counters = [threading.Thread(target=refer) for _ in range(4)]
    for counter in counters:
        counter.start()
    for counter in counters:
        counter.join()
    assert len({outcome.id for outcome in got}) == 1
    assert sorted(outcome.status for outcome in got) == ["created", "unchanged", "unchanged", "unchanged"]


def test_the_log_tells_every_move_with_both_days(database: Database) -> None:
    with database.open(BY, Purpose.REFERRAL, "test") as session:
        referral = str(a_referral(session, BY, a_seeker(session, BY), a_vacancy(session, BY)))
        for state, extra in (
            ("interview", {"interview_on": date(2026, 9, 18)}),
            ("refused", {"reason": "lacks_skills"}),
        ):
            answer: dict[str, Any] = {"referral": referral, "state": state, "happened_on": date(2026, 9, 15), **extra}
            one(answer_referrals(session, BY, [AnswerReferral.model_validate(answer)]))
        moves = session.scalars(select(ReferralMove).order_by(ReferralMove.happened_on)).all()
        held = session.scalars(select(Referral)).one()
    assert {(m.from_state, m.to_state, m.happened_on) for m in moves} == {
        (None, "referred", date(2026, 9, 10)),
        ("referred", "interview", date(2026, 9, 15)),
        ("interview", "refused", date(2026, 9, 15)),
    }
    assert all(move.recorded_at == BY.at for move in moves)
    assert (held.state, held.reason, held.interview_on) == ("refused", "lacks_skills", date(2026, 9, 18))


def test_a_refusal_needs_its_reason(database: Database) -> None:
    with database.open(BY, Purpose.REFERRAL, "test") as session:
        referral = str(a_referral(session, BY, a_seeker(session, BY), a_vacancy(session, BY)))
        with pytest.raises(LmisError) as refused:
            one(answer_referrals(session, BY, [AnswerReferral(referral=referral, state=ReferralState.REFUSED)]))
    assert (refused.value.name, refused.value.pointer) == ("reason-needed", "#/reason")


@given(st.sampled_from(ReferralState), st.sampled_from(ReferralState))
def test_no_move_leads_back_to_a_live_state_from_an_ended_one(start: ReferralState, target: ReferralState) -> None:
    if start not in LIVE_REFERRAL_STATES:
        assert target not in REFERRAL_MOVES[start] or target not in LIVE_REFERRAL_STATES


def test_a_move_that_is_not_declared_is_refused_with_what_is_allowed(database: Database) -> None:
    with database.open(BY, Purpose.REFERRAL, "test") as session:
        referral = str(a_referral(session, BY, a_seeker(session, BY), a_vacancy(session, BY), state="accepted"))
        with pytest.raises(LmisError) as refused:
            one(answer_referrals(session, BY, [AnswerReferral(referral=referral, state=ReferralState.NO_SHOW)]))
        with pytest.raises(LmisError) as reserved:
            one(answer_referrals(session, BY, [AnswerReferral(referral=referral, state=ReferralState.PLACED)]))
    assert refused.value.values["allowed"] == ["refused", "withdrawn"]
    assert reserved.value.name == "move-not-allowed"


def test_a_file_of_the_past_brings_its_answers_and_changes_nothing_twice(database: Database) -> None:
    with database.open(BY, Purpose.REFERRAL, "test") as session:
        seeker, vacancy = a_seeker(session, BY), a_vacancy(session, BY)
        row = ReferSeeker(
            own_number="R1", seeker=str(seeker), vacancy=str(vacancy), happened_on=date(2026, 9, 5),
            state=ReferralState.REFUSED, answered_on=date(2026, 9, 8), reason="lacks_skills",
        )  # fmt: skip
        first, again = (one(refer_seekers(session, BY, [row])) for _ in range(2))
        another = a_referral(session, BY, seeker, vacancy)
    assert (first.status, again.status) == (Status.CREATED, Status.UNCHANGED)
    assert another != first.id


def test_nobody_is_referred_outside_the_spell_or_the_vacancy(database: Database) -> None:
    with database.open(BY, Purpose.REFERRAL, "test") as session:
        seeker, vacancy = a_seeker(session, BY), a_vacancy(session, BY, closes_on=date(2026, 9, 12))
        for day, error in ((date(2026, 8, 31), "not-open-that-day"), (date(2026, 9, 13), "not-open-that-day")):
            with pytest.raises(LmisError) as refused:
                a_referral(session, BY, seeker, vacancy, happened_on=day)
            assert refused.value.name == error
        late = a_seeker(session, BY, happened_on=date(2026, 9, 11))
        with pytest.raises(LmisError) as refused:
            a_referral(session, BY, late, vacancy, happened_on=date(2026, 9, 10))
    assert refused.value.name == "not-registered"
