"""Countries of the world by name."""

from __future__ import annotations

from collections.abc import Sequence

from babel import Locale

from lmis.vocabulary import Language


def territories(language: Language, first: Sequence[str] = ()) -> list[tuple[str, str]]:
    """Code and name of every country, by name; those that are named first before all others.

    Source: the Unicode Common Locale Data Repository; its regions of two letters are those of ISO 3166-1.
    """
    named = {
        code: name for code, name in Locale(language.value).territories.items() if code.isalpha() and len(code) == 2
    }
    others = sorted((name, code) for code, name in named.items() if code not in first and code not in _NONE)
    return [*((code, named[code]) for code in first), *((code, name) for name, code in others)]


def territory(code: str, language: Language) -> str:
    """The name of a country; the code where it has none."""
    return str(Locale(language.value).territories.get(code, code))


_NONE = frozenset({"EU", "EZ", "UN", "XA", "XB", "ZZ", "QO"})
"""Groups of countries, and codes that stand for none."""
