"""The manual of the files is what the definitions and the catalogues make of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from lmis.cli import app
from lmis.cli.docs import CHAPTERS, NAMES, manual
from lmis.imports.definition import Form
from lmis.imports.definitions import KINDS
from lmis.locale.catalogue import text, translations
from lmis.vocabulary import Language

PAGE = Path(__file__).parents[2] / "docs" / "imports.md"
DEFINITIONS = [definition for definitions in KINDS.values() for definition in definitions]


def rules(form: Form) -> Iterator[str]:
    yield form.rule
    for part in form.parts:
        yield from rules(part)


def test_the_page_is_what_the_code_makes_of_it(tmp_path: Path) -> None:
    made = CliRunner().invoke(app, ["docs", "imports", "--out", str(tmp_path / "imports.md")])
    assert made.exit_code == 0
    assert (tmp_path / "imports.md").read_text(encoding="utf-8") == PAGE.read_text(encoding="utf-8"), (
        "run `lmis docs imports`"
    )


def test_every_column_has_its_row_in_three_languages() -> None:
    page = manual()
    for definition in DEFINITIONS:
        for column in definition.columns:
            assert len(re.findall(rf"^\| `{column.name}` \|", page, re.MULTILINE)) >= len(Language), column.name
            assert all(name in page for name in (*column.also, column.example))


@pytest.mark.parametrize("language", [Language.KM, Language.LO])
def test_every_rule_and_chapter_is_said_in_the_language(language: Language) -> None:
    said = {rule for definition in DEFINITIONS for column in definition.columns for rule in rules(column.form)}
    said |= {one for title, paragraphs in CHAPTERS for one in (title, *paragraphs)}
    assert "" not in said
    assert [one for one in said if text(one, language) == one or not translations(language).gettext(one)] == []
    assert f"# {NAMES[language]}" in manual()


def test_the_limits_of_a_field_and_the_rules_of_a_command_are_told() -> None:
    page = manual()
    assert "| `months_without_work` |  | A whole number, in any digits. From 0 to 900. |" in page
    assert "- An identity number is needed, or the reason why there is none." in page
    assert "`fixed_term` (Fixed term)" in page
