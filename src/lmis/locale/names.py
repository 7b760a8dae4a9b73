"""What stands in the catalogues in every language at once, for formats that carry names in several."""

from __future__ import annotations

from functools import lru_cache

from lmis.locale.catalogue import keyed, text
from lmis.vocabulary import Language


@lru_cache(1 << 10)
def names_of(message: str) -> dict[str, str]:
    """A sentence, found by its English wording; language → the sentence."""
    return {language.value: text(message, language) for language in Language}


@lru_cache(1 << 12)
def names_under(context: str, key: str) -> dict[str, str]:
    """What stands under a context and a key; language → the words. The key itself, in English, where nothing does."""
    found = {language.value: keyed(context, key, language) for language in Language}
    return {language: words for language, words in found.items() if words} or {"en": key.replace("_", " ")}
