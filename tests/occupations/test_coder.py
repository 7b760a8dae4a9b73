"""A title goes to its unit group, with a chance that can be believed, or to a human."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from random import Random

import numpy as np
import pytest

from lmis.occupations.calibration import NEVER
from lmis.occupations.coder import PRECISION, Coder
from lmis.occupations.concepts import Concepts
from lmis.occupations.labels import Example, Origin, Question
from lmis.occupations.titles import head_of
from occupations.few_titles import labels, typed


@pytest.fixture(scope="module")
def coder() -> Coder:
    return Coder.fit(labels())


@pytest.fixture(scope="module")
def learned() -> Coder:
    return Coder.fit([*labels(), *typed()])


def first(coder: Coder, title: str, **more: str) -> str:
    return coder.code([Question(title, **more)])[0].candidates[0].code


@pytest.mark.parametrize(
    ("title", "code"),
    [("TAILORS", "7531"), ("electricians", "7411"), ("ជាង​អគ្គិសនី", "7411"), ("ຊ່າງ ໄຟຟ້າ", "7411"), ("ครัว cook", "5120")],
)
def test_a_title_is_coded_however_it_is_spelt(coder: Coder, title: str, code: str) -> None:
    assert first(coder, title) == code


def test_duties_decide_where_the_title_does_not(coder: Coder) -> None:
    assert first(coder, "teacher", duties="secondary, high school") == "2330"
    assert first(coder, "teacher", duties="primary school") == "2341"


def test_the_same_titles_in_another_order_make_the_same_coder(coder: Coder) -> None:
    mixed = labels()
    Random(1).shuffle(mixed)
    questions = [Question("school tailor"), Question("គ្រូ")]
    assert np.array_equal(Coder.fit(mixed).chances(questions), coder.chances(questions))


def test_chances_sum_to_one_and_come_in_order(learned: Coder) -> None:
    questions = [Question("Cook branch 5000"), Question("a teacher"), Question("")]
    assert learned.chances(questions).sum(axis=1) == pytest.approx([1, 1, 1], abs=1e-5)
    for coded in learned.code(questions):
        chances = [one.chance for one in coded.candidates]
        assert chances == sorted(chances, reverse=True)
        assert all(0 <= chance <= 1 for chance in chances)


def test_of_a_title_that_says_nothing_there_are_no_candidates_and_a_human_is_asked(coder: Coder) -> None:
    for title in ("", "!!!", "ж"):
        (coded,) = coder.code([Question(title)])
        assert (coded.candidates, coded.certain, coded.asks) == ((), "", True)


def test_with_few_labels_nothing_is_certain(coder: Coder) -> None:
    assert set(coder.calibration.certain.values()) == {NEVER}
    assert coder.code([Question("tailor")])[0].asks


def test_what_is_told_as_certain_is_right_as_often_as_was_promised(learned: Coder) -> None:
    unseen = typed(1_000, 1_200)
    coded = learned.code([Question(one.title) for one in unseen])
    told = [(found.certain, one.code) for found, one in zip(coded, unseen, strict=True) if not found.asks]
    assert len(told) > 100
    assert sum(certain == code for certain, code in told) / len(told) > PRECISION


def test_a_code_backs_off_to_the_digits_that_are_certain(learned: Coder) -> None:
    calibration = replace(learned.calibration, certain={4: NEVER, 3: NEVER, 2: 0.7, 1: 0.5})
    (coded,) = replace(learned, calibration=calibration).code([Question("school teacher")])
    assert coded.certain == "23"
    assert coded.asks


def test_an_answer_is_given_again_to_the_same_title_at_once(coder: Coder) -> None:
    title = "Srey kat der"
    answer = Example(title, "7531", "km", origin=Origin.ANSWER)
    assert first(coder.remembering([answer]), title.upper()) == "7531"
    assert first(coder.remembering([answer]), "Electrician") == "7411"


def ranked(concepts: Concepts, title: str) -> Sequence[str]:
    scores = concepts.scores([Question(title)])[0]
    return [concepts.names[at] for at in np.argsort(-scores)]


def test_concepts_are_ranked_by_their_labels_and_by_what_was_learned(coder: Coder) -> None:
    assert ranked(Concepts.of(coder, labels()), "dressmakers")[0] == "esco:7531"
    more = [*labels(), *(Example(f"kitchen star {at}", "5120", "en", "esco:5120", Origin.LEARNED) for at in range(9))]
    assert ranked(Concepts.of(Coder.fit(more), more), "kitchen star")[0] == "esco:5120"


def test_titles_of_a_script_have_chances_of_their_own_once_there_are_enough() -> None:
    names = {"7531": "ជាងកាត់ដេរ", "7411": "ជាងអគ្គិសនី", "5120": "ចុងភៅ"}
    codes = [*names]
    noisy = [
        Example(f"{name} {at}", code if at % 3 else codes[codes.index(code) - 1], "km")
        for at in range(200)
        for code, name in names.items()
    ]
    coder = Coder.fit([*labels(), *typed(), *noisy])
    assert list(coder.calibration.scripts) == ["km"]
    khmer, english = coder.code([Question("ចុងភៅ 900"), Question("cook branch 900 wanted")])
    assert [one.candidates[0].code for one in (khmer, english)] == ["5120", "5120"]
    assert khmer.candidates[0].chance < 0.8 < english.candidates[0].chance  # of Khmer titles every third is miscoded
    assert (khmer.certain, english.certain) == ("", "5120")
    assert coder.calibration.of("ຊ່າງ") is coder.calibration
    assert not Coder.fit([*labels(), *typed(), *noisy[:90]]).calibration.scripts


def test_what_stands_behind_a_bracket_decides_less_than_what_stands_before_it() -> None:
    titles = ("Cook (for tailors)", "Cook - Phnom Penh", "e-mail clerk", "--")
    assert [head_of(title) for title in titles] == ["Cook ", "Cook", "e-mail clerk", "--"]
    coder = Coder.fit([*labels(), *typed()])
    coded = coder.code([Question("Tailor (cook)"), Question("Cook (tailor)")])
    assert [one.candidates[0].code for one in coded] == ["7531", "5120"]
