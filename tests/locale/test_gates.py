"""Every gate has its words in every language, and only what somebody can change is offered as a change."""

from __future__ import annotations

import pytest

from lmis.locale.catalogue import keyed
from lmis.locale.gates import CHANGEABLE, changes, licence_warning
from lmis.matching.gates import Gate
from lmis.vocabulary import Language


@pytest.mark.parametrize("language", Language)
def test_every_gate_has_its_words(language: Language) -> None:
    assert [gate for gate in Gate if not keyed("not_suggested", gate.value, language)] == []
    for pool, gates in CHANGEABLE.items():
        assert [gate for gate in gates if not keyed(f"relaxed_{pool}", gate.value, language)] == []


def test_changes_are_told_most_first_and_the_law_on_age_is_none_for_an_employer() -> None:
    relaxed = {Gate.BELOW_LEGAL_AGE: 90, Gate.LICENCE_MISSING: 61, Gate.FULL: 200, Gate.ALREADY_REFERRED: 13}
    told = changes(relaxed, "people", Language.EN)
    assert told == [(Gate.FULL, 200, "With one more opening"), (Gate.LICENCE_MISSING, 61, "Without the licence")]
    assert changes({}, "vacancies", Language.KM) == []


def test_a_warning_names_the_licences() -> None:
    told = licence_warning(["Driving licence, lorry", "Welding certificate"], Language.EN)
    assert "Driving licence, lorry, Welding certificate" in told
    assert licence_warning(["x"], Language.LO) != licence_warning(["x"], Language.KM)
