"""What is said of an advert, for each kind and in each language."""

from __future__ import annotations

import pytest

from lmis.fairness.adverts import KINDS, Finding, findings
from lmis.locale.adverts import finding_words
from lmis.vocabulary import Language


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_a_sentence_with_the_words_that_were_found(kind: str, language: Language) -> None:
    told = finding_words(Finding(0, 1, kind, "so\n told", neutral="thus"), language)
    assert "“so told”" in told
    assert ("thus" in told) == (kind == "title")


def test_a_title_is_told_with_a_neutral_one() -> None:
    (found,) = findings("Waitress")
    told = finding_words(found, Language.EN)
    assert told == "The title “Waitress” names a sex. For everybody: waiter or waitress."
