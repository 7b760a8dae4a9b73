"""The catalogues: texts by their English wording, labels by their context and key."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache
from io import BytesIO
from pathlib import Path
from string import Formatter

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations

from lmis.vocabulary import Language

FOLDER = Path(__file__).parent


def path_of(language: Language) -> Path:
    """The file of a language."""
    return FOLDER / language.value / "LC_MESSAGES" / "lmis.po"


@cache
def translations(language: Language) -> Translations:
    """The catalogue of a language, read once; what it lacks is said in English."""
    compiled = BytesIO()
    with path_of(language).open("rb") as source:
        write_mo(compiled, read_po(source, locale=language.value))
    compiled.seek(0)
    found = Translations(compiled, domain="lmis")
    if language is not Language.EN:
        found.add_fallback(translations(Language.EN))
    return found


def text(message: str, language: Language, **values: object) -> str:
    """A text, found by its English wording, with its placeholders filled."""
    return filled(str(translations(language).gettext(message)), values)


@lru_cache(1 << 14)
def keyed(context: str, key: str, language: Language) -> str | None:
    """What stands under a context and a key; None where nothing does."""
    return str(translations(language).pgettext(context, key)) if (context, key) in _keys() else None


def label(kind: str, name: str, language: Language) -> str:
    """The label of a code of a list, as `label("sex", "F", …)`; the code itself where there is none."""
    return keyed(kind, name, language) or name.replace("_", " ")


@lru_cache(1 << 12)
def placeholders(template: str) -> frozenset[str]:
    """The names in braces."""
    return frozenset(name for _, name, _, _ in Formatter().parse(template) if name)


def filled(template: str, values: Mapping[str, object]) -> str:
    """A template with its placeholders filled; a dash for a value that is not there."""
    names = placeholders(template)
    if not names and "{" not in template and "}" not in template:
        return template
    return template.format_map({name: "–" if (value := values.get(name)) is None else value for name in names})


@cache
def _keys() -> frozenset[tuple[str, str]]:
    with path_of(Language.EN).open("rb") as source:
        return frozenset((entry.context, str(entry.id)) for entry in read_po(source) if entry.context)
