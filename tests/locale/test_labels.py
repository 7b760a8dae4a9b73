"""The labels of closed lists: every value of a column has some, and none stands for two values."""

from __future__ import annotations

from lmis.imports.definitions import KINDS
from lmis.locale.labels import labels
from lmis.text.keys import search_key
from lmis.vocabulary import Language


def test_every_closed_list_of_a_column_has_labels_in_every_language() -> None:
    forms = [column.form for kinds in KINDS.values() for kind in kinds for column in kind.columns]
    lists = {form.values for one in forms for form in (one, *one.parts) if form.values}
    assert len(lists) > 10
    for values in lists:
        held = labels()[values.__name__]
        assert set(held) == {value.value for value in values}
        assert all(len(said) == len(Language) and all(said) for said in held.values())


def test_no_label_of_a_list_stands_for_two_values() -> None:
    for name, held in labels().items():
        keys = [search_key(label) for said in held.values() for label in set(said)]
        assert len(set(keys)) == len(keys), name
