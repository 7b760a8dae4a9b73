"""A ranking can be added up, repeated, and asked about everyone it leaves out."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from lmis.matching.profiles import SeekerProfile, VacancyProfile
from lmis.matching.rank import Ranking, explain, rank_seekers, rank_vacancies
from lmis.matching.weights import DEFAULT_WEIGHTS, Weights

CODES = st.sampled_from(["7531", "7532", "7523", "8153", "5223", "9411"])
SKILLS = st.frozensets(st.sampled_from(["sewing", "cutting", "english", "driving"]))
PROVINCES = st.sampled_from(["KH01", "KH02", "KH12", "LA01", "LA16"])
LEVELS = st.integers(1, 4)
LANGUAGES = st.dictionaries(st.sampled_from(["km", "lo", "en"]), LEVELS, max_size=2)

DAYS = st.dates(date(2026, 1, 1), date(2026, 3, 31))
NEEDS = st.frozensets(st.sampled_from(["ramp", "transport", "seated_work"]))

SEEKERS = st.builds(
    SeekerProfile,
    id=st.uuids(),
    wanted=st.lists(st.one_of(CODES, st.sampled_from(["7", "75", "753"])), max_size=2).map(tuple),
    experience=st.dictionaries(CODES, st.integers(0, 60), max_size=2),
    skills=SKILLS,
    district=st.one_of(st.none(), st.just("KH0102")),
    province=st.one_of(st.none(), PROVINCES),
    wanted_provinces=st.frozensets(PROVINCES, max_size=2),
    mobility=st.sampled_from(["district", "province", "country", "abroad", None]),
    education=st.one_of(st.none(), st.integers(0, 8)),
    languages=LANGUAGES,
    wage=st.one_of(st.none(), st.integers(0, 50_000)),
    hours=st.sampled_from(["full_time", "part_time", "any", None]),
    available_from=st.one_of(st.none(), DAYS),
)
VACANCIES = st.builds(
    VacancyProfile,
    id=st.uuids(),
    occupation=CODES,
    country=st.just("KH"),
    required_skills=SKILLS,
    useful_skills=SKILLS,
    district=st.one_of(st.none(), st.just("KH0102")),
    province=st.one_of(st.none(), st.sampled_from(["KH01", "KH12"])),
    neighbours=st.frozensets(st.sampled_from(["KH02", "LA16"])),
    education=st.one_of(st.none(), st.integers(0, 8)),
    experience_months=st.one_of(st.none(), st.integers(0, 36)),
    languages=LANGUAGES,
    wage=st.one_of(st.none(), st.integers(0, 50_000)),
    hours=st.sampled_from(["full_time", "part_time", None]),
    related=st.frozensets(CODES, max_size=2),
    scarce=SKILLS,
    rare=SKILLS,
    needed_from=st.one_of(st.none(), DAYS),
    offers=NEEDS,
)
POOLS = st.lists(SEEKERS, min_size=1, max_size=12, unique_by=lambda seeker: seeker.id)
WEIGHTS = st.builds(
    Weights,
    version=st.just("any"),
    most=st.fixed_dictionaries({name: st.integers(0, 40) for name in DEFAULT_WEIGHTS.most}),
    least=st.integers(0, 20),
)

VACANCY = VacancyProfile(UUID(int=99), "7531", "KH", province="KH01", wage=20_000, hours="full_time")
TAILOR = SeekerProfile(UUID(int=1), wanted=("7531",), province="KH01", mobility="province", hours="any")
SELLER = SeekerProfile(UUID(int=2), wanted=("5223",), province="KH01", mobility="province", hours="any")
FAR = SeekerProfile(UUID(int=3), wanted=("7531",), province="KH12", mobility="province", hours="part_time")


def score(seeker: SeekerProfile, vacancy: VacancyProfile) -> int:
    """The points of one pair."""
    return sum(reason.points for reason in explain(seeker, vacancy, DEFAULT_WEIGHTS))


def ids(ranking: Ranking) -> list[int]:
    """The suggested, best first."""
    return [suggestion.id.int for suggestion in ranking.suggestions]


def test_suggests_the_best_and_says_why_not_the_others() -> None:
    ranking = rank_seekers(VACANCY, [SELLER, FAR, TAILOR], DEFAULT_WEIGHTS, top=1, gated={"already_referred": 13})
    assert ids(ranking) == [1]
    best = ranking.suggestions[0]
    assert (best.rank, best.points, best.max, best.unknown) == (1, 53, 60, 5)  # 32 + 18 + 3, the wage unknown
    assert ranking.considered == 16
    assert ranking.not_suggested == {"already_referred": 13, "occupation": 1, "place": 1}


def test_of_equals_whoever_waited_longest_comes_first_then_the_lower_id() -> None:
    pool = [replace(TAILOR, id=UUID(int=number)) for number in (4, 3, 2, 1)]
    turns = {UUID(int=1): datetime(2026, 11, 2, tzinfo=UTC), UUID(int=2): datetime(2026, 11, 1, tzinfo=UTC)}
    ranking = rank_seekers(VACANCY, pool, DEFAULT_WEIGHTS, top=3, last_suggested=turns)
    assert ids(ranking) == [3, 4, 2]
    assert ranking.not_suggested == {"lower_points": 1}


def test_who_lost_only_by_the_unknown_has_lower_points() -> None:
    blank = SeekerProfile(UUID(int=7), hours="any")
    ranking = rank_seekers(VACANCY, [TAILOR, blank], DEFAULT_WEIGHTS, top=1)
    assert ranking.not_suggested == {"lower_points": 1}


def test_whoever_has_fewer_points_than_the_least_is_not_suggested() -> None:
    nothing = SeekerProfile(UUID(int=8), wanted=("5223",), hours="part_time")
    assert ids(rank_seekers(VACANCY, [nothing], DEFAULT_WEIGHTS, top=5)) == []
    ranking = rank_seekers(VACANCY, [TAILOR], replace(DEFAULT_WEIGHTS, least=54), top=5)
    assert (ids(ranking), ranking.considered) == ([], 1)


def test_nobody_and_no_room() -> None:
    assert rank_seekers(VACANCY, [], DEFAULT_WEIGHTS, top=5) == Ranking(0, [], {})
    assert rank_seekers(VACANCY, [TAILOR], DEFAULT_WEIGHTS, top=0).considered == 1


def test_both_directions_give_one_pair_the_same_reasons() -> None:
    [one] = rank_seekers(VACANCY, [TAILOR], DEFAULT_WEIGHTS, top=1).suggestions
    [other] = rank_vacancies(TAILOR, [VACANCY], DEFAULT_WEIGHTS, top=1).suggestions
    assert one.reasons == other.reasons
    assert (one.id, other.id) == (TAILOR.id, VACANCY.id)


@given(VACANCIES, POOLS, WEIGHTS, st.integers(0, 6), st.randoms(use_true_random=False))
def test_the_order_of_the_input_changes_nothing(
    vacancy: VacancyProfile, pool: list[SeekerProfile], weights: Weights, top: int, chance: random.Random
) -> None:
    shuffled = chance.sample(pool, len(pool))
    assert rank_seekers(vacancy, shuffled, weights, top) == rank_seekers(vacancy, pool, weights, top)


@given(
    VACANCIES,
    POOLS,
    WEIGHTS,
    st.integers(0, 6),
    st.dictionaries(st.sampled_from(["closed", "place"]), st.integers(0, 9)),
)
def test_everyone_is_counted_once_and_reasons_add_up(
    vacancy: VacancyProfile, pool: list[SeekerProfile], weights: Weights, top: int, gated: dict[str, int]
) -> None:
    ranking = rank_seekers(vacancy, pool, weights, top, gated=gated)
    assert ranking.considered == len(pool) + sum(gated.values())
    assert ranking.considered == len(ranking.suggestions) + sum(ranking.not_suggested.values())
    for rank, suggestion in enumerate(ranking.suggestions, start=1):
        assert suggestion.rank == rank
        assert suggestion.points == sum(reason.points for reason in suggestion.reasons) >= weights.least
        assert all(0 <= reason.points <= reason.max for reason in suggestion.reasons)
        assert all(reason.known or reason.points == 0 for reason in suggestion.reasons)
    points = [suggestion.points for suggestion in ranking.suggestions]
    assert points == sorted(points, reverse=True)


@given(VACANCIES, POOLS)
def test_nobody_left_out_has_more_points_than_anyone_suggested(
    vacancy: VacancyProfile, pool: list[SeekerProfile]
) -> None:
    suggested = {found.id: found.points for found in rank_seekers(vacancy, pool, DEFAULT_WEIGHTS, 2).suggestions}
    left_out = [score(seeker, vacancy) for seeker in pool if seeker.id not in suggested]
    assert max(left_out, default=0) <= min(suggested.values(), default=0)


@given(SEEKERS, VACANCIES, st.sampled_from(["sewing", "cutting", "english", "driving"]))
def test_learning_a_skill_never_lowers_a_score(seeker: SeekerProfile, vacancy: VacancyProfile, skill: str) -> None:
    learned = replace(seeker, skills=seeker.skills | {skill})
    assert score(learned, vacancy) >= score(seeker, vacancy)


@given(SEEKERS, VACANCIES, st.integers(1, 12), CODES)
def test_more_work_education_or_language_never_lowers_a_score(
    seeker: SeekerProfile, vacancy: VacancyProfile, months: int, code: str
) -> None:
    before = score(seeker, vacancy)
    worked = {**seeker.experience, code: seeker.experience.get(code, 0) + months}
    assert score(replace(seeker, experience=worked), vacancy) >= before
    assert score(replace(seeker, education=8), vacancy) >= before
    assert score(replace(seeker, languages={**seeker.languages, "km": 4}), vacancy) >= before
    assert score(replace(seeker, wanted=(*seeker.wanted, code)), vacancy) >= before
    assert score(replace(seeker, hours="any"), vacancy) >= before
    assert score(replace(seeker, wage=0), vacancy) >= before


@given(VACANCIES, POOLS)
def test_doubling_weights_without_remainders_changes_no_order(
    vacancy: VacancyProfile, pool: list[SeekerProfile]
) -> None:
    exact = Weights("exact", {name: most * 27_720 for name, most in DEFAULT_WEIGHTS.most.items()})
    double = Weights("double", {name: most * 2 for name, most in exact.most.items()})
    one, other = (rank_seekers(vacancy, pool, weights, 12) for weights in (exact, double))
    assert ids(one) == ids(other)


@given(SEEKERS, st.lists(VACANCIES, max_size=6, unique_by=lambda one: one.id), NEEDS, WEIGHTS)
def test_asking_for_help_at_work_never_lowers_a_score_and_is_never_why_something_is_left_out(
    seeker: SeekerProfile, vacancies: list[VacancyProfile], needs: frozenset[str], weights: Weights
) -> None:
    plain, asking = (
        rank_vacancies(one, vacancies, weights, len(vacancies)) for one in (seeker, replace(seeker, needs=needs))
    )
    before = {one.id: one.points for one in plain.suggestions}
    after = {one.id: one.points for one in asking.suggestions}
    assert all(after[id_] >= points for id_, points in before.items())
    assert "accommodations" not in asking.not_suggested
