"""The catalogues: texts by their English wording, labels by their context and key."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache
from io import BytesIO
from pathlib import Path
from string import Formatter

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations

from lmis.locale.tongues import Tongue
from lmis.vocabulary import Language

FOLDER = Path(__file__).parent


def path_of(language: Tongue) -> Path:
    """The file of a language."""
    return FOLDER / language.value / "LC_MESSAGES" / "lmis.po"


@cache
def translations(language: Tongue) -> Translations:
    """The catalogue of a language, read once; what it lacks is said in English."""
    compiled = BytesIO()
    write_mo(compiled, _entries(language))
    compiled.seek(0)
    found = Translations(compiled, domain="lmis")
    if language.value != Language.EN.value:
        found.add_fallback(translations(Language.EN))
    return found


def text(message: str, language: Tongue, **values: object) -> str:
    """A text, found by its English wording, with its placeholders filled."""
    return filled(str(translations(language).gettext(message)), values)


@lru_cache(1 << 14)
def keyed(context: str, key: str, language: Tongue) -> str | None:
    """What stands under a context and a key; None where nothing does."""
    held = (context, key) in _keys(Language.EN) or (context, key) in _keys(language)
    return str(translations(language).pgettext(context, key)) if held else None


def label(kind: str, name: str, language: Tongue) -> str:
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
def _keys(language: Tongue) -> frozenset[tuple[str, str]]:
    return frozenset((entry.context, str(entry.id)) for entry in _entries(language) if entry.context)


@cache
def _entries(language: Tongue) -> Catalog:
    with path_of(language).open("rb") as source:
        return read_po(source, locale=language.value)
