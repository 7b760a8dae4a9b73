"""All vacancies against one person: the same points, order, reasons and skills as asking each vacancy alone."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from lmis.matching.engine.offers import Offers
from lmis.matching.profiles import SeekerProfile, VacancyProfile
from lmis.matching.rank import Ranking, opened_by, rank_vacancies
from lmis.matching.weights import DEFAULT_WEIGHTS, Weights
from matching.test_rank import SEEKERS, VACANCIES, WEIGHTS

BOARDS = st.lists(VACANCIES, max_size=12, unique_by=lambda one: one.id)


def offers(vacancies: list[VacancyProfile]) -> Offers:
    made = Offers()
    for one in vacancies:
        made.put(one, "open")
    return made


def asked(made: Offers, seeker: SeekerProfile, weights: Weights, top: int, turns: dict[UUID, datetime]) -> Ranking:
    """What the columns say, in the form of the plain ranking."""
    weighed = made.weigh(seeker, weights, "open".__eq__)
    last = {id_: at.timestamp() for id_, at in turns.items()}
    best = made.best(weighed, top, weights.least, last)
    lowest = best[-1][1] if best else None
    counts = made.counted(weighed, lowest, {vacancy.id for vacancy, _ in best})
    assert made.counted(weighed, lowest).total() == len(made)
    found = rank_vacancies(seeker, [one for one, _ in best], weights, top, last_suggested=turns)
    assert [(one.id, one.points) for one in found.suggestions] == [(one.id, points) for one, points in best]
    return replace(found, considered=len(made), not_suggested=dict(sorted(counts.items())))


@given(SEEKERS, BOARDS, WEIGHTS, st.integers(0, 6), st.lists(st.integers(0, 2), min_size=12, max_size=12))
def test_ranks_and_counts_as_the_plain_ranking_does(
    seeker: SeekerProfile, vacancies: list[VacancyProfile], weights: Weights, top: int, nights: list[int]
) -> None:
    turns = {
        one.id: datetime(2026, 9, night, tzinfo=UTC) for one, night in zip(vacancies, nights, strict=False) if night
    }
    plain = rank_vacancies(seeker, vacancies, weights, top, last_suggested=turns)
    assert asked(offers(vacancies), seeker, weights, top, turns) == plain


@given(SEEKERS, BOARDS, WEIGHTS)
def test_tells_which_skill_would_open_vacancies(
    seeker: SeekerProfile, vacancies: list[VacancyProfile], weights: Weights
) -> None:
    made = offers(vacancies)
    assert made.opened_by(seeker, made.weigh(seeker, weights, "open".__eq__)) == opened_by(seeker, vacancies, weights)


@settings(max_examples=50)
@given(SEEKERS, BOARDS, BOARDS, WEIGHTS, st.data())
def test_what_comes_changes_closes_or_is_left_out_is_known_at_once(
    seeker: SeekerProfile,
    vacancies: list[VacancyProfile],
    new: list[VacancyProfile],
    weights: Weights,
    data: st.DataObject,
) -> None:
    made, now = offers(vacancies), {one.id: (one, "open") for one in vacancies}
    for one in new:
        id_ = data.draw(st.sampled_from([one.id, *now]))
        now[id_] = (replace(one, id=id_), data.draw(st.sampled_from(["open", "closed"])))
        made.put(*now[id_])
    for id_ in [id_ for id_ in now if data.draw(st.booleans())]:
        made.drop(id_)
        del now[id_]
    but = {id_ for id_ in now if data.draw(st.booleans())}
    there = [one for one, kind in now.values() if kind == "open" and one.id not in but]
    weighed = made.weigh(seeker, weights, "open".__eq__, but)
    expected = rank_vacancies(seeker, there, weights, 3)
    assert [(one.id, won) for one, won in made.best(weighed, 3, weights.least, {})] == [
        (one.id, one.points) for one in expected.suggestions
    ]
    assert (len(made), made.kinds()) == (len(now), Counter(kind for _, kind in now.values()))
    assert {id_: made.kind_of(id_) for id_ in now} == {id_: kind for id_, (_, kind) in now.items()}


def test_a_vacancy_that_changes_while_a_question_holds_it_is_not_found_twice() -> None:
    seeker, vacancy = SeekerProfile(UUID(int=9), wanted=("7531",)), VacancyProfile(UUID(int=1), "7531", "KH")
    made = offers([vacancy])
    weighed = made.weigh(seeker, DEFAULT_WEIGHTS, "open".__eq__)
    made.put(replace(vacancy, education=3), "open")
    assert made.best(weighed, 5, 1, {}, {vacancy.id}) == []
    assert made.counted(weighed, None, {vacancy.id}).total() == 0
