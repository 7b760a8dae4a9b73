"""Every step of the table on paper is said in three languages."""

from __future__ import annotations

import pytest

from lmis.locale.weights import paper_words
from lmis.matching.weights import DEFAULT_WEIGHTS, paper_table
from lmis.vocabulary import Language


@pytest.mark.parametrize("language", Language)
def test_every_step_of_every_criterion_has_its_own_words(language: Language) -> None:
    told = list(paper_words(DEFAULT_WEIGHTS, language))
    assert [most for _, most, _ in told] == list(DEFAULT_WEIGHTS.most.values())
    for (_, _, steps), (criterion, table) in zip(told, paper_table(DEFAULT_WEIGHTS).items(), strict=True):
        assert [points for _, points in steps] == list(table.values())
        words = [step for step, _ in steps]
        assert len(set(words)) == len(words)
        assert not any("_" in step or "{" in step for step in words), (criterion, words)
